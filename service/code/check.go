package code

// fieldPolynomial is x⁵+x²+1, primitive over GF(2): α = x generates all 31
// nonzero elements of GF(32), so α⁰ to α¹⁷ are distinct.
const fieldPolynomial = 0b100101

// timesAlpha multiplies an element of GF(32) by α: a shift, reduced when it
// carries. One line of arithmetic is as fast as a table and has no branch.
func timesAlpha(a byte) byte { return a<<1 ^ a>>4*fieldPolynomial }

// syndrome is the weighted sum of symbols over GF(32), by Horner's rule: the
// last symbol has weight α⁰, the one before it α¹, and so on.
//
// A code ends in the symbol that makes its sum 0. A single substitution changes
// the sum by weight × difference, and swapping two symbols, neighbours or not,
// by (difference of weights) × (difference of symbols). Both are products of
// nonzero elements, so neither goes unseen.
func syndrome(symbols []byte) (sum byte) {
	for _, s := range symbols {
		sum = timesAlpha(sum) ^ s
	}
	return sum
}

// checkSymbol is the symbol that, appended to symbols, makes the syndrome 0.
// In characteristic 2 it is the sum itself.
func checkSymbol(symbols []byte) byte { return timesAlpha(syndrome(symbols)) }
