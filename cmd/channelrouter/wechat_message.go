package main

import (
	"context"
	"errors"
	"strconv"

	"channelrouter/configs"
	"channelrouter/internal/errs"
	"channelrouter/miniprogram"
	"channelrouter/model"
	"channelrouter/service/channel"
	"channelrouter/service/message"
)

// messageApps are the apps that messages go through. Where pushes are set up they tell of
// what people accept.
func messageApps(c configs.Config) map[model.Role]message.App {
	apps := map[model.Role]message.App{}
	for name, app := range c.Apps {
		role, err := channel.ParseRole(name)
		if err == nil && app.ID != "" { // names are checked when the configuration is loaded
			apps[role] = message.App{ID: app.ID, Pushed: app.PushKey != ""}
		}
	}
	return apps
}

// Send has WeChat carry a message; see message.Sender.
func (w wechat) Send(ctx context.Context, l message.Letter) (reference string, err error) {
	reference, err = w.client.SendSubscribe(ctx, channel.RoleName(l.Role), l.OpenID, l.TemplateID, l.Page, l.Values)
	return reference, refusedMessage(err)
}

// refusals are what WeChat's errors mean for a message.
var refusals = []struct {
	err error
	why message.Why
}{
	{miniprogram.ErrConsentGone, message.NoConsent},
	{miniprogram.ErrOpenIDRefused, message.NoRecipient},
	{miniprogram.ErrTemplateRefused, message.BadTemplate},
	{miniprogram.ErrQuota, message.Quota},
	{miniprogram.ErrNotPermitted, message.BadApp},
	{miniprogram.ErrCredentialsRefused, message.BadApp},
	{miniprogram.ErrAppNotConfigured, message.BadApp},
}

// refusedMessage says in the message room's words what was refused. An answer that nobody
// saw stays what it is; anything else was not sent.
func refusedMessage(err error) error {
	if err == nil || miniprogram.Unseen(err) {
		return err
	}
	why := message.Down
	for _, r := range refusals {
		if errors.Is(err, r.err) {
			why = r.why
			break
		}
	}
	code := "unreachable"
	if n := miniprogram.Errcode(err); n != 0 {
		code = strconv.FormatInt(n, 10)
	} else if e := errs.As(err); e != nil {
		code = e.Code
	}
	return &message.Refusal{Why: why, Code: code}
}
