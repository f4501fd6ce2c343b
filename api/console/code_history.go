package console

import (
	"context"
	"time"

	"channelrouter/api/httpx"
	"channelrouter/model"
	"channelrouter/service/channel"
	"channelrouter/service/code"
	"channelrouter/service/diversion"
	"channelrouter/service/rebate"
	"channelrouter/service/reward"
	"channelrouter/service/scan"
)

// CodeHistoryHandler serves what became of an item: its scans, and the money that it moved.
type CodeHistoryHandler struct {
	code      *code.Service
	scan      *scan.Service
	reward    *reward.Service
	rebate    *rebate.Service
	diversion *diversion.Service
	channel   *channel.Service
}

// NewCodeHistoryHandler makes the handler.
func NewCodeHistoryHandler(
	c *code.Service, s *scan.Service, rw *reward.Service, rb *rebate.Service, d *diversion.Service, ch *channel.Service,
) *CodeHistoryHandler {
	return &CodeHistoryHandler{code: c, scan: s, reward: rw, rebate: rb, diversion: d, channel: ch}
}

// CodeScansInput asks for the scans of an item.
type CodeScansInput struct {
	httpx.PageInput
	Code string `query:"code" required:"true" maxLength:"512" doc:"of a unit or container, on any face, or an item as lists write it: 1/unit/42; withdrawn and recalled ones too"`
}

// Scans pages through the scans of an item's faces, newest first.
func (h *CodeHistoryHandler) Scans(ctx context.Context, in *CodeScansInput) (*httpx.Out[httpx.Page[ScanLine]], error) {
	found, err := h.code.LookInto(ctx, in.Code)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	scans, err := h.scan.History(ctx, found.Item, model.ScanID(in.After.N), in.Limit)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return httpx.Answer(httpx.NewPage(scans, in.Limit, func(sc model.Scan) int64 { return int64(sc.ID) }, func(sc model.Scan) ScanLine {
		return newScanLine(sc, h.code)
	})), nil
}

// CodeReward is what an item was worth to somebody who won by it.
type CodeReward struct {
	Purpose     string            `json:"purpose" enum:"consumer_claim,guide_reward,case_open"`
	State       string            `json:"state" enum:"posted,waiting,nothing,unjudged,unclaimed" doc:"waiting and unclaimed: for the consumer's claim; unjudged: until it is known whose the goods are"`
	Account     LedgerAccountName `json:"account"`
	Amount      int64             `json:"amount" doc:"in fen, or points"`
	Reason      string            `json:"reason,omitempty" doc:"why it is nothing, where a rule beside the policy says so"`
	Transaction httpx.ID          `json:"transaction_id,omitempty"`
	Scan        httpx.ID          `json:"scan_id"`
	At          time.Time         `json:"at"`
}

// CodeCase is a diversion case that rests on scans of an item.
type CodeCase struct {
	ID        httpx.ID `json:"id"`
	Status    string   `json:"status" enum:"open,confirmed,dismissed,reversed,investigating,noticed,appealed,watched"`
	Penalised bool     `json:"penalised" doc:"it penalises this very item"`
}

// CodeMoney is the money that an item moved.
type CodeMoney struct {
	Item    string             `json:"item"`
	Rewards []CodeReward       `json:"rewards"`
	Rebates []httpx.RebateLine `json:"rebates" doc:"version by version: what one posted, a later one may take back"`
	Cases   []CodeCase         `json:"cases"`
}

// CodeMoneyInput asks for the money that an item moved.
type CodeMoneyInput struct {
	Code string `query:"code" required:"true" maxLength:"512" doc:"of a unit or container, on any face, or an item as lists write it: 1/unit/42; withdrawn and recalled ones too"`
}

// Money tells who got what by an item: rewards of who scanned it, rebates of who stands above the
// shop, and the cases that may penalise where it came from.
func (h *CodeHistoryHandler) Money(ctx context.Context, in *CodeMoneyInput) (*httpx.Out[CodeMoney], error) {
	found, err := h.code.LookInto(ctx, in.Code)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	grants, err := h.reward.Of(ctx, found.Item)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	lines, err := h.rebate.OfItem(ctx, found.Item)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	cases, err := h.diversion.OfItem(ctx, found.Item)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	out := CodeMoney{Item: found.Item.String(), Rebates: make([]httpx.RebateLine, len(lines)), Cases: make([]CodeCase, len(cases))}
	for i, l := range lines {
		out.Rebates[i] = httpx.NewRebateLine(l)
	}
	for i, c := range cases {
		out.Cases[i] = CodeCase{ID: httpx.ID(c.ID), Status: diversion.StatusName(c.Status), Penalised: c.Penalised}
	}
	if out.Rewards, err = h.rewards(ctx, grants); err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return httpx.Answer(out), nil
}

var grantStates = map[model.GrantState]string{
	model.GrantPosted: "posted", model.GrantWaiting: "waiting", model.GrantNothing: "nothing", model.GrantUnjudged: "unjudged", model.GrantUnclaimed: "unclaimed",
}

func (h *CodeHistoryHandler) rewards(ctx context.Context, grants []model.Grant) ([]CodeReward, error) {
	accounts := make([]model.Account, len(grants))
	for i, g := range grants {
		accounts[i] = model.Account{Kind: g.AccountKind, Owner: g.Owner, Asset: g.Asset}
	}
	named, err := accountNames(ctx, h.channel, accounts)
	if err != nil {
		return nil, err
	}
	out := make([]CodeReward, len(grants))
	for i, g := range grants {
		out[i] = CodeReward{
			Purpose: httpx.PurposeName(g.Purpose), State: grantStates[g.State], Account: named(accounts[i]), Amount: g.Amount, Reason: g.Reason,
			Transaction: httpx.ID(g.TxnID), Scan: httpx.ID(g.ScanID), At: g.At,
		}
	}
	return out, nil
}
