package main

import "testing"

func TestGS1Parse(t *testing.T) {
	s := newShell(t)
	for uri, want := range map[string]string{
		"https://a.example/x/01/09520123456788/22/c/10/b/21/%3Ca%2Fb%3E/?17=271231&linkType=all#top": `{"01":"09520123456788","22":"c","10":"b","21":"<a/b>","17":"271231"}` + "\n",
		"HTTP://A/00/095201234567890122": `{"00":"095201234567890122"}` + "\n",
	} {
		if got := s.run("gs1", "parse", "--", uri); got != want {
			t.Errorf("%s: %s, want %s", uri, got, want)
		}
	}
	s.refused([]string{"gs1", "parse", "--", "https://a/01/09520123456789"}, "channelrouter: AI (01)", "check digit")
	s.refused([]string{"gs1", "parse", "--", ""}, "https://")
	s.refused([]string{"gs1", "parse", "--", "-x"}, "https://")
	s.says(s.run("gs1", "parse", "--explain", "https://a/p/01/09520123456788/10/B?17=271231&linkType=all"),
		"stem       https://a/p\n", "key        (01) GTIN: 09520123456788\n", "qualifier  (10) BATCH/LOT: B\n",
		"attribute  (17) USE BY or EXPIRY: 271231\n", "resolver   linkType=all\n")
	s.says(s.run("gs1", "elements", "--explain", "(01)09520123456788"), "element    (01) GTIN: 09520123456788\n")
}

func TestGS1Build(t *testing.T) {
	s := newShell(t)
	const link = "https://brand.example/01/09520123456788/10/B/21/a%2Fb?17=271231\n"
	if got := s.run("gs1", "build", "--domain", "brand.example", "21=a/b", "17=271231", "10=B", "01=9520123456788"); got != link {
		t.Error(got)
	}
	s.input = `{"17":"271231","21":"a/b","01":"09520123456788","10":"B"}`
	if got := s.run("gs1", "build", "--domain", "https://brand.example/"); got != link {
		t.Error(got)
	}
	if got := s.run("gs1", "build", "--as", "bracketed"); got != "(01)09520123456788(10)B(21)a/b(17)271231\n" {
		t.Error(got)
	}
	s.input = `{"99":"x","17":"271231","01":"09520123456788"}`
	if got := s.run("gs1", "build", "--domain", "brand.example", "--as", "canonical"); got != "https://id.gs1.org/01/09520123456788?17=271231&99=x\n" {
		t.Error(got)
	}
	s.input = `{"17":"271231","21":"a/b","01":"09520123456788","10":"B"}`
	scanned := s.run("gs1", "build", "--as", "scanned")
	s.says(s.run("gs1", "elements", scanned[:len(scanned)-1]), `{"01":"09520123456788","10":"B","21":"a/b","17":"271231"}`)
	for input, word := range map[string]string{"": "JSON object", `{"01":1}`: "string", `{"10":"B"}`: "needs (01)", `{"01":"1"}`: "8, 12, 13 or 14"} {
		s.input = input
		s.refused([]string{"gs1", "build"}, word)
	}
	s.refused([]string{"gs1", "build", "01"}, "AI=value")
}

func TestGS1URN(t *testing.T) {
	s := newShell(t)
	for _, c := range []struct {
		args []string
		want string
	}{
		{[]string{"urn", "--prefix-length", "7", "https://a/01/09520123456788/21/x%2F"}, "urn:epc:id:sgtin:9520123.045678.x%2F"},
		{[]string{"urn", "--prefix-length", "7", "--raw", "https://a/01/09520123456780/21/x/?"}, "urn:epc:id:sgtin:9520123.045678.x/?"},
		{[]string{"urn", "urn:epc:id:grai:9520123.45678.x%2F"}, "https://id.gs1.org/8003/09520123456788x%2F"},
		{[]string{"urn", "--raw", "urn:epc:id:grai:9520123.45678.x%2F"}, "https://id.gs1.org/8003/9520123456788x/"},
		{[]string{"digit", "0952012345678"}, "09520123456788"},
		{[]string{"digit", "--gmn", "1987654Ad4X4bL5ttr2310c"}, "1987654Ad4X4bL5ttr2310c2K"},
	} {
		if got := s.run(append([]string{"gs1"}, c.args...)...); got != c.want+"\n" {
			t.Errorf("%v: %s, want %s", c.args, got, c.want)
		}
	}
	s.refused([]string{"gs1", "urn", "https://a/01/09520123456788"}, "--prefix-length")
	s.refused([]string{"gs1", "urn", "--prefix-length", "5", "https://a/01/09520123456788"}, "6 to 12")
	s.refused([]string{"gs1", "urn", "urn:epc:id:sgtin:9520123.045678"}, "3 fields")
	s.refused([]string{"gs1", "digit", "12x"}, "not a digit")
}
