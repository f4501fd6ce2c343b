// Package money keeps money and points apart and never touches floating point.
package money

import "fmt"

// Fen is Chinese money in hundredths of a yuan.
type Fen int64

// MostPerUnit is the most that a rate may be for one unit: 100,000 yuan. No product of a
// rate and a number of units comes near the end of int64.
const MostPerUnit Fen = 10_000_000

// PerUnit tells whether f can be a rate for one unit.
func (f Fen) PerUnit() bool { return f >= 0 && f <= MostPerUnit }

// Points are loyalty points; they never mix with money.
type Points int64

// BasisPoints is a rate in hundredths of a percent.
type BasisPoints int64

// String writes fen as yuan: 12345 is "¥123.45".
func (f Fen) String() string {
	if f < 0 {
		return "-¥" + f.Yuan()[1:]
	}
	return "¥" + f.Yuan()
}

// Yuan writes fen as a number of yuan: -12345 is "-123.45".
func (f Fen) Yuan() string {
	sign, abs := "", uint64(f)
	if f < 0 {
		sign, abs = "-", -abs
	}
	return fmt.Sprintf("%s%d.%02d", sign, abs/100, abs%100)
}

// ShareDown takes rate of f and rounds towards zero, the payer's favour.
func (f Fen) ShareDown(rate BasisPoints) Fen { return f * Fen(rate) / 10000 }
