package payout

import (
	"context"
	"errors"
	"log/slog"
	"maps"
	"slices"
	"time"

	"channelrouter/internal/clock"
	"channelrouter/model"
)

const (
	// statementHour is when, in Shanghai, the statement of the day before is there.
	statementHour = 10
	// catchUp is how many days are caught up with after an outage.
	catchUp = 30
	// heldFor is longer than a download takes; whoever is at it renews it.
	heldFor = 15 * time.Minute
	// acceptDays is after how many days no person can accept a bill any more.
	acceptDays = 3
	pageSize   = 500
	maxFault   = 200
)

// ReconcileDue compares for every merchant, the days that have a statement and are not
// compared yet, from the first that was, of the last 30. What cannot be had, of one day or
// of one merchant, does not keep the others from theirs.
func (s *Service) ReconcileDue(ctx context.Context) error {
	now := s.clock.Now()
	if clock.Local(now).Hour() < statementHour {
		return nil
	}
	yesterday := addDays(clock.BizDate(now), -1)
	var failures []error
	for _, merchant := range s.Merchants() {
		first, states, err := s.progress(ctx, merchant, yesterday)
		if err != nil {
			return err
		}
		for day := first; day <= yesterday; day = addDays(day, 1) {
			if states[day] == model.ReconciliationFinished {
				continue
			}
			if _, err := s.Reconcile(ctx, merchant, day); err != nil && !errors.Is(err, ErrReconciling) {
				failures = append(failures, err)
			}
		}
	}
	return errors.Join(failures...)
}

// progress tells how far each of the last days until one is, and which is the first to
// look at: the earliest that ever was, or else that one alone.
func (s *Service) progress(ctx context.Context, merchant string, until int32) (first int32, states map[int32]model.ReconciliationState, err error) {
	earliest, err := s.store.firstDay(ctx, merchant)
	if err != nil || earliest == 0 {
		return until, nil, err
	}
	first = max(earliest, addDays(until, -catchUp))
	runs, err := s.store.runsSince(ctx, merchant, first)
	states = make(map[int32]model.ReconciliationState, len(runs))
	for _, run := range runs {
		states[run.Day] = run.State
	}
	return first, states, err
}

// readUntil is the last day until which every statement is here, from the first of the last
// days, or from a day before them.
func (s *Service) readUntil(ctx context.Context, run model.Reconciliation) (day int32, err error) {
	yesterday := addDays(clock.BizDate(s.clock.Now()), -1)
	first, states, err := s.progress(ctx, run.Merchant, yesterday)
	if run.Day < first {
		return run.Day, err
	}
	for day = first; states[day] >= model.ReconciliationRead; day = addDays(day, 1) {
	}
	return addDays(day, -1), err
}

// Merchants names the merchants that pay, in order.
func (s *Service) Merchants() []string { return slices.Sorted(maps.Keys(s.pace.limits)) }

// Reconcile compares a merchant's statement of a business day with our payouts and
// stores what they disagree in, each disagreement once. It goes on where an earlier run
// was cut off; a day that is finished is compared again, with what later days have told
// since; one of which an earlier day's statement is missing is read, and waits for that. Errors: ErrNoMerchant, ErrDayNotOver, ErrReconciling, and what the payer says.
func (s *Service) Reconcile(ctx context.Context, merchant string, day int32) (model.Reconciliation, error) {
	if _, known := s.pace.limits[merchant]; !known {
		return model.Reconciliation{}, ErrNoMerchant.With("merchant %q", merchant)
	}
	if day >= clock.BizDate(s.clock.Now()) {
		return model.Reconciliation{}, ErrDayNotOver.With("day %d", day)
	}
	run, err := s.begin(ctx, merchant, day)
	if err != nil {
		return model.Reconciliation{}, err
	}
	if run.State == model.ReconciliationBegun {
		err = s.read(ctx, &run)
	}
	if err == nil {
		err = s.compareDay(ctx, &run)
	}
	if err != nil {
		s.giveUp(ctx, run, err)
	}
	return run, err
}

// begin makes the run if there is none, and holds it.
func (s *Service) begin(ctx context.Context, merchant string, day int32) (run model.Reconciliation, err error) {
	now := s.clock.Now()
	err = s.db.Run(ctx, func(ctx context.Context) error {
		if err := s.store.beginRun(ctx, model.Reconciliation{
			ID: model.ReconciliationID(s.ids.Next()), Merchant: merchant, Day: day,
			State: model.ReconciliationBegun, BegunAt: now, UpdatedAt: now, HeldUntil: now,
		}); err != nil {
			return err
		}
		held, err := s.store.holdRun(ctx, merchant, day, now, now.Add(heldFor))
		if err != nil {
			return err
		}
		if !held {
			return ErrReconciling.With("%s of %d", merchant, day)
		}
		run, err = s.store.runOf(ctx, merchant, day)
		return err
	})
	return run, err
}

// read takes the statement's lines in. What an earlier reading left is dropped first: it
// may be of a file that broke off.
func (s *Service) read(ctx context.Context, run *model.Reconciliation) error {
	if err := s.dropLines(ctx, *run); err != nil {
		return err
	}
	sums := model.Reconciliation{}
	var page []model.StatementLine
	flush := func() error {
		err := s.keepLines(ctx, run, page)
		page = page[:0]
		return err
	}
	for m, err := range s.payer.Statement(ctx, run.Merchant, dayTime(run.Day)) {
		switch {
		case errors.Is(err, ErrNoStatement): // nothing moved
		case err != nil:
			return errors.Join(err, s.dropLines(context.WithoutCancel(ctx), *run))
		case !m.Transfer:
			sums.OtherLines++
		default:
			page = append(page, lineOf(*run, m))
			sums.Lines, sums.OutFen, sums.InFen = sums.Lines+1, sums.OutFen+page[len(page)-1].OutFen, sums.InFen+page[len(page)-1].InFen
		}
		if len(page) == pageSize {
			if err := flush(); err != nil {
				return err
			}
		}
	}
	if err := flush(); err != nil {
		return err
	}
	run.Lines, run.OutFen, run.InFen, run.OtherLines = sums.Lines, sums.OutFen, sums.InFen, sums.OtherLines
	run.State, run.Fault = model.ReconciliationRead, ""
	return s.keepRun(ctx, run)
}

func lineOf(run model.Reconciliation, m Movement) model.StatementLine {
	line := model.StatementLine{Merchant: run.Merchant, FlowNo: m.FlowNo, Day: run.Day, BillNo: m.BillNo}
	if m.Out {
		line.OutFen = m.Fen
	} else {
		line.InFen = m.Fen
	}
	return line
}

func (s *Service) keepLines(ctx context.Context, run *model.Reconciliation, lines []model.StatementLine) error {
	if len(lines) == 0 {
		return nil
	}
	return s.db.Run(ctx, func(ctx context.Context) error {
		if err := s.store.insertLines(ctx, lines); err != nil {
			return err
		}
		return s.renew(ctx, run)
	})
}

func (s *Service) dropLines(ctx context.Context, run model.Reconciliation) error {
	for {
		var dropped int
		err := s.db.Run(ctx, func(ctx context.Context) (err error) {
			dropped, err = s.store.dropLines(ctx, run.Merchant, run.Day, pageSize)
			return err
		})
		if err != nil || dropped == 0 {
			return err
		}
	}
}

// renew holds the run for longer, inside the caller's transaction.
func (s *Service) renew(ctx context.Context, run *model.Reconciliation) error {
	run.UpdatedAt = s.clock.Now()
	run.HeldUntil = run.UpdatedAt.Add(heldFor)
	return s.store.saveRun(ctx, *run)
}

func (s *Service) keepRun(ctx context.Context, run *model.Reconciliation) error {
	return s.db.Run(ctx, func(ctx context.Context) error { return s.renew(ctx, run) })
}

// giveUp writes down why the run did not get further, and lets go of it.
func (s *Service) giveUp(ctx context.Context, run model.Reconciliation, cause error) {
	ctx = context.WithoutCancel(ctx)
	run.UpdatedAt = s.clock.Now()
	run.HeldUntil = run.UpdatedAt
	fault := []rune(cause.Error())
	run.Fault = string(fault[:min(len(fault), maxFault)])
	err := s.db.Run(ctx, func(ctx context.Context) error { return s.store.saveRun(ctx, run) })
	if err != nil {
		slog.WarnContext(ctx, "a reconciliation is held until its time is up", "merchant", run.Merchant, "day", run.Day, "error", err)
	}
}

// dayTime is noon of a business day.
func dayTime(day int32) time.Time {
	return clock.Normal(time.Date(int(day/10000), time.Month(day/100%100), int(day%100), 12, 0, 0, 0, clock.Zone()))
}

func addDays(day int32, n int) int32 { return clock.BizDate(dayTime(day).AddDate(0, 0, n)) }
