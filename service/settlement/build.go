package settlement

import (
	"context"
	"errors"
	"maps"
	"slices"
	"time"

	"channelrouter/internal/db"
	"channelrouter/model"
)

// errOvertaken: somebody else writes the statements of this period.
var errOvertaken = errors.New("settlement: another worker is at this period")

// Work cuts the months that are over, and prepares the periods that were cut, in their order:
// what one begins with is what the one before ends with. It says how many it has prepared.
func (s *Service) Work(ctx context.Context) (int, error) {
	if err := s.cutMonths(ctx); err != nil {
		return 0, err
	}
	for n := 0; ; n++ {
		p, err := s.store.nextToPrepare(ctx)
		if err != nil || p == nil || p.FaultAt != nil && s.clock.Now().Before(p.FaultAt.Add(faultRests)) {
			return n, err
		}
		switch err := s.prepare(ctx, *p); {
		case errors.Is(err, errOvertaken):
			return n, nil
		case err != nil:
			return n, err
		}
	}
}

// faultRests is how long a period that does not add up is left alone.
const faultRests = time.Minute

// prepare writes a period's statements, checks them against the ledger, and lets them be seen.
func (s *Service) prepare(ctx context.Context, p model.SettlementPeriod) error {
	if p.Orgs == 0 || p.Built < p.Orgs {
		if err := s.build(ctx, p); err != nil {
			return err
		}
	}
	built, err := s.Period(ctx, p.ID)
	if err != nil {
		return err
	}
	if err := s.check(ctx, built); err != nil {
		return errors.Join(err, s.keepFault(ctx, built, err))
	}
	return s.prepared(ctx, built)
}

// Rebuild throws away the statements of a period that is being prepared, which do not add up, and
// has them written anew. Whoever is at it has been overtaken. Errors: ErrUnknownPeriod,
// ErrPrepared, ErrPresented, ErrPeriodClosed.
func (s *Service) Rebuild(ctx context.Context, id model.SettlementPeriodID) (p model.SettlementPeriod, err error) {
	err = s.db.Run(ctx, func(ctx context.Context) error {
		held, err := s.store.holdPeriod(ctx, id)
		if err != nil {
			return err
		}
		if held == nil {
			return ErrUnknownPeriod.With("number %d", id)
		}
		p = *held
		if _, err := onward(ActRebuild, p.State); err != nil {
			return err
		}
		if err := s.store.dropStatements(ctx, id); err != nil {
			return err
		}
		p.FirstTxn, p.LastTxn, p.Transactions, p.Orgs, p.Built, p.BuiltTo = 0, 0, 0, 0, 0, 0
		p.Fault, p.FaultAt = "", nil
		db.Note(ctx, "settlement period %d", id)
		return s.store.startOver(ctx, p)
	})
	return p, err
}

// mostFault is how many characters of a fault are kept.
const mostFault = 300

func (s *Service) keepFault(ctx context.Context, checked model.SettlementPeriod, fault error) error {
	if !errors.As(fault, new(mismatch)) {
		return nil
	}
	text := []rune(fault.Error())
	text = text[:min(len(text), mostFault)]
	return s.db.Run(ctx, func(ctx context.Context) error { return s.store.setFault(ctx, checked, string(text), s.clock.Now()) })
}

// build writes the statements, some organisations at a time, from where a building before was
// broken off: sealed transactions never change, so that all of them come to the same.
func (s *Service) build(ctx context.Context, p model.SettlementPeriod) error {
	t, err := s.tally(ctx, sealsOf(p))
	if err != nil {
		return err
	}
	before, err := s.closings(ctx, p.ID-1)
	if err != nil {
		return err
	}
	rows := t.rows(p.ID)
	statements := statementsOf(p.ID, before, t.moved)
	p.Orgs, p.Transactions, p.FirstTxn, p.LastTxn = int64(len(statements)), t.transactions, t.first, t.last
	for chunk := range slices.Chunk(statements, s.at.orgs) {
		last := chunk[len(chunk)-1].OrgID
		n, _ := slices.BinarySearchFunc(rows, last+1, func(l model.SettlementLine, org model.OrgID) int { return int(l.OrgID - org) })
		lines := rows[:n]
		rows = rows[n:]
		if last <= p.BuiltTo {
			continue
		}
		to := p
		to.BuiltTo, to.Built, to.Version = last, p.Built+int64(len(chunk)), p.Version+1
		if err := s.write(ctx, p, to, chunk, lines); err != nil {
			return err
		}
		p = to
	}
	return nil
}

// write stores some statements with their lines, unless somebody else has.
func (s *Service) write(ctx context.Context, from, to model.SettlementPeriod, statements []model.SettlementStatement, lines []model.SettlementLine) error {
	countLines(statements, lines)
	return s.db.Run(ctx, func(ctx context.Context) error {
		ours, err := s.store.buildOn(ctx, from, to)
		if err != nil {
			return err
		}
		if !ours {
			return errOvertaken
		}
		if err := s.store.insertStatements(ctx, statements); err != nil {
			return err
		}
		return s.store.insertLines(ctx, lines)
	})
}

func countLines(statements []model.SettlementStatement, lines []model.SettlementLine) {
	for i := range statements {
		for len(lines) > 0 && lines[0].OrgID == statements[i].OrgID {
			statements[i].LineCount, lines = lines[0].N, lines[1:]
		}
	}
}

// statementsOf are the statements of a period without lines, in the order of organisations: of
// whoever was owed anything by an account, or for whom something has moved. Pure.
func statementsOf(id model.SettlementPeriodID, before map[model.OrgID]model.OrgSums, moved map[model.OrgID]*model.OrgSums) []model.SettlementStatement {
	orgs := slices.AppendSeq(slices.Collect(maps.Keys(before)), maps.Keys(moved))
	slices.Sort(orgs)
	var all []model.SettlementStatement
	for _, org := range slices.Compact(orgs) {
		st := model.SettlementStatement{PeriodID: id, OrgID: org, OrgSums: before[org], OpeningFen: before[org].Total(), Revision: 1}
		if m := moved[org]; m != nil {
			for _, kind := range model.Settled() {
				*st.Of(kind) += *m.Of(kind)
			}
		}
		st.ClosingFen = st.Total()
		all = append(all, st)
	}
	return all
}

// closings are what a period's statements end with, of those who are owed anything or owe it.
func (s *Service) closings(ctx context.Context, id model.SettlementPeriodID) (map[model.OrgID]model.OrgSums, error) {
	all := map[model.OrgID]model.OrgSums{}
	err := s.eachStatement(ctx, id, func(st model.SettlementStatement) error {
		if st.OrgSums != (model.OrgSums{}) {
			all[st.OrgID] = st.OrgSums
		}
		return nil
	})
	return all, err
}

// eachStatement visits a period's statements in the order of organisations.
func (s *Service) eachStatement(ctx context.Context, id model.SettlementPeriodID, visit func(model.SettlementStatement) error) error {
	for after := model.OrgID(0); ; {
		page, err := s.store.statements(ctx, id, after, s.at.statements)
		if err != nil || len(page) == 0 {
			return err
		}
		for _, st := range page {
			if err := visit(st); err != nil {
				return err
			}
		}
		after = page[len(page)-1].OrgID
	}
}

// prepared lets the brand see a period whose statements are all there and add up, and unless
// somebody wants to look at it first, organisations see it as well. It is the period as it was
// checked: unless somebody else has held it since.
func (s *Service) prepared(ctx context.Context, checked model.SettlementPeriod) error {
	now := s.clock.Now()
	policy, err := s.Policies.At(ctx, now)
	if err != nil {
		return err
	}
	return s.db.Run(ctx, func(ctx context.Context) error {
		p, err := s.store.holdPeriod(ctx, checked.ID)
		if err != nil {
			return err
		}
		if p.Version != checked.Version+1 {
			return errOvertaken
		}
		if p.State, err = onward(ActPrepare, p.State); err != nil {
			return errOvertaken
		}
		p.PreparedAt, p.Fault, p.FaultAt = &now, "", nil
		if !policy.Body.Review {
			if err := present(p, policy.Body, now, 0); err != nil {
				return err
			}
		}
		return s.store.savePeriod(ctx, *p)
	})
}
