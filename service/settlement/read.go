package settlement

import (
	"context"
	"time"

	"channelrouter/model"
)

// Statement is a statement with all that it says.
type Statement struct {
	model.SettlementStatement
	Period  model.SettlementPeriod
	Org     model.Org
	State   string // of the period; "disputed" or "confirmed" where that is said of a presented one
	Lines   []Line
	Payment *model.SettlementPayment // once it is paid
	Returns []model.SettlementReturn // payments that came back before
}

// Line is a line with the names of what it is about.
type Line struct {
	model.SettlementLine
	Programme model.RebateProgramme // of rebates that are not the basic rates
	Product   model.Product         // of rebates by unit
	ConfirmBy *time.Time            // until when it may be disputed; nil before it is presented
	Silent    bool                  // its time is over, and nobody has said anything: it counts as confirmed
}

// States of a presented statement, by what was said of its lines.
const (
	StateDisputed  = "disputed"
	StateConfirmed = "confirmed"
)

// Period returns a period. Error: ErrUnknownPeriod.
func (s *Service) Period(ctx context.Context, id model.SettlementPeriodID) (model.SettlementPeriod, error) {
	p, err := s.store.period(ctx, id)
	if err != nil {
		return model.SettlementPeriod{}, err
	}
	if p == nil {
		return model.SettlementPeriod{}, ErrUnknownPeriod.With("number %d", id)
	}
	return *p, nil
}

// Periods pages through periods, newest first, before a number (0: from the newest).
func (s *Service) Periods(ctx context.Context, before model.SettlementPeriodID, limit int) ([]model.SettlementPeriod, error) {
	return s.store.periods(ctx, before, limit)
}

// Waits is what keeps a period from being closed.
func (s *Service) Waits(ctx context.Context, p model.SettlementPeriod) (Waiting, error) {
	if p.State == model.SettlementClosed || p.State == model.SettlementPreparing {
		return Waiting{}, nil
	}
	return s.store.waiting(ctx, p, s.clock.Now())
}

// Find returns an organisation's statement of a period with all it says. Errors:
// ErrUnknownPeriod, ErrUnknownStatement.
func (s *Service) Find(ctx context.Context, id model.SettlementPeriodID, org model.OrgID) (Statement, error) {
	p, row, err := s.legible(ctx, id, org)
	if err != nil {
		return Statement{}, err
	}
	all, err := s.fillOf(ctx, p, []model.SettlementStatement{row})
	if err != nil {
		return Statement{}, err
	}
	return all[0], nil
}

// legible is a statement that may be read: of a period that is not being prepared. Errors:
// ErrUnknownPeriod, ErrUnknownStatement.
func (s *Service) legible(ctx context.Context, id model.SettlementPeriodID, org model.OrgID) (p model.SettlementPeriod, st model.SettlementStatement, err error) {
	if p, err = s.Period(ctx, id); err != nil {
		return p, st, err
	}
	row, err := s.store.statement(ctx, id, org)
	if err != nil {
		return p, st, err
	}
	if row == nil || p.State == model.SettlementPreparing {
		return p, st, ErrUnknownStatement.With("period %d", id)
	}
	return p, *row, nil
}

// Own is Find for the organisation itself, which sees what is presented. Error:
// ErrUnknownStatement.
func (s *Service) Own(ctx context.Context, id model.SettlementPeriodID, org model.OrgID) (Statement, error) {
	p, err := s.store.period(ctx, id)
	if err != nil {
		return Statement{}, err
	}
	if p == nil || !visible(*p) {
		return Statement{}, ErrUnknownStatement.With("period %d", id)
	}
	return s.Find(ctx, id, org)
}

// visible tells whether organisations see a period. Pure.
func visible(p model.SettlementPeriod) bool {
	return p.State == model.SettlementPresented || p.State == model.SettlementClosed
}

// Statements pages through a period's statements with all they say, by organisation; of those
// with a disputed line only, where that is asked. Errors: ErrUnknownPeriod, ErrPreparing.
func (s *Service) Statements(ctx context.Context, id model.SettlementPeriodID, disputed bool, after model.OrgID, limit int) ([]Statement, error) {
	p, err := s.Period(ctx, id)
	if err != nil {
		return nil, err
	}
	if p.State == model.SettlementPreparing {
		return nil, ErrPreparing.With("%d of %d organisations", p.Built, p.Orgs)
	}
	var rows []model.SettlementStatement
	if disputed {
		rows, err = s.store.statementsWith(ctx, id, model.LineDisputed, after, limit)
	} else {
		rows, err = s.store.statements(ctx, id, after, limit)
	}
	if err != nil {
		return nil, err
	}
	return s.fillOf(ctx, p, rows)
}

// fillOf is fill of one period.
func (s *Service) fillOf(ctx context.Context, p model.SettlementPeriod, rows []model.SettlementStatement) ([]Statement, error) {
	orgs := make([]model.OrgID, len(rows))
	for i, row := range rows {
		orgs[i] = row.OrgID
	}
	if len(rows) == 0 {
		return nil, nil
	}
	periods := map[model.SettlementPeriodID]model.SettlementPeriod{p.ID: p}
	return s.fill(ctx, periods, []model.SettlementPeriodID{p.ID}, orgs, rows)
}

// OwnStatements pages through an organisation's statements, newest first, before a period (0:
// from the newest).
func (s *Service) OwnStatements(ctx context.Context, org model.OrgID, before model.SettlementPeriodID, limit int) ([]Statement, error) {
	return s.ofOrg(ctx, org, []model.SettlementState{model.SettlementPresented, model.SettlementClosed}, before, limit)
}

// StatementsOf is OwnStatements for the brand, which sees them before they are presented, too.
// Error: ErrUnknownOrg of the channel.
func (s *Service) StatementsOf(ctx context.Context, org model.OrgID, before model.SettlementPeriodID, limit int) ([]Statement, error) {
	if _, err := s.channel.GetOrg(ctx, org); err != nil {
		return nil, err
	}
	return s.ofOrg(ctx, org, []model.SettlementState{model.SettlementPrepared, model.SettlementPresented, model.SettlementClosed}, before, limit)
}

func (s *Service) ofOrg(ctx context.Context, org model.OrgID, states []model.SettlementState, before model.SettlementPeriodID, limit int) ([]Statement, error) {
	rows, err := s.store.ofOrg(ctx, org, states, before, limit)
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	ids := make([]model.SettlementPeriodID, len(rows))
	for i, row := range rows {
		ids[i] = row.PeriodID
	}
	periods, err := s.store.somePeriods(ctx, ids)
	if err != nil {
		return nil, err
	}
	return s.fill(ctx, periods, ids, []model.OrgID{org}, rows)
}

// fill reads what statements say, of some periods and some organisations: their lines, who they
// are of, what was paid.
func (s *Service) fill(ctx context.Context, periods map[model.SettlementPeriodID]model.SettlementPeriod, ids []model.SettlementPeriodID, orgs []model.OrgID, rows []model.SettlementStatement) ([]Statement, error) {
	whose, err := s.channel.Orgs(ctx, orgs)
	if err != nil {
		return nil, err
	}
	lines, err := s.store.linesOf(ctx, ids, orgs)
	if err != nil {
		return nil, err
	}
	payments, err := s.store.paymentsOf(ctx, ids, orgs)
	if err != nil {
		return nil, err
	}
	returns, err := s.store.returnsOf(ctx, ids, orgs)
	if err != nil {
		return nil, err
	}
	said, err := s.named(ctx, periods, lines)
	all := make([]Statement, len(rows))
	for i, row := range rows {
		p, at := periods[row.PeriodID], sheet{row.PeriodID, row.OrgID}
		all[i] = Statement{SettlementStatement: row, Period: p, Org: whose[row.OrgID], Lines: said[at], State: stateOf(p, said[at]), Returns: returns[at]}
		if paid, ok := payments[at]; ok {
			all[i].Payment = &paid
		}
	}
	return all, err
}

// sheet names a statement.
type sheet struct {
	period model.SettlementPeriodID
	org    model.OrgID
}

// named gives lines their names, by statement.
func (s *Service) named(ctx context.Context, periods map[model.SettlementPeriodID]model.SettlementPeriod, rows []model.SettlementLine) (map[sheet][]Line, error) {
	var ids []model.ProgrammeID
	for _, l := range rows {
		if l.ProgrammeID != 0 {
			ids = append(ids, l.ProgrammeID)
		}
	}
	programmes, err := s.rebate.Programmes(ctx, ids)
	if err != nil {
		return nil, err
	}
	now := s.clock.Now()
	byStatement := map[sheet][]Line{}
	for _, row := range rows {
		at := sheet{row.PeriodID, row.OrgID}
		line := lineOf(periods[row.PeriodID], row, now)
		line.Programme = programmes[row.ProgrammeID]
		if row.ProductID != 0 {
			if line.Product, err = s.catalog.Get(ctx, row.ProductID); err != nil {
				return nil, err
			}
		}
		byStatement[at] = append(byStatement[at], line)
	}
	return byStatement, nil
}

// lineOf is a line without names. Pure.
func lineOf(p model.SettlementPeriod, row model.SettlementLine, now time.Time) Line {
	line := Line{SettlementLine: row, ConfirmBy: deadline(p, row)}
	line.Silent = row.State == model.LineUnanswered && (p.State == model.SettlementClosed || line.ConfirmBy != nil && !now.Before(*line.ConfirmBy))
	return line
}

// deadline is until when a line may be disputed; nil while the period is not presented. Pure.
func deadline(p model.SettlementPeriod, l model.SettlementLine) *time.Time {
	if l.ConfirmBy != nil {
		return l.ConfirmBy
	}
	return p.ConfirmBy
}

// stateOf is what a statement's lines make of it. Pure.
func stateOf(p model.SettlementPeriod, lines []Line) string {
	if p.State != model.SettlementPresented {
		return StateName(p.State)
	}
	state := StateConfirmed
	for _, l := range lines {
		switch {
		case l.State == model.LineDisputed:
			return StateDisputed
		case l.State == model.LineUnanswered && !l.Silent:
			state = StateName(p.State)
		}
	}
	return state
}

func (s *Service) line(ctx context.Context, period model.SettlementPeriodID, org model.OrgID, n int) (model.SettlementLine, error) {
	l, err := s.store.line(ctx, period, org, n)
	if err != nil {
		return model.SettlementLine{}, err
	}
	if l == nil {
		return model.SettlementLine{}, ErrUnknownLine.With("line %d", n)
	}
	return *l, nil
}

// History pages through what was done with a statement, first to last, after a step (0: from
// the first). Errors: of Find.
func (s *Service) History(ctx context.Context, period model.SettlementPeriodID, org model.OrgID, after model.SettlementEventID, limit int) ([]model.SettlementEvent, error) {
	if _, _, err := s.legible(ctx, period, org); err != nil {
		return nil, err
	}
	return s.store.events(ctx, period, org, after, limit)
}
