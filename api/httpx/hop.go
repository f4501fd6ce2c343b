package httpx

import (
	"context"

	"channelrouter/service/identity"
	"channelrouter/service/link"
)

// Arrival is what a hop leads to.
type Arrival struct {
	Code   string `json:"code" doc:"the text of the code that was scanned in the other app"`
	Page   string `json:"page"`
	Action string `json:"action" enum:"claim,guide_reward,case_open,trace,verify"`
}

// Hops takes in who comes from another role's app.
type Hops struct {
	links *link.Service
	app   string
}

// NewHops makes the handler of an app.
func NewHops(s *link.Service, app string) *Hops { return &Hops{links: s, app: app} }

// HopInput is what the other app handed over.
type HopInput struct {
	Body struct {
		Ticket string `json:"ticket" minLength:"1" maxLength:"2048" doc:"the ticket of wx.navigateToMiniProgram's extraData"`
	}
}

// Arrive takes a hop's ticket, once; nothing is written.
func (h *Hops) Arrive(ctx context.Context, in *HopInput) (*Out[Arrival], error) {
	actor, _ := identity.ActorFrom(ctx)
	a, err := h.links.Arrive(ctx, actor.PersonID, h.app, in.Body.Ticket)
	if err != nil {
		return nil, Problem(ctx, err)
	}
	return Answer(Arrival{Code: a.Code, Page: a.Page, Action: a.Action}), nil
}
