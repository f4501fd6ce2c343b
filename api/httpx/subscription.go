package httpx

import (
	"context"

	"channelrouter/model"
	"channelrouter/service/identity"
	"channelrouter/service/message"
)

// SubscriptionTemplate is a template that the app may ask its person to accept by
// wx.requestSubscribeMessage, a few at a time.
type SubscriptionTemplate struct {
	TemplateID string   `json:"template_id"`
	Events     []string `json:"events" doc:"what its messages are about"`
	Remaining  int      `json:"remaining" doc:"messages that the person still takes: one for each time that he accepted"`
	Choice     string   `json:"choice,omitempty" enum:"accepted,rejected,refused,banned" doc:"the last; of a refused or banned template WeChat asks no more"`
}

var choices = map[model.ConsentChoice]string{
	model.ConsentAccepted: "accepted", model.ConsentRejected: "rejected",
	model.ConsentRefused: "refused", model.ConsentBanned: "banned",
}

func newTemplates(asks []message.Ask) []SubscriptionTemplate {
	all := make([]SubscriptionTemplate, len(asks))
	for i, a := range asks {
		all[i] = SubscriptionTemplate{TemplateID: a.TemplateID, Events: a.Events, Remaining: a.Remaining, Choice: choices[a.Choice]}
	}
	return all
}

// Templates lists the role's templates: those to ask for first come first.
func (h *Inbox) Templates(ctx context.Context, _ *Empty) (*Out[[]SubscriptionTemplate], error) {
	actor, _ := identity.ActorFrom(ctx)
	asks, err := h.messages.Asks(ctx, actor.PersonID, h.role)
	if err != nil {
		return nil, Problem(ctx, err)
	}
	return Answer(newTemplates(asks)), nil
}

// SubscriptionChoice is what wx.requestSubscribeMessage answered for a template.
type SubscriptionChoice struct {
	TemplateID string `json:"template_id" minLength:"1" maxLength:"64"`
	Choice     string `json:"choice" enum:"accept,acceptWithAudio,acceptWithAlert,acceptWithForcePush,reject,ban,filter" doc:"WeChat's word"`
	Always     bool   `json:"always,omitempty" doc:"wx.getSetting has the choice among those that are kept"`
}

// ConsentsInput is one answer of wx.requestSubscribeMessage.
type ConsentsInput struct {
	Key  string `header:"Idempotency-Key" required:"true" minLength:"1" maxLength:"64" pattern:"^[!-~]+$" doc:"one for each popup, the same for a retry; a popup is counted once"`
	Body struct {
		Choices []SubscriptionChoice `json:"choices" minItems:"1" maxItems:"20"`
	}
}

// consents leaves out what WeChat did not ask the person about.
func (in *ConsentsInput) consents() []message.Consent {
	var all []message.Consent
	for _, c := range in.Body.Choices {
		choice := model.ConsentAccepted
		switch {
		case c.Choice == "filter":
			continue
		case c.Choice == "ban":
			choice = model.ConsentBanned
		case c.Choice == "reject" && c.Always:
			choice = model.ConsentRefused
		case c.Choice == "reject":
			choice = model.ConsentRejected
		}
		all = append(all, message.Consent{TemplateID: c.TemplateID, Choice: choice})
	}
	return all
}

// Consent takes in what the caller has chosen, and answers with the templates as they are
// then.
func (h *Inbox) Consent(ctx context.Context, in *ConsentsInput) (*Out[[]SubscriptionTemplate], error) {
	actor, _ := identity.ActorFrom(ctx)
	if err := h.messages.ReportConsents(ctx, actor.PersonID, h.role, in.consents(), in.Key); err != nil {
		return nil, Problem(ctx, err)
	}
	return h.Templates(ctx, nil)
}

// QuietHours are times between which a person gets no WeChat messages, in all his roles.
type QuietHours struct {
	From string `json:"from" pattern:"^[0-2][0-9]:[0-5][0-9]$" doc:"HH:MM in Shanghai"`
	To   string `json:"to" pattern:"^[0-2][0-9]:[0-5][0-9]$" doc:"the same as from: never quiet"`
	Own  bool   `json:"own" readOnly:"true" doc:"the person has set them; else they are the brand's"`
}

// Quiet shows the caller's quiet hours.
func (h *Inbox) Quiet(ctx context.Context, _ *Empty) (*Out[QuietHours], error) {
	actor, _ := identity.ActorFrom(ctx)
	q, err := h.messages.Quiet(ctx, actor.PersonID)
	if err != nil {
		return nil, Problem(ctx, err)
	}
	return Answer(QuietHours(q)), nil
}

// QuietHoursInput is the hours to set.
type QuietHoursInput struct {
	Body struct {
		From string `json:"from" pattern:"^[0-2][0-9]:[0-5][0-9]$" doc:"HH:MM in Shanghai"`
		To   string `json:"to" pattern:"^[0-2][0-9]:[0-5][0-9]$" doc:"the same as from: never quiet"`
	}
}

// SetQuiet sets the caller's quiet hours.
func (h *Inbox) SetQuiet(ctx context.Context, in *QuietHoursInput) (*Out[QuietHours], error) {
	actor, _ := identity.ActorFrom(ctx)
	q, err := h.messages.SetQuiet(ctx, actor.PersonID, in.Body.From, in.Body.To)
	if err != nil {
		return nil, Problem(ctx, err)
	}
	return Answer(QuietHours(q)), nil
}
