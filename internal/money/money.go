// Package money keeps money and points apart and never touches floating point.
package money

import "fmt"

// Fen is Chinese money in hundredths of a yuan.
type Fen int64

// Points are loyalty points; they never mix with money.
type Points int64

// BasisPoints is a rate in hundredths of a percent.
type BasisPoints int64

// String writes fen as yuan: 12345 is "¥123.45".
func (f Fen) String() string {
	sign, abs := "", uint64(f)
	if f < 0 {
		sign, abs = "-", -abs
	}
	return fmt.Sprintf("%s¥%d.%02d", sign, abs/100, abs%100)
}

// ShareDown takes rate of f and rounds towards zero, the payer's favour.
func (f Fen) ShareDown(rate BasisPoints) Fen { return f * Fen(rate) / 10000 }
