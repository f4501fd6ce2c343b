package main

import (
	"context"

	"channelrouter/configs"
	"channelrouter/miniprogram"
	"channelrouter/service/code"
	"channelrouter/service/marketcode"
)

// marketCodes fits the service account's client to what the room of WeChat's codes asks for.
type marketCodes struct {
	account *miniprogram.OfficialAccount
	apps    map[string]configs.App
}

// openMarketCodes is what the room is given: nothing, unless WeChat has granted the service
// to the account, which its key shows.
func openMarketCodes(c configs.Config, o *official) marketcode.WeChat {
	if o == nil || c.Official.CodeKey == "" {
		return nil
	}
	return marketCodes{account: o.account, apps: c.Apps}
}

// Apply orders codes; see marketcode.WeChat.
func (m marketCodes) Apply(ctx context.Context, count int64, reference string) (int64, error) {
	return m.account.ApplyCodes(ctx, count, reference)
}

// Ranges tells how codes can be fetched; see marketcode.WeChat.
func (m marketCodes) Ranges(ctx context.Context, application int64) ([]marketcode.Range, bool, error) {
	found, ready, err := m.account.QueryCodes(ctx, application)
	ranges := make([]marketcode.Range, len(found))
	for i, r := range found {
		ranges[i] = marketcode.Range(r)
	}
	return ranges, ready, err
}

// Fetch returns codes; see marketcode.WeChat.
func (m marketCodes) Fetch(ctx context.Context, application int64, r marketcode.Range) ([]code.MarketCode, error) {
	found, err := m.account.DownloadCodes(ctx, application, miniprogram.CodeRange(r))
	codes := make([]code.MarketCode, len(found))
	for i, c := range found {
		codes[i] = code.MarketCode(c)
	}
	return codes, err
}

// Open makes WeChat open an app; see marketcode.WeChat.
func (m marketCodes) Open(ctx context.Context, o marketcode.Opening) error {
	return m.account.ActivateCodes(ctx, miniprogram.CodeActivation{
		Application: o.Application, Range: miniprogram.CodeRange(o.Range), Activity: o.Activity, Brand: o.Brand,
		Product: o.Product, GTIN: o.GTIN, AppID: o.AppID, Page: o.Page, EnvVersion: m.version(o.AppID),
	})
}

// version is the version of an app that links open, too.
func (m marketCodes) version(appID string) string {
	for _, app := range m.apps {
		if app.ID == appID {
			return app.Version
		}
	}
	return ""
}

// Opens tells what opens on a code; see marketcode.WeChat.
func (m marketCodes) Opens(ctx context.Context, application, number int64) (appID, page string, err error) {
	active, err := m.account.QueryActive(ctx, application, number)
	if err != nil || active == nil {
		return "", "", err
	}
	return active.AppID, active.Page, nil
}

// Code exchanges a ticket; see marketcode.WeChat.
func (m marketCodes) Code(ctx context.Context, openID, ticket string) (string, error) {
	return m.account.TicketToCode(ctx, openID, ticket)
}

// AppID is that of a role's app; see marketcode.WeChat.
func (m marketCodes) AppID(app string) string { return m.apps[app].ID }
