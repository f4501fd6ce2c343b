package rebate

import (
	"reflect"
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
	all := Rates{DistributorFen: 300, WholesalerFen: 50, TerminalFen: 100}
	toD := share{distributor, model.OrgDistributor, 300}
	toShop := share{shop, model.OrgTerminal, 100}
	for _, c := range []struct {
		what    string
		rates   Rates
		up      channel.Upstream
		matched bool
		want    []share
	}{
		{"matched, direct", all, channel.Upstream{Distributor: distributor}, true, []share{toD, toShop}},
		{
			"matched, through wholesalers", all, channel.Upstream{Distributor: distributor, Wholesalers: []model.OrgID{wholesaler, second}}, true,
			[]share{toD, {wholesaler, model.OrgWholesaler, 50}, {second, model.OrgWholesaler, 50}, toShop},
		},
		{
			"diverted: no wholesaler, whatever the programme says", all,
			channel.Upstream{Distributor: distributor, Wholesalers: []model.OrgID{wholesaler, second}}, false, []share{toD},
		},
		{
			"by default wholesalers get nothing for matched goods either", DefaultPolicy.Rates,
			channel.Upstream{Distributor: distributor, Wholesalers: []model.OrgID{wholesaler}}, true, []share{toD},
		},
		{"a chain that reaches no distributor", all, channel.Upstream{}, true, []share{toShop}},
		{"no rates", Rates{}, channel.Upstream{Distributor: distributor}, true, nil},
	} {
		if got := split(c.rates, shop, c.up, c.matched); !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: %v, want %v", c.what, got, c.want)
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
	shares := []share{{distributor, model.OrgDistributor, 300}}
	s := sale{at: noon, terminal: shop}
	same := digest(s, shares, false)
	for what, other := range map[string]string{
		"time":     digest(sale{at: *at(1), terminal: shop}, shares, false),
		"terminal": digest(sale{at: noon, terminal: opener}, shares, false),
		"reasons":  digest(sale{at: noon, terminal: shop, reasons: reasonDisagree}, shares, false),
		"diverted": digest(s, shares, true),
		"amount":   digest(s, []share{{distributor, model.OrgDistributor, 301}}, false),
		"payee":    digest(s, []share{{wholesaler, model.OrgDistributor, 300}}, false),
		"nobody":   digest(s, nil, false),
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
