package console

import (
	"context"
	"time"

	"channelrouter/api/httpx"
	"channelrouter/internal/clock"
	"channelrouter/model"
	"channelrouter/service/channel"
	"channelrouter/service/identity"
)

// OrgHandler serves the channel: organisations, links, territories, memberships.
type OrgHandler struct {
	channel  *channel.Service
	identity *identity.Service
	clock    clock.Clock
}

// NewOrgHandler makes the handler.
func NewOrgHandler(ch *channel.Service, ids *identity.Service, c clock.Clock) *OrgHandler {
	return &OrgHandler{channel: ch, identity: ids, clock: c}
}

// Org is an organisation of the channel.
type Org struct {
	ID        httpx.ID   `json:"id"`
	Code      string     `json:"code"`
	Kind      string     `json:"kind" enum:"brand,regional,distributor,wholesaler,terminal"`
	Name      string     `json:"name"`
	Adcode    string     `json:"adcode" doc:"GB/T 2260"`
	Version   int64      `json:"version" doc:"counts changes; If-Match of a change names it in quotes"`
	CreatedAt time.Time  `json:"created_at"`
	ClosedAt  *time.Time `json:"closed_at,omitempty" doc:"from then on it has no people, supplier or territory; left out while it is open"`
}

func newOrg(o model.Org) Org {
	return Org{ID: httpx.ID(o.ID), Code: o.Code, Kind: channel.KindName(o.Kind), Name: o.Name, Adcode: o.Adcode, Version: o.Version, CreatedAt: o.CreatedAt, ClosedAt: o.ClosedAt}
}

// IDInput names a thing by its id in the path.
type IDInput struct {
	ID httpx.Ref `path:"id" doc:"the thing's id"`
}

// Get shows an organisation.
func (h *OrgHandler) Get(ctx context.Context, in *IDInput) (*httpx.Tagged[Org], error) {
	org, err := h.channel.GetOrg(ctx, model.OrgID(in.ID.N))
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return tagged(org), nil
}

// CreateOrgInput is a new organisation. The same one sent again is found, not made again.
type CreateOrgInput struct {
	Body struct {
		Code   string `json:"code" minLength:"1" maxLength:"32" doc:"the brand's own number for it; a code that is taken is refused with channel.organisation_exists, unless kind, name and adcode are the same, too: then the answer is the organisation that is there, unchanged"`
		Kind   string `json:"kind" enum:"brand,regional,distributor,wholesaler,terminal"`
		Name   string `json:"name" minLength:"1" maxLength:"120"`
		Adcode string `json:"adcode" pattern:"^[0-9]{6}$"`
	}
}

// Create adds an organisation.
func (h *OrgHandler) Create(ctx context.Context, in *CreateOrgInput) (*httpx.Out[Org], error) {
	kind, err := channel.ParseKind(in.Body.Kind)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	org, err := h.channel.CreateOrg(ctx, channel.NewOrg{Code: in.Body.Code, Kind: kind, Name: in.Body.Name, Adcode: in.Body.Adcode})
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return httpx.Answer(newOrg(org)), nil
}

// LinkInput says who supplies an organisation from when on.
type LinkInput struct {
	ID   httpx.Ref `path:"id" doc:"the organisation's id"`
	Body struct {
		Supplier  httpx.ID   `json:"supplier_id"`
		Line      string     `json:"line,omitempty" maxLength:"32" doc:"product line; empty for all"`
		ValidFrom httpx.Time `json:"valid_from"`
	}
}

// Link gives an organisation a supplier.
func (h *OrgHandler) Link(ctx context.Context, in *LinkInput) (*httpx.Empty, error) {
	err := h.channel.Link(ctx, model.OrgID(in.ID.N), model.OrgID(in.Body.Supplier), in.Body.Line, in.Body.ValidFrom.T)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return &httpx.Empty{}, nil
}

// LogisticsInput says whether a distributor works with the logistics system from when on.
type LogisticsInput struct {
	ID   httpx.Ref `path:"id" doc:"the organisation's id"`
	Body struct {
		Equipped  bool       `json:"equipped" doc:"false: it works without"`
		ValidFrom httpx.Time `json:"valid_from"`
	}
}

// SetLogistics says whether a distributor works with the logistics system.
func (h *OrgHandler) SetLogistics(ctx context.Context, in *LogisticsInput) (*httpx.Empty, error) {
	err := h.channel.SetLogistics(ctx, model.OrgID(in.ID.N), in.Body.Equipped, in.Body.ValidFrom.T)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return &httpx.Empty{}, nil
}

// LogisticsPeriod is a period in which a distributor worked with or without it.
type LogisticsPeriod struct {
	Equipped  bool       `json:"equipped"`
	ValidFrom time.Time  `json:"valid_from"`
	ValidTo   *time.Time `json:"valid_to,omitempty" doc:"left out while it has no end"`
}

// Logistics lists what is believed of a distributor's logistics system, oldest first. Where
// nothing is said, it works with it.
func (h *OrgHandler) Logistics(ctx context.Context, in *IDInput) (*httpx.Out[[]LogisticsPeriod], error) {
	rows, err := h.channel.LogisticsOf(ctx, model.OrgID(in.ID.N))
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	periods := make([]LogisticsPeriod, len(rows))
	for i, r := range rows {
		periods[i] = LogisticsPeriod{Equipped: r.Equipped, ValidFrom: r.ValidFrom}
		if r.ValidTo.Before(model.Forever) {
			periods[i].ValidTo = &r.ValidTo
		}
	}
	return httpx.Answer(periods), nil
}

// MemberInput makes a person act for an organisation from when on.
type MemberInput struct {
	ID   httpx.Ref `path:"id" doc:"the organisation's id"`
	Body struct {
		Person    httpx.ID   `json:"person_id"`
		Role      string     `json:"role" enum:"guide,terminal,salesperson,distributor,warehouse"`
		ValidFrom httpx.Time `json:"valid_from"`
	}
}

// AddMember makes a person act for an organisation.
func (h *OrgHandler) AddMember(ctx context.Context, in *MemberInput) (*httpx.Empty, error) {
	role, err := channel.ParseRole(in.Body.Role)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	// Persons and the channel are rooms of one shelf, which do not ask each other.
	person, err := h.identity.Current(ctx, model.PersonID(in.Body.Person))
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	err = h.channel.Join(ctx, person, role, model.OrgID(in.ID.N), in.Body.ValidFrom.T)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return &httpx.Empty{}, nil
}

// LeavingInput names a membership.
type LeavingInput struct {
	ID     httpx.Ref `path:"id" doc:"the organisation's id"`
	Person httpx.Ref `path:"person" doc:"the person's id"`
	Role   string    `query:"role" required:"true" enum:"guide,terminal,salesperson,distributor,warehouse"`
}

// RemoveMember ends what a person does for an organisation, from now on.
func (h *OrgHandler) RemoveMember(ctx context.Context, in *LeavingInput) (*httpx.Empty, error) {
	role, err := channel.ParseRole(in.Role)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	if err := h.channel.Leave(ctx, model.PersonID(in.Person.N), role, model.OrgID(in.ID.N), h.clock.Now()); err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return &httpx.Empty{}, nil
}
