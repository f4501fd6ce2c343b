package main

import (
	"context"

	"channelrouter/configs"
	"channelrouter/miniprogram"
	"channelrouter/service/link"
)

// apps are the roles' mini-programs as links need them.
func apps(c configs.Config) map[string]link.App {
	all := map[string]link.App{}
	for role, app := range c.Apps {
		all[role] = link.App{ID: app.ID, EnvVersion: app.Version, Host: app.Host}
	}
	return all
}

// URLLink makes an https link; see link.WeChat.
func (w wechat) URLLink(ctx context.Context, app, page, query string, days int) (string, error) {
	return w.client.URLLink(ctx, app, page, query, days)
}

// URLScheme makes a weixin link; see link.WeChat.
func (w wechat) URLScheme(ctx context.Context, app, page, query string, days int) (string, error) {
	return w.client.URLScheme(ctx, app, page, query, days)
}

// Picture draws a mini-program code without a background, which WeChat sends as a PNG; see
// link.WeChat.
func (w wechat) Picture(ctx context.Context, app, page, scene string) ([]byte, error) {
	return w.client.QRCode(ctx, app, page, scene, miniprogram.QRLook{Transparent: true})
}
