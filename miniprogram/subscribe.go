package miniprogram

import (
	"context"
	"encoding/json"

	"channelrouter/internal/errs"
)

// subscribeErrors tell apart what the sender has to do: ask the person again, call
// an operator, look at the openid, wait for the quota; the rest is to try later.
var subscribeErrors = map[int64]*errs.Error{
	43101: ErrConsentGone,
	40003: ErrOpenIDRefused,
	40037: ErrTemplateRefused, // no such template in the app
	41030: ErrTemplateRefused, // no such page in the app
	43116: ErrTemplateRefused, // the template is blocked for abuse
	45168: ErrTemplateRefused, // the values have words that WeChat does not pass on
	47003: ErrTemplateRefused, // the values do not fit the template's keywords
	43107: ErrNotPermitted,    // the app must send no more messages
	43108: ErrUnavailable,     // another message to the person is under way
}

// messageStates are the versions of an app in the words of this one call.
var messageStates = map[string]string{EnvRelease: "formal", EnvTrial: "trial", EnvDevelop: "developer"}

// SendSubscribe sends the person a message by a template of the role's app; data has
// its keywords (thing1, amount2…) with their values. A tap on it opens the page,
// which may have a query; "" opens nothing. It uses up one acceptance, also when the
// answer was lost: where Unseen says so, the message may have arrived. The answer is
// WeChat's number of the message, by which it tells later what became of it; "" when it
// gave none, which its documentation leaves open. Errors: ErrConsentGone, ErrOpenIDRefused, ErrTemplateRefused, ErrQuota, and the common ones.
func (c *Client) SendSubscribe(ctx context.Context, role, openid, templateID, page string, data map[string]string) (messageID string, err error) {
	app, err := c.app(role)
	if err != nil {
		return "", err
	}
	type value struct {
		Value string `json:"value"`
	}
	values := make(map[string]value, len(data))
	for keyword, text := range data {
		values[keyword] = value{text}
	}
	type message struct {
		To         string           `json:"touser"`
		TemplateID string           `json:"template_id"`
		Page       string           `json:"page,omitempty"`
		State      string           `json:"miniprogram_state"`
		Lang       string           `json:"lang"`
		Data       map[string]value `json:"data"`
	}
	body, err := c.post(ctx, app, question{
		path:  "/cgi-bin/message/subscribe/send",
		body:  message{openid, templateID, page, messageStates[app.EnvVersion], "zh_CN", values},
		means: subscribeErrors,
	})
	if err != nil {
		return "", err
	}
	var answer struct {
		ID json.Number `json:"msgid"`
	}
	if err := json.Unmarshal(body, &answer); err != nil {
		return "", nil // errcode 0 was read already: it is sent
	}
	return answer.ID.String(), nil
}
