package console

import (
	"context"
	"strconv"
	"strings"

	"channelrouter/api/httpx"
	"channelrouter/model"
	"channelrouter/service/channel"
	"channelrouter/service/diversion"
	"channelrouter/service/staff"
)

// PersonHandler names the apps' people.
type PersonHandler struct {
	staff     *staff.Service
	diversion *diversion.Service
}

// NewPersonHandler makes the handler.
func NewPersonHandler(s *staff.Service, d *diversion.Service) *PersonHandler {
	return &PersonHandler{staff: s, diversion: d}
}

// NamedPerson is one of the apps' people: by what he does, and by his phone, for names are not known.
type NamedPerson struct {
	ID    httpx.ID     `json:"id"`
	Phone string       `json:"phone,omitempty" doc:"masked" example:"138****5678"`
	Posts []PersonPost `json:"posts,omitempty" doc:"what he does now; a consumer does nothing"`
}

// PersonPost is what a person does for an organisation.
type PersonPost struct {
	Role string   `json:"role" enum:"guide,terminal,salesperson,distributor,warehouse"`
	Org  NamedOrg `json:"organisation"`
}

func newNamedPerson(k staff.Known) NamedPerson {
	out := NamedPerson{ID: httpx.ID(k.ID), Phone: k.Phone}
	for _, p := range k.Posts {
		out.Posts = append(out.Posts, PersonPost{Role: channel.RoleName(p.Role), Org: newNamedOrg(p.Org)})
	}
	return out
}

// People are named persons.
type People struct {
	Items []NamedPerson `json:"items"`
}

// PeopleInput says whose names are wanted.
type PeopleInput struct {
	IDs string `query:"ids" required:"true" maxLength:"3799" pattern:"^[0-9]{1,18}(,[0-9]{1,18})*$" doc:"of persons, some two hundred at most, with commas between them"`
}

// List names persons by their ids.
func (h *PersonHandler) List(ctx context.Context, in *PeopleInput) (*httpx.Out[People], error) {
	var ids []model.PersonID
	for text := range strings.SplitSeq(in.IDs, ",") {
		n, _ := strconv.ParseInt(text, 10, 64) // eighteen digits at most
		ids = append(ids, model.PersonID(n))
	}
	return h.named(ctx, ids)
}

// Inspectors names those whom cases were given to.
func (h *PersonHandler) Inspectors(ctx context.Context, _ *httpx.Empty) (*httpx.Out[People], error) {
	ids, err := h.diversion.Inspectors(ctx)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return h.named(ctx, ids)
}

func (h *PersonHandler) named(ctx context.Context, ids []model.PersonID) (*httpx.Out[People], error) {
	known, err := h.staff.People(ctx, ids)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	out := People{Items: make([]NamedPerson, len(known))}
	for i, k := range known {
		out.Items[i] = newNamedPerson(k)
	}
	return httpx.Answer(out), nil
}
