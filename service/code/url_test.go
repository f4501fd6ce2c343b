package code

import "testing"

func TestReadPrinted(t *testing.T) {
	const gtin = "06900000000014"
	for text, want := range map[string]Printed{
		"9ABC-DEF":                               {Code: "9ABC-DEF"},
		" 9ABC ":                                 {Code: "9ABC"},
		"HTTPS://C.BRAND.TEST/9ABC":              {Code: "9ABC"},
		"https://c.brand.test/9ABC/":             {Code: "9ABC"},
		"https://c.brand.test/9ABC?x=1#y":        {Code: "9ABC"},
		"https://c/01/06900000000014/21/9ABC":    {"9ABC", gtin},
		"https://c/01/06900000000014/21/9A%42C/": {"9ABC", gtin},
		"https://c/01/06900000000014/22/V/10/L/21/9ABC/?17=271231&x=/01/": {"9ABC", gtin},
		"https://c/shop/01/06900000000014/21/9ABC#top":                    {"9ABC", gtin},
		"https://c/01/6900000000015/21/9ABC":                              {"9ABC", "6900000000015"},
		"https://c/01/06900000000014":                                     {Code: "01"},
		"https://c/01/06900000000014/10/L":                                {Code: "01"},
		"https://c/01/06900000000014/21/9ABC/10/L":                        {Code: "01"},
		"https://c/8004/690/21/9ABC":                                      {Code: "8004"},
		"https://c.brand.test":                                            {},
		"":                                                                {},
	} {
		if got := ReadPrinted(text); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
		if got := FromPrinted(text); got != want.Code {
			t.Errorf("%q: got %q, want %q", text, got, want.Code)
		}
	}
}

func FuzzFromPrinted(f *testing.F) {
	f.Add("https://c.brand.test/9ABC")
	f.Add("HTTPS://h/01/06900000000014/21/%39")
	f.Add("https://h/p/01/06900000000014/10/x/21/%39/?17=271231")
	f.Fuzz(func(t *testing.T, text string) {
		code := FromPrinted(text)
		if len(code) > len(text) {
			t.Errorf("%q became the longer %q", text, code)
		}
	})
}
