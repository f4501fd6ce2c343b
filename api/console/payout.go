package console

import (
	"context"
	"slices"
	"time"

	"channelrouter/api/httpx"
	"channelrouter/internal/word"
	"channelrouter/model"
	"channelrouter/service/channel"
	"channelrouter/service/identity"
	"channelrouter/service/payout"
)

// PayoutHandler serves everybody's payouts, and what statements say of them.
type PayoutHandler struct {
	payouts *payout.Service
	channel *channel.Service
}

// NewPayoutHandler makes the handler.
func NewPayoutHandler(p *payout.Service, ch *channel.Service) *PayoutHandler {
	return &PayoutHandler{p, ch}
}

// PersonsPayout is cash on its way to a person, as the brand sees it.
type PersonsPayout struct {
	httpx.Payout
	Person    httpx.ID  `json:"person_id"`
	Wallet    string    `json:"wallet" enum:"consumer,guide,salesperson" doc:"whose wallet it left"`
	Merchant  string    `json:"merchant" doc:"who pays: prize or commission"`
	BillNo    string    `json:"bill_no" doc:"our number of it at WeChat Pay"`
	Reference string    `json:"reference,omitempty" doc:"WeChat Pay's own number"`
	Attempts  int       `json:"attempts"`
	ChangedAt time.Time `json:"changed_at"`
}

func newPayout(p model.Payout) PersonsPayout {
	out := PersonsPayout{
		Payout: httpx.NewPayout(p), Person: httpx.ID(p.PersonID), Wallet: wallets[p.Wallet], Merchant: p.Merchant, BillNo: p.BillNo, Reference: p.Reference,
		Attempts: p.Attempts, ChangedAt: p.UpdatedAt,
	}
	out.Package = "" // with which a person accepts in his own app
	return out
}

var wallets = map[model.AccountKind]string{model.WalletConsumer: "consumer", model.WalletGuide: "guide", model.WalletSalesperson: "salesperson"}

// PayoutsInput narrows payouts down, and sorts them.
type PayoutsInput struct {
	httpx.PageInput
	State  []string  `query:"state" enum:"owed,sending,confirming,paid,returned" doc:"any of these"`
	Wallet string    `query:"wallet" enum:"consumer,guide,salesperson" doc:"whose wallet they left"`
	Org    httpx.Ref `query:"org_id" doc:"of those who act for an organisation now"`
	Person httpx.Ref `query:"person_id"`
	From   int32     `query:"from" minimum:"20000101" maximum:"99991231" doc:"asked for on this business day, yyyymmdd, or later"`
	To     int32     `query:"to" minimum:"20000101" maximum:"99991231" doc:"or earlier"`
	Sort   string    `query:"sort" enum:"asked_at,-asked_at" doc:"the newest first when left out"`
}

// mostOfOrg is of how many people of an organisation payouts are found.
const mostOfOrg = 500

// query finds the people of an organisation, too.
func (h *PayoutHandler) query(ctx context.Context, in *PayoutsInput) (payout.Query, error) {
	q := payout.Query{Wallet: word.KeyOf(wallets, in.Wallet), From: in.From, To: in.To, Rising: in.Sort == "asked_at"}
	for _, name := range in.State {
		q.States = append(q.States, httpx.PayoutState(name))
	}
	if in.Person.N != 0 {
		q.People = []model.PersonID{model.PersonID(in.Person.N)}
	}
	if in.Org.N == 0 {
		return q, nil
	}
	members, err := h.channel.Members(ctx, model.OrgID(in.Org.N), 0, mostOfOrg)
	asked := q.People
	q.People = []model.PersonID{}
	for _, m := range members {
		if asked == nil || slices.Contains(asked, m.PersonID) {
			q.People = append(q.People, m.PersonID)
		}
	}
	return q, err
}

// List pages through payouts.
func (h *PayoutHandler) List(ctx context.Context, in *PayoutsInput) (*httpx.Out[httpx.Page[PersonsPayout]], error) {
	q, err := h.query(ctx, in)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	rows, err := h.payouts.All(ctx, q, model.PayoutID(in.After.N), in.Limit)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return httpx.Answer(httpx.NewPage(rows, in.Limit, func(p model.Payout) int64 { return int64(p.ID) }, newPayout)), nil
}

// Reconciliation is the comparison of payouts with a merchant's statement of a day.
type Reconciliation struct {
	ID          httpx.ID   `json:"id"`
	Merchant    string     `json:"merchant"`
	Day         int32      `json:"day" doc:"business day yyyymmdd"`
	State       string     `json:"state" enum:"begun,read,finished"`
	Lines       int64      `json:"lines" doc:"of transfers in the statement"`
	OutFen      int64      `json:"out_fen"`
	InFen       int64      `json:"in_fen" doc:"that came back"`
	OtherLines  int64      `json:"other_lines" doc:"of other business"`
	Bills       int64      `json:"bills" doc:"that were compared"`
	Differences int64      `json:"differences" doc:"that were found, settled ones too"`
	Fault       string     `json:"fault,omitempty" doc:"why it did not get further"`
	BegunAt     time.Time  `json:"begun_at"`
	FinishedAt  *time.Time `json:"finished_at,omitempty"`
}

var reconciliationStates = map[model.ReconciliationState]string{
	model.ReconciliationBegun: "begun", model.ReconciliationRead: "read", model.ReconciliationFinished: "finished",
}

func newReconciliation(r model.Reconciliation) Reconciliation {
	return Reconciliation{
		ID: httpx.ID(r.ID), Merchant: r.Merchant, Day: r.Day, State: reconciliationStates[r.State], Lines: r.Lines,
		OutFen: int64(r.OutFen), InFen: int64(r.InFen), OtherLines: r.OtherLines, Bills: r.Bills, Differences: r.Differences,
		Fault: r.Fault, BegunAt: r.BegunAt, FinishedAt: r.FinishedAt,
	}
}

// ReconciliationsInput narrows runs down.
type ReconciliationsInput struct {
	httpx.PageInput
	Merchant  string `query:"merchant" maxLength:"16"`
	Differing bool   `query:"differing" doc:"only those that found differences"`
}

// Reconciliations pages through the runs, newest first.
func (h *PayoutHandler) Reconciliations(ctx context.Context, in *ReconciliationsInput) (*httpx.Out[httpx.Page[Reconciliation]], error) {
	rows, err := h.payouts.Reconciliations(ctx, payout.ReconciliationQuery{Merchant: in.Merchant, Differing: in.Differing}, model.ReconciliationID(in.After.N), in.Limit)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	id := func(r model.Reconciliation) int64 { return int64(r.ID) }
	return httpx.Answer(httpx.NewPage(rows, in.Limit, id, newReconciliation)), nil
}

// Difference is what a statement and our payouts disagree in.
type Difference struct {
	ID        httpx.ID   `json:"id"`
	Kind      string     `json:"kind" enum:"not_ours,not_in_bill,amount,returned_paid,paid_returned,undecided"`
	Merchant  string     `json:"merchant"`
	BillNo    string     `json:"bill_no"`
	Day       int32      `json:"day"`
	OursFen   int64      `json:"ours_fen" doc:"what should have left for good"`
	TheirsFen int64      `json:"theirs_fen" doc:"what has"`
	FoundAt   time.Time  `json:"found_at"`
	SettledAt *time.Time `json:"settled_at,omitempty"`
	SettledBy httpx.ID   `json:"settled_by,omitempty" doc:"console user; 0: a later statement put it right"`
	Note      string     `json:"note,omitempty"`
}

func newDifference(d model.PayoutDifference) Difference {
	return Difference{
		ID: httpx.ID(d.ID), Kind: string(d.Kind), Merchant: d.Merchant, BillNo: d.BillNo, Day: d.Day, OursFen: int64(d.OursFen),
		TheirsFen: int64(d.TheirsFen), FoundAt: d.FoundAt, SettledAt: d.SettledAt, SettledBy: httpx.ID(d.SettledBy), Note: d.Note,
	}
}

// DifferencesInput names a run.
type DifferencesInput struct {
	IDInput
	httpx.PageInput
}

// Differences pages through what a run found.
func (h *PayoutHandler) Differences(ctx context.Context, in *DifferencesInput) (*httpx.Out[httpx.Page[Difference]], error) {
	rows, err := h.payouts.Differences(ctx, model.ReconciliationID(in.ID.N), model.DifferenceID(in.After.N), in.Limit)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	id := func(d model.PayoutDifference) int64 { return int64(d.ID) }
	return httpx.Answer(httpx.NewPage(rows, in.Limit, id, newDifference)), nil
}

// SettleInput is what a person decided about a difference.
type SettleInput struct {
	IDInput
	Difference httpx.Ref `path:"difference" doc:"the difference's id"`
	Body       struct {
		Note string `json:"note" minLength:"1" maxLength:"200" doc:"what became of it"`
	}
}

// Settle closes a difference.
func (h *PayoutHandler) Settle(ctx context.Context, in *SettleInput) (*httpx.Out[Difference], error) {
	actor, _ := identity.ActorFrom(ctx)
	d, err := h.payouts.SettleDifference(ctx, payout.Settlement{
		Reconciliation: model.ReconciliationID(in.ID.N), Difference: model.DifferenceID(in.Difference.N),
		By: actor.UserID, Note: in.Body.Note,
	})
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return httpx.Answer(newDifference(d)), nil
}
