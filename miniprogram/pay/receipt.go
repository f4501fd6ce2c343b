package pay

import (
	"log/slog"
	"time"
)

// State is how far a bill is.
type State string

const (
	StateAccepted   State = "ACCEPTED"          // taken in: send it again to get on
	StateProcessing State = "PROCESSING"        // under way, likewise; lasting, it means that the account is short of money
	StateWaitUser   State = "WAIT_USER_CONFIRM" // the person is to confirm, within 24 hours
	StateTransfer   State = "TRANSFERING"       //nolint:misspell // confirmed, the money is on its way; WeChat spells it so
	StateSuccess    State = "SUCCESS"           // the person has the money
	StateFail       State = "FAIL"              // the person does not and will not have it; FailReason says why
	StateCanceling  State = "CANCELING"         // being cancelled: may still end otherwise
	StateCancelled  State = "CANCELLED"         // the merchant has the money back
)

// Final tells whether the state is the last one. A state that this package does not
// know is not.
func (s State) Final() bool {
	return s == StateSuccess || s == StateFail || s == StateCancelled
}

// Paid tells whether the person has the money.
func (s State) Paid() bool { return s == StateSuccess }

// Receipt is what WeChat says about a bill.
type Receipt struct {
	OutBillNo      string
	TransferBillNo string // WeChat's own number
	State          State
	PackageInfo    string // for wx.requestMerchantTransfer; only Transfer's answer has it, again when sent again
	FailReason     string // WeChat's word, such as PAYEE_ACCOUNT_ABNORMAL
	AmountFen      int64  // 0 in Cancel's answer
	OpenID         string // empty in Cancel's answer
	CreatedAt      time.Time
	UpdatedAt      time.Time
}

// LogValue keeps the person, and what confirms in his name, out of the logs.
func (r Receipt) LogValue() slog.Value {
	return slog.GroupValue(
		slog.String("out_bill_no", r.OutBillNo),
		slog.String("transfer_bill_no", r.TransferBillNo),
		slog.String("state", string(r.State)),
		slog.String("fail_reason", r.FailReason),
		slog.Int64("amount_fen", r.AmountFen))
}

// billAnswer is a bill as WeChat writes it, in answers and in notifications. The
// documents spell the merchant's number in two ways.
type billAnswer struct {
	MchID          string    `json:"mch_id"`
	MchIDOld       string    `json:"mchid"`
	OutBillNo      string    `json:"out_bill_no"`
	TransferBillNo string    `json:"transfer_bill_no"`
	State          State     `json:"state"`
	PackageInfo    string    `json:"package_info"`
	FailReason     string    `json:"fail_reason"`
	Amount         int64     `json:"transfer_amount"`
	OpenID         string    `json:"openid"`
	CreateTime     time.Time `json:"create_time"`
	UpdateTime     time.Time `json:"update_time"`
}

func (a billAnswer) receipt() Receipt {
	return Receipt{
		OutBillNo:      a.OutBillNo,
		TransferBillNo: a.TransferBillNo,
		State:          a.State,
		PackageInfo:    a.PackageInfo,
		FailReason:     a.FailReason,
		AmountFen:      a.Amount,
		OpenID:         a.OpenID,
		CreatedAt:      a.CreateTime.UTC(),
		UpdatedAt:      a.UpdateTime.UTC(),
	}
}

// of tells whether the answer is about the merchant's bill. Signed answers of another
// call or another merchant must not be taken for this one's.
func (a billAnswer) of(mchID, outBillNo string) bool {
	if a.MchID == "" {
		a.MchID = a.MchIDOld
	}
	return a.OutBillNo == outBillNo && a.State != "" && (a.MchID == "" || a.MchID == mchID)
}
