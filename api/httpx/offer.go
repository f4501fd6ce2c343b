package httpx

import (
	"context"

	"channelrouter/model"
	"channelrouter/service/channel"
	"channelrouter/service/identity"
	"channelrouter/service/staff"
)

// Offer is a membership offered to the caller's verified number.
type Offer struct {
	ID        ID     `json:"id"`
	Role      string `json:"role" enum:"guide,terminal,salesperson,distributor"`
	Org       ID     `json:"org_id"`
	Code      string `json:"org_code"`
	Name      string `json:"org_name"`
	MadeAt    Time   `json:"made_at"`
	ExpiresAt Time   `json:"expires_at"`
	Leaves    []Left `json:"leaves" doc:"what would end by a yes: a guide has one shop at a time"`
}

func newOffers(offers []staff.Offer) []Offer {
	out := make([]Offer, len(offers))
	for i, o := range offers {
		out[i] = Offer{
			ID: ID(o.ID), Role: channel.RoleName(o.Role), Org: ID(o.Org.ID), Code: o.Org.Code, Name: o.Org.Name,
			MadeAt: Time{o.MadeAt}, ExpiresAt: Time{o.ExpiresAt}, Leaves: newLeft(o.Leaves),
		}
	}
	return out
}

// OfferRef names an offer.
type OfferRef struct {
	ID Ref `path:"id" doc:"the offer's id, of GET /me"`
}

// TakeOffer is the caller's yes to an offer. The same again is answered alike.
func (h *People) TakeOffer(ctx context.Context, in *OfferRef) (*Out[Joined], error) {
	actor, _ := identity.ActorFrom(ctx)
	joined, err := h.staff.TakeOffer(ctx, actor.PersonID, model.InvitationID(in.ID.N))
	if err != nil {
		return nil, Problem(ctx, err)
	}
	return Answer(newJoined(joined)), nil
}

// DeclineOffer is the caller's no to an offer.
func (h *People) DeclineOffer(ctx context.Context, in *OfferRef) (*Empty, error) {
	actor, _ := identity.ActorFrom(ctx)
	if err := h.staff.DeclineOffer(ctx, actor.PersonID, model.InvitationID(in.ID.N)); err != nil {
		return nil, Problem(ctx, err)
	}
	return &Empty{}, nil
}
