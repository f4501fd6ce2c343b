package gs1

import "testing"

// FuzzParse: nothing brings the parser down, and what it takes is written so that it is
// read as the same.
func FuzzParse(f *testing.F) {
	for _, uri := range []string{
		typicalLink, "", "https://a/01/", "HTTP://[::1]:80/00/095201234567890122/", "https://a/8010/9520123%23A/8011/7",
		"https://a/01/09520123456788/21/%28%2F%29?17=251231;99=a%2Bb&x=y#z", "https://u@a/415/9520123456788/8020/R?3900=1",
	} {
		f.Add(uri)
	}
	f.Fuzz(func(t *testing.T, uri string) {
		link, err := Parse(uri)
		if err != nil {
			if reasonOf(t, err) == "" {
				t.Fatal("no reason")
			}
			return
		}
		again, err := Parse(link.String())
		if err != nil || again.String() != link.String() || Scanned(again.Elements) != Scanned(link.Elements) {
			t.Errorf("%q is written %q: %+v, %v", uri, link, again, err)
		}
		if canonical, err := Parse(link.Canonical()); err != nil || canonical.Canonical() != link.Canonical() {
			t.Errorf("%q: %v", link.Canonical(), err)
		}
		if rebuilt, err := Build(link.Stem, link.Elements...); err != nil {
			t.Errorf("%q cannot be built: %v, %s", uri, err, rebuilt)
		}
	})
}

func FuzzParseEPC(f *testing.F) {
	for _, p := range pairs {
		f.Add(p.urn, p.prefix)
	}
	f.Add("urn:epc:id:sgtin:9520123.045678.100%", 7)
	f.Fuzz(func(t *testing.T, urn string, prefix int) {
		e, err := ParseEPC(urn)
		if err != nil {
			return
		}
		link, err := e.Link()
		if err != nil {
			t.Fatalf("%q has no link: %v", urn, err)
		}
		if again, err := Parse(link.String()); err != nil || again.String() != link.String() {
			t.Errorf("%q: %s, %v", urn, link, err)
		}
		_, _ = link.EPC(prefix)
		if back, err := link.EPC(len(e.Fields[0])); err != nil || back.String() != e.String() {
			t.Errorf("%q became %s, %v", e, back, err)
		}
	})
}

func FuzzParseElements(f *testing.F) {
	f.Add("(01)09520123456788(21)12345")
	f.Add("]d2010952012345678810AB\x1d21x")
	f.Fuzz(func(t *testing.T, text string) {
		elements, err := ParseElements(text)
		if err != nil {
			return
		}
		for _, written := range []string{Bracketed(elements), Scanned(elements)} {
			if again, err := ParseElements(written); err != nil || Scanned(again) != Scanned(elements) {
				t.Errorf("%q is written %q: %v, %v", text, written, again, err)
			}
		}
	})
}

func FuzzParseLoosely(f *testing.F) {
	f.Add("https://a/01/09520123456789/21//<x>?y", 7)
	f.Add("https://a/8003/9520123456788x", 6)
	f.Fuzz(func(t *testing.T, uri string, prefix int) {
		link, err := ParseLoosely(uri)
		if err != nil {
			return
		}
		_, _ = link.Raw(), link.String()
		_, _ = link.EPC(prefix)
	})
}
