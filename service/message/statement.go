package message

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"channelrouter/internal/clock"
	"channelrouter/model"
)

const (
	// statementHour is when yesterday's statements are sent, by Shanghai's clocks.
	statementHour  = 9
	statementBatch = 200 // organisations
)

// Statements sends the people of every organisation that earned rebates yesterday what it
// earned, from nine in Shanghai on: as much as is known then. It goes on where it stood, a
// few hundred organisations in a transaction, and sends none twice.
func (s *Service) Statements(ctx context.Context) error {
	local := clock.Local(s.clock.Now())
	if local.Hour() < statementHour {
		return nil
	}
	yesterday := clock.BizDate(local.AddDate(0, 0, -1))
	for {
		if !timeFor(ctx, time.Second) {
			return nil // the next run goes on
		}
		progress, err := s.store.statement(ctx, yesterday)
		if err != nil || progress.Done {
			return err
		}
		if err := s.db.Run(ctx, func(ctx context.Context) error { return s.statements(ctx, progress) }); err != nil {
			return err
		}
	}
}

// statements sends the next ones of a day.
func (s *Service) statements(ctx context.Context, progress model.MessageStatement) error {
	totals, err := s.Rebate.OfDay(ctx, progress.BizDate, progress.AfterOrg, statementBatch)
	if err != nil {
		return err
	}
	orgs := make([]model.OrgID, len(totals))
	for i, t := range totals {
		orgs[i] = t.OrgID
	}
	people, err := s.crewOf(ctx, orgs)
	if err != nil {
		return err
	}
	var notes []Note
	for _, t := range totals {
		role := model.RoleDistributor // wholesalers' people are in that role, too
		if t.Tier == model.OrgTerminal {
			role = model.RoleTerminal
		}
		notes = append(notes, people.notes(t.OrgID, role, Note{
			Event: RebateStatement, Key: fmt.Sprintf("statement/%d/%d", progress.BizDate, t.OrgID),
			Data: map[string]string{
				"date": clock.DayText(progress.BizDate), "amount": t.Fen.Yuan(), "units": strconv.FormatInt(t.Units, 10),
			},
		})...)
	}
	if err := s.Send(ctx, notes...); err != nil {
		return err
	}
	if len(totals) > 0 {
		progress.AfterOrg = totals[len(totals)-1].OrgID
	}
	progress.Done = len(totals) < statementBatch
	return s.store.saveStatement(ctx, progress)
}

const (
	reportsFor  = 7 * 24 * time.Hour // WeChat and apps repeat a report sooner
	restsFor    = 7 * 24 * time.Hour // of templates that nobody uses any more
	countersFor = 2                  // days
	tidyBatch   = 1000
)

// Tidy removes what is needed no more: reports of consents that cannot come again, rests
// that ended long ago, and the counts of days that are over.
func (s *Service) Tidy(ctx context.Context) error {
	now := s.clock.Now()
	return s.db.Run(ctx, func(ctx context.Context) error {
		if err := s.store.removeReports(ctx, now.Add(-reportsFor), tidyBatch); err != nil {
			return err
		}
		if err := s.store.removeRests(ctx, now.Add(-restsFor)); err != nil {
			return err
		}
		return s.store.removeCounters(ctx, clock.BizDate(now.AddDate(0, 0, -countersFor)), tidyBatch)
	})
}
