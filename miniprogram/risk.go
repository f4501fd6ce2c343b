package miniprogram

import (
	"context"
	"net/netip"

	"channelrouter/internal/errs"
)

// RiskScene is what a person is about to do.
type RiskScene int

const (
	RiskRegister RiskScene = 0
	RiskCampaign RiskScene = 1 // takes part in a campaign: may be there for the prizes only
)

// riskErrors are the errcodes of the calls that judge people and what they write.
var riskErrors = map[int64]*errs.Error{
	40003: ErrOpenIDRefused,
	43104: ErrOpenIDRefused, // another app's
	61010: ErrPersonAway,
	40129: ErrCheckRefused, // scene
	40097: ErrCheckRefused, // wrong arguments
	44002: ErrCheckRefused, // nothing to check
	47001: ErrCheckRefused, // not of the right shape
	// Of media: the URL cannot be fetched, or is of another kind.
	41005: ErrCheckRefused,
	45002: ErrCheckRefused, // text too long
}

// RiskRank asks how risky WeChat holds the person to be, 0 (not) to 4 (most).
// clientIP is where the person's request came from. Errors: ErrOpenIDRefused,
// ErrPersonAway, ErrCheckRefused, ErrQuota, and the common ones.
func (c *Client) RiskRank(ctx context.Context, role, openid string, scene RiskScene, clientIP string) (int, error) {
	if _, err := netip.ParseAddr(clientIP); err != nil {
		return 0, ErrCheckRefused.With("the client's address is none")
	}
	app, err := c.app(role)
	if err != nil {
		return 0, err
	}
	type ranked struct {
		Rank *int `json:"risk_rank"` // without a rank nobody is judged harmless
	}
	answer, err := ask(ctx, c, role, question{
		path: "/wxa/getuserriskrank",
		body: map[string]any{
			"appid": app.AppID, "openid": openid, "scene": scene, "client_ip": clientIP, "is_test": false,
		},
		means: riskErrors,
	}, func(a ranked) string {
		if a.Rank == nil || *a.Rank < 0 || *a.Rank > 4 {
			return "a rank from 0 to 4"
		}
		return ""
	})
	if err != nil {
		return 0, err
	}
	return *answer.Rank, nil
}
