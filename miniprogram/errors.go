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
	ErrNotPermitted = errs.New(errs.Unavailable, "wechat.not_permitted",
		"WeChat does not let this mini-program make this call",
		"An operator must look up the errcode: the server's address may be missing from the app's list, or the capability be missing, blocked or unpublished.")
	ErrQuota = errs.New(errs.TooMany, "wechat.quota_used_up",
		"the mini-program has used up WeChat's limit for this call",
		"Limits per minute pass in a minute, daily ones at midnight in Shanghai.")
)

// Of people.
var (
	ErrPhoneCodeRefused = errs.New(errs.Unauthorized, "wechat.phone_code_refused",
		"WeChat does not accept the phone code",
		"A code works once, for five minutes, in the app that asked for it: tap the phone number button again.")
	ErrPhoneOfAnotherApp = errs.New(errs.Forbidden, "wechat.phone_of_another_app",
		"this phone number was given to another mini-program",
		"Tap the phone number button in this mini-program.")
	ErrOpenIDRefused = errs.New(errs.NotFound, "wechat.openid_refused",
		"WeChat does not know this person in this mini-program",
		"An openid belongs to one mini-program: use the one of the app that makes the call.")
	ErrPersonAway = errs.New(errs.Conflict, "wechat.person_away",
		"the person has not used the mini-program within two hours",
		"WeChat judges only who uses the app: ask again when the person is there.")
)

// Of links, codes and messages.
var (
	ErrLinkRefused = errs.New(errs.Invalid, "wechat.link_refused",
		"this page, query or scene cannot be put into a link or code",
		"Name a page of the published app without / and ?, a query of up to 1024 or a scene of up to 32 plain characters, and at most 30 days.")
	ErrConsentGone = errs.New(errs.Gone, "wechat.consent_gone",
		"the person has not accepted this message, or has had it",
		"One acceptance is one message: ask in the mini-program again.")
	ErrTemplateRefused = errs.New(errs.Unavailable, "wechat.template_refused",
		"WeChat does not accept the message's template, page or values",
		"An operator must compare the template's id and keywords with WeChat's console.")
	ErrCheckRefused = errs.New(errs.Invalid, "wechat.check_refused",
		"this content cannot be checked",
		"Give 1 to 2500 characters of text, or the public URL of an image or sound, and a known scene.")
)

// Of the official account.
var (
	ErrWebCodeRefused = errs.New(errs.Unauthorized, "wechat.web_code_refused",
		"WeChat does not accept the code of this web authorisation",
		"A code works once, for five minutes: scan the printed code again.")
	ErrSnapshotPage = errs.New(errs.Forbidden, "wechat.snapshot_page",
		"WeChat shows a preview of the page, for somebody who does not exist",
		"Tap the full-service button (使用完整服务) that WeChat shows on the page.")
	ErrCodesRefused = errs.New(errs.Invalid, "wechat.codes_refused",
		"WeChat does not accept this order or activation of codes",
		"Compare the application, the range, the product and the app's page with WeChat's console.")
	ErrCodesSealed = errs.New(errs.Unavailable, "wechat.codes_sealed",
		"the codes that WeChat sent cannot be opened",
		"An operator must compare official_account.code_key with the key in WeChat's message that granted one item one code.")
	ErrCodeTicketRefused = errs.New(errs.Invalid, "wechat.code_ticket_refused",
		"WeChat does not accept the ticket of this scan",
		"A ticket is of one scan by one person in one app: scan the code again.")
)

// Of message pushes.
var (
	ErrPushForged = errs.New(errs.Forbidden, "wechat.push_forged",
		"this message is not signed and encrypted by WeChat",
		"If WeChat did send it, compare the push token and EncodingAESKey with WeChat's console; the mode must be secure.")
	ErrPushStale = errs.New(errs.Forbidden, "wechat.push_stale",
		"this message is more than five minutes old",
		"If WeChat has just sent it, set the server's clock.")
	ErrPushOfAnotherApp = errs.New(errs.Forbidden, "wechat.push_of_another_app",
		"this message is for another mini-program",
		"Give each mini-program a push URL, token and key of its own.")
)
