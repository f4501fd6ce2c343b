package pay

import (
	"net/http"

	"channelrouter/internal/errs"
)

// codes says what WeChat's error codes mean. The sources are the pages that doc.go
// names, for statements the lists of /v3/bill/fundflowbill, and where it says "batches"
// those of the transfers' older interface, /v3/transfer/batches. What is not here is
// ErrUnknown: the pages ask for that, and SYSTEM_ERROR (500) is the plainest case of it.
var codes = map[string]*errs.Error{
	"PARAM_ERROR": ErrRefused, // 400: a field is missing or malformed
	// 400: well-formed, against the rules: scene, perception, openid of another app, and
	// a number that was used with other parameters. Transfer tells the last by a query.
	"INVALID_REQUEST": ErrRefused,
	"ACCOUNT_ERROR":   ErrRefused, // 403, batches: the person cannot receive money
	"OPENID_ERROR":    ErrRefused, // 400, batches: the openid is not the app's

	"ALREADY_EXISTS": ErrDiffers, // 400, batches: the number was used with other parameters

	"FREQUENCY_LIMITED":      ErrRateLimited, // 429: too many calls a second
	"FREQUENCY_LIMIT_EXCEED": ErrRateLimited, // 429: a cancellation's name for it
	"RATELIMIT_EXCEEDED":     ErrRateLimited, // 429: an older name of it

	"QUOTA_EXCEED":   ErrQuota, // 403, batches
	"QUOTA_EXCEEDED": ErrQuota, // 403, the same by its other spelling

	"NOT_ENOUGH": ErrNotEnough, // 403, batches: the operating account's balance

	"SIGN_ERROR":            ErrCredentials, // 401: wrong key, serial or clock
	"NO_AUTH":               ErrCredentials, // 403: transfers are not opened, or not for this scene or address
	"APPID_MCHID_NOT_MATCH": ErrCredentials, // 400: the app is not bound to the merchant
	"MCH_NOT_EXISTS":        ErrCredentials, // 400

	"NOT_FOUND": ErrNotFound, // 404: of a query or a cancellation

	"NO_STATEMENT_EXIST": ErrNoStatement,       // 400
	"STATEMENT_CREATING": ErrStatementNotReady, // 400
}

// meaning is what the code says about the call. A code under a status that does not
// become it was not written by WeChat.
func meaning(status int, code string) *errs.Error {
	declared, listed := codes[code]
	switch {
	case !listed || status < 400 || status >= 500:
		return ErrUnknown
	case declared == ErrNotFound && status != http.StatusNotFound:
		return ErrUnknown
	}
	return declared
}

// Fate is what a call's error means for the money.
type Fate uint8

const (
	FateUnclear Fate = iota // the zero value: whatever is not known to be better
	FateDone
	FateRefused
	FateAbsent
	FateLater
)

// fates is what each of this package's errors means; the rest is unclear.
var fates = map[string]Fate{
	ErrBadBill.Code:     FateRefused,
	ErrRefused.Code:     FateRefused,
	ErrNotFound.Code:    FateAbsent,
	ErrRateLimited.Code: FateLater,
	ErrQuota.Code:       FateLater,
	ErrNotEnough.Code:   FateLater,
	ErrCredentials.Code: FateLater,
}

// FateOf tells what an error of Transfer, Query or Cancel means for the money; doc.go
// says what to do then. An error from anywhere else is unclear.
func FateOf(err error) Fate {
	if err == nil {
		return FateDone
	}
	if declared := errs.As(err); declared != nil {
		return fates[declared.Code]
	}
	return FateUnclear
}
