package main

import (
	"context"
	"fmt"

	"channelrouter/configs"
	"channelrouter/internal/kv"
	"channelrouter/miniprogram"
)

// official fits the service account's client to what rooms ask of the outside world.
type official struct {
	account *miniprogram.OfficialAccount
}

// openOfficial makes the client of the service account that is configured, or returns nil.
func openOfficial(c configs.Config, store kv.Store) (*official, error) {
	if c.Official.ID == "" {
		return nil, nil
	}
	account, err := miniprogram.NewOfficialAccount(miniprogram.Official{
		AppID: c.Official.ID, Secret: miniprogram.NewSecret(string(c.Official.Secret)), CodeKey: miniprogram.NewSecret(string(c.Official.CodeKey)),
	}, store, miniprogram.Options{BaseURL: c.WeChat.BaseURL, Timeout: c.WeChat.Timeout})
	if err != nil {
		return nil, fmt.Errorf("official_account: %w", err)
	}
	return &official{account: account}, nil
}

// AuthorizeURL is where browsers are sent; see identity.Web.
func (o *official) AuthorizeURL(back, state string, named bool) string {
	scope := miniprogram.ScopeBase
	if named {
		scope = miniprogram.ScopeUserInfo
	}
	return o.account.AuthorizeURL(back, scope, state)
}

// Visitor says who came back; see identity.Web.
func (o *official) Visitor(ctx context.Context, code string) (openID, unionID, appID string, err error) {
	who, err := o.account.Visitor(ctx, code)
	return who.OpenID, who.UnionID, who.AppID, err
}
