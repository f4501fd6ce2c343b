package rebate

import (
	"math"
	"reflect"
	"slices"
	"testing"
	"time"

	"channelrouter/internal/money"
	"channelrouter/model"
	"channelrouter/service/channel"
	"channelrouter/service/custody"
)

const (
	distributor model.OrgID = 1
	wholesaler  model.OrgID = 2
	second      model.OrgID = 3
	shop        model.OrgID = 10
	opener      model.OrgID = 11
	city        model.OrgID = 20
	east        model.OrgID = 21
)

var noon = time.Date(2026, 3, 2, 4, 0, 0, 0, time.UTC)

// at is so many minutes past noon.
func at(minutes int) *time.Time {
	t := noon.Add(time.Duration(minutes) * time.Minute)
	return &t
}

func TestSoldAt(t *testing.T) {
	for _, c := range []struct {
		what       string
		unit       model.RebateUnit
		guideSells bool
		want       *time.Time
	}{
		{"nothing is known", model.RebateUnit{}, true, nil},
		{"its case was opened", model.RebateUnit{OpenedAt: at(1), OpenerOrg: opener}, true, nil},
		{"claimed", model.RebateUnit{ClaimedAt: at(2)}, false, at(2)},
		{"guided, which is not selling", model.RebateUnit{GuidedAt: at(1)}, false, nil},
		{"guided, which is", model.RebateUnit{GuidedAt: at(1)}, true, at(1)},
		{"guided and then claimed", model.RebateUnit{GuidedAt: at(1), ClaimedAt: at(2)}, true, at(1)},
		{"the same where guiding is not selling", model.RebateUnit{GuidedAt: at(1), ClaimedAt: at(2)}, false, at(2)},
		{"claimed and then guided", model.RebateUnit{GuidedAt: at(3), ClaimedAt: at(2)}, true, at(2)},
		{"claimed when guided", model.RebateUnit{GuidedAt: at(2), ClaimedAt: at(2)}, true, at(2)},
	} {
		got, sold := soldAt(c.unit, c.guideSells)
		if sold != (c.want != nil) || (sold && !got.Equal(*c.want)) {
			t.Errorf("%s: sold %v at %s, want %v", c.what, sold, got, c.want)
		}
	}
}

func TestSaleOf(t *testing.T) {
	for _, c := range []struct {
		what          string
		guide, opened model.OrgID
		terminal      model.OrgID
		reasons       string
	}{
		{"nobody's", 0, 0, 0, ""},
		{"the guide's", shop, 0, shop, ""},
		{"the opener's", 0, opener, opener, ""},
		{"both say the same", shop, shop, shop, ""},
		{"the guide's word is nearer to the sale", shop, opener, shop, reasonDisagree},
	} {
		got, known := saleOf(model.RebateUnit{GuideOrg: c.guide, OpenerOrg: c.opened}, noon)
		want := sale{at: noon, terminal: c.terminal, reasons: c.reasons}
		if got != want || known != (c.terminal != 0) {
			t.Errorf("%s: %+v %v, want %+v", c.what, got, known, want)
		}
	}
}

func TestSplit(t *testing.T) {
	all := Rates{DistributorFen: 300, RegionalFen: 20, WholesalerFen: 50, TerminalFen: 100}
	toD := share{org: distributor, tier: model.OrgDistributor, fen: 300}
	toShop := share{org: shop, tier: model.OrgTerminal, fen: 100}
	region := func(org model.OrgID) share { return share{org: org, tier: model.OrgRegional, fen: 20} }
	below := func(org model.OrgID) share { return share{org: org, tier: model.OrgWholesaler, fen: 50} }
	both := []model.OrgID{wholesaler, second}
	for _, c := range []struct {
		what    string
		rates   Rates
		chain   []seat
		matched bool
		want    []share
	}{
		{"matched, direct", all, chainOf(shop, distributor, nil, nil), true, []share{toD, toShop}},
		{
			"matched, through wholesalers", all, chainOf(shop, distributor, nil, both), true,
			[]share{toD, below(wholesaler), below(second), toShop},
		},
		{"diverted: no wholesaler, whatever the programme says", all, chainOf(shop, distributor, nil, both), false, []share{toD}},
		{
			"diverted: all above the distributor get theirs", all, chainOf(shop, distributor, []model.OrgID{city, east}, both), false,
			[]share{toD, region(city), region(east)},
		},
		{
			"by default wholesalers get nothing for matched goods either", DefaultPolicy.Rates,
			chainOf(shop, distributor, []model.OrgID{city}, both), true, []share{toD},
		},
		{"a chain that reaches no distributor", all, chainOf(shop, 0, nil, nil), true, []share{toShop}},
		{"no rates", Rates{}, chainOf(shop, distributor, nil, nil), true, nil},
	} {
		if got := split(c.rates, c.chain, c.matched, nil); !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: %v, want %v", c.what, got, c.want)
		}
	}
}

// A path is who stands above, the highest first.
func TestPaths(t *testing.T) {
	chain := chainOf(shop, distributor, []model.OrgID{city, east}, []model.OrgID{wholesaler, second})
	want := []seat{
		{distributor, model.OrgDistributor, ".l.k.1."}, {city, model.OrgRegional, ".l.k."}, {east, model.OrgRegional, ".l."},
		{wholesaler, model.OrgWholesaler, ".l.k.1.3.2."}, {second, model.OrgWholesaler, ".l.k.1.3."}, {shop, model.OrgTerminal, ".l.k.1.3.2.a."},
	}
	if !reflect.DeepEqual(chain, want) {
		t.Errorf("%v, want %v", chain, want)
	}
	deepest := chainOf(math.MaxInt64, math.MaxInt64, make([]model.OrgID, 0), slices.Repeat([]model.OrgID{math.MaxInt64}, 8))
	if path := deepest[len(deepest)-1].path; len(path) > 160 {
		t.Errorf("%q does not fit its column", path)
	}
}

func TestScope(t *testing.T) {
	chain := chainOf(shop, distributor, []model.OrgID{city, east}, []model.OrgID{wholesaler})
	in := func(subtree bool, orgs ...model.OrgID) (admitted []model.OrgID) {
		s := scope{Scope: Scope{Subtree: subtree}, orgs: map[model.OrgID]bool{}}
		for _, o := range orgs {
			s.orgs[o] = true
		}
		for _, at := range chain {
			if s.admits(at.org, at.path) {
				admitted = append(admitted, at.org)
			}
		}
		return admitted
	}
	for _, c := range []struct{ got, want []model.OrgID }{
		{in(false), []model.OrgID{distributor, city, east, wholesaler, shop}},
		{in(false, distributor), []model.OrgID{distributor}},
		{in(true, distributor), []model.OrgID{distributor, wholesaler, shop}},
		{in(true, city), []model.OrgID{distributor, city, wholesaler, shop}},
		{in(true, 404, shop), []model.OrgID{shop}},
		{in(true, 404), nil},
	} {
		if !slices.Equal(c.got, c.want) {
			t.Errorf("%v take part, want %v", c.got, c.want)
		}
	}
	tea := model.Product{SKU: "T1", Line: "tea"}
	for _, c := range []struct {
		scope Scope
		want  bool
	}{
		{Scope{}, true}, {Scope{SKUs: []string{"T1"}}, true}, {Scope{SKUs: []string{"T2"}}, false}, {Scope{Lines: []string{"tea"}}, true},
		{Scope{Lines: []string{"milk"}}, false}, {Scope{SKUs: []string{"T1"}, Lines: []string{"milk"}}, true},
	} {
		if got := (scope{Scope: c.scope}).sells(tea); got != c.want {
			t.Errorf("%+v sells tea: %v", c.scope, got)
		}
	}
}

func TestIsDiverted(t *testing.T) {
	for _, c := range []struct {
		assigned, found model.OrgID
		want            bool
	}{
		{distributor, distributor, false},
		{distributor, 9, true},
		{0, 9, false},           // meant for nobody
		{distributor, 0, false}, // found nowhere in the channel
	} {
		matched := isMatched(custody.Trace{Assigned: c.assigned}, channel.Upstream{Distributor: c.found})
		if want := c.assigned == c.found; matched != want {
			t.Errorf("meant for %d, found under %d: matched %v", c.assigned, c.found, matched)
		}
		if got := isDiverted(custody.Trace{Assigned: c.assigned}, channel.Upstream{Distributor: c.found}); got != c.want {
			t.Errorf("meant for %d, found under %d: diverted %v", c.assigned, c.found, got)
		}
	}
}

// A result that differs in anything that is posted or shown has another digest.
func TestDigest(t *testing.T) {
	shares := []share{{org: distributor, tier: model.OrgDistributor, fen: 300}}
	s := sale{at: noon, terminal: shop}
	same := digest(s, shares, false)
	for what, other := range map[string]string{
		"time":     digest(sale{at: *at(1), terminal: shop}, shares, false),
		"terminal": digest(sale{at: noon, terminal: opener}, shares, false),
		"reasons":  digest(sale{at: noon, terminal: shop, reasons: reasonDisagree}, shares, false),
		"diverted": digest(s, shares, true),
		"amount":   digest(s, []share{{org: distributor, tier: model.OrgDistributor, fen: 301}}, false),
		"payee":    digest(s, []share{{org: wholesaler, tier: model.OrgDistributor, fen: 300}}, false),
		"nobody":   digest(s, nil, false),
		"version":  digest(s, []share{{org: distributor, tier: model.OrgDistributor, fen: 300, by: &version{number: 1}}}, false),
	} {
		if other == same {
			t.Errorf("another %s has the same digest", what)
		}
	}
	if digest(s, shares, false) != same {
		t.Error("the same result has two digests")
	}
}

func TestPolicy(t *testing.T) {
	p := Policy{Rates: Rates{DistributorFen: 300}, RatesBySKU: map[string]Rates{"P01": {DistributorFen: 500}, "P02": {}}}
	for sku, want := range map[string]money.Fen{"P01": 500, "P02": 0, "P03": 300} {
		if got := p.rates(sku).DistributorFen; got != want {
			t.Errorf("SKU %s pays %d fen, want %d", sku, got, want)
		}
	}
	if err := p.check(); err != nil {
		t.Error(err)
	}
	for _, bad := range []Rates{{DistributorFen: -1}, {WholesalerFen: -1}, {TerminalFen: -1}} {
		if (Policy{Rates: bad}).check() == nil || (Policy{RatesBySKU: map[string]Rates{"P01": bad}}).check() == nil {
			t.Errorf("rates %+v are accepted", bad)
		}
	}
}
