package scan_test

import (
	"errors"
	"fmt"
	"math"
	"testing"

	"pgregory.net/rapid"

	"channelrouter/model"
	"channelrouter/service/settlement"
)

// settle ends a period here, has everybody confirm his statement, and closes it. What the
// period has said by then it says for ever (Verify works it out anew in the end).
func (d *drama) settle(t *rapid.T) {
	_, err := d.Ledger.Seal(d.Ctx)
	d.must(t, err)
	d.keys++
	period, err := d.Settlement.Cut(d.Ctx, 1, fmt.Sprintf("play-%d/%d", d.plays, d.keys))
	if errors.Is(err, settlement.ErrNothingNew) {
		return
	}
	d.must(t, err)
	_, err = d.Settlement.Work(d.Ctx)
	d.must(t, err)
	statements, err := d.Settlement.Statements(d.Ctx, period.ID, false, 0, math.MaxInt16)
	d.must(t, err)
	for _, st := range statements {
		d.must(t, d.Settlement.Confirm(d.Ctx, settlement.Answer{Period: period.ID, Org: st.OrgID, Person: 1}))
	}
	_, err = d.Settlement.Close(d.Ctx, 1, period.ID)
	d.must(t, err)
	d.closed = append(d.closed, period.ID)
}

// said is what statements say of an organisation in this play.
type said struct{ rebates, penalties, all int64 }

// checkStatements holds the lines of this play's periods against what each has earned, to the
// fen, and what the last ends with against the ledger.
func (d *drama) checkStatements(t *rapid.T) {
	d.settle(t)
	told := map[model.OrgID]said{}
	for _, id := range d.closed {
		statements, err := d.Settlement.Statements(d.Ctx, id, false, 0, math.MaxInt16)
		d.must(t, err)
		for _, st := range statements {
			told[st.OrgID] = told[st.OrgID].with(st.Lines)
		}
	}
	for _, name := range everyone {
		id := d.orgs[name].ID
		rebates := d.earned(t, model.Account{Kind: model.OrgRebate, Owner: int64(id), Asset: model.CNY})
		penalties := d.earned(t, model.Account{Kind: model.OrgPenalty, Owner: int64(id), Asset: model.CNY})
		rewards := d.earned(t, model.Account{Kind: model.OrgReward, Owner: int64(id), Asset: model.CNY})
		if want := (said{rebates, penalties, rebates + penalties + rewards}); told[id] != want {
			t.Fatalf("statements of %s say %+v, and the ledger %+v", name, told[id], want)
		}
	}
}

// with adds lines up.
func (s said) with(lines []settlement.Line) said {
	for _, l := range lines {
		s.all += int64(l.Fen)
		switch l.Kind {
		case model.LineRebate, model.LineClawBack:
			s.rebates += int64(l.Fen)
		case model.LinePenalty, model.LinePenaltyReversal:
			s.penalties += int64(l.Fen)
		}
	}
	return s
}

// verifyStatements works out every closed statement anew.
func (c *cast) verifyStatements(t *testing.T) {
	report, err := c.Settlement.Verify(c.Ctx)
	if err != nil || !report.OK() {
		t.Fatalf("statements do not verify: %+v %v", report, err)
	}
}
