package reward

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"channelrouter/model"
)

// The people of these tests: person 7 scans, for organisation 3 where he has one.
const person, shop = 7, 3

var (
	consumer = model.Account{Kind: model.WalletConsumer, Owner: person, Asset: model.Points}
	guide    = model.Account{Kind: model.WalletGuide, Owner: person, Asset: model.CNY}
	terminal = model.Account{Kind: model.OrgReward, Owner: shop, Asset: model.CNY}
)

func TestDecide(t *testing.T) {
	standard := Policy{ConsumerPointsPercent: 100, ConsumerRewardWhenDiverted: true, GuideFen: 200, CaseOpenFen: 500}
	strict := Policy{ConsumerPointsPercent: 100, GuideFen: 200, CaseOpenFen: 500}
	half := Policy{ConsumerPointsPercent: 50, GuideFen: 0, CaseOpenFen: 0}
	tenfold := Policy{ConsumerPointsPercent: 1000}

	claim := func(f model.Face) Win { return Win{Purpose: model.PurposeConsumerClaim, Face: f, HiddenCode: true} }
	sale := func(f model.Face) Win { return Win{Purpose: model.PurposeGuideReward, Face: f} }
	open := func(f model.Face) Win { return Win{Purpose: model.PurposeCaseOpen, Face: f} }
	diverted := func(w Win) Win { w.Diverted = true; return w }
	capped := func(w Win) Win { w.HiddenCode = true; return w }
	unjudged := func(w Win) Win { w.Unjudged = true; return w }
	claimed := func(w Win) Win { w.HiddenCode, w.Claimed = true, true; return w }

	for _, c := range []struct {
		name   string
		policy Policy
		win    Win
		state  model.GrantState
		to     model.Account
		amount int64
	}{
		{"a consumer's claim under the cap", standard, claim(model.FaceUnitInner), model.GrantPosted, consumer, 109},
		{"half the points, rounded down", half, claim(model.FaceUnitInner), model.GrantPosted, consumer, 54},
		{"ten times the points", tenfold, claim(model.FaceUnitInner), model.GrantPosted, consumer, 1090},
		{"a claim on the outside pays a stranger nothing", standard, claim(model.FaceUnitOuter), model.GrantNothing, consumer, 0},
		{"a claim of diverted goods, where policy pays it", standard, diverted(claim(model.FaceUnitInner)), model.GrantPosted, consumer, 109},
		{"a claim of diverted goods, where it does not", strict, diverted(claim(model.FaceUnitInner)), model.GrantNothing, consumer, 0},

		{"a guide's sale of a unit without a hidden code", standard, sale(model.FaceUnitOuter), model.GrantPosted, guide, 200},
		{"a guide's sale waits for the claim where there is one", standard, capped(sale(model.FaceUnitOuter)), model.GrantWaiting, guide, 200},
		{"a claim of goods meant for nobody known", standard, unjudged(claim(model.FaceUnitInner)), model.GrantPosted, consumer, 109},
		{"a guide's sale of goods meant for nobody known", standard, unjudged(claimed(sale(model.FaceUnitOuter))), model.GrantUnjudged, guide, 200},
		{"and before the claim", standard, unjudged(capped(sale(model.FaceUnitOuter))), model.GrantUnclaimed, guide, 200},
		{"a guide's sale after the claim", standard, claimed(sale(model.FaceUnitOuter)), model.GrantPosted, guide, 200},
		{"a guide who reads under the cap waits for nothing", standard, capped(sale(model.FaceUnitInner)), model.GrantPosted, guide, 200},
		{"a guide's sale of diverted goods", standard, diverted(sale(model.FaceUnitOuter)), model.GrantNothing, guide, 0},
		{"a guide's sale of diverted goods waits for nothing", standard, diverted(capped(sale(model.FaceUnitOuter))), model.GrantNothing, guide, 0},
		{"a guide's sale where policy gives nothing", half, capped(sale(model.FaceUnitOuter)), model.GrantNothing, guide, 0},

		{"a terminal opens a case", standard, open(model.FaceCaseInner), model.GrantPosted, terminal, 500},
		{"a terminal opens a box", standard, open(model.FaceBoxInner), model.GrantPosted, terminal, 500},
		{"a terminal opens a case of diverted goods", standard, diverted(open(model.FaceCaseInner)), model.GrantNothing, terminal, 0},
		{"a case where policy gives nothing", half, open(model.FaceCaseInner), model.GrantNothing, terminal, 0},
		{"18 symbols on the outside do not show that it was opened", standard, open(model.FaceUnitOuter), model.GrantNothing, terminal, 0},

		{"14 symbols: a case's outside", standard, open(model.FaceCaseOuter), model.GrantNothing, model.Account{}, 0},
		{"14 symbols: a claim", standard, claim(model.FaceBoxOuter), model.GrantNothing, model.Account{}, 0},
		{"14 symbols: a sale", standard, sale(model.FacePallet), model.GrantNothing, model.Account{}, 0},

		{"a scan that won nothing", standard, Win{Face: model.FaceUnitInner}, model.GrantNothing, model.Account{}, 0},
	} {
		c.win.Scan, c.win.Item, c.win.Person, c.win.Org, c.win.ProductPoints = 11, 12, person, shop, 109
		want := model.Grant{
			Item: 12, Purpose: c.win.Purpose, ScanID: 11, State: c.state,
			AccountKind: c.to.Kind, Owner: c.to.Owner, Asset: c.to.Asset, Amount: c.amount,
		}
		if got := decide(c.policy, c.win); got != want {
			t.Errorf("%s:\n got %+v\nwant %+v", c.name, got, want)
		}
	}
}

// Whatever the policy says and however the goods came here: what 14 symbols prove is
// never paid for, a stranger is never paid for what he can read from outside, diverted
// goods pay neither guide nor terminal, and what is granted is more than nothing.
func TestDecideNeverPaysWhatItMustNot(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := Policy{
			ConsumerPointsPercent:      rapid.Int64Range(0, 1000).Draw(t, "percent"),
			ConsumerRewardWhenDiverted: rapid.Bool().Draw(t, "rewarded when diverted"),
		}
		if p.check() != nil {
			t.Fatalf("%+v is refused", p)
		}
		p.GuideFen, p.CaseOpenFen = 200, 500
		w := Win{
			Face:       model.NewFace(model.Level(rapid.IntRange(0, 15).Draw(t, "level")), rapid.SampledFrom([]model.Side{model.Outer, model.Inner}).Draw(t, "side")),
			Purpose:    model.Purpose(rapid.IntRange(0, 4).Draw(t, "purpose")),
			Diverted:   rapid.Bool().Draw(t, "diverted"),
			HiddenCode: rapid.Bool().Draw(t, "hidden code"),
			Claimed:    rapid.Bool().Draw(t, "claimed"),

			ProductPoints: 108, Person: person, Org: shop,
		}
		g := decide(p, w)
		if (g.Amount > 0) != (g.State != model.GrantNothing) {
			t.Fatalf("%d granted, state %d", g.Amount, g.State)
		}
		pays := fmt.Sprintf("%s pays %d for purpose %d, %+v", w.Face, g.Amount, w.Purpose, w)
		switch {
		case g.Amount == 0:
		case w.Face.Symbols() == 14:
			t.Fatal(pays)
		case w.Purpose != model.PurposeGuideReward && !w.Face.Hidden():
			t.Fatal(pays)
		case w.Diverted && w.Purpose != model.PurposeConsumerClaim:
			t.Fatal(pays)
		case g.State == model.GrantWaiting && (w.Claimed || !w.HiddenCode || w.Purpose != model.PurposeGuideReward):
			t.Fatalf("waits: %s", pays)
		}
	})
}

func TestPolicies(t *testing.T) {
	for _, c := range []struct {
		policy Policy
		good   bool
	}{
		{DefaultPolicy, true},
		{Policy{}, true},
		{Policy{ConsumerPointsPercent: 1000}, true},
		{Policy{ConsumerPointsPercent: 1001}, false},
		{Policy{ConsumerPointsPercent: -1}, false},
		{Policy{GuideFen: -1}, false},
		{Policy{CaseOpenFen: -1}, false},
	} {
		if err := c.policy.check(); (err == nil) != c.good {
			t.Errorf("%+v: %v", c.policy, err)
		}
	}
}
