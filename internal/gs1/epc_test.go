package gs1

import "testing"

// pairs are an EPC, its company prefix's length, and the link that says the same.
var pairs = []struct {
	urn    string
	prefix int
	link   string
}{
	{"urn:epc:id:sgtin:9520123.045678.12345", 7, "01/09520123456788/21/12345"},
	{"urn:epc:id:sgtin:9520123.145678.a%2Fb%25", 7, "01/19520123456785/21/a%2Fb%25"},
	{"urn:epc:idpat:sgtin:9520123.045678.*", 7, "01/09520123456788"},
	{"urn:epc:class:lgtin:9520123.045678.ABC", 7, "01/09520123456788/10/ABC"},
	{"urn:epc:id:upui:9520123.045678.X1", 7, "01/09520123456788/235/X1"},
	{"urn:epc:id:sscc:9520123.0456789012", 7, "00/095201234567890122"},
	{"urn:epc:id:sgln:9520123.45678.0", 7, "414/9520123456788"},
	{"urn:epc:id:sgln:9520123.45678.32a%2Fb", 7, "414/9520123456788/254/32a%2Fb"},
	{"urn:epc:id:pgln:952012345678.", 12, "417/9520123456788"},
	{"urn:epc:id:grai:9520123.45678.x%3Fy", 7, "8003/09520123456788x%3Fy"},
	{"urn:epc:idpat:grai:9520123.45678.*", 7, "8003/09520123456788"},
	{"urn:epc:id:giai:9520123.a.b", 7, "8004/9520123a.b"},
	{"urn:epc:id:gsrn:9520123.4567890123", 7, "8018/952012345678901233"},
	{"urn:epc:id:gsrnp:9520123.4567890123", 7, "8017/952012345678901233"},
	{"urn:epc:id:gdti:9520123.45678.doc", 7, "253/9520123456788doc"},
	{"urn:epc:idpat:gdti:9520123.45678.*", 7, "253/9520123456788"},
	{"urn:epc:id:cpi:9520123.A%23%2F1.77", 7, "8010/9520123A%23%2F1/8011/77"},
	{"urn:epc:idpat:cpi:9520123.A1.*", 7, "8010/9520123A1"},
	{"urn:epc:id:sgcn:9520123.45678.12", 7, "255/952012345678812"},
	{"urn:epc:id:ginc:9520123.xyz", 7, "401/9520123xyz"},
	{"urn:epc:id:gsin:9520123.456789012", 7, "402/95201234567890122"},
	{"urn:epc:id:itip:9520123.045678.01.02.s1", 7, "8006/095201234567880102/21/s1"},
	{"urn:epc:idpat:itip:9520123.045678.01.02.*", 7, "8006/095201234567880102"},
}

func TestEPCs(t *testing.T) {
	for _, p := range pairs {
		e, err := ParseEPC(p.urn)
		if err != nil {
			t.Errorf("%s: %v", p.urn, err)
			continue
		}
		link, err := e.Link()
		if got := link.String(); err != nil || got != "https://id.gs1.org/"+p.link {
			t.Errorf("%s: %s, %v", p.urn, got, err)
		}
		parsed, err := Parse("https://brand.example/x/" + p.link)
		if err != nil {
			t.Errorf("%s: %v", p.link, err)
			continue
		}
		if back, err := parsed.EPC(p.prefix); err != nil || back.String() != p.urn {
			t.Errorf("%s: %s, %v, want %s", p.link, back, err, p.urn)
		}
	}
}

func TestEPCsRefused(t *testing.T) {
	for urn, want := range map[string]Reason{
		"":                                        BadSyntax,
		"urn:epc:id:sgtin":                        BadSyntax,
		"urn:epc:id:sgtin:9520123.045678":         BadSyntax,
		"urn:epc:id:adi:35962.PQ7VZ4.M37GXB92":    NoEquivalent,
		"urn:epc:class:sgtin:9520123.045678.1":    NoEquivalent,
		"urn:epc:id:lgtin:9520123.045678.1":       NoEquivalent,
		"urn:epc:id:sgtin:95201.04567890.1":       BadPrefixSize,
		"urn:epc:id:sgtin:952012x.045678.1":       BadPrefixSize,
		"urn:epc:id:sgtin:9520123.04567x.1":       BadSet,
		"urn:epc:id:sgtin:9520123.04567.1":        TooShort,
		"urn:epc:id:sgtin:9520123.0456789.1":      TooLong,
		"urn:epc:id:sgtin:9520123.045678.":        Empty,
		"urn:epc:id:sgtin:9520123.045678.é":       BadSet,
		"urn:epc:idpat:sgtin:9520123.045678.1":    BadSyntax,
		"urn:epc:idpat:sgtin:9520123.*.1":         BadSyntax,
		"urn:epc:idpat:sgtin:9520123.*":           BadSyntax,
		"urn:epc:idpat:sgtin:95201.*.*":           BadPrefixSize,
		"urn:epc:idpat:sgtin:*.045678.*":          BadPrefixSize,
		"urn:epc:idpat:sscc:9520123.0456789012":   BadSyntax,
		"urn:epc:idpat:itip:9520123.04567.*.*.*":  TooShort,
		"urn:epc:idpat:itip:9520123.*.01.*.*":     BadSet,
		"urn:epc:idpat:itip:9520123.045678.1.*.*": BadSyntax,
		"urn:epc:id:giai:9520123.":                Empty,
		"urn:epc:id:itip:9520123.045678.03.02.1":  BadContent,
		"urn:epc:id:itip:9520123.045678.0102..1":  BadSyntax,
		"urn:epc:id:sgcn:9520123.45678.x":         BadSet,
	} {
		if _, err := ParseEPC(urn); reasonOf(t, err) != want {
			t.Errorf("%s: %v, want %s", urn, err, want)
		}
	}
	for uri, prefix := range map[string]int{
		"https://a/01/09520123456788/21/x": 13, "https://a/01/09520123456788/21/y": 5, "https://a/8004/95201234": 8,
		"https://a/8013/1987654Ad4X4bL5ttr2310c2K": 7, "https://a/8010/952012A": 7,
	} {
		link, err := Parse(uri)
		if err != nil {
			t.Fatal(err)
		}
		if e, err := link.EPC(prefix); reasonOf(t, err) == "" {
			t.Errorf("%s has the EPC %s", uri, e)
		}
	}
	if _, err := (EPC{Type: "id", Scheme: "x"}).Link(); reasonOf(t, err) != NoEquivalent {
		t.Error(err)
	}
}

// Patterns that stand for several keys.
func TestWidePatterns(t *testing.T) {
	for _, urn := range []string{
		"urn:epc:idpat:sgtin:9520123.*.*", "urn:epc:idpat:sgtin:*.*.*", "urn:epc:idpat:sscc:9520123.*", "urn:epc:idpat:pgln:*.*",
		"urn:epc:idpat:itip:9520123.*.*.*.*", "urn:epc:idpat:itip:9520123.045678.*.*.*", "urn:epc:idpat:itip:9520123.045678.01.*.*",
	} {
		e, err := ParseEPC(urn)
		if err != nil || e.String() != urn {
			t.Errorf("%s: %s, %v", urn, e, err)
		}
		if _, err := e.Link(); reasonOf(t, err) != NoEquivalent {
			t.Errorf("%s has a link: %v", urn, err)
		}
	}
}

// Paths keep what a URN has as it is.
func TestEPCPaths(t *testing.T) {
	for urn, want := range map[string]string{
		"urn:epc:id:sgtin:4012345.011111.98%22!":    "01/04012345111118/21/98%22!",
		"urn:epc:id:sgln:4012345.00005.0":           "414/4012345000054",
		"urn:epc:id:giai:4012345.a%2Fb":             "8004/4012345a%2Fb",
		"urn:epc:idpat:itip:4012345.012345.01.02.*": "8006/040123451234560102",
	} {
		e, err := ParseEPC(urn)
		if err != nil {
			t.Errorf("%s: %v", urn, err)
		}
		if got, err := e.Path(); err != nil || got != want {
			t.Errorf("%s: %s, %v, want %s", urn, got, err, want)
		}
	}
	if _, err := (EPC{Type: "idpat", Scheme: "sscc", Fields: []string{"*", "*"}}).Path(); reasonOf(t, err) != NoEquivalent {
		t.Error(err)
	}
}

func TestShapes(t *testing.T) {
	for ai, values := range map[string]map[string]Reason{
		"01": {"09520123456780": "", "9520123456788": TooShort, "0952012345678x": BadSet}, // the first with a wrong check digit
		"17": {"999999": "", "": Empty, "2712311": TooLong}, "9999": {"": UnknownAI},
	} {
		for value, want := range values {
			if err := CheckShape(ai, value); reasonOf(t, err) != want {
				t.Errorf("(%s)%s: %v, want %s", ai, value, err, want)
			}
		}
	}
}

func TestParseLoosely(t *testing.T) {
	for uri, want := range map[string]string{
		"https://a/01/09520123456788/21/x":         "(01)09520123456788(21)x",
		"https://a/x/01/09520123456789/21//<x>?y":  "(01)09520123456789(21)/<x>?y",
		"https://a/8003/9520123456788x":            "(8003)09520123456788x",
		"https://a/8003/09520123456788<":           "(8003)09520123456788<",
		"https://a/8003/09520123456780<":           "(8003)009520123456780<", // its own zero, and a serial number 0<
		"https://a/8006/095201234567890102/21/x y": "(8006)095201234567890102(21)x y",
		"https://a/8010/9520123ab/8011/x":          "(8010)9520123ab(8011)x",
		"https://a/00/1/00/095201234567890120":     "(00)095201234567890120",
		"https://a/414/9520123456780/254/a b":      "(414)9520123456780(254)a b",
		"https://a/01/09520123456789/21/":          "",
		"https://a/01/09520123456789/10":           "",
		"https://a/01/0952012345678x/21/1":         "",
		"https://a/b":                              "",
		"urn:epc:id:sgtin:9520123.045678.1":        "",
		"https://a/00/095201234567890120/21/x":     "",
	} {
		link, err := ParseLoosely(uri)
		if got := Bracketed(link.Elements); got != want || (err == nil) != (want != "") {
			t.Errorf("%s: %q, %v, want %q", uri, got, err, want)
		}
	}
}
