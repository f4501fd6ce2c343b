package httpx

import "testing"

// Ids in stored facts keep their digits, and amounts stay numbers.
func TestExact(t *testing.T) {
	for stored, want := range map[string]string{
		``:                       ``,
		`{`:                      ``,
		`{"fen":4800,"bp":1.5}`:  `{"bp":1.5,"fen":4800}`,
		`{"n":9007199254740991}`: `{"n":9007199254740991}`,
		`{"parts":[{"org":7301442983428097,"fen":1},{"org":73014429834280970}]}`: `{"parts":[{"fen":1,"org":7301442983428097},{"org":"73014429834280970"}]}`,
	} {
		if got := string(Exact([]byte(stored))); got != want {
			t.Errorf("%s: %s, want %s", stored, got, want)
		}
	}
}
