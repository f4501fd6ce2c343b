package distributor

import (
	"context"
	"time"

	"channelrouter/api/httpx"
	"channelrouter/model"
	"channelrouter/service/channel"
	"channelrouter/service/rebate"
)

// RebateHandler shows a distributor what it has earned.
type RebateHandler struct {
	rebate  *rebate.Service
	channel *channel.Service
}

// NewRebateHandler makes the handler.
func NewRebateHandler(r *rebate.Service, ch *channel.Service) *RebateHandler {
	return &RebateHandler{rebate: r, channel: ch}
}

// Accrual is the rebate of one sold unit; what was taken back is negative.
type Accrual struct {
	Item     string    `json:"item"`
	Fen      int64     `json:"fen"`
	Diverted bool      `json:"diverted"`
	Terminal httpx.ID  `json:"terminal_id"`
	SoldAt   time.Time `json:"sold_at"`
}

// List pages through the caller's organisation's own accruals.
func (h *RebateHandler) List(ctx context.Context, in *httpx.PageInput) (*httpx.Out[httpx.Page[Accrual]], error) {
	_, org, err := httpx.Acting(ctx, h.channel, model.RoleDistributor)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	rows, err := h.rebate.OrgAccruals(ctx, org, model.TxnID(in.After.N), in.Limit)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	page := httpx.NewPage(rows, in.Limit, func(a model.RebateAccrual) int64 { return int64(a.TxnID) }, func(a model.RebateAccrual) Accrual {
		return Accrual{Item: a.Item.String(), Fen: int64(a.Fen), Diverted: a.Diverted, Terminal: httpx.ID(a.Terminal), SoldAt: a.SoldAt}
	})
	return httpx.Answer(page), nil
}
