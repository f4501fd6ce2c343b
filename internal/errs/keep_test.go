package errs

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"
)

type level uint8

func (l level) String() string { return "case" }

var kaput = New(Conflict, "test.kaput", "it is kaput", "mend it")

// What is kept of an error is told later as it would have been told at once, in both languages.
func TestKeep(t *testing.T) {
	for _, e := range []*Error{
		kaput,
		kaput.With("line %d: %v", 3, errors.New("EOF")),
		kaput.With("%d in %s, of %d", 7, "A1", level(6)),
		kaput.With("%s is a %s", "T1", "terminal"),
		kaput.With("%s is a %s", "T1", level(3)),
		kaput.With("role %q", "terminal"),
		kaput.With("%.40q is no account", strings.Repeat("柜", 60)),
		kaput.With("rule %d: %v", 1, kaput.With("campaign %d", 5)),
		kaput.With("%s: %s", "A", Facts{kaput.With("campaign %d", 5)}),
		kaput.With("packed in the future, at %s", time.Date(2026, 5, 1, 0, 0, 0, 0, time.UTC)),
		kaput.With("%x and %q", []byte("ab"), []string{"a", "b"}),
		{Code: "test.kaput", Message: "it is kaput", Hint: "mend it", Detail: "as it is"},
	} {
		told := Told(Keep(fmt.Errorf("wrapped: %w", e), 2000))
		if told.Error() != e.Error() || told.Hint != e.Hint {
			t.Errorf("%v was kept as %v", e, told)
		}
		if at, later := e.Chinese(), told.Chinese(); at.Error() != later.Error() {
			t.Errorf("%v was kept as %v", at, later)
		}
	}
}

func TestKeepBounds(t *testing.T) {
	long := kaput.With("%q and %s", strings.Repeat("字", 5000), strings.Repeat("<", 5000))
	for _, most := range []int{2000, 500, 100, 10} {
		text := Keep(long, most)
		if len(text) > most && text != `{"c":"test.kaput"}` || Told(text).Code != "test.kaput" {
			t.Errorf("in %d bytes: %d of them, %s", most, len(text), text)
		}
	}
	if text := Keep(errors.New("password=1"), 100); Told(text).Code != "internal" || strings.Contains(text, "1") {
		t.Errorf("what nobody declared: %s", text)
	}
	if Told("") != nil || Told("as it was written before") != nil {
		t.Error("what was not kept is told")
	}
	if e := Told(`{"c":"errs.gone","f":"%d","a":[{"i":1}]}`); e.Message != "errs.gone" || e.Detail != "1" {
		t.Errorf("an unknown code: %v", e)
	}
}
