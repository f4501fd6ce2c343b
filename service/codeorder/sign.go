package codeorder

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"net/url"
	"strconv"
	"time"

	"channelrouter/model"
)

// signer makes addresses of files that only it can make, and that end.
type signer struct{ key [32]byte }

// keyID names the key that signs. When the key is to change, it gets another name, and
// addresses under the old one are no longer good.
const keyID = "1"

// Ticket is what the query of a signed address says.
type Ticket struct {
	Link      model.CodeLinkID
	Until     int64 // seconds since 1970
	KeyID     string
	Signature string
}

// path is the address of an export's file below the server's root.
func (s signer) path(export model.CodeExportID, number int, link model.CodeLink) string {
	until := link.Until.Unix()
	query := url.Values{
		"link": {strconv.FormatInt(int64(link.ID), 10)}, "until": {strconv.FormatInt(until, 10)}, "kid": {keyID},
		"sig": {s.sign(export, number, link.ID, until)},
	}
	return fmt.Sprintf("/api/v1/code-exports/%d/files/%d?%s", export, number, query.Encode())
}

// check tells whether a ticket was signed for this file, and has not ended. Errors:
// ErrBadLink, ErrLinkEnded.
func (s signer) check(export model.CodeExportID, number int, t Ticket, now time.Time) error {
	if t.KeyID != keyID || !hmac.Equal([]byte(s.sign(export, number, t.Link, t.Until)), []byte(t.Signature)) {
		return ErrBadLink
	}
	if until := time.Unix(t.Until, 0).UTC(); !now.Before(until) {
		return ErrLinkEnded.With("on %s", until.Format(time.RFC3339))
	}
	return nil
}

func (s signer) sign(export model.CodeExportID, number int, link model.CodeLinkID, until int64) string {
	mac := hmac.New(sha256.New, s.key[:])
	_, _ = fmt.Fprintf(mac, "%s\n%d\n%d\n%d\n%d", keyID, export, number, link, until) // a hash takes all
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
}
