package detect

import (
	"strings"
	"testing"
)

func TestEveryReasonIsExplained(t *testing.T) {
	w := Words{Origin: "D1", Product: "P1", City: "温州"}
	for _, r := range Reasons() {
		f := Finding{Reason: r, Count: 7, Expected: 1.25, Of: 3, Places: 2}
		for _, l := range []Language{Chinese, English} {
			text := f.Explain(l, w)
			if text == string(r) || strings.Contains(text, "%!") {
				t.Errorf("%s in %s: %q", r, l, text)
			}
		}
	}
}
