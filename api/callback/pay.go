// Package callback takes in what WeChat tells unasked. Nobody is logged in here: a
// message is believed for its signature alone.
package callback

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"time"

	"github.com/gin-gonic/gin"

	"channelrouter/internal/errs"
	"channelrouter/internal/money"
	"channelrouter/miniprogram/pay"
	"channelrouter/service/payout"
)

// noticeTime bounds how long a notification may take to be taken in.
const noticeTime = time.Minute

// PayHandler takes notifications of WeChat Pay about payouts.
type PayHandler struct {
	payouts   *payout.Service
	merchants map[string]*pay.Client
}

// NewPayHandler makes the handler for merchants by name.
func NewPayHandler(p *payout.Service, merchants map[string]*pay.Client) *PayHandler {
	return &PayHandler{payouts: p, merchants: merchants}
}

// refusal is how WeChat Pay is told that a notification was not taken in; it repeats a
// genuine one.
type refusal struct {
	Code    string `json:"code"`
	Message string `json:"message"`
}

// Receive verifies, decrypts and takes in a notification. Repetitions, and those that
// are late or out of order, are answered alike and change nothing. WeChat Pay leaves after five
// seconds; what it has told is taken in all the same, so that a slow moment costs no repetition.
func (h *PayHandler) Receive(c *gin.Context) {
	ctx := c.Request.Context() // gin's own is used again for the next request
	name := c.Param("merchant")
	client, known := h.merchants[name]
	if !known {
		c.JSON(http.StatusNotFound, refusal{"FAIL", "no such merchant"})
		return
	}
	notice, err := client.Notification(c.Request)
	if err != nil {
		slog.WarnContext(ctx, "payment notification refused", "merchant", name, "error", err)
		c.JSON(http.StatusUnauthorized, refusal{"FAIL", codeOf(err)})
		return
	}
	if notice.EventType != pay.EventFinished {
		c.Status(http.StatusNoContent)
		return
	}
	ctx, done := context.WithTimeout(context.WithoutCancel(ctx), noticeTime)
	defer done()
	err = h.payouts.Notice(ctx, name, notice.Receipt.OutBillNo, ResultOf(notice.Receipt))
	if errors.Is(err, payout.ErrUnknown) {
		// Another system may pay by this merchant; repeating would not help.
		slog.WarnContext(ctx, "payment notification of an unknown bill", "merchant", name, "receipt", notice.Receipt)
		err = nil
	}
	if err != nil {
		slog.ErrorContext(ctx, "payment notification not taken in", "merchant", name, "error", err)
		c.JSON(http.StatusInternalServerError, refusal{"FAIL", "try again"})
		return
	}
	c.Status(http.StatusNoContent)
}

func codeOf(err error) string {
	if declared := errs.As(err); declared != nil {
		return declared.Code
	}
	return "internal"
}

// ResultOf is a receipt in the words of the payout room.
func ResultOf(r pay.Receipt) payout.Result {
	result := payout.Result{
		Standing: payout.Processing, Reference: r.TransferBillNo, Package: r.PackageInfo, FailCode: r.FailReason, Fen: money.Fen(r.AmountFen),
	}
	switch {
	case r.State.Paid():
		result.Standing = payout.Paid
	case r.State.Final():
		result.Standing = payout.Failed
		if result.FailCode == "" {
			result.FailCode = string(r.State)
		}
	case r.State == pay.StateCanceling:
		result.Standing = payout.Closing
	case r.State == pay.StateWaitUser:
		result.Standing = payout.Confirming
	}
	return result
}
