package intake

import (
	"strings"

	"channelrouter/internal/errs"
	"channelrouter/model"
)

// Failure is why an import failed, to be told in any language; nil when it did not.
func Failure(i model.Import) *errs.Error {
	if i.Fault == "" {
		return nil
	}
	if told := errs.Told(i.Told); told != nil {
		return told
	}
	code, text, _ := strings.Cut(i.Fault, ": ")
	return asWritten(code, text)
}

// Refusal is why a row was not taken in, to be told in any language.
func Refusal(r model.ImportRejection) *errs.Error {
	if told := errs.Told(r.Told); told != nil {
		return told
	}
	return asWritten(r.Code, r.Reason)
}

// asWritten is an error as it was written before its facts were kept: "message (facts)".
func asWritten(code, text string) *errs.Error {
	e := *errs.ByCode(code)
	e.Detail = strings.TrimSuffix(strings.TrimPrefix(text, e.Message), ")")
	e.Detail = strings.TrimPrefix(e.Detail, " (")
	return &e
}
