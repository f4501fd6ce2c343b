package miniprogram

import (
	"context"
	"log/slog"

	"channelrouter/internal/errs"
)

// Phone is a person's number as WeChat has verified it.
type Phone struct {
	Number      string // without the country code
	CountryCode string // digits, such as 86
}

// LogValue keeps the number out of the logs.
func (Phone) LogValue() slog.Value { return slog.StringValue(hidden) }

var phoneErrors = map[int64]*errs.Error{
	40029: ErrPhoneCodeRefused, // unknown, expired, used, or another app's
	40163: ErrPhoneCodeRefused, // used
	44002: ErrPhoneCodeRefused, // missing
	47001: ErrPhoneCodeRefused, // not of a code's shape
}

// PhoneNumber exchanges the code that the phone number button gave to the role's app
// for the number. A code works once and is not wx.login's. Errors:
// ErrPhoneCodeRefused, ErrPhoneOfAnotherApp, and the common ones.
func (c *Client) PhoneNumber(ctx context.Context, role, code string) (Phone, error) {
	type given struct {
		Info struct {
			Number      string `json:"purePhoneNumber"`
			CountryCode text   `json:"countryCode"`
			Watermark   struct {
				AppID string `json:"appid"`
			} `json:"watermark"`
		} `json:"phone_info"`
	}
	if code == "" {
		return Phone{}, ErrPhoneCodeRefused.With("no code")
	}
	answer, err := ask(ctx, c, role, question{
		path:  "/wxa/business/getuserphonenumber",
		body:  map[string]string{"code": code},
		means: phoneErrors,
	}, func(a given) string { return missing(a.Info.Number, "a number") })
	if err != nil {
		return Phone{}, err
	}
	// The watermark says to whom WeChat gave the number.
	if app, _ := c.apps.Find(role); answer.Info.Watermark.AppID != app.AppID {
		return Phone{}, ErrPhoneOfAnotherApp.With("app %q", answer.Info.Watermark.AppID)
	}
	return Phone{Number: answer.Info.Number, CountryCode: string(answer.Info.CountryCode)}, nil
}
