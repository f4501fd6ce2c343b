package console

import (
	"context"

	"channelrouter/api/httpx"
	"channelrouter/model"
	"channelrouter/service/custody"
	"channelrouter/service/identity"
	"channelrouter/service/warehouse"
)

// TransferHandler decides transfers between distributors.
type TransferHandler struct{ warehouse *warehouse.Service }

// NewTransferHandler makes the handler.
func NewTransferHandler(w *warehouse.Service) *TransferHandler { return &TransferHandler{warehouse: w} }

// ListTransfersInput narrows to a state.
type ListTransfersInput struct {
	httpx.PageInput
	State string `query:"state" enum:"asked,approved,refused,withdrawn"`
}

// List pages through transfers, oldest first.
func (h *TransferHandler) List(ctx context.Context, in *ListTransfersInput) (*httpx.Out[httpx.Page[httpx.Transfer]], error) {
	rows, err := h.warehouse.Transfers(ctx, 0, warehouse.ParseTransferState(in.State), model.GoodsTransferID(in.After.N), in.Limit)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return httpx.Answer(httpx.TransferPage(rows, in.Limit)), nil
}

// StandingGoods is a run of goods with where they are.
type StandingGoods struct {
	First     string   `json:"first" example:"1/case/42"`
	Count     int64    `json:"count"`
	Holder    httpx.ID `json:"holder"`
	InTransit httpx.ID `json:"in_transit" doc:"the receiver while the goods are on their way"`
	Assigned  httpx.ID `json:"assigned" doc:"the distributor they are meant for"`
}

func newStandingGoods(s custody.Standing) StandingGoods {
	return StandingGoods{
		First: s.Items.From.String(), Count: s.Items.Len(),
		Holder: httpx.ID(s.Holder), InTransit: httpx.ID(s.InTransit), Assigned: httpx.ID(s.Assigned),
	}
}

// TransferDetail is a transfer with where its goods are now.
type TransferDetail struct {
	httpx.Transfer
	Goods    []StandingGoods    `json:"goods"`
	Obstacle *httpx.ProblemBody `json:"obstacle,omitempty" doc:"why it could not be approved now"`
}

// Get shows a transfer.
func (h *TransferHandler) Get(ctx context.Context, in *IDInput) (*httpx.Out[TransferDetail], error) {
	t, err := h.warehouse.GetTransfer(ctx, model.GoodsTransferID(in.ID.N))
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	goods, obstacle, err := h.warehouse.TransferStanding(ctx, t)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	detail := TransferDetail{Transfer: httpx.NewTransfer(t.GoodsTransfer), Goods: make([]StandingGoods, len(goods))}
	for i, g := range goods {
		detail.Goods[i] = newStandingGoods(g)
	}
	if obstacle != nil && t.State == model.TransferAsked {
		detail.Obstacle = httpx.Body(ctx, obstacle)
	}
	return httpx.Answer(detail), nil
}

// TransferVerdictInput is a decision, and why.
type TransferVerdictInput struct {
	ID   httpx.Ref `path:"id" doc:"the transfer's id"`
	Body struct {
		Note string `json:"note" minLength:"1" maxLength:"200"`
	}
}

// Approve makes the goods the receiver's from now on. Approved again it is answered as before.
func (h *TransferHandler) Approve(ctx context.Context, in *TransferVerdictInput) (*httpx.Out[httpx.Transfer], error) {
	return decideTransfer(ctx, in, h.warehouse.ApproveTransfer)
}

// Refuse closes the request: nothing moves.
func (h *TransferHandler) Refuse(ctx context.Context, in *TransferVerdictInput) (*httpx.Out[httpx.Transfer], error) {
	return decideTransfer(ctx, in, h.warehouse.RefuseTransfer)
}

func decideTransfer(ctx context.Context, in *TransferVerdictInput,
	decide func(context.Context, warehouse.Verdict) (warehouse.Transfer, error),
) (*httpx.Out[httpx.Transfer], error) {
	actor, _ := identity.ActorFrom(ctx)
	t, err := decide(ctx, warehouse.Verdict{Transfer: model.GoodsTransferID(in.ID.N), By: actor.UserID, Note: in.Body.Note})
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return httpx.Answer(httpx.NewTransfer(t.GoodsTransfer)), nil
}
