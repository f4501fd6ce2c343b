package main

import (
	"testing"
	"time"

	"channelrouter/internal/money"
	"channelrouter/model"
	"channelrouter/service/ledger"
	"channelrouter/service/payout"
	"channelrouter/service/tax"
)

// earner is a guide who has said who he is and has earned 10,000 yuan.
func (c *payCounter) earner(login, name string) model.PersonID {
	ctx := c.t.Context()
	tokens, err := c.Identity.Login(ctx, "guide", login)
	c.must(err)
	actor, err := c.Identity.Authenticate(ctx, "guide", tokens.Access)
	c.must(err)
	_, err = c.Ledger.Post(ctx, ledger.Move("earned/"+login, "reward", c.clock.Now(), model.Account{Kind: model.BrandReward, Asset: model.CNY},
		model.Account{Kind: model.WalletGuide, Owner: int64(actor.PersonID), Asset: model.CNY}, 1_000_000))
	c.must(err)
	_, err = c.Tax.Enter(ctx, actor.PersonID, tax.Particulars{Name: name, IDType: tax.ResidentID, Number: "11010519491231002X"}, true)
	c.must(err)
	c.bank.SetRealName("o_"+login, "王小明")
	return actor.PersonID
}

func (c *payCounter) wants(person model.PersonID, fen money.Fen) model.Payout {
	p, err := c.Payout.Request(c.t.Context(), payout.Request{Person: person, Wallet: model.WalletGuide, Key: "k", Fen: fen})
	c.must(err)
	return p
}

// later lets workers work, and time pass.
func (c *payCounter) later(d time.Duration) {
	c.clock.Advance(d)
	_, err := c.Payout.Work(c.t.Context(), "commission")
	c.must(err)
}

func (c *payCounter) now(p model.Payout) model.Payout {
	p, err := c.Payout.Get(c.t.Context(), p.PersonID, p.ID)
	c.must(err)
	return p
}

// WeChat reads the encrypted name and compares it with what it knows of the person.
func TestRealNamesThroughWeChatPay(t *testing.T) {
	c := newPayCounter(t)
	rules := payout.DefaultPolicy
	rules.MostFen, rules.DailyFen = 2_000_000, 2_000_000
	_, err := c.Payout.Policies.Publish(t.Context(), rules, c.clock.Now(), 1)
	c.must(err)
	honest, other := c.wants(c.earner("wang", "王小明"), 500_000), c.wants(c.earner("li", "李雷"), 500_000)
	c.later(0)
	for _, p := range []model.Payout{honest, other} {
		c.bank.Confirm(commissionMerchant, p.BillNo)
	}
	c.later(10 * time.Minute)
	if p := c.now(honest); p.State != model.PayoutPaid || c.bank.PaidByBill(commissionMerchant)[p.BillNo] != 420_000 {
		t.Errorf("of the right name: state %d, paid %v", p.State, c.bank.PaidByBill(commissionMerchant))
	}
	if p := c.now(other); p.State != model.PayoutReturned || p.FailCode != "NAME_NOT_CORRECT" {
		t.Errorf("of another name: state %d, %s", p.State, p.FailCode)
	}
}

func TestCancellingThroughWeChatPay(t *testing.T) {
	c := newPayCounter(t)
	wang := c.earner("wang", "王小明")
	p := c.wants(wang, 10_000)
	c.later(0)
	asked, err := c.Payout.Cancel(t.Context(), wang, p.ID)
	c.must(err)
	if asked.State != model.PayoutConfirming {
		t.Errorf("asked for, it is in state %d", asked.State)
	}
	if c.bank.Confirm(commissionMerchant, p.BillNo) {
		t.Error("the person could still accept it")
	}
	c.later(time.Second)
	if p = c.now(p); p.State != model.PayoutReturned || p.FailCode != "CANCELLED" {
		t.Errorf("state %d, %s", p.State, p.FailCode)
	}
	if c.bank.States(commissionMerchant)["CANCELLED"] != 1 {
		t.Error("it was handed over again")
	}
}
