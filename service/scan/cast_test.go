package scan_test

import (
	"flag"
	"fmt"
	"strconv"
	"testing"
	"time"

	"pgregory.net/rapid"

	"channelrouter/internal/outbox"
	"channelrouter/model"
	"channelrouter/service/code"
	"channelrouter/service/custody"
	"channelrouter/service/rebate"
	"channelrouter/service/testkit"
)

// cast is a small channel whose people and organisations stay the same from play to
// play. Each play has goods of its own, and a month of its own, so that no two share
// a case.
type cast struct {
	*testkit.World
	orgs   map[string]model.Org
	people map[string]model.PersonID
	names  map[model.OrgID]string
	plays  int
}

var (
	shops     = []string{"T1", "TW", "T2"} // under D1, under D1's wholesaler, under D2
	consumers = []string{"C1", "C2", "C3"}
	everyone  = []string{"BRAND", "D1", "D2", "W1", "T1", "TW", "T2"}
	channels  = []string{"D1", "D2", "W1"}
	districts = []string{"", "320102", "330106"} // refused; D1's province; D2's
)

func newCast(t *testing.T, e testkit.Engine) *cast {
	w := testkit.New(t, e)
	c := &cast{World: w, people: map[string]model.PersonID{}, names: map[model.OrgID]string{}}
	d1, d2 := w.Distributor("D1", "32"), w.Distributor("D2", "33")
	w1 := w.Wholesaler("W1", d1)
	c.orgs = map[string]model.Org{
		"BRAND": w.Brand, "D1": d1, "D2": d2, "W1": w1,
		"T1": w.Terminal("T1", d1), "TW": w.Terminal("TW", w1), "T2": w.Terminal("T2", d2),
	}
	for name, o := range c.orgs {
		c.names[o.ID] = name
	}
	for _, shop := range shops {
		c.people["guide of "+shop] = w.Member(model.RoleGuide, c.orgs[shop])
		c.people["keeper of "+shop] = w.Member(model.RoleTerminal, c.orgs[shop])
	}
	for _, name := range consumers {
		c.people[name] = w.Person()
	}
	return c
}

// play is a story of one pallet: two cases of two units each.
type play struct {
	*cast
	*book
	start time.Time
	keys  int
	facts int
}

const playLength = 31 * 24 * time.Hour

func (c *cast) newPlay(t *rapid.T, programme rebate.Policy) *play {
	c.plays++
	c.Tick(playLength)
	p := &play{cast: c, start: c.Clock.Now(), book: &book{
		brand: c.Brand.ID, distributors: []model.OrgID{c.orgs["D1"].ID, c.orgs["D2"].ID}, programme: programme,
		first: map[fact]winner{}, suppliers: map[model.OrgID][]supplier{}, penalised: map[model.ItemID]model.CaseID{},
	}}
	p.batch = c.BatchOf(fmt.Sprintf("play-%d", c.plays), c.Products[0].ID, code.FiveInOne(2, 2), model.PreLinked, 1)
	_, err := c.Rebate.Policies.Publish(c.Ctx, programme, p.start, 1)
	p.must(t, err)
	for child, org := range map[string]string{"W1": "D1", "T1": "D1", "TW": "W1", "T2": "D2"} {
		p.link(t, child, org, p.start)
	}
	return p
}

func (p *play) must(t *rapid.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func (p *play) link(t *rapid.T, child, org string, from time.Time) {
	t.Helper()
	p.must(t, p.Channel.Link(p.Ctx, p.orgs[child].ID, p.orgs[org].ID, "", from))
	p.linked(p.orgs[child].ID, p.orgs[org].ID, from)
}

func (p *play) item(level model.Level, n int) model.ItemID {
	return testkit.Item(p.batch, level, int64(n))
}

// custody records a fact about one item, and puts it down if it is taken.
func (p *play) custody(t *rapid.T, c custody.Command, item, into model.ItemID) {
	t.Helper()
	p.facts++
	c.Key = fmt.Sprintf("play-%d-%d", p.plays, p.facts)
	c.Goods = []custody.Goods{{Items: model.One(item)}}
	if into != 0 {
		c.Goods[0].Parent, c.Goods[0].PerParent = into, 1
	}
	stored, err := p.Custody.Record(p.Ctx, c)
	if err != nil {
		if c.Offline {
			t.Fatalf("an off-line event is kept: %v", err)
		}
		return
	}
	c.At = stored.EventTime
	p.log = append(p.log, c)
}

// custodyNow records an on-line fact between organisations by name.
func (p *play) custodyNow(t *rapid.T, kind model.CustodyKind, from, to string, item model.ItemID) {
	t.Helper()
	p.custody(t, custody.Command{Kind: kind, From: p.orgs[from].ID, To: p.orgs[to].ID}, item, 0)
}

// drain delivers the outbox to the last event and seals the ledger.
func (p *play) drain(t *rapid.T) {
	t.Helper()
	p.must(t, p.Relay.Drain(p.Ctx))
	pending, dead, err := p.Outbox.Depth(p.Ctx)
	p.must(t, err)
	if pending+dead > 0 {
		var messages []outbox.Message
		p.must(t, p.DB.Conn(p.Ctx).Find(&messages).Error)
		t.Fatalf("%d events wait and %d are dead; the first: %s", pending, dead, messages[0].LastError)
	}
	_, err = p.Ledger.Seal(p.Ctx)
	p.must(t, err)
}

// checkTimes runs a property as many times as an engine is fast.
func checkTimes(t *testing.T, times int, property func(*rapid.T)) {
	t.Helper()
	was := flag.Lookup("rapid.checks").Value.String()
	_ = flag.Set("rapid.checks", strconv.Itoa(times))
	defer func() { _ = flag.Set("rapid.checks", was) }()
	rapid.Check(t, property)
}
