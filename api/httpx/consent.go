package httpx

import (
	"context"

	"channelrouter/model"
	"channelrouter/service/identity"
)

// Consent is what a person has agreed to.
type Consent struct {
	Purpose string `json:"purpose" enum:"phone,location,marketing"`
	Version string `json:"version" doc:"of the text"`
	App     string `json:"app" doc:"where he agreed"`
	At      Time   `json:"granted_at"`
}

func newConsent(c model.Consent) Consent {
	return Consent{Purpose: string(c.Purpose), Version: c.Version, App: c.App, At: Time{c.GrantedAt}}
}

// Consents are the callers' own, in one app.
type Consents struct {
	identity *identity.Service
	app      string
}

// NewConsents makes the handler of an app.
func NewConsents(s *identity.Service, app string) *Consents { return &Consents{identity: s, app: app} }

// List shows what the caller has agreed to and not withdrawn.
func (h *Consents) List(ctx context.Context, _ *Empty) (*Out[[]Consent], error) {
	actor, _ := identity.ActorFrom(ctx)
	given, err := h.identity.Consents(ctx, actor.PersonID)
	if err != nil {
		return nil, Problem(ctx, err)
	}
	list := make([]Consent, len(given))
	for i, c := range given {
		list[i] = newConsent(c)
	}
	return Answer(list), nil
}

// ConsentInput is a consent.
type ConsentInput struct {
	Body struct {
		Purpose string `json:"purpose" enum:"location,marketing" doc:"consent to phone is given by verifying one"`
		Version string `json:"version" minLength:"1" maxLength:"32" pattern:"^[!-~]+$" doc:"of the text that the person has agreed to"`
	}
}

// Give records a consent. The same again changes nothing.
func (h *Consents) Give(ctx context.Context, in *ConsentInput) (*Empty, error) {
	actor, _ := identity.ActorFrom(ctx)
	err := h.identity.Consent(ctx, h.app, actor.PersonID, model.ConsentPurpose(in.Body.Purpose), in.Body.Version)
	if err != nil {
		return nil, Problem(ctx, err)
	}
	return &Empty{}, nil
}

// ConsentRef names a purpose.
type ConsentRef struct {
	Purpose string `path:"purpose" enum:"phone,location,marketing" doc:"what the consent is for"`
}

// Withdraw takes a consent back, in whichever app it was given; with phone goes the number.
func (h *Consents) Withdraw(ctx context.Context, in *ConsentRef) (*Empty, error) {
	actor, _ := identity.ActorFrom(ctx)
	if err := h.identity.WithdrawConsent(ctx, actor.PersonID, model.ConsentPurpose(in.Purpose)); err != nil {
		return nil, Problem(ctx, err)
	}
	return &Empty{}, nil
}
