package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"strings"
	"time"

	"channelrouter/api/callback"
	"channelrouter/configs"
	"channelrouter/internal/money"
	"channelrouter/miniprogram/pay"
	"channelrouter/model"
	"channelrouter/service/payout"
)

// purposes are what the two merchants pay for, in WeChat's words.
var purposes = map[string]struct {
	scene           string
	subject, reason string                       // what the scene's two reports are called
	wallets         map[string]model.AccountKind // by role app
}{
	"prize": {
		scene: pay.SceneMarketing, subject: "活动名称", reason: "奖励说明",
		wallets: map[string]model.AccountKind{"consumer": model.WalletConsumer},
	},
	"commission": {
		scene: pay.SceneCommission, subject: "岗位类型", reason: "报酬说明",
		wallets: map[string]model.AccountKind{"guide": model.WalletGuide, "salesperson": model.WalletSalesperson},
	},
}

// payer fits WeChat Pay's clients, one a merchant, to what payouts ask for.
type payer struct {
	clients   map[string]*pay.Client
	notifyURL string
}

// openPay makes the clients of the merchants that are configured, and says which wallets
// they pay.
func openPay(c configs.Config) (payer, map[model.AccountKind]payout.Till, error) {
	p := payer{clients: map[string]*pay.Client{}, notifyURL: c.Pay.NotifyURL}
	tills := map[model.AccountKind]payout.Till{}
	var faults []error
	for name, m := range c.Pay.Merchants {
		if m.ID == "" {
			continue
		}
		client, err := openMerchant(c, name, m)
		if err != nil {
			faults = append(faults, fmt.Errorf("pay.merchants.%s: %w", name, err))
			continue
		}
		p.clients[name] = client
		for role, wallet := range purposes[name].wallets {
			if app := c.Apps[role]; app.ID != "" {
				tills[wallet] = till(name, app.ID, m)
			}
		}
	}
	return p, tills, errors.Join(faults...)
}

// till is a wallet's way out with what WeChat allows the merchant.
func till(name, appID string, m configs.Merchant) payout.Till {
	return payout.Till{
		Merchant: name, MchID: m.ID, AppID: appID,
		MostFen:  money.Fen(cmp.Or(m.CapFen, pay.DefaultCapFen)),
		DailyFen: money.Fen(cmp.Or(m.DailyFen, pay.DefaultDailyFen)),
		PerSec:   cmp.Or(m.CallsPerSecond, pay.CallsPerSecond),
	}
}

func openMerchant(c configs.Config, name string, m configs.Merchant) (*pay.Client, error) {
	merchant, err := pay.NewMerchant(pay.Credentials{
		MchID: m.ID, SerialNo: m.Serial, PrivateKey: string(m.PrivateKey), APIv3Key: string(m.APIv3Key),
		PublicKeyID: m.PublicKeyID, PublicKey: m.PublicKey,
	})
	if err != nil {
		return nil, err
	}
	options := pay.Options{BaseURL: c.Pay.BaseURL}
	if m.CapFen > 0 {
		options.SceneCaps = map[string]int64{purposes[name].scene: m.CapFen}
	}
	return pay.NewClient(merchant, options)
}

// Transfer hands a bill over; see payout.Payer.
func (p payer) Transfer(ctx context.Context, b payout.Bill) (payout.Result, error) {
	client, set := p.clients[b.Merchant]
	if !set {
		return payout.Result{}, fmt.Errorf("merchant %q is not configured any more", b.Merchant)
	}
	purpose := purposes[b.Merchant]
	bill := pay.Bill{
		OutBillNo: b.Number, AppID: b.AppID, OpenID: b.OpenID, AmountFen: int64(b.Fen), RealName: b.Name,
		SceneID: purpose.scene, Remark: b.Words.Remark, ReportInfos: []pay.ReportInfo{
			{Type: purpose.subject, Content: b.Words.Subject}, {Type: purpose.reason, Content: b.Words.Reason},
		},
	}
	if p.notifyURL != "" {
		bill.NotifyURL = p.notifyURL + "/callback/pay/" + b.Merchant
	}
	receipt, err := client.Transfer(ctx, bill)
	return callback.ResultOf(receipt), told(err)
}

// Query asks what became of a bill; see payout.Payer.
func (p payer) Query(ctx context.Context, merchant, number string) (payout.Result, error) {
	client, set := p.clients[merchant]
	if !set {
		return payout.Result{}, fmt.Errorf("merchant %q is not configured any more", merchant)
	}
	receipt, err := client.Query(ctx, number)
	return callback.ResultOf(receipt), told(err)
}

// Cancel asks that a bill be taken back; see payout.Payer.
func (p payer) Cancel(ctx context.Context, merchant, number string) (payout.Result, error) {
	client, set := p.clients[merchant]
	if !set {
		return payout.Result{}, fmt.Errorf("merchant %q is not configured any more", merchant)
	}
	receipt, err := client.Cancel(ctx, number)
	if errors.Is(err, pay.ErrNotCancellable) {
		return payout.Result{}, fmt.Errorf("%w: %w", payout.ErrTooLate, err)
	}
	return callback.ResultOf(receipt), told(err)
}

// Statement gives what moved on a merchant's account; see payout.Payer.
func (p payer) Statement(ctx context.Context, merchant string, day time.Time) iter.Seq2[payout.Movement, error] {
	return func(yield func(payout.Movement, error) bool) {
		client, set := p.clients[merchant]
		if !set {
			yield(payout.Movement{}, fmt.Errorf("merchant %q is not configured any more", merchant))
			return
		}
		for row, err := range client.FundFlow(ctx, day) {
			switch {
			case errors.Is(err, pay.ErrNoStatement):
				err = fmt.Errorf("%w: %w", payout.ErrNoStatement, err)
			case errors.Is(err, pay.ErrStatementNotReady):
				err = fmt.Errorf("%w: %w", payout.ErrStatementLater, err)
			}
			if !yield(movement(row), err) {
				return
			}
		}
	}
}

// movement is a line of the statement in the payout room's words. Transfers are known by
// what WeChat calls them; top-ups, fees and the like are other business.
func movement(row pay.FundRow) payout.Movement {
	return payout.Movement{
		FlowNo: row.FlowNo, BillNo: row.OutBillNo, Out: row.Direction == pay.Out, Fen: money.Fen(row.AmountFen),
		Transfer: strings.Contains(row.BusinessName, "商家转账") || strings.Contains(row.BusinessType, "商家转账"),
	}
}

// told says what an error means for the money in the payout room's words. What none of
// them fits says nothing, and is asked after.
func told(err error) error {
	switch pay.FateOf(err) {
	case pay.FateDone:
		return nil
	case pay.FateRefused:
		return &payout.Refusal{Code: pay.CodeOf(err), Message: err.Error()}
	case pay.FateAbsent:
		return fmt.Errorf("%w: %w", payout.ErrBillUnknown, err)
	case pay.FateLater:
		return fmt.Errorf("%w: %w", payout.ErrPayLater, err)
	}
	return err
}
