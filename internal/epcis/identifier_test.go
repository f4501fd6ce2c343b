package epcis

import (
	"strings"
	"testing"
)

func TestURIs(t *testing.T) {
	for uri, want := range map[string]string{
		"urn:epc:id:sgtin:0614141.107346.2017":                  "",
		"urn:epc:id:sgtin:0614141.107346.a%2Fb.c":               "",
		"urn:epc:id:sgtin:0614141.07346.2017":                   "digits",
		"urn:epc:id:sgtin:0614141.107346":                       "3 fields",
		"urn:epc:id:sgtin:0614141.107346.":                      "serial",
		"urn:epc:id:sgtin:0614141.107346.123456789012345678901": "too long",
		"urn:epc:id:sgtin:06141.41107346.2017":                  "company prefix",
		"urn:epc:id:sgtin:0614141.10734x.2017":                  "digits",
		"urn:epc:id:sgtn:0614141.107346.2017":                   "not known",
		"urn:epc:sgtin:0614141.107346.2017":                     "no EPC URI",
		"urn:epc:thing:sgtin:0614141.107346.2017":               "not known",
		"urn:epc:id":                                       "no EPC URI",
		"urn:epc:id:pgln:999999999999.":                    "",
		"urn:epc:id:sscc:0614141.1234567890":               "",
		"urn:epc:id:sscc:0614141.123456789":                "digits",
		"urn:epc:id:giai:0614141.12345678901234567890123":  "",
		"urn:epc:id:giai:0614141.123456789012345678901234": "too long",
		"urn:epc:id:itip:4012345.012345.01.02.999":         "",
		"urn:epc:id:itip:4012345.012345.1.02.999":          "two digits",
		"urn:epc:id:sgtin:0614141.107346.a/b":              "must escape",
		"urn:epc:id:sgtin:0614141.107346.%C3%A9":           "GS1's set",
		"urn:epc:tag:sgtin-96:3.0614141.107346.2017":       "",
		"urn:epc:idpat:sscc:4012345.*":                     "",
		"urn:epc:idpat:gid:*.*.*":                          "",
		"urn:epc:id:gid:95100000.12345.400":                "",
		"urn:epc:class:lgtin:4012345.012345.998877":        "",
		"urn:epc:class:sgtin:4012345.012345.998877":        "not known",
		"urn:epc:idpat:sgtin:4012345.098765.*":             "",
		"urn:epc:idpat:sgtin:4012345.*.*":                  "",
		"urn:epc:idpat:sgtin:*.*.*":                        "",
		"urn:epc:idpat:sgtin:4012345.*.1":                  "ends in *",
		"https://id.gs1.org/01/09521141012345/21/2017":     "",
		"urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6":    "",
		"ni:///sha-256;87b5?ver=CBV2.0":                    "",
		"geo:31.2,121.5":                                   "",
		"":                                                 "no absolute URI",
		"/01/09521141012345":                               "no absolute URI",
		"http:":                                            "no absolute URI",
		"1http://example.com":                              "no absolute URI",
		"https://example.com/a b":                          "escape",
		"https://example.com/瓶":                            "escape",
		"https://example.com/%2":                           "hexadecimal",
		"https://example.com/%zz":                          "hexadecimal",
	} {
		if got := uriComplaint(uri); (want == "") != (got == nil) || got != nil && !strings.Contains(got.Error(), want) {
			t.Errorf("%q: %v, and not %q", uri, got, want)
		}
	}
}

func TestCanonicalIdentifiers(t *testing.T) {
	for uri, want := range map[string]string{
		"urn:epc:id:sgtin:4012345.011111.98%22":                       "https://id.gs1.org/01/04012345111118/21/98%22",
		"urn:epc:id:sscc:4012345.3111111111":                          "https://id.gs1.org/00/340123451111111111",
		"urn:epc:id:sgln:4012345.00005.122":                           "https://id.gs1.org/414/4012345000054/254/122",
		"urn:epc:id:sgln:4012345.00005.0":                             "https://id.gs1.org/414/4012345000054",
		"urn:epc:idpat:itip:4012345.012345.01.02.*":                   "https://id.gs1.org/8006/040123451234560102",
		"urn:epc:idpat:sgtin:4012345.*.*":                             "urn:epc:idpat:sgtin:4012345.*.*",
		"urn:epc:id:sgtin:4012345.1.1":                                "urn:epc:id:sgtin:4012345.1.1",
		"http://example.de/gtin-8/01/97803111":                        "https://id.gs1.org/01/00000097803111",
		"http://us.example.com/01/001122334455/ser/GHB":               "https://id.gs1.org/01/00001122334455/21/GHB",
		"https://id.gs1.org/01/9780345418913/22/344/10/1223/21/765tz": "https://id.gs1.org/01/09780345418913/21/765tz",
		"https://id.gs1.org/8006/040123451234560102/22/ABCD/10/XYZ":   "https://id.gs1.org/8006/040123451234560102/10/XYZ",
		"https://example.co.uk/party/4226350800008":                   "https://id.gs1.org/417/4226350800008",
		"https://brand.example/01/9780345418913/10/1223?x=1#y":        "https://id.gs1.org/01/09780345418913/10/1223",
		"http://example.org/123/4012345ABC987/456/4711":               "http://example.org/123/4012345ABC987/456/4711",
		"http://id.gs1.org/01/9780345418913/99/utfgf":                 "http://id.gs1.org/01/9780345418913/99/utfgf",
		"http://example.de/01/97803":                                  "http://example.de/01/97803",
		"https://id.gs1.org/8006/04012345123456/22/AB":                "https://id.gs1.org/8006/04012345123456/22/AB",
		"http://example.de/abc/9780345418913":                         "http://example.de/abc/9780345418913",
		"https://id.gs1.org/415/4012345000054/8020/x":                 "https://id.gs1.org/415/4012345000054/8020/x",
		"https://id.gs1.org/8017/401234511111111112/8019/1":           "https://id.gs1.org/8017/401234511111111112/8019/1",
		"https://id.gs1.org/01/9780345418913/21/lot":                  "https://id.gs1.org/01/09780345418913/21/lot",
		"https://id.gs1.org/01/9780345418913/21/765tz/10/1223":        "https://id.gs1.org/01/9780345418913/21/765tz/10/1223", // out of order
		"https://example.org/01/%304012345678901":                     "https://id.gs1.org/01/04012345678901",
		"https://example.org/01/%3978034541891%33/21/%41":             "https://id.gs1.org/01/09780345418913/21/%41",
		"geo:31.2,121.5": "geo:31.2,121.5",
		"42":             "42",
	} {
		if got := Canonical(uri); got != want {
			t.Errorf("%q is %q, and not %q", uri, got, want)
		}
	}
}

// FuzzCanonical: whatever is written canonically stays so.
func FuzzCanonical(f *testing.F) {
	for _, uri := range []string{
		"urn:epc:id:sgtin:4012345.011111.98%22!/", "urn:epc:idpat:itip:4012345.012345.01.02.*", "http://a/b/gtin-8/01/97803111/ser/x?y#z",
		"https://id.gs1.org/01/%304012345678901/22/1/10/lot/21/%41", "https://[::1]:80/8004/4012345%2F01/",
	} {
		f.Add(uri)
	}
	f.Fuzz(func(t *testing.T, uri string) {
		once := Canonical(uri)
		if twice := Canonical(once); twice != once {
			t.Errorf("%q became %q, and then %q", uri, once, twice)
		}
	})
}

func TestPlainNumbers(t *testing.T) {
	for written, want := range map[string]string{
		"1": "1", "1.0": "1", "0.3434": "0.3434", "200.50": "200.5", "-0.0": "0", "-1.50": "-1.5", "007": "7",
		"1e3": "1000", "1.5E+2": "150", "12e-3": "0.012", "-2.5e-1": "-0.25", "0e9": "0", "1e999999999": "1e999999999",
		"12345678901234567890.10": "12345678901234567890.1", "NaN": "NaN", "": "",
	} {
		if got := plainNumber(written); got != want {
			t.Errorf("%q is %q, and not %q", written, got, want)
		}
	}
}
