package service_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"sync"
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"
	"gorm.io/gorm"

	"channelrouter/internal/money"
	"channelrouter/model"
	"channelrouter/service/identity"
	"channelrouter/service/ledger"
	"channelrouter/service/payout"
	"channelrouter/service/testkit"
)

// two is somebody who was two persons: a guide whose unionid WeChat did not tell, and the
// consumer that it knew.
type two struct {
	*testkit.World
	guide, consumer model.PersonID
	shop, other     model.Org
	payouts         *payout.Service
	bank            *bank
}

func newTwo(t *testing.T, e testkit.Engine) *two {
	w := testkit.New(t, e)
	d := w.Distributor("D1", "32")
	p := &two{World: w, shop: w.Terminal("T1", d), other: w.Terminal("T2", d), bank: &bank{}}
	p.guide, p.consumer = w.Enter("guide", testkit.Unnamed+"wang"), w.Enter("consumer", "wang")
	So(w.Channel.Join(w.Ctx, p.guide, model.RoleGuide, p.shop.ID, testkit.Start.AddDate(0, -1, 0)), ShouldBeNil)
	p.earn(p.guide, model.WalletGuide, model.CNY, 5_000)
	p.earn(p.guide, model.WalletConsumer, model.Points, 70)
	p.earn(p.consumer, model.WalletConsumer, model.Points, 30)
	p.payouts = payout.New(w.DB, w.Clock, w.IDs, w.Outbox,
		payout.Rooms{Identity: w.Identity, Ledger: w.Ledger, Tax: w.Tax}, w.KV, p.bank, map[model.AccountKind]payout.Till{
			model.WalletGuide: {Merchant: "commission", AppID: "wx-guide"},
		})
	return p
}

var earnings int

func (p *two) earn(person model.PersonID, kind model.AccountKind, asset model.Asset, amount int64) {
	earnings++
	_, err := p.Ledger.Post(p.Ctx, ledger.Move(fmt.Sprint("earned/", earnings), "reward", p.Clock.Now(),
		model.Account{Kind: model.BrandReward, Asset: asset}, model.Account{Kind: kind, Owner: int64(person), Asset: asset}, amount))
	So(err, ShouldBeNil)
}

// named is the login that tells the guide's unionid.
func (p *two) named() error {
	_, err := p.Identity.Login(p.Ctx, "guide", "wang")
	return err
}

// purse is a person's guide's cash, consumer's points, and cash in flight.
func (p *two) purse(person model.PersonID) (purse [3]int64) {
	for i, a := range []model.Account{
		{Kind: model.WalletGuide, Asset: model.CNY}, {Kind: model.WalletConsumer, Asset: model.Points}, {Kind: model.InFlight, Asset: model.CNY},
	} {
		a.Owner = int64(person)
		n, err := p.Ledger.Balance(p.Ctx, a)
		So(err, ShouldBeNil)
		purse[i] = n
	}
	return purse
}

// shopOf is where a person is a guide at a time.
func (p *two) shopOf(person model.PersonID, at time.Time) model.OrgID {
	memberships, err := p.Channel.Memberships(p.Ctx, []model.PersonID{person}, at)
	So(err, ShouldBeNil)
	for _, m := range memberships[person] {
		if m.Role == model.RoleGuide {
			return m.OrgID
		}
	}
	return 0
}

// isOne holds all that has to be so once the two are one.
func (p *two) isOne() {
	So(p.Enter("guide", "wang"), ShouldEqual, p.consumer)
	now := p.Clock.Now()
	So(p.purse(p.guide), ShouldResemble, [3]int64{})
	So(p.purse(p.consumer), ShouldResemble, [3]int64{5_000, 100, 0})
	So(p.shopOf(p.guide, now), ShouldEqual, 0)
	So(p.shopOf(p.consumer, now), ShouldEqual, p.shop.ID)
	var unions []model.Person
	So(p.DB.Conn(p.Ctx).Where("united_with IS NOT NULL").Find(&unions).Error, ShouldBeNil)
	So(unions, ShouldHaveLength, 1)
	So(*unions[0].UnitedWith, ShouldEqual, p.consumer)
	report, err := p.Ledger.Verify(p.Ctx)
	So(err, ShouldBeNil)
	So(report.OK(), ShouldBeTrue)
}

func TestUnitedPersons(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a guide of T1 without a unionid, who is also a consumer", t, func() {
			p := newTwo(t, e)

			Convey("when it comes, all that was the guide's follows", func() {
				So(p.named(), ShouldBeNil)
				p.Settle()
				p.isOne()
				who, err := p.Identity.Current(p.Ctx, p.guide)
				So(err, ShouldBeNil)
				So(who, ShouldEqual, p.consumer)

				Convey("once, however often it is told", func() {
					p.Tick(11 * time.Minute)
					n, err := p.Identity.TellUnionsAgain(p.Ctx, 10)
					So(err, ShouldBeNil)
					So(n, ShouldEqual, 1)
					n, err = p.Identity.TellUnionsAgain(p.Ctx, 10)
					So(err, ShouldBeNil)
					So(n, ShouldEqual, 0)
					p.Settle()
					p.isOne()
				})
				Convey("and what came to the guide meanwhile follows later", func() {
					p.earn(p.guide, model.WalletGuide, model.CNY, 200)
					p.Tick(11 * time.Minute)
					_, err := p.Identity.TellUnionsAgain(p.Ctx, 10)
					So(err, ShouldBeNil)
					p.Settle()
					So(p.purse(p.guide), ShouldResemble, [3]int64{})
					So(p.purse(p.consumer), ShouldResemble, [3]int64{5_200, 100, 0})
				})
				Convey("what he scanned as a guide before, and tells now, was T1's", func() {
					So(p.shopOf(p.consumer, testkit.Start.Add(-time.Hour)), ShouldEqual, p.shop.ID)
				})
			})
			Convey("killed between any two statements, it happens at the next login, whole", func() {
				for n := int64(1); ; n++ {
					killed := p.KillAfter(n, func() { _ = p.named() })
					if !killed {
						break
					}
					united, err := p.Identity.CurrentOf(p.Ctx, []model.PersonID{p.guide})
					So(err, ShouldBeNil)
					So(united, ShouldBeEmpty)
				}
				for n := int64(1); ; n++ {
					if !p.KillAfter(n, func() { _ = p.Relay.Drain(p.Ctx) }) {
						break
					}
					p.Tick(time.Hour) // the relay waits before it tries again
				}
				p.Settle()
				p.isOne()
			})
			Convey("20 logins that tell it at once unite them once", func() {
				failures := testkit.Together(20, func(i int) error { return p.named() })
				So(errors.Join(failures...), ShouldBeNil)
				p.Settle()
				p.isOne()
			})
			Convey("while he earns, is paid out and changes shops, nothing is lost", func() {
				var relay sync.Mutex // a process has one relay, in one goroutine
				failures := testkit.Together(20, func(i int) error {
					switch i % 4 {
					case 0:
						return p.named()
					case 1:
						_, err := p.Ledger.Post(p.Ctx, ledger.Move(fmt.Sprint("meanwhile/", i), "reward", p.Clock.Now(),
							model.Account{Kind: model.BrandReward, Asset: model.CNY}, model.Account{Kind: model.WalletGuide, Owner: int64(p.guide), Asset: model.CNY}, 100))
						return err
					case 2:
						relay.Lock()
						defer relay.Unlock()
						return p.Relay.Drain(p.Ctx)
					}
					_, _, err := p.Channel.TakeUp(p.Ctx, p.guide, model.RoleGuide, p.other.ID, p.Clock.Now())
					return err
				})
				So(errors.Join(failures...), ShouldBeNil)
				p.Tick(11 * time.Minute)
				_, err := p.Identity.TellUnionsAgain(p.Ctx, 10)
				So(err, ShouldBeNil)
				p.Settle()
				So(p.purse(p.guide), ShouldResemble, [3]int64{})
				So(p.purse(p.consumer), ShouldResemble, [3]int64{5_500, 100, 0})
				So(p.shopOf(p.guide, p.Clock.Now()), ShouldEqual, 0)
				So(p.shopOf(p.consumer, p.Clock.Now()), ShouldEqual, p.other.ID)
			})
			Convey("cash on its way when they are united, and returned later, is his who he is now", func() {
				asked := p.asks(3_000)
				So(p.named(), ShouldBeNil)
				p.Settle()
				So(p.purse(p.guide), ShouldResemble, [3]int64{0, 0, 3_000})
				So(p.purse(p.consumer), ShouldResemble, [3]int64{2_000, 100, 0})
				_, err := p.payouts.Work(p.Ctx, "commission")
				So(err, ShouldBeNil)
				seen, err := p.payouts.Get(p.Ctx, p.consumer, asked.ID)
				So(err, ShouldBeNil)
				So(seen.State, ShouldEqual, model.PayoutReturned)
				p.isOne()
			})
			Convey("his own shop, if he took it up later, stands", func() {
				So(p.Channel.Join(p.Ctx, p.consumer, model.RoleGuide, p.other.ID, testkit.Start), ShouldBeNil)
				So(p.named(), ShouldBeNil)
				p.Settle()
				So(p.shopOf(p.consumer, p.Clock.Now()), ShouldEqual, p.other.ID)
				So(p.shopOf(p.guide, p.Clock.Now()), ShouldEqual, 0)
			})
			Convey("a shop that the guide took up later takes the place of his", func() {
				So(p.Channel.Join(p.Ctx, p.consumer, model.RoleGuide, p.other.ID, testkit.Start.AddDate(-1, 0, 0)), ShouldBeNil)
				p.Tick(time.Hour)
				So(p.named(), ShouldBeNil)
				p.Settle()
				So(p.shopOf(p.consumer, p.Clock.Now()), ShouldEqual, p.shop.ID)
				So(p.shopOf(p.consumer, p.Clock.Now().Add(-time.Minute)), ShouldEqual, p.other.ID)
			})
			Convey("phone, consents and choices follow", func() {
				phone, err := p.Identity.AskPhone(p.Ctx, "guide", "13812345678")
				So(err, ShouldBeNil)
				_, err = p.Identity.BindPhone(p.Ctx, "guide", p.guide, phone, "1")
				So(err, ShouldBeNil)
				So(p.Channel.Choose(p.Ctx, p.guide, model.RoleConsumer, model.RoleGuide, 0), ShouldBeNil)
				So(p.named(), ShouldBeNil)
				p.Settle()
				kept, has, err := p.Identity.PhoneOf(p.Ctx, p.consumer)
				So(err, ShouldBeNil)
				So(has, ShouldBeTrue)
				So(kept.Masked(), ShouldEqual, "138****5678")
				given, err := p.Identity.Consents(p.Ctx, p.consumer)
				So(err, ShouldBeNil)
				So(given, ShouldHaveLength, 1)
				choices, err := p.Channel.Choices(p.Ctx, []model.PersonID{p.consumer})
				So(err, ShouldBeNil)
				So(choices[p.consumer], ShouldHaveLength, 1)
			})
			Convey("who was united with one who is united later is the last of them", func() {
				So(p.named(), ShouldBeNil) // the guide is the consumer
				last := p.Enter("terminal", "wang-anew")
				// The apps are bound to another Open Platform account, which names him anew.
				So(p.DB.Run(p.Ctx, func(ctx context.Context) error {
					return p.DB.Conn(ctx).Model(&model.AppAccount{}).Where("person_id = ?", p.consumer).
						Update("open_id", gorm.Expr("REPLACE(open_id, 'wang@', 'wang-anew@')")).Error
				}), ShouldBeNil)
				So(p.Enter("guide", "wang-anew"), ShouldEqual, last)
				So(p.Enter("consumer", "wang-anew"), ShouldEqual, last)
				p.Settle()
				for _, person := range []model.PersonID{p.guide, p.consumer} {
					who, err := p.Identity.Current(p.Ctx, person)
					So(err, ShouldBeNil)
					So(who, ShouldEqual, last)
					So(p.purse(person), ShouldResemble, [3]int64{})
				}
				for _, person := range []model.PersonID{p.guide, p.consumer, last} {
					selves, err := p.Identity.Selves(p.Ctx, person)
					So(err, ShouldBeNil)
					So(selves[0], ShouldEqual, last)
					So(selves[1:], ShouldHaveLength, 2)
					for _, other := range selves {
						same, err := p.Identity.Same(p.Ctx, person, other)
						So(err, ShouldBeNil)
						So(same, ShouldBeTrue)
					}
					same, err := p.Identity.Same(p.Ctx, person, p.Person())
					So(err, ShouldBeNil)
					So(same, ShouldBeFalse)
				}
				formers, err := p.Identity.FormersOf(p.Ctx, []model.PersonID{last})
				So(err, ShouldBeNil)
				So(formers, ShouldResemble, map[model.PersonID]model.PersonID{p.guide: last, p.consumer: last})
				_, err = p.Identity.Selves(p.Ctx, 1)
				So(err, ShouldWrap, identity.ErrUnknownPerson)
				So(p.purse(last), ShouldResemble, [3]int64{5_000, 100, 0})
				So(p.shopOf(last, p.Clock.Now()), ShouldEqual, p.shop.ID)
				So(p.Enter("salesperson", "wang"), ShouldEqual, last) // his earlier name still leads to him
			})
		})
	})
}

// asks has the guide, whose phone is verified, ask for cash.
func (p *two) asks(fen money.Fen) model.Payout {
	phone, err := p.Identity.AskPhone(p.Ctx, "guide", "13812345678")
	So(err, ShouldBeNil)
	_, err = p.Identity.BindPhone(p.Ctx, "guide", p.guide, phone, "1")
	So(err, ShouldBeNil)
	asked, err := p.payouts.Request(p.Ctx, payout.Request{Person: p.guide, Wallet: model.WalletGuide, Key: "k", Fen: fen})
	So(err, ShouldBeNil)
	return asked
}

// bank refuses every bill.
type bank struct{}

func (*bank) Transfer(context.Context, payout.Bill) (payout.Result, error) {
	return payout.Result{}, &payout.Refusal{Code: "USER_ACCOUNT_ABNORMAL"}
}

func (*bank) Query(context.Context, string, string) (payout.Result, error) {
	return payout.Result{}, payout.ErrBillUnknown
}

func (*bank) Statement(context.Context, string, time.Time) iter.Seq2[payout.Movement, error] {
	return func(yield func(payout.Movement, error) bool) { yield(payout.Movement{}, payout.ErrNoStatement) }
}

func (*bank) Cancel(context.Context, string, string) (payout.Result, error) {
	return payout.Result{}, payout.ErrBillUnknown
}
