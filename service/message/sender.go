package message

import (
	"context"

	"channelrouter/model"
)

// Letter is a message as WeChat is asked to carry it.
type Letter struct {
	Role       model.Role // whose app
	OpenID     string
	TemplateID string
	Page       string            // "" opens nothing
	Values     map[string]string // by WeChat's keyword
}

// Sender carries messages to people, as WeChat's subscription messages do. An error that is
// no *Refusal says nothing: the message may have arrived.
type Sender interface {
	// Send uses up one acceptance. The reference is the sender's own number; "" if it tells
	// none.
	Send(ctx context.Context, l Letter) (reference string, err error)
}

// Why tells refusals apart by what is to be done.
type Why uint8

const (
	NoConsent   Why = iota + 1 // the person has not accepted, or has had it
	NoRecipient                // nobody in the app has this openid
	BadTemplate                // the template, its page or values; operators have to look
	BadApp                     // the app may not send; operators have to look
	Quota                      // the app has had its share
	Down                       // the sender does not work at present
)

// Refusal is a sender's no: nothing was sent, and no acceptance was used.
type Refusal struct {
	Why  Why
	Code string // the sender's word, for operators; at most 64 characters
}

func (r *Refusal) Error() string { return "message: refused: " + r.Code }
