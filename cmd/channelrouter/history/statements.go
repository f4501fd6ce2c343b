package history

import (
	"bytes"
	"context"
	"fmt"
	"time"

	"channelrouter/internal/clock"
	"channelrouter/internal/errs"
	"channelrouter/internal/money"
	"channelrouter/model"
	"channelrouter/service/remittance"
	"channelrouter/service/settlement"
)

// month is a period that was cut, and how far it has come.
type month struct {
	id   model.SettlementPeriodID
	cut  int // day
	last bool
}

// accounts asks for bank accounts of most distributors; all but the last ones are approved by
// somebody else than who asked.
func (w *world) accounts(ctx context.Context) error {
	banks := []string{"中国工商银行", "中国农业银行", "中国建设银行", "招商银行"}
	n := len(w.distributors) * 8 / 10
	for i, m := range w.distributors[:n] {
		a, err := w.Remittance.AskAccount(ctx, remittance.NewAccount{
			By: w.by(model.UserFinance), Key: w.key("account", i), Org: m.ID, Name: m.Name,
			Number: fmt.Sprintf("62220%011d", w.desk.Int64N(1e11)), Bank: banks[i%len(banks)] + w.land[m.cities[0]].name + "分行",
		})
		if err != nil {
			return err
		}
		if i >= n-3 {
			continue
		}
		if _, err := w.Remittance.ApproveAccount(ctx, a.ID, remittance.Decision{By: w.by(model.UserOwner), Note: "已核对开户许可证"}); err != nil {
			return err
		}
	}
	return nil
}

// reckon cuts a period on the first of a month, and moves those that were cut on: the last one is
// left to be answered, the others are closed and paid.
func (w *world) reckon(ctx context.Context, day int) error {
	now := w.Clock.Now()
	if clock.BizDate(now)%100 == 1 && day > 5 && now.Before(w.end.Add(-24*time.Hour)) {
		p, err := w.Settlement.Cut(ctx, w.by(model.UserFinance), w.key("period", day))
		if err != nil {
			return err
		}
		w.months = append(w.months, month{id: p.ID, cut: day, last: clock.BizDate(now)/100 == clock.BizDate(w.end.AddDate(0, 0, -1))/100})
		if err := all(ctx, w.Settlement.Work); err != nil {
			return err
		}
	}
	for _, m := range w.months {
		var err error
		switch passed := day - m.cut; {
		case passed == 3:
			err = w.answer(ctx, m)
		case m.last: // and its disputes wait
		case passed == 6:
			err = w.reply(ctx, m)
		case passed == 18: // ten days to answer what was adjusted, and some
			err = w.pay(ctx, m)
		case passed == 20:
			err = w.banked(ctx, m)
		}
		if err != nil {
			return fmt.Errorf("period %d: %w", m.id, err)
		}
	}
	return nil
}

// answer has distributors confirm their statements, and a few dispute a line.
func (w *world) answer(ctx context.Context, m month) error {
	for i := range w.distributors {
		o := &w.distributors[i]
		a := settlement.Answer{Period: m.id, Org: o.ID, Person: o.members[0]}
		st, err := w.Settlement.Own(ctx, m.id, o.ID)
		if errs.As(err) != nil || i%5 == 4 {
			continue // nothing is owed either way, or he keeps silent
		}
		if err != nil {
			return err
		}
		if i%17 == 3 && len(st.Lines) > 0 {
			a.Lines, a.Words = []int{st.Lines[0].N}, "本月返利件数与我司出库台账不符，请复核。"
			err = w.Settlement.Dispute(ctx, a)
		} else {
			err = w.Settlement.Confirm(ctx, a)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// reply answers disputes: the first by an adjustment, which two agree to, the others by words.
func (w *world) reply(ctx context.Context, m month) error {
	disputed, err := w.Settlement.Statements(ctx, m.id, true, 0, 100)
	if err != nil {
		return err
	}
	for i, st := range disputed {
		own, err := w.Settlement.Find(ctx, m.id, st.OrgID)
		if err != nil {
			return err
		}
		for _, l := range own.Lines {
			if l.State != model.LineDisputed {
				continue
			}
			if i == 0 {
				a, err := w.Settlement.Adjust(ctx, settlement.NewAdjustment{
					By: w.by(model.UserFinance), Key: w.key("adjust", m.id), Period: m.id, Org: st.OrgID, Line: l.N, Fen: money.Fen(12_000), Reason: "补计一批漏扫货物的返利",
				})
				if err != nil {
					return err
				}
				if _, err := w.Settlement.Approve(ctx, settlement.Decision{By: w.by(model.UserOwner), Adjustment: a.ID, Note: "同意"}); err != nil {
					return err
				}
				continue
			}
			if err := w.Settlement.Reject(ctx, settlement.Answer{
				Period: m.id, Org: st.OrgID, User: w.by(model.UserFinance), Lines: []int{l.N}, Words: "已按扫码记录逐笔核对，件数无误。",
			}); err != nil {
				return err
			}
		}
	}
	return nil
}

// pay closes a period once its time to dispute is over, and proposes a bank run, which somebody
// else approves.
func (w *world) pay(ctx context.Context, m month) error {
	if _, err := w.Settlement.Close(ctx, w.by(model.UserFinance), m.id); err != nil {
		return err
	}
	run, err := w.Remittance.Propose(ctx, remittance.NewRun{By: w.by(model.UserFinance), Key: w.key("run", m.id), Period: m.id})
	if err != nil {
		return err
	}
	if err := all(ctx, w.Remittance.Work); err != nil {
		return err
	}
	if _, err := w.Remittance.Approve(ctx, run.ID, remittance.Decision{By: w.by(model.UserOwner), Note: "同意付款"}); err != nil {
		return err
	}
	w.runs = append(w.runs, run.ID)
	return all(ctx, w.Remittance.Work)
}

// banked reads what the bank says: all transfers have succeeded but one.
func (w *world) banked(ctx context.Context, _ month) error {
	run := w.runs[len(w.runs)-1]
	if _, err := w.Remittance.OpenFile(ctx, run, remittance.UTF8); err != nil {
		return err
	}
	lines, err := w.Remittance.Lines(ctx, run, model.BankLinePaid, 0, 1000)
	if err != nil {
		return err
	}
	var file bytes.Buffer
	fmt.Fprintln(&file, "序号,结果,原因")
	for i, l := range lines {
		if i == 0 && len(lines) > 3 {
			fmt.Fprintf(&file, "%d,失败,户名不符\n", l.N)
			continue
		}
		fmt.Fprintf(&file, "%d,成功,\n", l.N)
	}
	_, err = w.Remittance.ReadResults(ctx, w.by(model.UserFinance), run, &file)
	return err
}

// all works until nothing is left to do.
func all(ctx context.Context, work func(context.Context) (int, error)) error {
	for {
		if n, err := work(ctx); n == 0 || err != nil {
			return err
		}
	}
}
