package console

import (
	"context"

	"channelrouter/api/httpx"
	"channelrouter/internal/label"
	"channelrouter/model"
	"channelrouter/service/identity"
)

// SecondFactor is whether the caller has a second factor.
type SecondFactor struct {
	On       bool  `json:"on"`
	Recovery int64 `json:"recovery_codes" doc:"how many are left"`
}

// SecondFactor shows whether the caller has one.
func (h *UserHandler) SecondFactor(ctx context.Context, _ *httpx.Empty) (*httpx.Out[SecondFactor], error) {
	actor, _ := identity.ActorFrom(ctx)
	on, recovery, err := h.identity.SecondFactor(ctx, actor.UserID)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return httpx.Answer(SecondFactor{On: on, Recovery: recovery}), nil
}

// EnrolInput is the password once more.
type EnrolInput struct {
	Body struct {
		Password string `json:"password" minLength:"1" maxLength:"128"`
	}
}

// Enrolment is what an authenticator app needs.
type Enrolment struct {
	Secret string `json:"secret" doc:"base32, to be typed"`
	URI    string `json:"uri" doc:"otpauth://"`
	QR     []byte `json:"qr" doc:"the URI as a PNG"`
}

// Enrol begins a second factor, which is in use once it is confirmed.
func (h *UserHandler) Enrol(ctx context.Context, in *EnrolInput) (*httpx.Out[Enrolment], error) {
	actor, _ := identity.ActorFrom(ctx)
	made, err := h.identity.Enrol(ctx, actor.UserID, in.Body.Password, device(ctx))
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	code, err := label.QR(made.URI)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	picture, err := code.PNG(5)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return httpx.Answer(Enrolment{Secret: made.Secret, URI: made.URI, QR: picture}), nil
}

// ConfirmFactorInput is a code that the device made.
type ConfirmFactorInput struct {
	Body struct {
		Code string `json:"code" minLength:"6" maxLength:"8" doc:"of the authenticator app"`
	}
}

// RecoveryCodes stand once each for the device.
type RecoveryCodes struct {
	Codes []string `json:"codes" doc:"shown once, to be kept apart from the device"`
}

// Confirm puts the second factor into use.
func (h *UserHandler) Confirm(ctx context.Context, in *ConfirmFactorInput) (*httpx.Out[RecoveryCodes], error) {
	actor, _ := identity.ActorFrom(ctx)
	codes, err := h.identity.Confirm(ctx, actor, in.Body.Code, device(ctx))
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return httpx.Answer(RecoveryCodes{Codes: codes}), nil
}

// RemoveFactorInput is both factors.
type RemoveFactorInput struct {
	Body struct {
		Password string `json:"password" minLength:"1" maxLength:"128"`
		Code     string `json:"code" minLength:"6" maxLength:"32" doc:"of the authenticator app, or a recovery code"`
	}
}

// RemoveFactor ends the use of the caller's second factor.
func (h *UserHandler) RemoveFactor(ctx context.Context, in *RemoveFactorInput) (*httpx.Empty, error) {
	actor, _ := identity.ActorFrom(ctx)
	if err := h.identity.RemoveSecondFactor(ctx, actor.UserID, in.Body.Password, in.Body.Code, device(ctx)); err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return &httpx.Empty{}, nil
}

// ResetFactor takes a user's second factor away.
func (h *UserHandler) ResetFactor(ctx context.Context, in *UserRef) (*httpx.Empty, error) {
	if err := h.identity.ResetSecondFactor(ctx, model.UserID(in.ID.N)); err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return &httpx.Empty{}, nil
}
