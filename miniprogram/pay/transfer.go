package pay

import (
	"context"
	"errors"
	"fmt"
	"net/http"
)

const billsPath = "/v3/fund-app/mch-transfer/transfer-bills"

// billRequest is a bill as WeChat reads it. The library encrypts the tagged field.
type billRequest struct {
	AppID       string       `json:"appid"`
	OutBillNo   string       `json:"out_bill_no"`
	SceneID     string       `json:"transfer_scene_id"`
	OpenID      string       `json:"openid"`
	UserName    string       `json:"user_name,omitempty" encryption:"EM_APIV3"`
	Amount      int64        `json:"transfer_amount"`
	Remark      string       `json:"transfer_remark"`
	NotifyURL   string       `json:"notify_url,omitempty"`
	Perception  string       `json:"user_recv_perception,omitempty"`
	ReportInfos []ReportInfo `json:"transfer_scene_report_infos"`
}

// Transfer sends the bill. The receipt's state is usually StateWaitUser, and its
// PackageInfo lets the person confirm in the app. Sent again under the same number
// and with the same fields, within 3 days, it is the same bill with its present state.
//
// Errors: ErrBadBill (nothing was sent this time), ErrRefused, ErrRateLimited, ErrQuota,
// ErrNotEnough, ErrCredentials, ErrDiffers, ErrUnknown; FateOf says what each means
// for the money. A refusal speaks of one call, and WeChat refuses with the same code
// a number that is already a bill with other fields: so ErrRefused is given only
// after a query has found no bill. It is the caller's to see that nobody else sends
// the same number at that moment, and to query instead of sending when the bill may
// have been sent under other rules, such as a higher cap, that made it good then.
func (c *Client) Transfer(ctx context.Context, b Bill) (Receipt, error) {
	if err := c.check(b); err != nil {
		return Receipt{}, err
	}
	request := &billRequest{
		AppID: b.AppID, OutBillNo: b.OutBillNo, SceneID: b.SceneID, OpenID: b.OpenID, UserName: b.RealName,
		Amount: b.AmountFen, Remark: b.Remark, NotifyURL: b.NotifyURL, Perception: b.Perception,
		ReportInfos: b.ReportInfos,
	}
	var answer billAnswer
	err := c.call(ctx, http.MethodPost, billsPath, nil, request, &answer, b.OpenID, b.RealName)
	switch {
	case errors.Is(err, ErrNotFound):
		return Receipt{}, unexpected(err) // there is nothing that sending could fail to find
	case errors.Is(err, ErrRefused):
		return Receipt{}, c.confirmRefusal(ctx, b.OutBillNo, err)
	case err != nil:
		return Receipt{}, err
	case !answer.of(c.mchID, b.OutBillNo):
		return Receipt{}, ErrUnknown.With("an answer about another bill")
	}
	answer.Amount, answer.OpenID = b.AmountFen, b.OpenID // which this answer leaves out
	return answer.receipt(), nil
}

// confirmRefusal is the refusal if there is no bill under the number.
func (c *Client) confirmRefusal(ctx context.Context, outBillNo string, refusal error) error {
	_, err := c.Query(ctx, outBillNo)
	var answer *Answer
	errors.As(refusal, &answer)
	switch {
	case errors.Is(err, ErrNotFound):
		return refusal
	case err == nil:
		return because(ErrDiffers, answer)
	}
	// What the query met with is text only: it must not be found by errors.Is.
	return fmt.Errorf("%w: %w", ErrUnknown.With("refused, and the query after it failed: %v", err), answer)
}

// Query asks what became of a bill. ErrNotFound means that there is none and that it
// may be sent under its number; it means that for 30 days only, after which WeChat
// forgets bills that were paid. Errors besides: ErrBadBill (the number), ErrRateLimited,
// ErrCredentials, ErrUnknown. A refused query says nothing about the bill: it is
// ErrUnknown and never ErrRefused.
func (c *Client) Query(ctx context.Context, outBillNo string) (Receipt, error) {
	receipt, err := c.ask(ctx, http.MethodGet, outBillNo, "")
	if errors.Is(err, ErrRefused) {
		return Receipt{}, unexpected(err)
	}
	return receipt, err
}

// Cancel takes back a bill that the person has not confirmed. Its success says that
// WeChat will try: the state is StateCanceling, and Query or a notification tells
// whether it became StateCancelled. Errors: those of Query, and ErrNotCancellable.
func (c *Client) Cancel(ctx context.Context, outBillNo string) (Receipt, error) {
	receipt, err := c.ask(ctx, http.MethodPost, outBillNo, "/cancel")
	if errors.Is(err, ErrRefused) {
		var answer *Answer
		errors.As(err, &answer)
		return Receipt{}, because(ErrNotCancellable, answer)
	}
	return receipt, err
}

func (c *Client) ask(ctx context.Context, method, number, action string) (Receipt, error) {
	if !outBillNo.MatchString(number) {
		return Receipt{}, ErrBadBill.With("out_bill_no is 1 to 32 letters and digits")
	}
	var answer billAnswer
	err := c.call(ctx, method, billsPath+"/out-bill-no/"+number+action, nil, nil, &answer)
	if err != nil {
		return Receipt{}, err
	}
	if !answer.of(c.mchID, number) {
		return Receipt{}, ErrUnknown.With("an answer about another bill")
	}
	return answer.receipt(), nil
}

// unexpected is what a code becomes that makes no sense as an answer to the call.
func unexpected(err error) error {
	var answer *Answer
	if errors.As(err, &answer) {
		return because(ErrUnknown, answer)
	}
	return ErrUnknown
}
