package console

import (
	"context"
	"time"

	"channelrouter/api/httpx"
	"channelrouter/model"
	"channelrouter/service/identity"
	"channelrouter/service/rebate"
)

// SetTargetsInput is targets, all of which are taken, or none.
type SetTargetsInput struct {
	ID   httpx.Ref `path:"id" doc:"the programme's id"`
	Body struct {
		Targets []TargetOfOrg `json:"targets" minItems:"1" maxItems:"2000"`
	}
}

// TargetOfOrg is how many units an organisation is to reach in a period.
type TargetOfOrg struct {
	Org    string `json:"organisation" minLength:"1" maxLength:"32" doc:"its code"`
	Period int32  `json:"period" minimum:"200001" maximum:"999912" doc:"its first month, yyyymm"`
	Units  int64  `json:"units" minimum:"0" maximum:"1000000000" doc:"0 takes the target away"`
}

// SetTargets tells how many targets are others than before.
type SetTargets struct {
	Changed int `json:"changed"`
}

// SetTargets sets targets; the same again changes nothing.
func (h *RebateHandler) SetTargets(ctx context.Context, in *SetTargetsInput) (*httpx.Out[SetTargets], error) {
	actor, _ := identity.ActorFrom(ctx)
	targets := make([]rebate.NewTarget, len(in.Body.Targets))
	for i, t := range in.Body.Targets {
		targets[i] = rebate.NewTarget{Org: t.Org, Period: t.Period, Units: t.Units}
	}
	changed, err := h.rebate.SetTargets(ctx, model.ProgrammeID(in.ID.N), targets, actor.UserID)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return httpx.Answer(SetTargets{Changed: changed}), nil
}

// Target is a target that is set.
type Target struct {
	Org   httpx.ID  `json:"org_id"`
	Units int64     `json:"units"`
	SetBy httpx.ID  `json:"set_by"`
	SetAt time.Time `json:"set_at"`
}

// Targets pages through a programme's targets of a period.
func (h *RebateHandler) Targets(ctx context.Context, in *PeriodInput) (*httpx.Out[httpx.Page[Target]], error) {
	rows, err := h.rebate.Targets(ctx, model.ProgrammeID(in.ID.N), in.Period, model.OrgID(in.After.N), in.Limit)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return httpx.Answer(httpx.NewPage(rows, in.Limit, func(t model.RebateTarget) int64 { return int64(t.OrgID) }, func(t model.RebateTarget) Target {
		return Target{Org: httpx.ID(t.OrgID), Units: t.Units, SetBy: httpx.ID(t.SetBy), SetAt: t.SetAt}
	})), nil
}

// Display is a display of goods in a terminal that was approved.
type Display struct {
	ID          httpx.ID   `json:"id"`
	Programme   httpx.ID   `json:"programme_id"`
	Terminal    httpx.ID   `json:"terminal_id"`
	ShownOn     int32      `json:"shown_on" doc:"business day yyyymmdd"`
	Photo       string     `json:"photo"`
	ApprovedBy  httpx.ID   `json:"approved_by"`
	ApprovedAt  time.Time  `json:"approved_at"`
	WithdrawnAt *time.Time `json:"withdrawn_at,omitempty"`
	Note        string     `json:"note,omitempty" doc:"why it was withdrawn"`
}

func newDisplay(d model.RebateDisplay) Display {
	return Display{
		ID: httpx.ID(d.ID), Programme: httpx.ID(d.ProgrammeID), Terminal: httpx.ID(d.Terminal), ShownOn: d.ShownOn, Photo: d.Photo,
		ApprovedBy: httpx.ID(d.ApprovedBy), ApprovedAt: d.ApprovedAt, WithdrawnAt: d.WithdrawnAt, Note: d.Note,
	}
}

// DisplaysInput names a programme.
type DisplaysInput struct {
	ID httpx.Ref `path:"id" doc:"the programme's id"`
	httpx.PageInput
}

// Displays pages through a programme's displays, newest first.
func (h *RebateHandler) Displays(ctx context.Context, in *DisplaysInput) (*httpx.Out[httpx.Page[Display]], error) {
	rows, err := h.rebate.Displays(ctx, model.ProgrammeID(in.ID.N), model.DisplayID(in.After.N), in.Limit)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return httpx.Answer(httpx.NewPage(rows, in.Limit, func(d model.RebateDisplay) int64 { return int64(d.ID) }, newDisplay)), nil
}

// ApproveDisplayInput is a display that somebody has seen.
type ApproveDisplayInput struct {
	ID   httpx.Ref `path:"id" doc:"the programme's id"`
	Key  string    `header:"Idempotency-Key" required:"true" minLength:"1" maxLength:"64" pattern:"^[!-~]+$" doc:"the same for a retry; a retry is the same display"`
	Body struct {
		Terminal httpx.ID `json:"terminal_id"`
		ShownOn  int32    `json:"shown_on" minimum:"20000101" maximum:"99991231" doc:"the business day that the photo was taken, yyyymmdd"`
		Photo    string   `json:"photo" minLength:"1" maxLength:"200" doc:"where the photo is kept"`
	}
}

// ApproveDisplay has a terminal count for the period of its display.
func (h *RebateHandler) ApproveDisplay(ctx context.Context, in *ApproveDisplayInput) (*httpx.Out[Display], error) {
	actor, _ := identity.ActorFrom(ctx)
	d, err := h.rebate.Approve(ctx, rebate.NewDisplay{
		Key: in.Key, Programme: model.ProgrammeID(in.ID.N), Terminal: model.OrgID(in.Body.Terminal), ShownOn: in.Body.ShownOn, Photo: in.Body.Photo,
	}, actor.UserID)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return httpx.Answer(newDisplay(d)), nil
}

// WithdrawDisplayInput says why.
type WithdrawDisplayInput struct {
	ID   httpx.Ref `path:"id" doc:"the display's id"`
	Body struct {
		Note string `json:"note" minLength:"1" maxLength:"200"`
	}
}

// WithdrawDisplay takes an approval back, with what was paid for it.
func (h *RebateHandler) WithdrawDisplay(ctx context.Context, in *WithdrawDisplayInput) (*httpx.Out[Display], error) {
	actor, _ := identity.ActorFrom(ctx)
	d, err := h.rebate.Withdraw(ctx, model.DisplayID(in.ID.N), in.Body.Note, actor.UserID)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return httpx.Answer(newDisplay(d)), nil
}
