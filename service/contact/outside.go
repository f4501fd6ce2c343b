package contact

import (
	"context"
	"errors"
)

// Verdict is what WeChat makes of a text or photo.
type Verdict string

// WeChat's verdicts.
const (
	Pass   Verdict = "pass"
	Review Verdict = "review" // people have to look at it
	Risky  Verdict = "risky"
)

// WeChat is what the room asks of the outside world, in the name of the person who wrote
// and in the role's app that he used. An app's appid is "" where it is not configured.
type WeChat interface {
	AppID(app string) string
	// CheckText judges a text of up to 2,500 characters.
	CheckText(ctx context.Context, app, openID, text string) (Verdict, error)
	// CheckPhoto hands a photo's public address over. The verdict comes later, under the
	// trace id, to OnMediaChecked.
	CheckPhoto(ctx context.Context, app, openID, address string) (traceID string, err error)
}

// ErrSilent is what WeChat's errors wrap that concern everybody: it does not answer, or
// takes no more questions.
var ErrSilent = errors.New("contact: WeChat does not answer")

var errAway = errors.New("contact: the person has no account in the app")
