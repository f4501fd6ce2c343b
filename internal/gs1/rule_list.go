package gs1

import (
	"fmt"
	"strings"
)

// Codes that lists of others have.
var (
	country        = rule{"iso3166", BadContent, listed("country of ISO 3166", countryNumbers)}
	countryOrAny   = rule{"iso3166999", BadContent, listed("country of ISO 3166, or 999", countryNumbers+" 999")}
	countryLetters = rule{"iso3166alpha2", BadContent, listed("country of ISO 3166", countryCodes)}
	currency       = rule{"iso4217", BadContent, listed("currency of ISO 4217", currencyNumbers)}
	packageType    = rule{"packagetype", BadContent, listed("type of package of GS1's list", packageTypes)}
	iban           = rule{"iban", BadContent, faultyIBAN}
)

func setOf(list string) map[string]bool {
	set := map[string]bool{}
	for _, code := range strings.Fields(list) {
		set[code] = true
	}
	return set
}

func listed(what, list string) func(string) string {
	set := setOf(list)
	return func(s string) string {
		if set[s] {
			return ""
		}
		return fmt.Sprintf("%s is no %s", s, what)
	}
}

// faultyIBAN checks the country and the check digits of ISO 13616.
func faultyIBAN(s string) string {
	if len(s) < 5 || strings.Trim(s, digits+upper) != "" {
		return fmt.Sprintf("%s is no IBAN: capital letters and digits", s)
	}
	if fault := countryLetters.fault(s[:2]); fault != "" {
		return fault
	}
	rest := 0
	for _, c := range []byte(s[4:] + s[:4]) {
		if c >= 'A' {
			rest = (rest*100 + int(c-'A') + 10) % 97
		} else {
			rest = (rest*10 + int(c-'0')) % 97
		}
	}
	if rest != 1 {
		return fmt.Sprintf("the check digits of the IBAN %s are wrong", s)
	}
	return ""
}
