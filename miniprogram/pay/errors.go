package pay

import "channelrouter/internal/errs"

var (
	ErrBadBill = errs.New(errs.Invalid, "wechatpay.bad_bill",
		"the transfer is not one that WeChat Pay takes",
		"Correct the field that is named; nothing was sent.")
	ErrRefused = errs.New(errs.Conflict, "wechatpay.refused",
		"WeChat Pay refuses the transfer and nothing was paid",
		"Correct what WeChat's code names, or give the money back to its owner.")
	ErrNotFound = errs.New(errs.NotFound, "wechatpay.not_found",
		"WeChat Pay knows no transfer under this number",
		"It is safe to send the transfer again under the same number.")
	ErrRateLimited = errs.New(errs.TooMany, "wechatpay.rate_limited",
		"WeChat Pay takes no more calls at the moment",
		"Slow down and send the same again, under the same number.")
	ErrQuota = errs.New(errs.TooMany, "wechatpay.quota_exceeded",
		"the merchant's or the person's limit for the day is used up",
		"Send the same again tomorrow, or have WeChat raise the limit.")
	ErrNotEnough = errs.New(errs.Unavailable, "wechatpay.not_enough",
		"the merchant's account at WeChat Pay has not enough money",
		"Top the account up, then send the same again under the same number.")
	ErrCredentials = errs.New(errs.Unavailable, "wechatpay.credentials_refused",
		"WeChat Pay does not accept the merchant's signature or its rights",
		"An operator must compare merchant number, certificate, keys and permissions with WeChat's console.")
	ErrDiffers = errs.New(errs.Conflict, "wechatpay.number_taken",
		"another transfer has been sent under this number",
		"Query the number: what it names may have been paid.")
	ErrNotCancellable = errs.New(errs.Conflict, "wechatpay.not_cancellable",
		"the transfer can no longer be cancelled",
		"Query it: it was confirmed, has failed or has expired.")
	ErrUnknown = errs.New(errs.Unavailable, "wechatpay.unknown",
		"it is not known what became of the call to WeChat Pay",
		"Query the number; never send the money under another one.")

	ErrNoticeForged = errs.New(errs.Unauthorized, "wechatpay.notice_forged",
		"the notification is not what WeChat Pay signed",
		"Answer with an error: WeChat repeats a genuine notification.")
	ErrNoticeStale = errs.New(errs.Unauthorized, "wechatpay.notice_stale",
		"the notification was signed more than five minutes ago or ahead",
		"Check this server's clock; a replayed notification is refused.")
	ErrNoticeSerial = errs.New(errs.Unauthorized, "wechatpay.notice_serial",
		"the notification is signed with a key that is not the configured one",
		"Compare the configured public key id with WeChat's console.")

	ErrNoStatement = errs.New(errs.NotFound, "wechatpay.no_statement",
		"WeChat Pay has no statement of the day",
		"No money moved on that day, or it is more than three months ago.")
	ErrStatementNotReady = errs.New(errs.Unavailable, "wechatpay.statement_not_ready",
		"the day's statement is not made yet",
		"Ask again after ten o'clock on the following day.")
	ErrStatementBroken = errs.New(errs.Unavailable, "wechatpay.statement_broken",
		"the day's statement is damaged or has an unknown form",
		"Download it again; rows read so far must not be used.")
)
