package visibility

import (
	"errors"

	"channelrouter/internal/epcis"
	"channelrouter/internal/errs"
)

// badDocument says what the standard does not allow, and where.
func badDocument(r epcis.Reason) *errs.Error {
	where := r.Pointer
	if where == "" {
		where = "/"
	}
	if r.Event == 0 {
		return ErrBadDocument.With("document (%s): %s", where, factsOf(r.Fault()))
	}
	return ErrBadDocument.With("event %d (%s): %s", r.Event, where, factsOf(r.Fault()))
}

// factsOf are the facts of what is wrong with a document, which are told in the reader's language;
// of an error of another library, what it says.
func factsOf(err error) errs.Facts {
	var fault *epcis.Fault
	if !errors.As(err, &fault) {
		return errs.Said("%v", err)
	}
	format, values := fault.Said()
	told := make([]any, len(values))
	for i, v := range values {
		told[i] = v
		if inner, is := v.(*epcis.Fault); is {
			told[i] = factsOf(inner)
		}
	}
	return errs.Said(format, told...)
}
