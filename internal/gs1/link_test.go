package gs1

import (
	"errors"
	"testing"
)

// reasonOf is why something was refused; empty when it was not.
func reasonOf(t *testing.T, err error) Reason {
	t.Helper()
	var fault *Error
	if err != nil && (!errors.As(err, &fault) || fault.Text == "") {
		t.Fatalf("%v is no *Error with a text", err)
	}
	if fault == nil {
		return ""
	}
	return fault.Reason
}

func TestParse(t *testing.T) {
	const gtin = "/01/09520123456788"
	for uri, want := range map[string]string{ // bracketed elements
		"https://a" + gtin:                                                               "(01)09520123456788",
		"HTTPS://A" + gtin + "/":                                                         "(01)09520123456788",
		"hTTp://user:word@a:8080/p/q/" + gtin[1:]:                                        "(01)09520123456788",
		"https://[2001:db8::1]:443" + gtin:                                               "(01)09520123456788",
		"https://a" + gtin + "/22/x/10/y/21/z/":                                          "(01)09520123456788(22)x(10)y(21)z",
		"https://a" + gtin + "/10/y":                                                     "(01)09520123456788(10)y",
		"https://a" + gtin + "/21/%28%2F%29":                                             `(01)09520123456788(21)\(/)`,
		"https://a" + gtin + "/21/a;b?17=251231;15=240229&&linkType=all":                 "(01)09520123456788(21)a;b(17)251231(15)240229",
		"https://a" + gtin + "/235/x?10=B":                                               "(01)09520123456788(235)x(10)B",
		"https://a" + gtin + "/21/00":                                                    "(01)09520123456788(21)00",
		"https://a" + gtin + "/21/x#/00/1?17=1":                                          "(01)09520123456788(21)x",
		"https://a" + gtin + "/8004/9520123A":                                            "(8004)9520123A",
		"https://a/415/9520123456788/8020/REF?3900=100":                                  "(415)9520123456788(8020)REF(3900)100",
		"https://a/8010/9520123%23A/8011/7":                                              "(8010)9520123#A(8011)7",
		"https://a/8006/095201234567880102/21/x":                                         "(8006)095201234567880102(21)x",
		"https://a/8003/09520123456788x":                                                 "(8003)09520123456788x",
		"https://a/8017/952012345678901233/8019/5?7242=9":                                "(8017)952012345678901233(8019)5(7242)9",
		"https://a/417/9520123456788/7040/1ABC":                                          "(417)9520123456788(7040)1ABC",
		"https://a/00/095201234567890122?4324=2512312359&4309=0123456789" + "0123456789": "(00)095201234567890122(4324)2512312359(4309)01234567890123456789",
	} {
		link, err := Parse(uri)
		if got := Bracketed(link.Elements); err != nil || got != want {
			t.Errorf("%s: %s, %v, want %s", uri, got, err, want)
		}
	}
}

func TestParseRefuses(t *testing.T) {
	const gtin = "https://a/01/09520123456788"
	for uri, want := range map[string]Reason{
		"ftp://a/01/09520123456788":                BadScheme,
		"a/01/09520123456788":                      BadScheme,
		"https:///01/09520123456788":               BadAuthority,
		"https://a:b/01/09520123456788":            BadAuthority,
		"https://[::1/01/09520123456788":           BadAuthority,
		"https://a":                                NoKey,
		"https://a?01=09520123456788":              NoKey,
		"https://a/10/ABC":                         NoKey,
		"https://a/gtin/09520123456788":            NoKey,
		"https://a/01//":                           Empty,
		"https://a/01/":                            NoKey,
		"https://a/01/09520123456788/10":           NoKey,
		"https://a/01/09520123456788//10/x":        NoKey,
		gtin + "é":                                 BadCharacter,
		gtin + "/21/%2":                            BadEncoding,
		gtin + "/21/%zz":                           BadEncoding,
		gtin + "/21/":                              NoKey,
		"https://a/01/09520123456789":              BadCheckDigit,
		"https://a/01/095201234567888":             TooLong,
		"https://a/01/9520123456788":               TooShort,
		"https://a/01/0952012345678A":              BadSet,
		gtin + "/21/%C3%A9":                        BadSet,
		gtin + "/21/a%20b":                         BadSet,
		gtin + "/21/123456789012345678901":         TooLong,
		gtin + "/21/x/10/y":                        NotQualifier,
		gtin + "/10/x/235/y":                       NotQualifier,
		gtin + "/10/x/10/x":                        NotQualifier,
		gtin + "/99/x":                             NotQualifier,
		"https://a/00/095201234567890122/10/x":     NotQualifier,
		gtin + "?21=x":                             InPath,
		gtin + "?8200=x":                           NotAttribute,
		gtin + "?999=x":                            UnknownAI,
		gtin + "?5=x":                              UnknownAI,
		gtin + "?01=09520123456788":                Duplicate,
		gtin + "?17=251301":                        BadContent,
		gtin + "?17=250229":                        BadContent,
		gtin + "?99=a+b":                           BadSet,
		gtin + "?37=5":                             Excluded,
		gtin + "?3920=100":                         Missing,
		gtin + "?250=x":                            Missing,
		gtin + "?3100=000100&3101=000100":          Excluded,
		gtin + "?422=156&426=156":                  Excluded,
		gtin + "?422=999":                          BadContent,
		"https://a/415/9520123456788":              Missing,
		"https://a/8006/095201234567880201":        BadContent,
		"https://a/8011/1":                         NoKey,
		"https://a/8010/ABCDEF":                    BadContent,
		"https://a/8013/9520123XYZ22":              BadCheckDigit,
		"https://a/8003/19520123456788":            BadContent,
		"https://a/8018/952012345678901233/8019/x": BadSet,
	} {
		link, err := Parse(uri)
		if got := reasonOf(t, err); got != want {
			t.Errorf("%s: %q (%v), want %q: %s", uri, got, err, want, Bracketed(link.Elements))
		}
	}
}

func TestErrorsPoint(t *testing.T) {
	for uri, at := range map[string]int{
		"https://a/01/09520123456789":             13,
		"https://a/01/09520123456788?17=251301":   31,
		"https://a/01/09520123456788/10/x/22/y":   33,
		"https://a/01/09520123456788?99=a&999=b":  33,
		"https://a/01/09520123456788<":            27,
		"https://a/8006/095201234567880201/21/%1": 29,
	} {
		_, err := Parse(uri)
		var fault *Error
		if !errors.As(err, &fault) || fault.At != at {
			t.Errorf("%s: %v points to %d, want %d", uri, err, fault.At, at)
		}
	}
}

func TestLinkParts(t *testing.T) {
	link, err := Parse("https://a/shop/01/09520123456788/10/x?99=b&linkType=gs1:pip&17=251231&context=a%20b")
	if err != nil {
		t.Fatal(err)
	}
	if link.Stem != "https://a/shop" || link.Key().AI != "01" || len(link.Qualifiers()) != 1 || len(link.Attributes()) != 2 {
		t.Errorf("%+v", link)
	}
	if link.LinkType != "gs1:pip" || link.Context != "a b" {
		t.Errorf("for the resolver: %q, %q", link.LinkType, link.Context)
	}
	if batch, ok := link.Value("10"); !ok || batch != "x" {
		t.Errorf("batch %q", batch)
	}
	if _, ok := link.Value("21"); ok {
		t.Error("a serial number")
	}
	if got := link.String(); got != "https://a/shop/01/09520123456788/10/x?99=b&17=251231" {
		t.Error(got)
	}
	if got := link.Canonical(); got != "https://id.gs1.org/01/09520123456788/10/x?17=251231&99=b" {
		t.Error(got)
	}
}

func TestBuild(t *testing.T) {
	gtin, serial, batch := Element{"01", "09520123456788"}, Element{"21", "a/b%"}, Element{"10", "B"}
	for _, c := range []struct {
		stem     string
		elements []Element
		want     string
	}{
		{"", []Element{gtin}, "https://id.gs1.org/01/09520123456788"},
		{"brand.example", []Element{serial, {"17", "251231"}, batch, gtin}, "https://brand.example/01/09520123456788/10/B/21/a%2Fb%25?17=251231"},
		{"http://brand.example/p/", []Element{gtin, {"235", "x"}, batch}, "http://brand.example/p/01/09520123456788/235/x?10=B"},
		{"", []Element{{"02", "09520123456788"}, {"37", "5"}, {"00", "095201234567890122"}}, "https://id.gs1.org/00/095201234567890122?02=09520123456788&37=5"},
		{"", []Element{{"8004", "9520123A"}, gtin}, "https://id.gs1.org/8004/9520123A?01=09520123456788"},
	} {
		got, err := Build(c.stem, c.elements...)
		if err != nil || got != c.want {
			t.Errorf("%v: %s, %v, want %s", c.elements, got, err, c.want)
		}
	}
	for want, elements := range map[Reason][]Element{
		Missing:       {batch},
		NoKey:         {{"99", "x"}},
		Duplicate:     {gtin, gtin},
		BadCheckDigit: {{"01", "09520123456789"}},
		UnknownAI:     {gtin, {"999", "x"}},
		Empty:         {gtin, {"21", ""}},
		NotAttribute:  {gtin, {"8200", "x"}},
	} {
		if link, err := Build("a.example", elements...); reasonOf(t, err) != want {
			t.Errorf("%v: %s, %v, want %s", elements, link, err, want)
		}
	}
	for stem, want := range map[string]Reason{"a?b": BadCharacter, "a b": BadCharacter, "ftp://a": BadScheme, "https://": BadAuthority} {
		if _, err := Build(stem, gtin); reasonOf(t, err) != want {
			t.Errorf("%s: %v, want %s", stem, err, want)
		}
	}
}

func TestParsePath(t *testing.T) {
	for uri, want := range map[string]string{
		"https://a/01/6900000000015/10/x/21/A%2FB/?17=9&99=#x": "(01)6900000000015(10)x(21)A/B",
		"https://a/p/01/x/21/":                                 "",
		"https://a/p/01//21/y":                                 "(01)(21)y",
		"https://a/01/x":                                       "(01)x",
	} {
		link, err := ParsePath(uri)
		if got := Bracketed(link.Elements); got != want || (err == nil) != (want != "") {
			t.Errorf("%s: %q, %v, want %q", uri, got, err, want)
		}
	}
	for uri, want := range map[string]Reason{
		"https://a/01/x/21/y/10/z": NotQualifier, "https://a/01/x/21/%": BadEncoding, "https://a/21/y": NoKey, "x://a/01/y": BadScheme, "https://a/01/é": BadCharacter,
	} {
		if _, err := ParsePath(uri); reasonOf(t, err) != want {
			t.Errorf("%s: %v, want %s", uri, err, want)
		}
	}
}
