package pay

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"strconv"
	"time"

	"github.com/wechatpay-apiv3/wechatpay-go/core/consts"
)

// EventFinished is the type of the notification that a bill has reached its last state.
const EventFinished = "MCHTRANSFER.BILL.FINISHED"

// Notice is a notification that WeChat Pay has signed and encrypted for the merchant.
// WeChat repeats it until it is answered with 200 or 204, up to 64 times over a day,
// in any order and perhaps never: whoever takes one in remembers its ID, and asks
// Query about bills that none came for. That the amount and the person are those of
// the bill that was sent is for its owner to see.
type Notice struct {
	ID        string // the same in every repetition
	EventType string // EventFinished, or one of another product, whose Receipt is empty
	CreatedAt time.Time
	Receipt   Receipt
}

const (
	maxNotice = 1 << 20
	maxSkew   = 5 * time.Minute // the library's own limit, and WeChat's advice
	gcmNonce  = 12              // bytes
)

// Notification verifies and decrypts a notification with the official handler. The
// request is believed in nothing before that. Errors: ErrNoticeSerial (signed with
// another key), ErrNoticeStale (signed five minutes ago or more, or ahead),
// ErrNoticeForged (changed on the way, or not WeChat's, or not for this merchant).
func (c *Client) Notification(request *http.Request) (Notice, error) {
	body, err := io.ReadAll(http.MaxBytesReader(nil, request.Body, maxNotice))
	if err != nil {
		return Notice{}, ErrNoticeForged.With("the body cannot be read")
	}
	// The handler tells neither of the two apart from a forgery.
	switch {
	case request.Header.Get(consts.WechatPaySerial) != c.publicKeyID:
		return Notice{}, ErrNoticeSerial
	case !fresh(request.Header.Get(consts.WechatPayTimestamp), time.Now()):
		return Notice{}, ErrNoticeStale
	case !wellFormed(body):
		return Notice{}, ErrNoticeForged.With("no notification")
	}
	signed := request.Clone(request.Context())
	signed.Body = io.NopCloser(bytes.NewReader(body))
	var answer billAnswer
	envelope, err := c.notices.ParseNotifyRequest(request.Context(), signed, &answer)
	if err != nil {
		return Notice{}, ErrNoticeForged // the handler's text quotes the whole request
	}
	notice := Notice{ID: envelope.ID, EventType: envelope.EventType}
	if envelope.CreateTime != nil {
		notice.CreatedAt = envelope.CreateTime.UTC()
	}
	if notice.EventType == EventFinished {
		if !answer.of(c.mchID, answer.OutBillNo) || answer.OutBillNo == "" {
			return Notice{}, ErrNoticeForged.With("it is about no bill of this merchant")
		}
		notice.Receipt = answer.receipt()
	}
	return notice, nil
}

// fresh tells whether a timestamp, in Unix seconds, is less than maxSkew from now.
func fresh(timestamp string, now time.Time) bool {
	seconds, err := strconv.ParseInt(timestamp, 10, 64)
	return err == nil && now.Sub(time.Unix(seconds, 0)).Abs() < maxSkew
}

// wellFormed finds what the handler takes for granted: it panics without a resource
// or with a nonce of another length.
func wellFormed(body []byte) bool {
	var envelope struct {
		ID       string `json:"id"`
		Resource *struct {
			Nonce string `json:"nonce"`
		} `json:"resource"`
	}
	err := json.Unmarshal(body, &envelope)
	return err == nil && envelope.ID != "" && envelope.Resource != nil && len(envelope.Resource.Nonce) == gcmNonce
}
