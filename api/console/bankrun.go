package console

import (
	"context"
	"io"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"channelrouter/api/httpx"
	"channelrouter/internal/money"
	"channelrouter/model"
	"channelrouter/service/identity"
	"channelrouter/service/remittance"
)

// BankRun pays a closed period's statements by a file for the bank.
type BankRun struct {
	ID         httpx.ID   `json:"id"`
	State      string     `json:"state" enum:"listing,proposed,refused,approved,sent,finished" doc:"approved: its lines are being posted; sent: its file is there; finished: every line has its result"`
	Period     httpx.ID   `json:"period" doc:"its number"`
	Lines      int        `json:"lines"`
	Fen        money.Fen  `json:"fen" doc:"of all lines"`
	LeftOut    int        `json:"left_out" doc:"statements that are owed to and have no account"`
	Paid       int        `json:"paid" doc:"lines that were posted, which the file has"`
	PaidFen    money.Fen  `json:"paid_fen"`
	Dropped    int        `json:"dropped" doc:"lines that could not be paid as they were approved"`
	Succeeded  int        `json:"succeeded" doc:"lines, as the bank says"`
	Failed     int        `json:"failed" doc:"lines, which may be paid again"`
	FailedFen  money.Fen  `json:"failed_fen"`
	ProposedBy httpx.ID   `json:"proposed_by"`
	ProposedAt time.Time  `json:"proposed_at"`
	DecidedBy  httpx.ID   `json:"decided_by,omitempty"`
	DecidedAt  *time.Time `json:"decided_at,omitempty"`
	Note       string     `json:"note,omitempty" doc:"of who decided"`
	PostedAt   *time.Time `json:"posted_at,omitempty"`
	FinishedAt *time.Time `json:"finished_at,omitempty"`
}

func newBankRun(r model.BankRun) BankRun {
	return BankRun{
		ID: httpx.ID(r.ID), State: remittance.RunStateName(r.State), Period: httpx.ID(r.PeriodID), Lines: r.LineRows, Fen: r.Fen, LeftOut: r.LeftOut,
		Paid: r.Paid, PaidFen: r.PaidFen, Dropped: r.Dropped, Succeeded: r.Succeeded, Failed: r.Failed, FailedFen: r.FailedFen,
		ProposedBy: httpx.ID(r.UserID), ProposedAt: r.ProposedAt, DecidedBy: httpx.ID(r.DecidedBy), DecidedAt: r.DecidedAt, Note: r.Note,
		PostedAt: r.PostedAt, FinishedAt: r.FinishedAt,
	}
}

func bankRun(ctx context.Context, r model.BankRun, err error) (*httpx.Out[BankRun], error) {
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return httpx.Answer(newBankRun(r)), nil
}

// BankRunsInput narrows bank runs down.
type BankRunsInput struct {
	httpx.PageInput
	State string `query:"state" enum:"listing,proposed,refused,approved,sent,finished"`
}

// Runs pages through bank runs, newest first.
func (h *RemittanceHandler) Runs(ctx context.Context, in *BankRunsInput) (*httpx.Out[httpx.Page[BankRun]], error) {
	rows, err := h.remittance.Runs(ctx, remittance.ParseRunState(in.State), model.BankRunID(in.After.N), in.Limit)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return httpx.Answer(httpx.NewPage(rows, in.Limit, func(r model.BankRun) int64 { return int64(r.ID) }, newBankRun)), nil
}

// Run shows a bank run, and how far it is.
func (h *RemittanceHandler) Run(ctx context.Context, in *IDInput) (*httpx.Out[BankRun], error) {
	r, err := h.remittance.Run(ctx, model.BankRunID(in.ID.N))
	return bankRun(ctx, r, err)
}

// ProposeRunInput names a closed period.
type ProposeRunInput struct {
	Key  string `header:"Idempotency-Key" required:"true" minLength:"1" maxLength:"64" pattern:"^[!-~]+$" doc:"the same for a retry; a retry is the same run"`
	Body struct {
		Period httpx.ID `json:"period" doc:"its number"`
	}
}

// Propose begins a bank run, which waits for somebody else.
func (h *RemittanceHandler) Propose(ctx context.Context, in *ProposeRunInput) (*httpx.Out[BankRun], error) {
	actor, _ := identity.ActorFrom(ctx)
	r, err := h.remittance.Propose(ctx, remittance.NewRun{By: actor.UserID, Key: in.Key, Period: model.SettlementPeriodID(in.Body.Period)})
	return bankRun(ctx, r, err)
}

// ApproveRun has a run paid that somebody else proposed.
func (h *RemittanceHandler) ApproveRun(ctx context.Context, in *DecideInput) (*httpx.Out[BankRun], error) {
	r, err := h.remittance.Approve(ctx, model.BankRunID(in.ID.N), in.remit(ctx))
	return bankRun(ctx, r, err)
}

// RefuseRun turns a run down.
func (h *RemittanceHandler) RefuseRun(ctx context.Context, in *DecideInput) (*httpx.Out[BankRun], error) {
	r, err := h.remittance.Refuse(ctx, model.BankRunID(in.ID.N), in.remit(ctx))
	return bankRun(ctx, r, err)
}

// BankLine is a statement that a run pays.
type BankLine struct {
	Number   int        `json:"number"`
	State    string     `json:"state" enum:"listed,paid,dropped,succeeded,failed"`
	Org      httpx.ID   `json:"org_id"`
	OrgCode  string     `json:"org_code"`
	OrgName  string     `json:"org_name"`
	Account  httpx.ID   `json:"account_id"`
	Name     string     `json:"name" doc:"whose account it is"`
	Tail     string     `json:"number_ends" doc:"the account's last four digits"`
	Fen      money.Fen  `json:"fen"`
	Reason   string     `json:"reason,omitempty" doc:"why it was dropped: a code; or has failed: the bank's words"`
	Txn      httpx.ID   `json:"transaction_id,omitempty" doc:"of the ledger, once it is posted"`
	ResultBy httpx.ID   `json:"result_by,omitempty" doc:"who told of the bank's result"`
	ResultAt *time.Time `json:"result_at,omitempty"`
}

func newBankLine(l remittance.Line) BankLine {
	return BankLine{
		Number: l.N, State: remittance.LineStateName(l.State), Org: httpx.ID(l.OrgID), OrgCode: l.Org.Code, OrgName: l.Org.Name,
		Account: httpx.ID(l.AccountID), Name: l.Account.Name, Tail: l.Account.Tail, Fen: l.Fen, Reason: l.Reason, Txn: httpx.ID(l.TxnID),
		ResultBy: httpx.ID(l.ResultBy), ResultAt: l.ResultAt,
	}
}

// BankLinesInput names a run, and a page of its lines in a state.
type BankLinesInput struct {
	IDInput
	httpx.PageInput
	State string `query:"state" enum:"listed,paid,dropped,succeeded,failed"`
}

// Lines pages through a run's lines.
func (h *RemittanceHandler) Lines(ctx context.Context, in *BankLinesInput) (*httpx.Out[httpx.Page[BankLine]], error) {
	rows, err := h.remittance.Lines(ctx, model.BankRunID(in.ID.N), remittance.ParseLineState(in.State), int(min(in.After.N, 1<<30)), in.Limit)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return httpx.Answer(httpx.NewPage(rows, in.Limit, func(l remittance.Line) int64 { return int64(l.N) }, newBankLine)), nil
}

// BankOmission is a statement that a run leaves out.
type BankOmission struct {
	Org     httpx.ID  `json:"org_id"`
	OrgCode string    `json:"org_code"`
	OrgName string    `json:"org_name"`
	Fen     money.Fen `json:"fen"`
	Reason  string    `json:"reason" enum:"no_account" doc:"no bank account of it was approved"`
}

// BankOmissionsInput names a run, and a page of what it leaves out.
type BankOmissionsInput struct {
	IDInput
	httpx.PageInput
}

// Omissions pages through what a run leaves out.
func (h *RemittanceHandler) Omissions(ctx context.Context, in *BankOmissionsInput) (*httpx.Out[httpx.Page[BankOmission]], error) {
	rows, err := h.remittance.Omissions(ctx, model.BankRunID(in.ID.N), model.OrgID(in.After.N), in.Limit)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	org := func(o remittance.Omission) int64 { return int64(o.OrgID) }
	return httpx.Answer(httpx.NewPage(rows, in.Limit, org, func(o remittance.Omission) BankOmission {
		return BankOmission{Org: httpx.ID(o.OrgID), OrgCode: o.Org.Code, OrgName: o.Org.Name, Fen: o.Fen, Reason: "no_account"}
	})), nil
}

// BankFileInput names a run, and what its file is written in.
type BankFileInput struct {
	IDInput
	Encoding string `query:"encoding" enum:"utf8,gb18030" default:"gb18030" doc:"utf8 has a byte order mark"`
}

var csvTypes = map[remittance.Encoding]string{remittance.UTF8: httpx.CSV, remittance.GB18030: "text/csv; charset=gb18030"}

// BankFile streams a run's file for the bank, with account numbers in clear.
func (h *RemittanceHandler) BankFile(ctx context.Context, in *BankFileInput) (*huma.StreamResponse, error) {
	f, err := h.remittance.OpenFile(ctx, model.BankRunID(in.ID.N), remittance.Encoding(in.Encoding))
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return httpx.Stream(httpx.Download{Name: f.Name(), Type: csvTypes[remittance.Encoding(in.Encoding)], Write: f.Write}), nil
}

// BankResultsInput is a bank's file: the body itself, CSV or XLSX.
type BankResultsInput struct {
	IDInput
	file io.Reader
}

// Resolve takes hold of the body, which the room bounds. A sender has as long as a request.
func (in *BankResultsInput) Resolve(c huma.Context) []error {
	in.file = c.BodyReader()
	if deadline, ok := c.Context().Deadline(); ok {
		_ = c.SetReadDeadline(deadline) // a connection without deadlines ends with its context
	}
	return nil
}

// BankResults is what became of a file of results.
type BankResults struct {
	Rows     int                 `json:"rows"`
	Taken    int                 `json:"taken" doc:"results that are new"`
	Repeated int                 `json:"repeated" doc:"that were known"`
	Refused  int                 `json:"refused"`
	First    []RefusedBankResult `json:"first_refused" doc:"the first thousand"`
	Run      BankRun             `json:"run" doc:"as it is now"`
}

// RefusedBankResult is a row that was not taken.
type RefusedBankResult struct {
	Row    int    `json:"row" doc:"of the file"`
	Line   string `json:"line"`
	Code   string `json:"code" example:"remittance.contradicts"`
	Detail string `json:"detail,omitempty"`
}

// Results takes what the bank says of a run's lines, row by row.
func (h *RemittanceHandler) Results(ctx context.Context, in *BankResultsInput) (*httpx.Out[BankResults], error) {
	actor, _ := identity.ActorFrom(ctx)
	report, err := h.remittance.ReadResults(ctx, actor.UserID, model.BankRunID(in.ID.N), in.file)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	r, err := h.remittance.Run(ctx, model.BankRunID(in.ID.N))
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	out := BankResults{
		Rows: report.Rows, Taken: report.Taken, Repeated: report.Repeated, Refused: report.Refused,
		First: make([]RefusedBankResult, len(report.First)), Run: newBankRun(r),
	}
	for i, f := range report.First {
		out.First[i] = RefusedBankResult{Row: f.Row, Line: f.Line, Code: f.Error.Code, Detail: f.Error.Detail}
	}
	return httpx.Answer(out), nil
}
