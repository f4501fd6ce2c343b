package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"channelrouter/configs"
	"channelrouter/internal/kv"
	"channelrouter/miniprogram"
)

// wechat fits the mini-programs' client to what rooms ask of the outside world.
type wechat struct {
	client *miniprogram.Client
	apps   map[string]string // appids by role
	// pushes open what WeChat posts to the message URL of a role's app.
	pushes map[string]*miniprogram.Push
}

// openWeChat registers the apps that are configured.
func openWeChat(c configs.Config, store kv.Store) (wechat, error) {
	w := wechat{apps: map[string]string{}, pushes: map[string]*miniprogram.Push{}}
	var apps []miniprogram.App
	var faults []error
	for role, app := range c.Apps {
		if app.ID == "" {
			continue
		}
		registered := miniprogram.App{
			Role: role, AppID: app.ID, Secret: miniprogram.NewSecret(string(app.Secret)),
			OriginalID: app.OriginalID, EnvVersion: app.Version,
		}
		apps = append(apps, registered)
		w.apps[role] = app.ID
		if app.PushToken == "" && app.PushKey == "" {
			continue
		}
		push, err := miniprogram.NewPush(registered, miniprogram.NewSecret(string(app.PushToken)), miniprogram.NewSecret(string(app.PushKey)), time.Now)
		if err != nil {
			faults = append(faults, fmt.Errorf("apps.%s: %w", role, err))
			continue
		}
		w.pushes[role] = push
	}
	registry, err := miniprogram.NewRegistry(apps...)
	if err := errors.Join(append(faults, err)...); err != nil {
		return wechat{}, err
	}
	w.client, err = miniprogram.NewClient(registry, store, miniprogram.Options{BaseURL: c.WeChat.BaseURL, Timeout: c.WeChat.Timeout})
	return w, err
}

// AppID is the appid of a role's app, "" where it is not configured.
func (w wechat) AppID(app string) string { return w.apps[app] }

// Login says who is behind a login code; see identity.WeChat.
func (w wechat) Login(ctx context.Context, app, jsCode string) (openID, unionID, appID string, err error) {
	who, err := w.client.Login(ctx, app, jsCode)
	return who.OpenID, who.UnionID, who.AppID, err
}
