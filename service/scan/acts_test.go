package scan_test

import (
	"errors"
	"fmt"
	"time"

	"pgregory.net/rapid"

	"channelrouter/model"
	"channelrouter/service/custody"
	"channelrouter/service/diversion"
	"channelrouter/service/scan"
)

// drama is a play whose acts are drawn, with what its people should have got in the end.
type drama struct {
	*play
	told   []told
	before map[model.Account]int64
	owed   map[model.OrgID]int64 // penalties
	closed []model.SettlementPeriodID
}

// told is a scan with its answer, to be asked for again.
type told struct {
	in     scan.Input
	answer scan.Answer
}

// acts is everything that can happen, in any order.
var acts = map[string]func(d *drama, t *rapid.T){
	"claim":    (*drama).claim,
	"guide":    (*drama).guide,
	"open":     (*drama).open,
	"look":     (*drama).look,
	"retry":    (*drama).retry,
	"move":     (*drama).move,
	"relink":   (*drama).relink,
	"decide":   (*drama).decide,
	"reverse":  (*drama).reverse,
	"settle":   (*drama).settle,
	"deliver":  func(d *drama, t *rapid.T) { d.drain(t) },
	"claim 2":  (*drama).claim, // what matters most happens more often
	"move 2":   (*drama).move,
	"decide 2": (*drama).decide,
}

func (d *drama) shop(t *rapid.T) string { return rapid.SampledFrom(shops).Draw(t, "shop") }

func (d *drama) unit(t *rapid.T) model.ItemID {
	return d.item(model.LevelUnit, rapid.IntRange(0, 3).Draw(t, "unit"))
}

func (d *drama) box(t *rapid.T) model.ItemID {
	return d.item(model.LevelCase, rapid.IntRange(0, 1).Draw(t, "case"))
}

// when is now or, for what is told off-line, a while ago; never before the play began.
func (d *drama) when(t *rapid.T) time.Time {
	now := d.Clock.Now()
	ago := time.Duration(rapid.IntRange(0, 12).Draw(t, "minutes ago")) * time.Minute
	if at := now.Add(-ago); ago > 0 && at.After(d.start) {
		return at.Add(30*time.Second + time.Duration(d.facts)*time.Microsecond)
	}
	return now
}

func (d *drama) claim(t *rapid.T) {
	name := rapid.SampledFrom(consumers).Draw(t, "consumer")
	d.tell(t, scan.Input{
		Person: d.people[name], Role: model.RoleConsumer, Text: d.Print(model.FaceUnitInner, d.unit(t)),
		Adcode: rapid.SampledFrom(districts).Draw(t, "district"), At: d.when(t),
	}, model.PurposeConsumerClaim, 0)
}

func (d *drama) guide(t *rapid.T) {
	shop := d.shop(t)
	d.tell(t, scan.Input{
		Person: d.people["guide of "+shop], Role: model.RoleGuide, Text: d.Print(model.FaceUnitOuter, d.unit(t)), At: d.when(t),
	}, model.PurposeGuideReward, d.orgs[shop].ID)
}

func (d *drama) open(t *rapid.T) {
	shop := d.shop(t)
	d.tell(t, scan.Input{
		Person: d.people["keeper of "+shop], Role: model.RoleTerminal, Text: d.Print(model.FaceCaseInner, d.box(t)), At: d.when(t),
	}, model.PurposeCaseOpen, d.orgs[shop].ID)
}

// look is a scan that wins nothing and still tells where goods are.
func (d *drama) look(t *rapid.T) {
	d.tell(t, scan.Input{
		Person: d.people["C1"], Role: model.RoleConsumer, Text: d.Print(model.FaceUnitOuter, d.unit(t)),
		Adcode: rapid.SampledFrom(districts).Draw(t, "district"), At: d.when(t),
	}, 0, 0)
}

// tell records a scan, and notes what its person is to get if it is the first.
func (d *drama) tell(t *rapid.T, in scan.Input, purpose model.Purpose, org model.OrgID) {
	d.keys++
	in.Key = fmt.Sprintf("play-%d-%d", d.plays, d.keys)
	answer, err := d.Rooms.Scan.Record(d.Ctx, in)
	d.must(t, err)
	d.told = append(d.told, told{in, answer})
	resolved, err := d.Code.Resolve(in.Text)
	d.must(t, err)
	key := fact{resolved.Item, purpose}
	if _, taken := d.first[key]; taken || purpose == 0 {
		return
	}
	d.first[key] = winner{person: in.Person, org: org, at: in.At, won: answer.Won, scan: answer.ScanID}
}

// retry asks for an earlier scan again: the answer is the same, and nothing else happens.
func (d *drama) retry(t *rapid.T) {
	if len(d.told) == 0 {
		return
	}
	was := rapid.SampledFrom(d.told).Draw(t, "retry")
	again, err := d.Rooms.Scan.Record(d.Ctx, was.in)
	d.must(t, err)
	if again.ScanID != was.answer.ScanID || again.Outcome != was.answer.Outcome {
		t.Fatalf("a retry is answered %+v, not %+v", again, was.answer)
	}
}

// move is any custody fact by anyone about anything, on-line or off-line: foreign
// receipts, returns and transfers included.
func (d *drama) move(t *rapid.T) {
	c := custody.Command{
		Kind: rapid.SampledFrom([]model.CustodyKind{
			model.Ship, model.Receive, model.Return, model.Transfer, model.Unpack, model.Unpack, model.Unpack, model.Pack, model.Pack,
		}).Draw(t, "kind"),
		Offline: rapid.Bool().Draw(t, "off-line"),
	}
	if c.Offline {
		c.At = d.when(t)
	}
	item, into := d.unit(t), model.ItemID(0)
	switch rapid.IntRange(0, 3).Draw(t, "level") {
	case 1:
		item = d.box(t)
	case 2:
		item = d.item(model.LevelPallet, 0)
	}
	if c.Kind == model.Pack {
		item, into = d.unit(t), d.box(t)
	}
	if c.Kind != model.Receive {
		c.From = d.sender(t, item, c.At)
	}
	if c.Kind != model.Unpack && c.Kind != model.Pack {
		c.To = d.orgs[rapid.SampledFrom(everyone).Draw(t, "to")].ID
	}
	switch c.Kind {
	case model.Return:
		c.To = d.Brand.ID
	case model.Transfer:
		c.From, c.To = d.orgs["D1"].ID, d.orgs["D2"].ID
		if rapid.Bool().Draw(t, "the other way") {
			c.From, c.To = c.To, c.From
		}
	}
	d.custody(t, c, item, into)
}

// sender is mostly whoever has the item then, and sometimes anyone.
func (d *drama) sender(t *rapid.T, item model.ItemID, at time.Time) model.OrgID {
	if at.IsZero() {
		at = d.Clock.Now()
	}
	holder := d.goodsAt(at).speaker(item).holder
	if holder == 0 || rapid.IntRange(0, 4).Draw(t, "anyone") == 0 {
		return d.orgs[rapid.SampledFrom(everyone).Draw(t, "from")].ID
	}
	return holder
}

// relink gives a terminal to another supplier, from now or from soon.
func (d *drama) relink(t *rapid.T) {
	soon := time.Duration(rapid.IntRange(0, 5).Draw(t, "in minutes")) * time.Minute
	d.link(t, d.shop(t), rapid.SampledFrom(channels).Draw(t, "supplier"), d.Clock.Now().Add(soon))
}

// decide confirms or dismisses a case, which it opens where it is only watched.
func (d *drama) decide(t *rapid.T) {
	cases := append(d.cases(t, model.CaseOpen), d.cases(t, model.CaseWatched)...)
	if len(cases) == 0 {
		return
	}
	c := rapid.SampledFrom(cases).Draw(t, "case")
	if c.Status == model.CaseWatched {
		_, err := d.Diversion.Open(d.Ctx, decision(c.ID))
		d.must(t, err)
	}
	if rapid.IntRange(0, 3).Draw(t, "dismissed") == 0 {
		_, err := d.Diversion.Dismiss(d.Ctx, decision(c.ID))
		d.must(t, err)
		return
	}
	units := d.freeze(t, c)
	confirmed, err := d.Diversion.Confirm(d.Ctx, decision(c.ID))
	d.must(t, err)
	if confirmed.Units != units {
		t.Fatalf("case %d is confirmed with %d units, want %d", c.ID, confirmed.Units, units)
	}
	d.owed[c.Origin] += units * penaltyFen
}

// freeze counts the units that a case is to be confirmed with.
func (d *drama) freeze(t *rapid.T, c model.DiversionCase) int64 {
	flags, err := d.Diversion.Flags(d.Ctx, c.ID)
	d.must(t, err)
	frozen := int64(0)
	for _, f := range flags {
		for _, u := range d.goodsAt(f.At).unitsIn(f.Item, d.batch) {
			if d.penalised[u] == 0 {
				d.penalised[u] = c.ID
				frozen++
			}
		}
	}
	return frozen
}

func (d *drama) reverse(t *rapid.T) {
	cases := d.cases(t, model.CaseConfirmed)
	if len(cases) == 0 {
		return
	}
	c := rapid.SampledFrom(cases).Draw(t, "case")
	_, err := d.Diversion.Reverse(d.Ctx, decision(c.ID))
	d.must(t, err)
	for u, by := range d.penalised {
		if by == c.ID {
			delete(d.penalised, u)
			d.owed[c.Origin] -= penaltyFen
		}
	}
	if _, err := d.Diversion.Confirm(d.Ctx, decision(c.ID)); !errors.Is(err, diversion.ErrNotInState) {
		t.Fatalf("a case that was reversed can be confirmed: %v", err)
	}
}

// cases lists this play's cases in a status.
func (d *drama) cases(t *rapid.T, status model.CaseStatus) []model.DiversionCase {
	all, err := d.Diversion.List(d.Ctx, status, 0, 100_000)
	d.must(t, err)
	var ours []model.DiversionCase
	for _, c := range all {
		if !c.OpenedAt.Before(d.start) {
			ours = append(ours, c)
		}
	}
	return ours
}
