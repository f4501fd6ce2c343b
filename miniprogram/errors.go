package miniprogram

import "channelrouter/internal/errs"

var (
	ErrAppNotConfigured = errs.New(errs.Invalid, "wechat.app_not_configured",
		"no mini-program is configured for this role",
		"Add the role's appid and secret to the configuration.")
	ErrLoginCodeRefused = errs.New(errs.Unauthorized, "wechat.login_code_refused",
		"WeChat does not accept the login code",
		"A code works once, for five minutes, in the app that asked for it: call wx.login again.")
	ErrLoginBlocked = errs.New(errs.Forbidden, "wechat.login_blocked",
		"WeChat blocks this account's logins as high-risk",
		"The person has to settle this with WeChat.")
	ErrTooManyLogins = errs.New(errs.TooMany, "wechat.too_many_logins",
		"too many logins within a minute",
		"Wait a minute, then call wx.login again.")
	ErrUnavailable = errs.New(errs.Unavailable, "wechat.unavailable",
		"WeChat does not answer as it should",
		"Try again in a moment.")
	ErrCredentialsRefused = errs.New(errs.Unavailable, "wechat.app_credentials_refused",
		"WeChat does not accept the mini-program's appid or secret",
		"An operator must compare the configured appid and secret with WeChat's console.")
)
