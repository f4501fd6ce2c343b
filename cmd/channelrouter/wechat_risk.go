package main

import (
	"context"
	"errors"
	"fmt"

	"channelrouter/miniprogram"
	"channelrouter/service/risk"
)

// riskScenes are the scenes in WeChat's words. WeChat knows two: who wants money is
// asked about as in a campaign.
var riskScenes = map[risk.Scene]miniprogram.RiskScene{
	risk.Campaign: miniprogram.RiskCampaign, risk.Payout: miniprogram.RiskCampaign, risk.Contact: miniprogram.RiskRegister,
}

// RiskRank says how risky WeChat holds a person to be; see risk.WeChat.
func (w wechat) RiskRank(ctx context.Context, app, openID string, scene risk.Scene, clientIP string) (int, error) {
	rank, err := w.client.RiskRank(ctx, app, openID, riskScenes[scene], clientIP)
	if concernsAll(err) {
		err = fmt.Errorf("%w: %w", risk.ErrSilent, err)
	}
	return rank, err
}

// concernsAll tells whether an error is not about one person or content: the next
// question would fail alike.
func concernsAll(err error) bool {
	for _, general := range []error{
		miniprogram.ErrUnavailable, miniprogram.ErrQuota, miniprogram.ErrNotPermitted, miniprogram.ErrCredentialsRefused, miniprogram.ErrAppNotConfigured,
	} {
		if errors.Is(err, general) {
			return true
		}
	}
	return false
}
