package download

import "testing"

func TestByteRange(t *testing.T) {
	for header, want := range map[string]struct {
		from, to    int64
		partial, ok bool
	}{
		"":                           {0, 100, false, true},
		"bytes=0-":                   {0, 100, true, true},
		"bytes=0-0":                  {0, 1, true, true},
		"bytes=10-19":                {10, 20, true, true},
		" bytes=10-19 ":              {10, 20, true, true},
		"bytes=99-":                  {99, 100, true, true},
		"bytes=90-1000":              {90, 100, true, true},
		"bytes=0-99":                 {0, 100, true, true},
		"bytes=-1":                   {99, 100, true, true},
		"bytes=-1000":                {0, 100, true, true},
		"bytes=-0":                   {0, 0, false, false}, // nothing, which does not exist
		"bytes=100-":                 {0, 0, false, false},
		"bytes=100-200":              {0, 0, false, false},
		"bytes=20-10":                {0, 100, false, true}, // no range: ignored
		"bytes=1-2,4-5":              {0, 100, false, true},
		"bytes=a-b":                  {0, 100, false, true},
		"bytes=-":                    {0, 100, false, true},
		"bytes=5":                    {0, 100, false, true},
		"lines=0-1":                  {0, 100, false, true},
		"bytes=+1-2":                 {0, 100, false, true},
		"bytes=0-99999999999999":     {0, 100, true, true},
		"bytes=9223372036854775807-": {0, 0, false, false},
	} {
		from, to, partial, ok := byteRange(header, 100)
		if from != want.from || to != want.to || partial != want.partial || ok != want.ok {
			t.Errorf("%q: [%d, %d) %t %t, want %+v", header, from, to, partial, ok, want)
		}
	}
}
