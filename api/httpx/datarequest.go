package httpx

import (
	"context"

	"channelrouter/model"
	"channelrouter/service/identity"
	"channelrouter/service/privacy"
)

// OwnDataRequest is a wish of the caller's for a copy of his data, or for their erasure.
type OwnDataRequest struct {
	ID      ID     `json:"id"`
	Kind    string `json:"kind" enum:"export,erasure"`
	State   string `json:"state" enum:"recorded,approved,running,done,refused"`
	AskedAt Time   `json:"asked_at"`
	DueAt   Time   `json:"due_at" doc:"by when it is answered"`
	Reason  string `json:"reason,omitempty" enum:"identity_not_proven,money_due,kept_by_law,repeated,withdrawn,other" doc:"why it was refused"`
}

func newOwnDataRequest(r model.DataRequest) OwnDataRequest {
	return OwnDataRequest{
		ID: ID(r.ID), Kind: privacy.KindName(r.Kind), State: privacy.StateName(r.State), AskedAt: Time{r.AskedAt}, DueAt: Time{r.DueAt}, Reason: r.Reason,
	}
}

// DataRequests lets callers of an app ask what may be asked of who has one's data.
type DataRequests struct {
	privacy *privacy.Service
	app     string
}

// NewDataRequests makes the handler of a role's app.
func NewDataRequests(p *privacy.Service, app string) *DataRequests {
	return &DataRequests{privacy: p, app: app}
}

// AskDataInput is a wish.
type AskDataInput struct {
	Body struct {
		Kind    string `json:"kind" enum:"export,erasure"`
		GivesUp bool   `json:"gives_up,omitempty" doc:"of an erasure: I give up what is left in my wallets, and prizes that I never claimed"`
	}
}

// Ask records a wish of the caller's; while one of the kind is open, it is that one.
func (h *DataRequests) Ask(ctx context.Context, in *AskDataInput) (*Out[OwnDataRequest], error) {
	actor, _ := identity.ActorFrom(ctx)
	r, err := h.privacy.Record(ctx, privacy.NewRequest{
		Person: actor.PersonID, Kind: privacy.ParseKind(in.Body.Kind), Source: model.DataByApp, App: h.app, GivesUp: in.Body.GivesUp,
	})
	if err != nil {
		return nil, Problem(ctx, err)
	}
	return Answer(newOwnDataRequest(r)), nil
}

// Mine shows the caller's wishes, newest first.
func (h *DataRequests) Mine(ctx context.Context, in *PageInput) (*Out[Page[OwnDataRequest]], error) {
	actor, _ := identity.ActorFrom(ctx)
	rows, err := h.privacy.Mine(ctx, actor.PersonID, model.DataRequestID(in.After.N), in.Limit)
	if err != nil {
		return nil, Problem(ctx, err)
	}
	return Answer(NewPage(rows, in.Limit, func(r model.DataRequest) int64 { return int64(r.ID) }, newOwnDataRequest)), nil
}
