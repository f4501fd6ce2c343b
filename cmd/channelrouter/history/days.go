package history

import (
	"context"
	"fmt"
	"time"

	"channelrouter/service/scan"
)

// Hours of a day at which what was scanned since is recorded: telephones send at once, and the
// scans of some hours are one transaction here.
var hours = []int{14, 23}

// live lets the days pass.
func (w *world) live(ctx context.Context) error {
	for day := range days + 1 {
		w.told("days", day, days)
		morning := w.begin.Add(time.Duration(day) * 24 * time.Hour)
		if err := w.at(morning.Add(8 * time.Hour)); err != nil {
			break // today has not come so far
		}
		if err := w.supply(ctx, day); err != nil {
			return fmt.Errorf("history: day %d: goods: %w", day, err)
		}
		for _, hour := range hours {
			if err := w.at(morning.Add(time.Duration(hour) * time.Hour)); err != nil {
				break
			}
			if err := w.scan(ctx); err != nil {
				return fmt.Errorf("history: day %d: scans: %w", day, err)
			}
		}
		if err := w.night(ctx, day); err != nil {
			return fmt.Errorf("history: day %d: %w", day, err)
		}
	}
	if w.Clock.Now().Before(w.end) {
		w.Clock.Advance(w.end.Sub(w.Clock.Now()))
	}
	if err := w.lastWishes(ctx); err != nil {
		return fmt.Errorf("history: payouts: %w", err)
	}
	return w.settle(ctx)
}

// errNotYet ends the history: it is no longer past.
var errNotYet = fmt.Errorf("not yet")

// at moves the clock on to a time.
func (w *world) at(t time.Time) error {
	if t.After(w.end) {
		return errNotYet
	}
	if by := t.Sub(w.Clock.Now()); by > 0 {
		w.Clock.Advance(by)
	}
	return nil
}

// scan records what was scanned by now.
func (w *world) scan(ctx context.Context) error {
	const together = 250
	now := w.Clock.Now().Sub(w.begin)
	n := 0
	for n < len(w.plans) && w.plans[n].at <= now {
		n++
	}
	due := w.plans[:n]
	w.plans = w.plans[n:]
	for len(due) > 0 {
		n := min(together, len(due))
		if err := w.record(ctx, due[:n]); err != nil {
			return err
		}
		due = due[n:]
	}
	return nil
}

func (w *world) record(ctx context.Context, due []planned) error {
	inputs := make([]scan.Input, 0, len(due))
	made := make([]*planned, 0, len(due))
	for i := range due {
		p := &due[i]
		if p.load.batch == nil {
			continue
		}
		text, err := w.Code.Print(p.face, p.item())
		if err != nil {
			return err
		}
		made = append(made, p)
		inputs = append(inputs, scan.Input{
			Person: *p.person, Role: p.role, Text: text, Adcode: p.adcode, Device: p.device, At: w.begin.Add(p.at),
		})
	}
	for i, r := range w.Scan.RecordBatch(ctx, inputs) {
		if r.Err != nil {
			w.report.Refused++
			if w.Warn != nil {
				w.Warn("scan %+v: %v", inputs[i], r.Err)
			}
			continue
		}
		w.report.Scans++
		if w.campaign != 0 && r.Answer.Outcome == scan.OutcomeClaimed && w.desk.hit(6) {
			if err := w.drawFor(ctx, made[i], r.Answer.ScanID); err != nil {
				return err
			}
		}
	}
	return nil
}

// lookEvery is after how many days the detector is asked, and people take steps in cases.
const lookEvery = 5

// night delivers what the day has left, and has people do the work of the day.
func (w *world) night(ctx context.Context, day int) error {
	if err := w.settle(ctx); err != nil {
		return err
	}
	if err := w.paperwork(ctx, day); err != nil {
		return fmt.Errorf("desk: %w", err)
	}
	if err := w.cash(ctx, day); err != nil {
		return fmt.Errorf("payouts: %w", err)
	}
	if err := w.reckon(ctx, day); err != nil {
		return fmt.Errorf("statements: %w", err)
	}
	if day%lookEvery != 0 {
		return nil
	}
	if err := w.Watch.Work(ctx); err != nil {
		return fmt.Errorf("detector: %w", err)
	}
	return w.handleCases(ctx)
}

// settle delivers facts until none waits, and seals the books.
func (w *world) settle(ctx context.Context) error {
	if err := w.Relay.Drain(ctx); err != nil {
		return err
	}
	if _, err := w.Rebate.Work(ctx); err != nil {
		return err
	}
	_, err := w.Ledger.Seal(ctx)
	return err
}
