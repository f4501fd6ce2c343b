package codeorder

import (
	"fmt"
	"net/url"
	"strconv"
	"time"

	"channelrouter/internal/seal"
	"channelrouter/model"
)

// signer makes addresses of files that only it can make, and that end.
type signer struct{ key [32]byte }

// Ticket is what the query of a signed address says.
type Ticket struct {
	Link      model.CodeLinkID
	Until     int64 // seconds since 1970
	Signature string
}

// path is the address of an export's file below the server's root.
func (s signer) path(export model.CodeExportID, number int, link model.CodeLink) string {
	until := link.Until.Unix()
	query := url.Values{
		"link": {strconv.FormatInt(int64(link.ID), 10)}, "until": {strconv.FormatInt(until, 10)},
		"sig": {seal.Sign(s.key, signed(export, number, link.ID, until))},
	}
	return fmt.Sprintf("/api/v1/code-exports/%d/files/%d?%s", export, number, query.Encode())
}

// check tells whether a ticket was signed for this file, and has not ended. Errors:
// ErrBadLink, ErrLinkEnded.
func (s signer) check(export model.CodeExportID, number int, t Ticket, now time.Time) error {
	if !seal.Signed(s.key, signed(export, number, t.Link, t.Until), t.Signature) {
		return ErrBadLink
	}
	if until := time.Unix(t.Until, 0).UTC(); !now.Before(until) {
		return ErrLinkEnded.With("on %s", until.Format(time.RFC3339))
	}
	return nil
}

// signed is the text that a signature is of.
func signed(export model.CodeExportID, number int, link model.CodeLinkID, until int64) string {
	return fmt.Sprintf("%d\n%d\n%d\n%d", export, number, link, until)
}
