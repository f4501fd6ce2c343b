package console

import (
	"context"
	"time"

	"channelrouter/api/httpx"
	"channelrouter/model"
	"channelrouter/service/identity"
	"channelrouter/service/settlement"
)

// SettlementHandler serves settlement to the brand.
type SettlementHandler struct{ settlement *settlement.Service }

// NewSettlementHandler makes the handler.
func NewSettlementHandler(s *settlement.Service) *SettlementHandler {
	return &SettlementHandler{settlement: s}
}

// SettlementPeriod is a run of the ledger's seals, with its statements.
type SettlementPeriod struct {
	ID           httpx.ID   `json:"id" doc:"its number, from 1"`
	State        string     `json:"state" enum:"preparing,prepared,presented,closed"`
	Month        int32      `json:"month,omitempty" doc:"yyyymm of the month that it was cut after; none: on demand"`
	AfterSeal    int64      `json:"after_seal" doc:"it begins after this seal of the ledger"`
	LastSeal     int64      `json:"last_seal" doc:"and ends with this one"`
	From         *time.Time `json:"from,omitempty"`
	To           time.Time  `json:"to"`
	Transactions int64      `json:"transactions" doc:"that move something of an organisation's"`
	Orgs         int64      `json:"organisations" doc:"that get a statement, once that is known"`
	Built        int64      `json:"built" doc:"of them, those that have one"`
	Fault        string     `json:"fault,omitempty" doc:"why it is not prepared"`
	CutAt        time.Time  `json:"cut_at"`
	CutBy        httpx.ID   `json:"cut_by,omitempty" doc:"none: the month's end"`
	PresentedAt  *time.Time `json:"presented_at,omitempty"`
	PresentedBy  httpx.ID   `json:"presented_by,omitempty" doc:"none: as soon as it was prepared"`
	ConfirmBy    *time.Time `json:"confirm_by,omitempty"`
	ClosedAt     *time.Time `json:"closed_at,omitempty"`
	ClosedBy     httpx.ID   `json:"closed_by,omitempty"`

	Waiting *SettlementWaiting `json:"waiting,omitempty" doc:"of one period: what keeps it from being closed"`
}

// SettlementWaiting is what keeps a period from being closed.
type SettlementWaiting struct {
	Disputed    int64 `json:"disputed" doc:"statements with a disputed line"`
	Unanswered  int64 `json:"unanswered" doc:"statements with a line that was not answered, and whose time is not over"`
	Adjustments int64 `json:"adjustments" doc:"that nobody has decided"`
}

func newSettlementPeriod(p model.SettlementPeriod) SettlementPeriod {
	return SettlementPeriod{
		ID: httpx.ID(p.ID), State: settlement.StateName(p.State), Month: p.Month, AfterSeal: p.AfterSeal, LastSeal: p.LastSeal,
		From: p.FromAt, To: p.ToAt, Transactions: p.Transactions, Orgs: p.Orgs, Built: p.Built, Fault: p.Fault, CutAt: p.CutAt,
		CutBy: httpx.ID(p.UserID), PresentedAt: p.PresentedAt, PresentedBy: httpx.ID(p.PresentedBy), ConfirmBy: p.ConfirmBy,
		ClosedAt: p.ClosedAt, ClosedBy: httpx.ID(p.ClosedBy),
	}
}

// period answers with a period that a room returned.
func (h *SettlementHandler) period(ctx context.Context, p model.SettlementPeriod, err error) (*httpx.Out[SettlementPeriod], error) {
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return httpx.Answer(newSettlementPeriod(p)), nil
}

// Periods pages through periods, newest first.
func (h *SettlementHandler) Periods(ctx context.Context, in *httpx.PageInput) (*httpx.Out[httpx.Page[SettlementPeriod]], error) {
	rows, err := h.settlement.Periods(ctx, model.SettlementPeriodID(in.After.N), in.Limit)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	id := func(p model.SettlementPeriod) int64 { return int64(p.ID) }
	return httpx.Answer(httpx.NewPage(rows, in.Limit, id, newSettlementPeriod)), nil
}

// CutInput makes a retry the same cut.
type CutInput struct {
	Key string `header:"Idempotency-Key" required:"true" minLength:"1" maxLength:"64" pattern:"^[!-~]+$" doc:"the same for a retry, which gets the first answer"`
}

// Cut ends a period now.
func (h *SettlementHandler) Cut(ctx context.Context, in *CutInput) (*httpx.Out[SettlementPeriod], error) {
	actor, _ := identity.ActorFrom(ctx)
	p, err := h.settlement.Cut(ctx, actor.UserID, in.Key)
	return h.period(ctx, p, err)
}

// Period shows a period, and what keeps it from being closed.
func (h *SettlementHandler) Period(ctx context.Context, in *IDInput) (*httpx.Out[SettlementPeriod], error) {
	p, err := h.settlement.Period(ctx, model.SettlementPeriodID(in.ID.N))
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	w, err := h.settlement.Waits(ctx, p)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	out := newSettlementPeriod(p)
	out.Waiting = &SettlementWaiting{Disputed: w.Disputed, Unanswered: w.Unanswered, Adjustments: w.Adjustments}
	return httpx.Answer(out), nil
}

// Rebuild has a period's statements written anew.
func (h *SettlementHandler) Rebuild(ctx context.Context, in *IDInput) (*httpx.Out[SettlementPeriod], error) {
	p, err := h.settlement.Rebuild(ctx, model.SettlementPeriodID(in.ID.N))
	return h.period(ctx, p, err)
}

// Present lets organisations see a period.
func (h *SettlementHandler) Present(ctx context.Context, in *IDInput) (*httpx.Out[SettlementPeriod], error) {
	actor, _ := identity.ActorFrom(ctx)
	p, err := h.settlement.Present(ctx, actor.UserID, model.SettlementPeriodID(in.ID.N))
	return h.period(ctx, p, err)
}

// Close ends a period for good.
func (h *SettlementHandler) Close(ctx context.Context, in *IDInput) (*httpx.Out[SettlementPeriod], error) {
	actor, _ := identity.ActorFrom(ctx)
	p, err := h.settlement.Close(ctx, actor.UserID, model.SettlementPeriodID(in.ID.N))
	return h.period(ctx, p, err)
}

// StatementsInput narrows to what is disputed.
type StatementsInput struct {
	IDInput
	httpx.PageInput
	Disputed bool `query:"disputed" doc:"those with a disputed line only"`
}

// Statements pages through a period's statements, by organisation.
func (h *SettlementHandler) Statements(ctx context.Context, in *StatementsInput) (*httpx.Out[httpx.Page[httpx.Statement]], error) {
	rows, err := h.settlement.Statements(ctx, model.SettlementPeriodID(in.ID.N), in.Disputed, model.OrgID(in.After.N), in.Limit)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	org := func(st settlement.Statement) int64 { return int64(st.OrgID) }
	return httpx.Answer(httpx.NewPage(rows, in.Limit, org, httpx.StatementSummary)), nil
}

// OrgStatementsInput asks for an organisation's statements.
type OrgStatementsInput struct {
	httpx.PageInput
	ID httpx.Ref `path:"id" doc:"the organisation's id"`
}

// OrgStatements pages through an organisation's statements, newest first, those that it does not
// see yet among them.
func (h *SettlementHandler) OrgStatements(ctx context.Context, in *OrgStatementsInput) (*httpx.Out[httpx.Page[httpx.Statement]], error) {
	rows, err := h.settlement.StatementsOf(ctx, model.OrgID(in.ID.N), model.SettlementPeriodID(in.After.N), in.Limit)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	period := func(st settlement.Statement) int64 { return int64(st.PeriodID) }
	return httpx.Answer(httpx.NewPage(rows, in.Limit, period, httpx.StatementSummary)), nil
}

// StatementRef names a statement.
type StatementRef struct {
	ID  httpx.Ref `path:"id" doc:"the period's number"`
	Org httpx.Ref `path:"org" doc:"the organisation's id"`
}

// Statement shows a statement.
func (h *SettlementHandler) Statement(ctx context.Context, in *StatementRef) (*httpx.Out[httpx.Statement], error) {
	st, err := h.settlement.Find(ctx, model.SettlementPeriodID(in.ID.N), model.OrgID(in.Org.N))
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return httpx.Answer(httpx.NewStatement(st)), nil
}

// LineRef names a line of a statement.
type LineRef struct {
	StatementRef
	Number int `path:"number" minimum:"1" maximum:"1000000" doc:"the line's"`
}

// OpenLineInput names a line, and a page of what it sums up.
type OpenLineInput struct {
	LineRef
	httpx.PageInput
}

// OpenedLine is a page of what a line sums up, with the scans that a case rests on.
type OpenedLine struct {
	httpx.StatementParts
	Flags []Flag `json:"flags,omitempty" doc:"of a penalty or compensation: the scans that raised the case"`
}

// Open shows what a line sums up, down to the scans.
func (h *SettlementHandler) Open(ctx context.Context, in *OpenLineInput) (*httpx.Out[OpenedLine], error) {
	o, err := h.settlement.Open(ctx, model.SettlementPeriodID(in.ID.N), model.OrgID(in.Org.N), in.Number, model.TxnID(in.After.N), in.Limit)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	out := OpenedLine{StatementParts: httpx.NewStatementParts(o)}
	if o.Case != nil {
		for _, f := range o.Case.Flags {
			out.Flags = append(out.Flags, newFlag(f))
		}
	}
	return httpx.Answer(out), nil
}

// RejectInput says why a disputed line stays as it is.
type RejectInput struct {
	LineRef
	Body struct {
		Words string `json:"words" minLength:"1" maxLength:"500"`
	}
}

// Reject answers a dispute with words.
func (h *SettlementHandler) Reject(ctx context.Context, in *RejectInput) (*httpx.Out[httpx.Statement], error) {
	actor, _ := identity.ActorFrom(ctx)
	err := h.settlement.Reject(ctx, settlement.Answer{
		Period: model.SettlementPeriodID(in.ID.N), Org: model.OrgID(in.Org.N), User: actor.UserID, Lines: []int{in.Number}, Words: in.Body.Words,
	})
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return h.Statement(ctx, &in.StatementRef)
}

// StatementEvent is a step in the life of a statement.
type StatementEvent struct {
	ID       httpx.ID  `json:"id"`
	Line     int       `json:"line"`
	Action   string    `json:"action" enum:"confirm,dispute,accept,reject,adjust"`
	Revision int       `json:"revision" doc:"of the statement then"`
	User     httpx.ID  `json:"user_id,omitempty" doc:"who, of the brand's"`
	Person   httpx.ID  `json:"person_id,omitempty" doc:"who, of the organisation's"`
	Note     string    `json:"note,omitempty"`
	At       time.Time `json:"at"`
}

func newStatementEvent(e model.SettlementEvent) StatementEvent {
	return StatementEvent{
		ID: httpx.ID(e.ID), Line: e.Line, Action: e.Action, Revision: e.Revision, User: httpx.ID(e.UserID), Person: httpx.ID(e.PersonID),
		Note: e.Note, At: e.At,
	}
}

// StatementEventsInput names a statement, and a page of its history.
type StatementEventsInput struct {
	StatementRef
	httpx.PageInput
}

// Events pages through what was done with a statement, first to last.
func (h *SettlementHandler) Events(ctx context.Context, in *StatementEventsInput) (*httpx.Out[httpx.Page[StatementEvent]], error) {
	rows, err := h.settlement.History(ctx, model.SettlementPeriodID(in.ID.N), model.OrgID(in.Org.N), model.SettlementEventID(in.After.N), in.Limit)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	id := func(e model.SettlementEvent) int64 { return int64(e.ID) }
	return httpx.Answer(httpx.NewPage(rows, in.Limit, id, newStatementEvent)), nil
}
