package httpx

import (
	"context"
	"time"

	"channelrouter/internal/money"
	"channelrouter/model"
	"channelrouter/service/channel"
	"channelrouter/service/settlement"
)

// Statement is what a period was for an organisation.
type Statement struct {
	Period     ID              `json:"period" doc:"its number"`
	Month      int32           `json:"month,omitempty" doc:"yyyymm of the month that it was cut after; none: on demand"`
	From       *time.Time      `json:"from,omitempty" doc:"what was recorded after this; none: from the beginning"`
	To         time.Time       `json:"to" doc:"up to this"`
	Org        ID              `json:"org_id"`
	OrgCode    string          `json:"org_code"`
	OrgName    string          `json:"org_name"`
	State      string          `json:"state" enum:"prepared,presented,disputed,confirmed,closed" doc:"presented: some lines wait for an answer; confirmed: all are confirmed, answered, or past their time"`
	Revision   int             `json:"revision" doc:"of its figures; confirming names the one that was read"`
	ConfirmBy  *time.Time      `json:"confirm_by,omitempty" doc:"from when on silence counts as confirmed"`
	ClosedAt   *time.Time      `json:"closed_at,omitempty"`
	OpeningFen money.Fen       `json:"opening_fen" doc:"what the brand owed before; negative: what it was owed"`
	ClosingFen money.Fen       `json:"closing_fen" doc:"and after: the opening and all lines"`
	Accounts   OrgSums         `json:"accounts" doc:"the closing by account"`
	Lines      []StatementLine `json:"lines,omitempty" doc:"of one statement; lists leave them out"`
	PaidFen    money.Fen       `json:"paid_fen,omitempty" doc:"by this statement"`
	PaidBy     string          `json:"paid_by,omitempty" enum:"bank,credit"`
	PaidAt     *time.Time      `json:"paid_at,omitempty"`

	Returned []ReturnedPayment `json:"returned,omitempty" doc:"payments that the bank has not carried out"`
}

// ReturnedPayment is a payment that the bank has not carried out.
type ReturnedPayment struct {
	Fen    money.Fen `json:"fen"`
	PaidAt time.Time `json:"paid_at"`
	At     time.Time `json:"returned_at"`
	Reason string    `json:"reason,omitempty" doc:"the bank's"`
}

// StatementSummary is a statement as lists show it, without its lines.
func StatementSummary(st settlement.Statement) Statement {
	out := NewStatement(st)
	out.Lines = nil
	return out
}

// OrgSums are amounts by account.
type OrgSums struct {
	RebateFen       money.Fen `json:"rebate_fen"`
	PenaltyFen      money.Fen `json:"penalty_fen"`
	RewardFen       money.Fen `json:"reward_fen"`
	CompensationFen money.Fen `json:"compensation_fen"`
	AdjustmentFen   money.Fen `json:"adjustment_fen"`
}

// StatementLine is a line of a statement.
type StatementLine struct {
	Number        int        `json:"number"`
	Kind          string     `json:"kind" enum:"rebate,claw_back,penalty,penalty_reversal,compensation,compensation_reversal,reward,payment,payment_returned,credit,adjustment,other"`
	Programme     string     `json:"programme,omitempty" doc:"of rebates: its code; none: the basic rates"`
	ProgrammeName string     `json:"programme_name,omitempty"`
	SKU           string     `json:"sku,omitempty" doc:"of rebates; none: of a period, not of units"`
	Product       string     `json:"product,omitempty"`
	Case          ID         `json:"case_id,omitempty"`
	Adjustment    ID         `json:"adjustment_id,omitempty"`
	LedgerKind    string     `json:"ledger_kind,omitempty" doc:"of others"`
	Units         int64      `json:"units" doc:"of penalties and compensations the case's; of rewards how many"`
	Fen           money.Fen  `json:"fen"`
	State         string     `json:"state" enum:"unanswered,confirmed,disputed,accepted,rejected"`
	Silent        bool       `json:"silent,omitempty" doc:"nobody said anything until its time was over, which counts as confirmed"`
	ConfirmBy     *time.Time `json:"confirm_by,omitempty"`
	Reason        string     `json:"reason,omitempty" doc:"why it was disputed"`
	Answer        string     `json:"answer,omitempty" doc:"what the brand said to it"`
}

var paymentMethods = map[model.SettlementMethod]string{model.PaidByBank: "bank", model.PaidByCredit: "credit"}

// NewStatement shows a statement.
func NewStatement(st settlement.Statement) Statement {
	out := Statement{
		Period: ID(st.PeriodID), Month: st.Period.Month, From: st.Period.FromAt, To: st.Period.ToAt,
		Org: ID(st.OrgID), OrgCode: st.Org.Code, OrgName: st.Org.Name, State: st.State, Revision: st.Revision,
		ConfirmBy: st.Period.ConfirmBy, ClosedAt: st.ClosedAt, OpeningFen: st.OpeningFen, ClosingFen: st.ClosingFen,
		Accounts: OrgSums(st.OrgSums), Lines: make([]StatementLine, len(st.Lines)),
	}
	for i, l := range st.Lines {
		out.Lines[i] = newStatementLine(l)
	}
	for _, r := range st.Returns {
		out.Returned = append(out.Returned, ReturnedPayment{Fen: r.Fen, PaidAt: r.PaidAt, At: r.ReturnedAt, Reason: r.Reason})
	}
	if p := st.Payment; p != nil {
		out.PaidFen, out.PaidBy, out.PaidAt = p.Fen, paymentMethods[p.Method], &p.PaidAt
	}
	return out
}

func newStatementLine(l settlement.Line) StatementLine {
	return StatementLine{
		Number: l.N, Kind: settlement.LineKindName(l.Kind), Programme: l.Programme.Code, ProgrammeName: l.Programme.Name,
		SKU: l.Product.SKU, Product: l.Product.Name, Case: ID(l.CaseID), Adjustment: ID(l.AdjustmentID), LedgerKind: l.LedgerKind,
		Units: l.Units, Fen: l.Fen, State: settlement.LineStateName(l.State), Silent: l.Silent, ConfirmBy: l.ConfirmBy,
		Reason: l.Reason, Answer: l.Answer,
	}
}

// StatementPart is what a transaction of the ledger adds to a line, and what it rests on.
type StatementPart struct {
	Txn     ID              `json:"transaction_id"`
	Kind    string          `json:"kind" doc:"the ledger's"`
	Units   int64           `json:"units"`
	Fen     money.Fen       `json:"fen"`
	Rebates []RebateLine    `json:"rebates,omitempty" doc:"of rebates"`
	Scans   []StatementScan `json:"scans,omitempty" doc:"that made it"`
}

// StatementScan is a scan that an amount rests on.
type StatementScan struct {
	ID      ID        `json:"scan_id"`
	Item    string    `json:"item"`
	Purpose string    `json:"purpose" enum:"consumer_claim,guide_reward,case_open"`
	Org     ID        `json:"org_id,omitempty" doc:"the terminal"`
	At      time.Time `json:"at"`
}

// StatementParts is a page of what a line sums up.
type StatementParts struct {
	Items      []StatementPart `json:"items" doc:"may be few, or none, though there are more pages"`
	NextAfter  *ID             `json:"next_after,omitempty" doc:"pass as after for the next page"`
	Case       ID              `json:"case_id,omitempty" doc:"of a penalty or compensation"`
	CaseUnits  []string        `json:"case_units,omitempty" doc:"the units that it penalises, as runs, for the brand and who is penalised; none once it is taken back"`
	Adjustment string          `json:"adjustment,omitempty" doc:"why the statement was adjusted"`
}

// PurposeName is what programs call a purpose of scans.
func PurposeName(p model.Purpose) string { return purposes[p] }

var purposes = map[model.Purpose]string{
	model.PurposeConsumerClaim: "consumer_claim", model.PurposeGuideReward: "guide_reward", model.PurposeCaseOpen: "case_open",
}

// NewStatementParts shows a page of what a line sums up.
func NewStatementParts(o settlement.OpenedLine) StatementParts {
	out := StatementParts{Items: make([]StatementPart, len(o.Parts))}
	for i, p := range o.Parts {
		part := StatementPart{Txn: ID(p.Txn), Kind: p.Kind, Units: p.Units, Fen: p.Fen}
		for _, r := range p.Rebates {
			part.Rebates = append(part.Rebates, NewRebateLine(r))
		}
		part.Scans = NewStatementScans(p.Scans)
		out.Items[i] = part
	}
	if o.Next != 0 {
		next := ID(o.Next)
		out.NextAfter = &next
	}
	if o.Case != nil {
		out.Case = ID(o.Case.Case.ID)
		for _, r := range o.Case.Units {
			out.CaseUnits = append(out.CaseUnits, runText(r))
		}
	}
	if o.Adjustment != nil {
		out.Adjustment = o.Adjustment.Reason
	}
	return out
}

// runText is a run of items: the first and the last.
func runText(r model.ItemRange) string {
	if r.Len() == 1 {
		return r.From.String()
	}
	return r.From.String() + "–" + (r.To - 1).String()
}

// Statements serves an organisation's own statements in its app.
type Statements struct {
	settlement *settlement.Service
	channel    *channel.Service
	role       model.Role
}

// NewStatements makes the handler of a role's app.
func NewStatements(s *settlement.Service, ch *channel.Service, role model.Role) *Statements {
	return &Statements{settlement: s, channel: ch, role: role}
}

// List pages through the statements of the caller's organisation.
func (h *Statements) List(ctx context.Context, in *PageInput) (*Out[Page[Statement]], error) {
	_, org, err := Acting(ctx, h.channel, h.role)
	if err != nil {
		return nil, Problem(ctx, err)
	}
	rows, err := h.settlement.OwnStatements(ctx, org, model.SettlementPeriodID(in.After.N), in.Limit)
	if err != nil {
		return nil, Problem(ctx, err)
	}
	period := func(st settlement.Statement) int64 { return int64(st.PeriodID) }
	return Answer(NewPage(rows, in.Limit, period, StatementSummary)), nil
}

// StatementRef names a statement of the caller's organisation.
type StatementRef struct {
	ID Ref `path:"id" doc:"the period's number"`
}

// Get shows a statement of the caller's organisation.
func (h *Statements) Get(ctx context.Context, in *StatementRef) (*Out[Statement], error) {
	_, org, err := Acting(ctx, h.channel, h.role)
	if err != nil {
		return nil, Problem(ctx, err)
	}
	return h.shown(ctx, in.ID, org)
}

func (h *Statements) shown(ctx context.Context, period Ref, org model.OrgID) (*Out[Statement], error) {
	st, err := h.settlement.Own(ctx, model.SettlementPeriodID(period.N), org)
	if err != nil {
		return nil, Problem(ctx, err)
	}
	return Answer(NewStatement(st)), nil
}

// OpenLineInput names a line, and a page of what it sums up.
type OpenLineInput struct {
	StatementRef
	Number int `path:"number" minimum:"1" maximum:"1000000" doc:"the line's"`
	PageInput
}

// Open shows what a line sums up, down to the scans.
func (h *Statements) Open(ctx context.Context, in *OpenLineInput) (*Out[StatementParts], error) {
	_, org, err := Acting(ctx, h.channel, h.role)
	if err != nil {
		return nil, Problem(ctx, err)
	}
	o, err := h.settlement.OpenOwn(ctx, model.SettlementPeriodID(in.ID.N), org, in.Number, model.TxnID(in.After.N), in.Limit)
	if err != nil {
		return nil, Problem(ctx, err)
	}
	return Answer(NewStatementParts(o)), nil
}

// ConfirmStatementInput says which lines are right.
type ConfirmStatementInput struct {
	StatementRef
	Body struct {
		Revision int   `json:"revision" minimum:"1" doc:"of the statement that was read"`
		Lines    []int `json:"lines,omitempty" maxItems:"1000" doc:"left out: all but those that are disputed; a disputed line that is named is disputed no more"`
	}
}

// Confirm agrees to lines of a statement.
func (h *Statements) Confirm(ctx context.Context, in *ConfirmStatementInput) (*Out[Statement], error) {
	person, org, err := Acting(ctx, h.channel, h.role)
	if err != nil {
		return nil, Problem(ctx, err)
	}
	err = h.settlement.Confirm(ctx, settlement.Answer{
		Period: model.SettlementPeriodID(in.ID.N), Org: org, Person: person, Revision: in.Body.Revision, Lines: in.Body.Lines,
	})
	if err != nil {
		return nil, Problem(ctx, err)
	}
	return h.shown(ctx, in.ID, org)
}

// DisputeLineInput says why a line is wrong.
type DisputeLineInput struct {
	StatementRef
	Number int `path:"number" minimum:"1" maximum:"1000000" doc:"the line's"`
	Body   struct {
		Revision int    `json:"revision" minimum:"1" doc:"of the statement that was read"`
		Reason   string `json:"reason" minLength:"1" maxLength:"500"`
	}
}

// Dispute says why a line is wrong.
func (h *Statements) Dispute(ctx context.Context, in *DisputeLineInput) (*Out[Statement], error) {
	person, org, err := Acting(ctx, h.channel, h.role)
	if err != nil {
		return nil, Problem(ctx, err)
	}
	err = h.settlement.Dispute(ctx, settlement.Answer{
		Period: model.SettlementPeriodID(in.ID.N), Org: org, Person: person, Revision: in.Body.Revision,
		Lines: []int{in.Number}, Words: in.Body.Reason,
	})
	if err != nil {
		return nil, Problem(ctx, err)
	}
	return h.shown(ctx, in.ID, org)
}

// NewStatementScans shows scans that an amount rests on.
func NewStatementScans(scans []model.ScanOnce) []StatementScan {
	var out []StatementScan
	for _, s := range scans {
		out = append(out, StatementScan{ID: ID(s.ScanID), Item: s.Item.String(), Purpose: purposes[s.Purpose], Org: ID(s.OrgID), At: s.At})
	}
	return out
}
