package console

import (
	"context"
	"time"

	"channelrouter/api/httpx"
	"channelrouter/model"
	"channelrouter/service/identity"
	"channelrouter/service/rebate"
)

// RebateHandler serves rebate programmes.
type RebateHandler struct{ rebate *rebate.Service }

// NewRebateHandler makes the handler.
func NewRebateHandler(s *rebate.Service) *RebateHandler { return &RebateHandler{rebate: s} }

// Programme is what the brand promises the channel, version by version.
type Programme struct {
	ID        httpx.ID           `json:"id"`
	Code      string             `json:"code"`
	Name      string             `json:"name"`
	Kind      string             `json:"kind" enum:"per_unit,tiered,retrospective,growth,mix,new_terminal,display,target"`
	CreatedAt time.Time          `json:"created_at"`
	Versions  []ProgrammeVersion `json:"versions,omitempty" doc:"of one programme, oldest first"`
}

// ProgrammeVersion is what a programme says on its days.
type ProgrammeVersion struct {
	Number      int          `json:"number"`
	State       string       `json:"state" enum:"draft,published,withdrawn" doc:"withdrawn: retired before it began"`
	Edition     int          `json:"edition" doc:"of the draft; an edit and publishing name the one they read"`
	From        int32        `json:"from" doc:"the first business day, yyyymmdd"`
	To          int32        `json:"to" doc:"the first day on which it is over; 99991231: none"`
	Terms       rebate.Terms `json:"terms"`
	PublishedAt *time.Time   `json:"published_at,omitempty"`
}

var programmeStates = map[model.ProgrammeState]string{
	model.ProgrammeDraft: "draft", model.ProgrammePublished: "published", model.ProgrammeWithdrawn: "withdrawn",
}

func newProgramme(p model.RebateProgramme) Programme {
	return Programme{ID: httpx.ID(p.ID), Code: p.Code, Name: p.Name, Kind: rebate.KindName(p.Kind), CreatedAt: p.CreatedAt}
}

func newProgrammeVersions(rows []model.RebateProgrammeVersion) ([]ProgrammeVersion, error) {
	versions := make([]ProgrammeVersion, len(rows))
	for i, v := range rows {
		terms, err := rebate.TermsOf(v)
		if err != nil {
			return nil, err
		}
		versions[i] = ProgrammeVersion{
			Number: v.Number, State: programmeStates[v.State], Edition: v.Edition, From: v.FromDay, To: v.ToDay, Terms: terms, PublishedAt: v.PublishedAt,
		}
	}
	return versions, nil
}

// ProgrammesInput narrows programmes down.
type ProgrammesInput struct {
	httpx.PageInput
	Text string `query:"q" maxLength:"60" doc:"what stands in the name or the code"`
	Kind string `query:"kind" enum:"per_unit,tiered,retrospective,growth,mix,new_terminal,display,target"`
}

// List pages through programmes, newest first.
func (h *RebateHandler) List(ctx context.Context, in *ProgrammesInput) (*httpx.Out[httpx.Page[Programme]], error) {
	rows, err := h.rebate.List(ctx, rebate.ProgrammeQuery{Text: in.Text, Kind: rebate.ParseKind(in.Kind)}, model.ProgrammeID(in.After.N), in.Limit)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return httpx.Answer(httpx.NewPage(rows, in.Limit, func(p model.RebateProgramme) int64 { return int64(p.ID) }, newProgramme)), nil
}

// Get shows a programme with its versions.
func (h *RebateHandler) Get(ctx context.Context, in *IDInput) (*httpx.Out[Programme], error) {
	p, rows, err := h.rebate.Get(ctx, model.ProgrammeID(in.ID.N))
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	out := newProgramme(p)
	if out.Versions, err = newProgrammeVersions(rows); err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return httpx.Answer(out), nil
}

// NewProgrammeInput is a programme to make. The same one sent again is found, not made again.
type NewProgrammeInput struct {
	Body struct {
		Code string `json:"code" minLength:"1" maxLength:"32"`
		Name string `json:"name" minLength:"1" maxLength:"80"`
		Kind string `json:"kind" enum:"per_unit,tiered,retrospective,growth,mix,new_terminal,display,target"`
	}
}

// Create makes a programme without versions.
func (h *RebateHandler) Create(ctx context.Context, in *NewProgrammeInput) (*httpx.Out[Programme], error) {
	actor, _ := identity.ActorFrom(ctx)
	p, err := h.rebate.Create(ctx, rebate.NewProgramme{Code: in.Body.Code, Name: in.Body.Name, Kind: rebate.ParseKind(in.Body.Kind)}, actor.UserID)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return httpx.Answer(newProgramme(p)), nil
}

// ProgrammeDraft is what a version is to say.
type ProgrammeDraft struct {
	From  int32        `json:"from" minimum:"20000101" maximum:"99991231" doc:"the first business day, yyyymmdd; of what sums up, the first of a period"`
	To    int32        `json:"to,omitempty" minimum:"20000101" maximum:"99991231" doc:"the first day on which it is over; left out: until it is retired"`
	Terms rebate.Terms `json:"terms"`
}

func (d ProgrammeDraft) room() rebate.Draft {
	return rebate.Draft{From: d.From, To: d.To, Terms: d.Terms}
}

// one answers with a version.
func (h *RebateHandler) one(ctx context.Context, v model.RebateProgrammeVersion, err error) (*httpx.Out[ProgrammeVersion], error) {
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	versions, err := newProgrammeVersions([]model.RebateProgrammeVersion{v})
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return httpx.Answer(versions[0]), nil
}

// DraftInput is the next version of a programme.
type DraftInput struct {
	ID   httpx.Ref `path:"id" doc:"the programme's id"`
	Body ProgrammeDraft
}

// Draft stores the next version of a programme.
func (h *RebateHandler) Draft(ctx context.Context, in *DraftInput) (*httpx.Out[ProgrammeVersion], error) {
	actor, _ := identity.ActorFrom(ctx)
	v, err := h.rebate.AddDraft(ctx, model.ProgrammeID(in.ID.N), in.Body.room(), actor.UserID)
	return h.one(ctx, v, err)
}

// EditDraftInput replaces what a draft says.
type EditDraftInput struct {
	ID     httpx.Ref `path:"id" doc:"the programme's id"`
	Number int       `path:"number" minimum:"1" maximum:"1000000" doc:"the version"`
	Body   struct {
		ProgrammeDraft
		Edition int `json:"edition" minimum:"1" doc:"the draft that was read"`
	}
}

// Edit replaces what a draft says.
func (h *RebateHandler) Edit(ctx context.Context, in *EditDraftInput) (*httpx.Out[ProgrammeVersion], error) {
	v, err := h.rebate.EditDraft(ctx, model.ProgrammeID(in.ID.N), in.Number, in.Body.Edition, in.Body.room())
	return h.one(ctx, v, err)
}

// PublishVersionInput names the draft that is published.
type PublishVersionInput struct {
	ID     httpx.Ref `path:"id" doc:"the programme's id"`
	Number int       `path:"number" minimum:"1" maximum:"1000000" doc:"the version"`
	Body   struct {
		Edition int `json:"edition" minimum:"1" doc:"the draft that was read"`
	}
}

// Publish puts a draft in force on its days, for good.
func (h *RebateHandler) Publish(ctx context.Context, in *PublishVersionInput) (*httpx.Out[ProgrammeVersion], error) {
	actor, _ := identity.ActorFrom(ctx)
	v, err := h.rebate.Publish(ctx, model.ProgrammeID(in.ID.N), in.Number, in.Body.Edition, actor.UserID)
	return h.one(ctx, v, err)
}

// RetireInput says from when on nothing is in force.
type RetireInput struct {
	ID   httpx.Ref `path:"id" doc:"the programme's id"`
	Body struct {
		Day int32 `json:"day" minimum:"20000101" maximum:"99991231" doc:"the first day on which it is over, yyyymmdd; of what sums up, the first of a period"`
	}
}

// Retire ends a programme.
func (h *RebateHandler) Retire(ctx context.Context, in *RetireInput) (*httpx.Out[[]ProgrammeVersion], error) {
	actor, _ := identity.ActorFrom(ctx)
	rows, err := h.rebate.Retire(ctx, model.ProgrammeID(in.ID.N), in.Body.Day, actor.UserID)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	changed, err := newProgrammeVersions(rows)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return httpx.Answer(changed), nil
}
