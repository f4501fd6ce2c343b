package diversion

import (
	"testing"

	"channelrouter/model"
)

// The whole of a case's life: what each action makes of each status; what is not here is
// refused.
func TestFlow(t *testing.T) {
	const (
		open, confirmed, dismissed, reversed = model.CaseOpen, model.CaseConfirmed, model.CaseDismissed, model.CaseReversed
		looking, noticed, appealed           = model.CaseInvestigating, model.CaseNoticed, model.CaseAppealed
	)
	want := map[Action]map[model.CaseStatus]model.CaseStatus{
		ActOpen:    {model.CaseWatched: open},
		ActAssign:  {open: looking, looking: looking, noticed: noticed, appealed: appealed},
		ActInspect: {looking: looking, noticed: noticed, appealed: appealed},
		ActStrike:  {open: open, looking: looking, noticed: noticed, appealed: appealed},
		ActNotify:  {open: noticed, looking: noticed},
		ActAppeal:  {noticed: appealed, confirmed: confirmed},
		ActConfirm: {open: confirmed, looking: confirmed, noticed: confirmed, appealed: confirmed},
		ActDismiss: {open: dismissed, looking: dismissed, noticed: dismissed, appealed: dismissed},
		ActUphold:  {confirmed: confirmed},
		ActReverse: {confirmed: reversed},
		ActLower:   {confirmed: confirmed},
	}
	for action := range rules {
		if want[action] == nil {
			t.Errorf("%s is an action that nothing is said of here", action)
		}
	}
	for action, expected := range want {
		for status := range statusNames {
			to, ok := next(action, status)
			if wanted, may := expected[status]; ok != may || to != wanted {
				t.Errorf("%s of a case that is %s: %q, %t, not %q", action, StatusName(status), StatusName(to), ok, StatusName(wanted))
			}
		}
	}
}

// Whoever takes a step, it is one of those who may.
func TestWhoMay(t *testing.T) {
	for action, by := range map[Action]party{
		ActOpen: brand, ActAssign: brand, ActInspect: inspector, ActStrike: brand, ActNotify: brand, ActAppeal: origin,
		ActConfirm: brand, ActDismiss: brand, ActUphold: brand, ActReverse: brand, ActLower: house,
	} {
		if rules[action].by != by {
			t.Errorf("%s is for %d, not for %d", action, rules[action].by, by)
		}
	}
}

func TestStatusNames(t *testing.T) {
	for status, name := range statusNames {
		if ParseStatus(name) != status || StatusName(status) != name {
			t.Errorf("%d is called %q", status, name)
		}
	}
	if got := ParseStatus("elsewhere"); got != 0 {
		t.Errorf("a word that is no status is %d", got)
	}
}
