package diversion

import (
	"testing"
	"time"

	"channelrouter/internal/money"
	"channelrouter/model"
	"channelrouter/service/channel"
)

const (
	assigned model.OrgID = 1
	other    model.OrgID = 2
	shop     model.OrgID = 10
	opener   model.OrgID = 11
)

func TestMatch(t *testing.T) {
	inside, outside := channel.Covers{Known: true, Inside: true}, channel.Covers{Known: true}
	for _, c := range []struct {
		what    string
		facts   Facts
		verdict model.Verdict
		score   int
		reasons string
	}{
		{"nothing is known", Facts{}, model.VerdictUnknown, 0, ReasonNeverShipped},
		{"shipped to nobody", Facts{Shipped: true, Terminal: shop, Distributor: other}, model.VerdictUnknown, 0, ReasonNotAssigned},
		{
			"assigned, yet never come into being", Facts{Assigned: assigned, Terminal: shop, Distributor: other},
			model.VerdictUnknown, 0, ReasonNeverShipped,
		},
		{
			"at a shop of its distributor", Facts{Shipped: true, Assigned: assigned, Terminal: shop, Distributor: assigned},
			model.VerdictMatch, 0, ReasonTerminalUnderAssigned,
		},
		{
			"at a shop of another", Facts{Shipped: true, Assigned: assigned, Terminal: shop, Distributor: other},
			model.VerdictDiverted, 95, ReasonTerminalUnderOther,
		},
		{
			"at a shop of nobody", Facts{Shipped: true, Assigned: assigned, Terminal: shop},
			model.VerdictUnknown, 0, ReasonTerminalUnlinked,
		},
		{
			"a shop outweighs the consumer's district",
			Facts{Shipped: true, Assigned: assigned, Terminal: shop, Distributor: assigned, Adcode: "330106", Territory: outside},
			model.VerdictMatch, 0, ReasonTerminalUnderAssigned,
		},
		{
			"a shop of nobody is not made up for by a district",
			Facts{Shipped: true, Assigned: assigned, Terminal: shop, Adcode: "330106", Territory: outside},
			model.VerdictUnknown, 0, ReasonTerminalUnlinked,
		},
		{"no place at all", Facts{Shipped: true, Assigned: assigned, Territory: outside}, model.VerdictUnknown, 0, ReasonNoLocation},
		{
			"in a district, but no territory", Facts{Shipped: true, Assigned: assigned, Adcode: "330106"},
			model.VerdictUnknown, 0, ReasonTerritoryUndefined,
		},
		{
			"in a district inside", Facts{Shipped: true, Assigned: assigned, Adcode: "320106", Territory: inside},
			model.VerdictMatch, 0, ReasonInsideTerritory,
		},
		{
			"in a district outside", Facts{Shipped: true, Assigned: assigned, Adcode: "330106", Territory: outside},
			model.VerdictDiverted, 40, ReasonOutsideTerritory,
		},
		{
			"seen by staff anywhere", Facts{Shipped: true, Assigned: assigned, Staff: true, Adcode: "330106", Territory: outside},
			model.VerdictExempt, 0, ReasonStaffScan,
		},
		{
			"the guide's shop is not the opener's", Facts{Shipped: true, Assigned: assigned, Terminal: shop, Distributor: assigned, Opener: opener},
			model.VerdictMatch, 0, ReasonTerminalUnderAssigned + "," + ReasonGuideOpenerDisagree,
		},
		{
			"and both disagree with the assignment", Facts{Shipped: true, Assigned: assigned, Terminal: shop, Distributor: other, Opener: opener},
			model.VerdictDiverted, 95, ReasonTerminalUnderOther + "," + ReasonGuideOpenerDisagree,
		},
		{
			"the guide's shop is the opener's", Facts{Shipped: true, Assigned: assigned, Terminal: shop, Distributor: assigned, Opener: shop},
			model.VerdictMatch, 0, ReasonTerminalUnderAssigned,
		},
	} {
		got := match(DefaultPolicy, c.facts)
		want := model.Judgement{
			Verdict: c.verdict, Reasons: c.reasons, Score: c.score,
			Origin: c.facts.Assigned, Terminal: c.facts.Terminal, Found: c.facts.Distributor,
		}
		if got != want {
			t.Errorf("%s: %+v, want %+v", c.what, got, want)
		}
		if hard := c.verdict == model.VerdictDiverted && c.facts.Terminal != 0; Hard(got) != hard {
			t.Errorf("%s: hard is %v", c.what, !hard)
		}
	}
}

func TestLotOf(t *testing.T) {
	monday := time.Date(2026, 3, 2, 1, 0, 0, 0, time.UTC)
	week := Policy{WindowDays: 7}
	atShop := model.Judgement{Origin: assigned, Terminal: shop}
	nowhere := model.Judgement{Origin: assigned}
	for _, c := range []struct {
		what string
		flag Flag
		want lot
	}{
		{"a shop is the place, wherever the scanner is", Flag{Product: 5, At: monday, Judgement: atShop, Adcode: "330106"},
			lot{origin: assigned, terminal: shop, product: 5, window: monday.Truncate(7 * 24 * time.Hour)}},
		{"without one, the city is", Flag{Product: 5, At: monday, Judgement: nowhere, Adcode: "330106"},
			lot{origin: assigned, adcode: "330100", product: 5, window: monday.Truncate(7 * 24 * time.Hour)}},
		{"a window is the same in every zone", Flag{Product: 5, At: monday.In(time.FixedZone("", 8*3600)), Judgement: atShop},
			lot{origin: assigned, terminal: shop, product: 5, window: monday.Truncate(7 * 24 * time.Hour)}},
		{"the next begins where it ends", Flag{Product: 5, At: monday.Truncate(7 * 24 * time.Hour).Add(7 * 24 * time.Hour), Judgement: atShop},
			lot{origin: assigned, terminal: shop, product: 5, window: monday.Truncate(7 * 24 * time.Hour).Add(7 * 24 * time.Hour)}},
	} {
		if got := lotOf(week, c.flag); got.String() != c.want.String() {
			t.Errorf("%s: lot %s, want %s", c.what, got, c.want)
		}
	}
}

func TestPolicyCheck(t *testing.T) {
	good := DefaultPolicy
	for what, c := range map[string]struct {
		change func(p *Policy)
		ok     bool
	}{
		"the default":                       {func(*Policy) {}, true},
		"a window of a day":                 {func(p *Policy) { p.WindowDays = 1 }, true},
		"a window of nothing":               {func(p *Policy) { p.WindowDays = 0 }, false},
		"a window of more than a year":      {func(p *Policy) { p.WindowDays = 367 }, false},
		"soft evidence as good as hard":     {func(p *Policy) { p.SoftScore = p.HardScore }, false},
		"a score above certainty":           {func(p *Policy) { p.HardScore = 101 }, false},
		"a score below none":                {func(p *Policy) { p.SoftScore = -1 }, false},
		"penalties of nothing":              {func(p *Policy) { p.PenaltyFen = 0 }, true},
		"a penalty that pays":               {func(p *Policy) { p.PenaltyFen = -1 }, false},
		"a penalty that pays for one SKU":   {func(p *Policy) { p.PenaltyFenBySKU = map[string]money.Fen{"P01": -1} }, false},
		"a penalty of nothing for one SKU":  {func(p *Policy) { p.PenaltyFenBySKU = map[string]money.Fen{"P01": 0} }, true},
		"a penalty of its own for some SKU": {func(p *Policy) { p.PenaltyFenBySKU = map[string]money.Fen{"P01": 1} }, true},
	} {
		p := good
		c.change(&p)
		if err := p.check(); (err == nil) != c.ok {
			t.Errorf("%s: %v", what, err)
		}
	}
}

func TestRate(t *testing.T) {
	p := Policy{PenaltyFen: 2000, PenaltyFenBySKU: map[string]money.Fen{"P01": 700, "P02": 0}}
	for sku, want := range map[string]money.Fen{"P01": 700, "P02": 0, "P03": 2000, "": 2000} {
		if got := p.rate(sku); got != want {
			t.Errorf("SKU %q costs %d fen, want %d", sku, got, want)
		}
	}
}

func TestStatusWords(t *testing.T) {
	for status, word := range map[model.CaseStatus]string{
		model.CaseOpen: "open", model.CaseConfirmed: "confirmed", model.CaseDismissed: "dismissed", model.CaseReversed: "reversed",
	} {
		if StatusName(status) != word || ParseStatus(word) != status {
			t.Errorf("status %d is called %q", status, StatusName(status))
		}
	}
	if ParseStatus("") != 0 || ParseStatus("lost") != 0 {
		t.Error("what is no status means all of them")
	}
}
