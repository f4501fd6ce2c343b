package tax

import (
	"regexp"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

var (
	residentNumber = regexp.MustCompile(`^[1-9][0-9]{16}[0-9X]$`)
	passportNumber = regexp.MustCompile(`^[0-9A-Z]{5,17}$`)
	country        = regexp.MustCompile(`^[A-Z]{2}$`)
)

// normal writes particulars in one way and refuses those that cannot be true, without
// quoting them.
func (p Particulars) normal(now time.Time) (Particulars, error) {
	p.Name = strings.Join(strings.Fields(p.Name), " ")
	p.Number = strings.ToUpper(strings.TrimSpace(p.Number))
	p.Country = strings.ToUpper(p.Country)
	if p.IDType == ResidentID && p.Country == "" {
		p.Country = "CN"
	}
	n := utf8.RuneCountInString(p.Name)
	switch {
	case n < 2 || n > 60 || strings.ContainsFunc(p.Name, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsMark(r) && !strings.ContainsRune(" ·•.'-", r)
	}):
		return p, ErrBadTaxpayer.With("name")
	case p.IDType == ResidentID && (p.Country != "CN" || !isResidentNumber(p.Number, now)):
		return p, ErrBadTaxpayer.With("number")
	case p.IDType == Passport && !passportNumber.MatchString(p.Number):
		return p, ErrBadTaxpayer.With("number")
	case p.IDType != ResidentID && p.IDType != Passport:
		return p, ErrBadTaxpayer.With("id_type")
	case !country.MatchString(p.Country):
		return p, ErrBadTaxpayer.With("country")
	}
	return p, nil
}

// isResidentNumber tells whether an upper-case number can be a citizen's (GB 11643): a
// birthday that has been, and a check digit by ISO 7064 MOD 11-2.
func isResidentNumber(number string, now time.Time) bool {
	if !residentNumber.MatchString(number) {
		return false
	}
	born, err := time.Parse("20060102", number[6:14])
	if err != nil || born.After(now) || born.Year() < 1900 {
		return false
	}
	sum := 0
	for _, digit := range number[:17] {
		sum = (sum + int(digit-'0')) * 2 % 11
	}
	return number[17] == "10X98765432"[sum]
}
