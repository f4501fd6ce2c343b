package main

import (
	"context"
	"errors"
	"fmt"

	"channelrouter/api/callback"
	"channelrouter/configs"
	"channelrouter/miniprogram/pay"
	"channelrouter/model"
	"channelrouter/service/payout"
)

// purposes are what the two merchants pay for, in WeChat's words.
var purposes = map[string]struct {
	scene, remark string
	reports       []pay.ReportInfo
	wallets       map[string]model.AccountKind // by role app
}{
	"prize": {
		scene: pay.SceneMarketing, remark: "扫码奖励",
		reports: []pay.ReportInfo{{Type: "活动名称", Content: "扫码有礼"}, {Type: "奖励说明", Content: "扫码奖励"}},
		wallets: map[string]model.AccountKind{"consumer": model.WalletConsumer},
	},
	"commission": {
		scene: pay.SceneCommission, remark: "推广佣金",
		reports: []pay.ReportInfo{{Type: "岗位类型", Content: "导购推广"}, {Type: "报酬说明", Content: "推广佣金"}},
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
				tills[wallet] = payout.Till{Merchant: name, AppID: app.ID}
			}
		}
	}
	return p, tills, errors.Join(faults...)
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
	bill := pay.Bill{
		OutBillNo: b.Number, AppID: b.AppID, OpenID: b.OpenID, AmountFen: int64(b.Fen),
		SceneID: purposes[b.Merchant].scene, Remark: purposes[b.Merchant].remark, ReportInfos: purposes[b.Merchant].reports,
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
