package settlement

import (
	"reflect"
	"strings"
	"testing"

	"channelrouter/internal/font"
	"channelrouter/model"
)

func TestWrapped(t *testing.T) {
	one := func(rune) float64 { return 1 }
	for _, c := range []struct {
		text string
		want []string
	}{
		{"", []string{""}},
		{"abcde", []string{"abcde"}},
		{"某某商贸有限公司", []string{"某某商贸有", "限公司"}}, // none is lost where it breaks
		{"ab cd ef", []string{"ab cd", "ef"}},
		{"abcdefgh", []string{"abcde", "fgh"}},
		{"abc defgh", []string{"abc", "defgh"}},
		{"abcde fg", []string{"abcde", "fg"}},
		{"a 某某商贸有", []string{"a", "某某商贸有"}},
		{"   x", []string{"   x"}},
	} {
		if got := wrapped(c.text, 5, one); !reflect.DeepEqual(got, c.want) {
			t.Errorf("%q is %q, want %q", c.text, got, c.want)
		}
	}
	if got := wrapped("某某", 0.5, one); !reflect.DeepEqual(got, []string{"某", "某"}) {
		t.Errorf("wider than its cell: %q", got)
	}
}

func TestPaginate(t *testing.T) {
	line := row{{"x"}}
	high := row{{"x", "x", "x"}}
	h := line.height()
	for _, c := range []struct {
		rows          []row
		first, others float64
		want          []int
	}{
		{nil, h, h, []int{0}},
		{[]row{line, line, line}, 3 * h, h, []int{3}},
		{[]row{line, line, line, line}, h, 2.5 * h, []int{1, 2, 1}},
		{[]row{high, line}, h, h, []int{1, 1}}, // more than a page holds stands on it all the same
	} {
		var got []int
		for _, page := range paginate(c.rows, c.first, c.others) {
			got = append(got, len(page))
		}
		if !reflect.DeepEqual(got, c.want) {
			t.Errorf("%d rows: %v, want %v", len(c.rows), got, c.want)
		}
	}
}

// Each language has a word for everything, which the typeface can print.
func TestVocabularies(t *testing.T) {
	for language, w := range vocabularies {
		for kind := model.LineRebate; kind <= model.LineCredit; kind++ {
			if w.kinds[kind] == "" || lineKindNames[kind] == "" {
				t.Errorf("%s: no word for lines of kind %d", language, kind)
			}
		}
		for state := range lineStateNames {
			if w.answers[state] == "" {
				t.Errorf("%s: no word for %s", language, lineStateNames[state])
			}
		}
		for _, state := range []string{stateNames[model.SettlementPrepared], stateNames[model.SettlementPresented], StateDisputed, StateConfirmed, stateNames[model.SettlementClosed]} {
			if w.states[state] == "" {
				t.Errorf("%s: no word for %s", language, state)
			}
		}
		for _, kind := range model.Settled() {
			if w.sums[kind] == "" {
				t.Errorf("%s: no word for account %d", language, kind)
			}
		}
		v := reflect.ValueOf(*w)
		for i := range v.NumField() {
			if v.Field(i).Kind() == reflect.String {
				text := strings.ReplaceAll(v.Field(i).String(), "%d", "")
				if text == "" || font.Printable(text) != text {
					t.Errorf("%s: %s is %q", language, v.Type().Field(i).Name, text)
				}
			}
		}
	}
}
