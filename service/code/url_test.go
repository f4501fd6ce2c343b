package code

import "testing"

func TestFromPrinted(t *testing.T) {
	for text, want := range map[string]string{
		"9ABC-DEF":                               "9ABC-DEF",
		" 9ABC ":                                 "9ABC",
		"HTTPS://C.BRAND.TEST/9ABC":              "9ABC",
		"https://c.brand.test/9ABC/":             "9ABC",
		"https://c.brand.test/9ABC?x=1#y":        "9ABC",
		"https://c/01/06900000000014/21/9ABC":    "9ABC",
		"https://c/01/06900000000014/21/9A%42C/": "9ABC",
		"https://c.brand.test":                   "",
		"":                                       "",
	} {
		if got := FromPrinted(text); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}

func FuzzFromPrinted(f *testing.F) {
	f.Add("https://c.brand.test/9ABC")
	f.Add("HTTPS://h/01/06900000000014/21/%39")
	f.Fuzz(func(t *testing.T, text string) {
		code := FromPrinted(text)
		if len(code) > len(text) {
			t.Errorf("%q became the longer %q", text, code)
		}
	})
}
