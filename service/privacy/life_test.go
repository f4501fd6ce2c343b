package privacy_test

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/png"
	"iter"
	"testing"
	"time"

	"channelrouter/internal/money"
	"channelrouter/model"
	"channelrouter/service"
	"channelrouter/service/campaign"
	"channelrouter/service/contact"
	"channelrouter/service/ledger"
	"channelrouter/service/payout"
	"channelrouter/service/staff"
	"channelrouter/service/tax"
	"channelrouter/service/testkit"
)

// What jing told beside her name and number.
const (
	street   = "中山北路 4711 号 12 室"
	tracking = "SF8820031175"
	idNumber = "11010519491231002X"
)

// life is a registry in which jing did all that somebody can do here.
type life struct {
	*registry
	photos []model.Photo
}

// newLife has jing win a gift that was sent to her, be paid, work for a shop into which she was invited
// by her number, say who she is for taxes, and send photos. Of her pay tax was withheld, or not.
func newLife(t testing.TB, e testkit.Engine, taxed bool, with ...func(*service.Ground)) *life {
	w := &life{registry: newRegistry(t, e, append(with, func(g *service.Ground) {
		g.Payer = honest{}
		g.Tills = map[model.AccountKind]payout.Till{
			model.WalletConsumer: {Merchant: "prize", AppID: "wx-consumer"}, model.WalletGuide: {Merchant: "commission", AppID: "wx-guide"},
		}
	})...)}
	rules := payout.DefaultPolicy
	rules.MostFen, rules.DailyFen = 2_000_000, 10_000_000
	w.must(second(w.Payout.Policies.Publish(w.Ctx, rules, w.Clock.Now(), int64(anna))))
	free := tax.DefaultPolicy
	free.PrizeFrom = 100_00 // from which prizes are taxed: the cup is not
	w.must(second(w.Tax.Policies.Publish(w.Ctx, free, w.Clock.Now(), int64(anna))))
	w.win()
	w.send()
	w.must(second(w.Tax.Enter(w.Ctx, w.jing, tax.Particulars{Name: name, IDType: tax.ResidentID, Number: idNumber, Country: "CN"}, true)))
	w.earn(3_000)
	w.pay(model.WalletConsumer, 3_000)
	w.labour(taxed)
	w.Settle()
	return w
}

func second[T any](_ T, err error) error { return err }

// win has jing draw a gift, and get it.
func (w *life) win() {
	w.T.Helper()
	text := func(s string) campaign.Text { return campaign.Text{ZH: s, EN: s} }
	c, err := w.Campaign.Create(w.Ctx, campaign.Terms{
		Name: text("draw"), Rules: text("scan"), Requirement: campaign.RequirementClaim,
		StartsAt: testkit.Start.Add(-time.Hour), EndsAt: testkit.Start.Add(7 * 24 * time.Hour), BudgetFen: 10_000_000,
		Prizes: []campaign.Prize{{Code: "cup", Name: text("a cup"), Kind: campaign.KindName(model.PrizeGift), ValueFen: 6_000, OddsPPM: 1_000_000, Stock: 5}},
	}, anna)
	w.must(err)
	c, err = w.Campaign.Publish(w.Ctx, c.ID, c.Version, bert)
	w.must(err)
	claim, err := w.Scan(w.jing, model.RoleConsumer, model.FaceUnitInner, testkit.Item(w.batch, model.LevelUnit, 7))
	w.must(err)
	d, err := w.Campaign.Draw(w.Ctx, campaign.Try{Campaign: c.ID, Person: w.jing, Scan: claim.ScanID, Key: "try", Device: "her phone"})
	w.must(err)
	_, err = w.Campaign.SetAddress(w.Ctx, w.jing, d.WinID, campaign.Address{Name: name, Phone: number, Adcode: "320106", Street: street})
	w.must(err)
	_, err = w.Campaign.Send(w.Ctx, d.WinID, "SF", tracking)
	w.must(err)
}

// send has her write with a photo, and leave another lying.
func (w *life) send() {
	w.T.Helper()
	for n := range 2 {
		var b bytes.Buffer
		w.must(png.Encode(&b, image.NewGray(image.Rect(0, 0, 8+n, 8))))
		p, err := w.Contact.Upload(w.Ctx, w.jing, model.RoleConsumer, &b)
		w.must(err)
		w.photos = append(w.photos, p.Photo)
	}
	_, err := w.Contact.Open(w.Ctx, contact.NewThread{
		Draft: contact.Draft{Person: w.jing, Role: model.RoleConsumer, Key: "p", Text: "找" + name, Photos: []model.PhotoID{w.photos[0].ID}}, Topic: model.TopicOther,
	})
	w.must(err)
}

// labour has her work for the shop for a day, be paid for it, and leave.
func (w *life) labour(taxed bool) {
	w.T.Helper()
	w.Enter("guide", "jing")
	_, offered, err := w.Staff.Invite(w.Ctx, staff.Sponsor{User: anna}, staff.NewInvitation{Org: w.shop.ID, Role: model.RoleGuide, Phone: number})
	w.must(err)
	_, err = w.Staff.TakeUp(w.Ctx, staff.Code{App: model.RoleGuide, Person: w.jing, Text: offered, IP: "203.0.113.7"})
	w.must(err)
	w.Tick(time.Minute)
	_, err = w.Scan(w.jing, model.RoleGuide, model.FaceUnitOuter, testkit.Item(w.batch, model.LevelUnit, 9))
	w.must(err)
	if taxed {
		_, err = w.Ledger.Post(w.Ctx, ledger.Move("worked", "reward", w.Clock.Now(), model.Account{Kind: model.BrandReward, Asset: model.CNY},
			model.Account{Kind: model.WalletGuide, Owner: int64(w.jing), Asset: model.CNY}, 250_000))
		w.must(err)
		w.pay(model.WalletGuide, 250_000)
	}
	w.Tick(24 * time.Hour)
	w.must(w.Channel.Leave(w.Ctx, w.jing, model.RoleGuide, w.shop.ID, w.Clock.Now()))
	w.Tick(time.Minute)
}

// pay has her ask for cash, and get it.
func (w *life) pay(from model.AccountKind, fen money.Fen) {
	w.T.Helper()
	p, err := w.Payout.Request(w.Ctx, payout.Request{Person: w.jing, Wallet: from, Key: fmt.Sprint("cash ", from), Fen: fen})
	w.must(err)
	w.must(second(w.Payout.Work(w.Ctx, p.Merchant)))
	p, err = w.Payout.Get(w.Ctx, w.jing, p.ID)
	w.must(err)
	if p.State != model.PayoutPaid {
		w.T.Fatalf("a payout is %+v", p)
	}
}

// honest pays at once.
type honest struct{}

func (honest) Transfer(_ context.Context, b payout.Bill) (payout.Result, error) {
	return payout.Result{Standing: payout.Paid, Reference: "ref-" + b.Number, Package: "package for " + b.OpenID, Fen: b.Fen}, nil
}

func (honest) Query(context.Context, string, string) (payout.Result, error) {
	return payout.Result{}, payout.ErrBillUnknown
}

func (honest) Cancel(context.Context, string, string) (payout.Result, error) {
	return payout.Result{}, payout.ErrTooLate
}

func (honest) Statement(context.Context, string, time.Time) iter.Seq2[payout.Movement, error] {
	return func(yield func(payout.Movement, error) bool) { yield(payout.Movement{}, payout.ErrNoStatement) }
}
