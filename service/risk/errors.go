package risk

import (
	"errors"

	"channelrouter/internal/errs"
)

var (
	// ErrRefused: WeChat ranks the person as high as the policy refuses.
	ErrRefused = errs.New(errs.Forbidden, "risk.refused", "WeChat holds this account to be risky, so this is not possible with it", "use WeChat in the ordinary way for some days, or ask the brand")
	// ErrNotKnown: WeChat does not tell, and the policy then refuses.
	ErrNotKnown = errs.New(errs.Unavailable, "risk.not_known", "WeChat does not say at present whether this account is risky", "open the mini-program anew and try again in a few minutes")
	// ErrBadPolicy: ranks that do not exist.
	ErrBadPolicy = errs.New(errs.Invalid, "risk.bad_policy", "this risk policy makes no sense", "refuse from rank 1 to 4 on, or 0 to refuse nobody")
)

// errInside is a mistake of the caller's.
var errInside = errors.New("risk: asked inside a transaction")

// Reasons why there is no rank.
var (
	errAway      = errors.New("the person has no account in the app")
	errNoAddress = errors.New("nobody knows where the request came from")
	errResting   = errors.New("WeChat failed a moment ago")
)
