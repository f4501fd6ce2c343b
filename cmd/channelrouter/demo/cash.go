package demo

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// cashIn has a guide's earnings paid to his WeChat: the stand-in for WeChat Pay verifies
// the signed transfer, lets him accept it, and notifies, signed and encrypted.
func (s *story) cashIn(ctx context.Context) error {
	const who = "guide Wang"
	guide := s.cast[who]
	var wallet struct {
		Fen int64 `json:"fen"`
	}
	if err := guide.get(ctx, "/guide/wallet", &wallet); err != nil {
		return err
	}
	known := map[string]bool{} // what others are paid, whom a history has had ask before
	for _, bill := range s.WeChat.Pay().Bills() {
		known[bill.OutBillNo] = true
	}
	var payout struct {
		ID       string `json:"id"`
		Fen      int64  `json:"fen"`
		State    string `json:"state"`
		FailCode string `json:"fail_code"`
	}
	if err := guide.post(ctx, "/guide/payouts", map[string]any{"fen": wallet.Fen}, &payout); err != nil {
		return fmt.Errorf("%s asks for cash: %w", who, err)
	}
	s.say("   %-14s asks for %d fen: %s", who, payout.Fen, payout.State)
	for deadline := time.Now().Add(10 * time.Second); payout.State != "paid"; {
		if payout.State == "returned" || time.Now().After(deadline) {
			return fmt.Errorf("the payout is %s %s", payout.State, payout.FailCode)
		}
		time.Sleep(50 * time.Millisecond)
		if err := guide.get(ctx, "/guide/payouts/"+payout.ID, &payout); err != nil {
			return err
		}
	}
	var received int64
	for _, bill := range s.WeChat.Pay().Paid() {
		if !known[bill.OutBillNo] {
			received += bill.AmountFen
		}
	}
	s.say("   %-14s accepts in WeChat, WeChat Pay notifies: %s", who, payout.State)
	if received != payout.Fen {
		return errors.New("WeChat Pay has paid another amount")
	}
	return nil
}
