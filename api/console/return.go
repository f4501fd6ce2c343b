package console

import (
	"context"

	"channelrouter/api/httpx"
	"channelrouter/model"
	"channelrouter/service/custody"
	"channelrouter/service/identity"
	"channelrouter/service/warehouse"
)

// ReturnHandler decides and inspects what distributors give back.
type ReturnHandler struct{ warehouse *warehouse.Service }

// NewReturnHandler makes the handler.
func NewReturnHandler(w *warehouse.Service) *ReturnHandler { return &ReturnHandler{warehouse: w} }

// ListReturnsInput narrows to an organisation and a state.
type ListReturnsInput struct {
	httpx.PageInput
	Org   httpx.Ref `query:"org" doc:"a distributor's id; all when left out"`
	State string    `query:"state" enum:"asked,approved,refused,withdrawn,shipped,inspected"`
}

// List pages through returns, oldest first.
func (h *ReturnHandler) List(ctx context.Context, in *ListReturnsInput) (*httpx.Out[httpx.Page[httpx.Return]], error) {
	rows, err := h.warehouse.Returns(ctx, model.OrgID(in.Org.N), warehouse.ParseReturnState(in.State), model.GoodsReturnID(in.After.N), in.Limit)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return httpx.Answer(httpx.ReturnPage(rows, in.Limit)), nil
}

// ReturnDetail is a return with where its goods are now.
type ReturnDetail struct {
	httpx.Return
	Goods    []StandingGoods    `json:"goods"`
	Obstacle *httpx.ProblemBody `json:"obstacle,omitempty" doc:"why the distributor could not ship it now"`
}

// Get shows a return.
func (h *ReturnHandler) Get(ctx context.Context, in *IDInput) (*httpx.Out[ReturnDetail], error) {
	r, err := h.warehouse.GetReturn(ctx, model.GoodsReturnID(in.ID.N))
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	goods, obstacle, err := h.warehouse.ReturnStanding(ctx, r)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	detail := ReturnDetail{Return: httpx.NewReturn(r), Goods: make([]StandingGoods, len(goods))}
	for i, g := range goods {
		detail.Goods[i] = newStandingGoods(g)
	}
	if obstacle != nil {
		detail.Obstacle = httpx.Body(ctx, obstacle)
	}
	return httpx.Answer(detail), nil
}

// showReturn answers with a return.
func showReturn(ctx context.Context) func(model.GoodsReturn, error) (*httpx.Out[httpx.Return], error) {
	return func(r model.GoodsReturn, err error) (*httpx.Out[httpx.Return], error) {
		if err != nil {
			return nil, httpx.Problem(ctx, err)
		}
		return httpx.Answer(httpx.NewReturn(r)), nil
	}
}

// Goods pages through the goods of a return, with what was found of them.
func (h *ReturnHandler) Goods(ctx context.Context, in *httpx.ReturnPartInput) (*httpx.Out[httpx.Page[httpx.ReturnGoods]], error) {
	if _, err := h.warehouse.GetReturn(ctx, model.GoodsReturnID(in.ID.N)); err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return httpx.GoodsOfReturn(ctx, h.warehouse, in)
}

// Inspections pages through what was found.
func (h *ReturnHandler) Inspections(ctx context.Context, in *httpx.ReturnPartInput) (*httpx.Out[httpx.Page[httpx.Inspection]], error) {
	if _, err := h.warehouse.GetReturn(ctx, model.GoodsReturnID(in.ID.N)); err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return httpx.InspectionsOfReturn(ctx, h.warehouse, in)
}

// ReturnVerdictInput is a decision, and why.
type ReturnVerdictInput struct {
	ID   httpx.Ref `path:"id" doc:"the return's id"`
	Body struct {
		Note string `json:"note" minLength:"1" maxLength:"200"`
	}
}

func (in *ReturnVerdictInput) verdict(ctx context.Context) warehouse.ReturnVerdict {
	actor, _ := identity.ActorFrom(ctx)
	return warehouse.ReturnVerdict{Return: model.GoodsReturnID(in.ID.N), By: actor.UserID, Note: in.Body.Note}
}

// Approve allows the distributor to ship the goods. Approved again it is answered as before.
func (h *ReturnHandler) Approve(ctx context.Context, in *ReturnVerdictInput) (*httpx.Out[httpx.Return], error) {
	return showReturn(ctx)(h.warehouse.ApproveReturn(ctx, in.verdict(ctx)))
}

// Refuse closes the request: the goods stay where they are.
func (h *ReturnHandler) Refuse(ctx context.Context, in *ReturnVerdictInput) (*httpx.Out[httpx.Return], error) {
	return showReturn(ctx)(h.warehouse.RefuseReturn(ctx, in.verdict(ctx)))
}

// InspectionKey makes a finding safe to send again.
type InspectionKey struct {
	Key string    `header:"Idempotency-Key" required:"true" minLength:"1" maxLength:"40" pattern:"^[!-~]+$" doc:"the same for a retry; a retry gets the first answer"`
	ID  httpx.Ref `path:"id" doc:"the return's id"`
}

// InspectReturnInput is what was found of goods.
type InspectReturnInput struct {
	InspectionKey
	Body struct {
		Finding string   `json:"finding" enum:"accepted,rejected,scrapped,missing" doc:"accepted: the brand's again, to be sold; rejected: the distributor's still; scrapped: the brand's again, and no more; missing: not in the parcel"`
		Codes   []string `json:"codes,omitempty" maxItems:"2000" doc:"of units or containers, on any face; all of which nothing was found when left out"`
		Loss    string   `json:"loss,omitempty" enum:"damaged,expired,recalled,consumed" doc:"why goods are scrapped"`
		Remark  string   `json:"remark,omitempty" maxLength:"200" doc:"needed of what is rejected or scrapped"`
	}
}

// Inspect keeps what was found.
func (h *ReturnHandler) Inspect(ctx context.Context, in *InspectReturnInput) (*httpx.Out[httpx.Inspection], error) {
	loss, err := custody.ParseLoss(in.Body.Loss)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return h.keep(ctx, in.InspectionKey, warehouse.NewInspection{
		Finding: warehouse.ParseFinding(in.Body.Finding), Loss: loss, Codes: in.Body.Codes, Remark: in.Body.Remark,
	})
}

// SettleReturnInput is what became of goods that stayed the distributor's.
type SettleReturnInput struct {
	InspectionKey
	Body struct {
		Outcome string   `json:"outcome" enum:"sent_back,not_shipped,lost" doc:"of what was rejected: sent_back; of what was missing: not_shipped gives it back to the distributor, lost says that it is no more"`
		Codes   []string `json:"codes,omitempty" maxItems:"2000" doc:"of units or containers, on any face; all that was rejected, or missing, when left out"`
		Remark  string   `json:"remark" minLength:"1" maxLength:"200"`
	}
}

// Settle keeps what became of goods.
func (h *ReturnHandler) Settle(ctx context.Context, in *SettleReturnInput) (*httpx.Out[httpx.Inspection], error) {
	return h.keep(ctx, in.InspectionKey, warehouse.NewInspection{
		Finding: warehouse.ParseFinding(in.Body.Outcome), Codes: in.Body.Codes, Remark: in.Body.Remark,
	})
}

func (h *ReturnHandler) keep(ctx context.Context, key InspectionKey, n warehouse.NewInspection) (*httpx.Out[httpx.Inspection], error) {
	actor, _ := identity.ActorFrom(ctx)
	n.Key, n.Return, n.By = key.Key, model.GoodsReturnID(key.ID.N), actor.UserID
	kept, err := h.warehouse.Inspect(ctx, n)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return httpx.Answer(httpx.NewInspection(kept)), nil
}
