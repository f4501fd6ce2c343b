package console

import (
	"context"
	"time"

	"channelrouter/api/httpx"
	"channelrouter/model"
	"channelrouter/service/code"
	"channelrouter/service/custody"
	"channelrouter/service/identity"
)

// RelabelHandler puts spare labels on goods whose own cannot be read any more.
type RelabelHandler struct {
	custody *custody.Service
	codes   *code.Service
}

// NewRelabelHandler makes the handler.
func NewRelabelHandler(c *custody.Service, codes *code.Service) *RelabelHandler {
	return &RelabelHandler{custody: c, codes: codes}
}

// Label is a spare label on goods.
type Label struct {
	Spare  string    `json:"spare" doc:"the item that the label was printed for" example:"1/case/900"`
	Reason string    `json:"reason"`
	By     httpx.ID  `json:"by" doc:"the console user"`
	At     time.Time `json:"at"`
}

// Relabelled are goods with all spare labels that stand for them.
type Relabelled struct {
	Item   string  `json:"item" example:"1/case/42"`
	Labels []Label `json:"labels" doc:"in order of time"`
}

// RelabelInput asks for a spare label to stand for goods.
type RelabelInput struct {
	Body struct {
		Of     string `json:"of" minLength:"1" maxLength:"512" doc:"a code that can be read: of something inside the goods, or of another face of theirs"`
		Level  string `json:"level,omitempty" enum:"unit,box,case,pallet" doc:"of the container around it that is meant; the item itself when left out"`
		Spare  string `json:"spare" minLength:"1" maxLength:"512" doc:"the spare label's code"`
		Reason string `json:"reason" minLength:"1" maxLength:"200"`
	}
}

// Relabel has a spare label stand for goods: whatever was told of them stays as it is.
func (h *RelabelHandler) Relabel(ctx context.Context, in *RelabelInput) (*httpx.Out[Relabelled], error) {
	actor, _ := identity.ActorFrom(ctx)
	asked := custody.Relabelling{Of: in.Body.Of, Spare: in.Body.Spare, Reason: in.Body.Reason, UserID: actor.UserID}
	if in.Body.Level != "" {
		level, err := model.ParseLevel(in.Body.Level)
		if err != nil {
			return nil, httpx.Problem(ctx, err)
		}
		asked.Level = &level
	}
	item, err := h.custody.Relabel(ctx, asked)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	labels, err := labelsOf(ctx, h.codes, item)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return httpx.Answer(Relabelled{Item: item.String(), Labels: labels}), nil
}

func labelsOf(ctx context.Context, codes *code.Service, item model.ItemID) ([]Label, error) {
	rows, err := codes.LabelsOf(ctx, item)
	labels := make([]Label, len(rows))
	for i, r := range rows {
		labels[i] = Label{Spare: r.Spare.String(), Reason: r.Reason, By: httpx.ID(r.UserID), At: r.At}
	}
	return labels, err
}
