package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"github.com/gin-gonic/gin"

	"channelrouter/api/callback"
	"channelrouter/internal/clock"
	"channelrouter/internal/db"
	"channelrouter/internal/id"
	"channelrouter/internal/kv"
	"channelrouter/internal/lease"
	"channelrouter/internal/money"
	"channelrouter/miniprogram/fake"
	"channelrouter/miniprogram/pay"
	"channelrouter/model"
	"channelrouter/model/migration"
	"channelrouter/service"
	"channelrouter/service/code"
	"channelrouter/service/ledger"
	"channelrouter/service/payout"
)

const (
	commissionMerchant = "1900000109"
	billsEach          = 10
	callsPerSecond     = 700
	patience           = time.Second // of the client with WeChat
)

// counter is a house that pays guides through a stand-in for WeChat Pay, by the clients
// and the callback that serve uses.
type payCounter struct {
	*service.Rooms
	t     *testing.T
	clock *clock.Manual
	bank  *fake.Pay
	pay   *pay.Client
	calls *tally
}

// tally is a payer that notes how many bills were handed over in which second.
type tally struct {
	payout.Payer
	now    func() time.Time
	mu     sync.Mutex
	second map[int64]int
}

func (y *tally) Transfer(ctx context.Context, b payout.Bill) (payout.Result, error) {
	y.mu.Lock()
	y.second[y.now().Unix()]++
	y.mu.Unlock()
	return y.Payer.Transfer(ctx, b)
}

func newPayCounter(t *testing.T) *payCounter {
	t.Helper()
	hand := clock.NewManual(time.Now())
	wechat := fake.NewAt(hand.Now)
	keys := wechat.Pay().AddMerchant(commissionMerchant)
	c := &payCounter{t: t, clock: hand, bank: wechat.Pay()}
	c.must(wechat.Start())
	t.Cleanup(func() { _ = wechat.Close() })

	merchant, err := pay.NewMerchant(pay.Credentials(keys))
	c.must(err)
	client, err := pay.NewClient(merchant, pay.Options{
		BaseURL: wechat.URL(), Timeout: patience, SceneCaps: map[string]int64{pay.SceneCommission: 2_000_000},
	})
	c.must(err)
	c.pay = client
	clients := map[string]*pay.Client{"commission": client}
	var notices *callback.PayHandler
	gin.SetMode(gin.ReleaseMode)
	engine := gin.New()
	engine.POST("/callback/pay/:merchant", func(g *gin.Context) { notices.Receive(g) })
	server := httptest.NewServer(engine)
	t.Cleanup(server.Close)

	database, err := db.Open(t.Context(), "sqlite://"+t.TempDir()+"/pay.db")
	c.must(err)
	t.Cleanup(func() { _ = database.Close() })
	c.must(migration.Up(t.Context(), database))
	keyring, err := code.NewKeyring(hand.Now(), code.StandardFaces())
	c.must(err)
	c.calls = &tally{Payer: payer{clients: clients, notifyURL: server.URL}, now: hand.Now, second: map[int64]int{}}
	c.Rooms, err = service.New(t.Context(), service.Ground{
		DB: database, KV: kv.NewMemory(hand.Now), Clock: hand, IDs: id.NewGenerator(1),
		Keeper: lease.NewKeeper(database, hand, "test"), Keyring: keyring, Printing: code.Printing{DefaultHost: "c.brand.test"},
		WeChat: believer{}, Guesses: 10,
		Payer: c.calls,
		Tills: map[model.AccountKind]payout.Till{
			model.WalletGuide: {Merchant: "commission", AppID: "wx-guide", PerSec: callsPerSecond},
		},
	})
	c.must(err)
	notices = callback.NewPayHandler(c.Payout, clients)
	return c
}

// believer takes the login code for the person.
type believer struct{}

func (believer) Login(_ context.Context, app, jsCode string) (openID, unionID, appID string, err error) {
	return "o_" + jsCode, jsCode, "wx-" + app, nil
}

func (believer) PhoneNumber(_ context.Context, _, code string) (country, number string, err error) {
	return "86", code, nil
}

func (c *payCounter) must(err error) {
	c.t.Helper()
	if err != nil {
		c.t.Fatal(err)
	}
}

// ask has people ask for all they have earned, ten times each.
func (c *payCounter) ask(payouts int) []model.Payout {
	var all []model.Payout
	for n := 0; len(all) < payouts; n++ {
		tokens, err := c.Identity.Login(c.t.Context(), "guide", fmt.Sprint("guide-", n))
		c.must(err)
		actor, err := c.Identity.Authenticate(c.t.Context(), "guide", tokens.Access)
		c.must(err)
		to := model.Account{Kind: model.WalletGuide, Owner: int64(actor.PersonID), Asset: model.CNY}
		_, err = c.Ledger.Post(c.t.Context(), ledger.Move(fmt.Sprint("earned/", n), "reward", c.clock.Now(),
			model.Account{Kind: model.BrandReward, Asset: model.CNY}, to, 150_000))
		c.must(err)
		for i := range billsEach {
			p, err := c.Payout.Request(c.t.Context(), payout.Request{
				Person: actor.PersonID, Wallet: model.WalletGuide, Key: fmt.Sprint(i), Fen: money.Fen(14_991 + i*2),
			})
			c.must(err)
			all = append(all, p)
		}
	}
	return all
}

// work is a few workers, of whom one is killed after a while.
func (c *payCounter) work(kill time.Duration) {
	var workers sync.WaitGroup
	failures := make([]error, 4)
	for w := range failures {
		workers.Go(func() {
			life, die := context.WithCancel(context.Background())
			defer die()
			if w == 0 {
				time.AfterFunc(kill, die)
			}
			for {
				n, err := c.Payout.Work(life, "commission")
				if err != nil && life.Err() == nil {
					failures[w] = err
				}
				if n == 0 || err != nil {
					return
				}
			}
		})
	}
	workers.Wait()
	c.must(errors.Join(failures...))
}

func (c *payCounter) unsettled() (n int64) {
	c.must(c.DB.Conn(c.t.Context()).Model(&model.Payout{}).Where("final_txn = 0").Count(&n).Error)
	return n
}

// 5,000 payouts through the real protocol, of whose calls every fifth goes wrong, and
// notifications that are dropped, repeated and late, by workers that die and are held to
// the pace: WeChat's book is the ledger's to the fen, nobody is paid twice, and nothing
// is lost.
func TestPayoutsThroughWeChatPay(t *testing.T) {
	logger := slog.Default()
	slog.SetDefault(slog.New(slog.DiscardHandler)) // failures are part of the story
	t.Cleanup(func() { slog.SetDefault(logger) })
	payouts := 5_000
	if testing.Short() {
		payouts = 200
	}
	c := newPayCounter(t)
	c.bank.Fund(commissionMerchant, int64(payouts)*150_000)
	c.bank.Seed(7)
	c.bank.Chance(0.2, fake.PayRefused, fake.PayRateLimited, fake.PayCutBefore, fake.PayCutAfter, fake.PayErrorAfter,
		fake.PayBroken, fake.PayNotEnough, fake.PayOverQuota)
	c.bank.ChanceNotices(0.4, fake.NoticeDropped, fake.NoticeTwice, fake.NoticeLate)
	all := c.ask(payouts)
	chance := rand.New(rand.NewPCG(7, 11))
	for round := 0; c.unsettled() > 0; round++ {
		if round > 500 {
			t.Fatalf("%d payouts are not settled", c.unsettled())
		}
		if round%3 == 0 { // few, for each costs a worker all its patience
			c.bank.Fail(1, fake.PayFault{Hang: 2 * patience, CutAfter: true})
			c.bank.Fail(1, fake.PayFault{Hang: 2 * patience, CutBefore: true})
		}
		c.work(time.Duration(chance.IntN(200)) * time.Millisecond)
		for _, p := range all {
			switch chance.IntN(4) {
			case 0:
				c.bank.Reject(commissionMerchant, p.BillNo, "USER_REJECTED")
			case 1, 2:
				c.bank.Confirm(commissionMerchant, p.BillNo)
			}
		}
		c.bank.Deliver()
		c.clock.Advance(10 * time.Minute)
		c.bank.Tick()
	}
	c.bank.Deliver()
	for second, bills := range c.calls.second {
		if bills > callsPerSecond {
			t.Errorf("%d bills were handed over in second %d", bills, second)
		}
	}
	c.compare(all)
	c.bank.Recover()
	c.reconcile(all)
}

// compare holds WeChat's book against ours.
func (c *payCounter) compare(all []model.Payout) {
	paid := c.bank.PaidByBill(commissionMerchant)
	var out, back, taxed int64
	for _, p := range all {
		settled, err := c.Payout.Get(c.t.Context(), p.PersonID, p.ID)
		c.must(err)
		switch {
		case settled.State == model.PayoutPaid && paid[p.BillNo] == int64(p.Net()):
			out, taxed = out+int64(p.Net()), taxed+int64(p.TaxFen)
		case settled.State == model.PayoutReturned && paid[p.BillNo] == 0:
			back += int64(p.Fen)
		default:
			c.t.Fatalf("payout %d of %d fen is in state %d, and WeChat has paid %d", p.ID, p.Fen, settled.State, paid[p.BillNo])
		}
		delete(paid, p.BillNo)
	}
	if len(paid) > 0 {
		c.t.Fatalf("WeChat has paid bills that are not ours: %v", paid)
	}
	left, err := c.Ledger.Balance(c.t.Context(), model.Account{Kind: model.BrandPaidOut, Asset: model.CNY})
	c.must(err)
	if left != out || out == 0 || back == 0 {
		c.t.Fatalf("the ledger says that %d fen have left; WeChat paid %d, and %d came back", left, out, back)
	}
	office, err := c.Ledger.Balance(c.t.Context(), model.Account{Kind: model.BrandTax, Asset: model.CNY})
	c.must(err)
	if office != taxed || taxed == 0 {
		c.t.Fatalf("the tax office is owed %d; %d were withheld of what was paid", office, taxed)
	}
	report, err := c.Ledger.Verify(c.t.Context())
	c.must(err)
	if !report.OK() {
		c.t.Fatalf("the ledger does not verify: %+v", report)
	}
	c.t.Logf("%d fen paid, %d returned", out, back)
}
