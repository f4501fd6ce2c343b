package reward_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/internal/clock"
	"channelrouter/internal/db"
	"channelrouter/internal/id"
	"channelrouter/model"
	"channelrouter/model/event"
	"channelrouter/service/identity"
	"channelrouter/service/ledger"
	"channelrouter/service/reward"
	"channelrouter/service/testkit"
)

var monday = time.Date(2026, 3, 2, 1, 0, 0, 0, time.UTC)

const unit model.ItemID = 42

var (
	li   = model.Account{Kind: model.WalletConsumer, Owner: 1, Asset: model.Points}
	wang = model.Account{Kind: model.WalletGuide, Owner: 2, Asset: model.CNY}
)

// counter is the reward room with its ledger.
type counter struct {
	*reward.Service
	ledger *ledger.Service
	db     *db.DB
	ctx    context.Context
}

func newCounter(t *testing.T, e testkit.Engine) *counter {
	d, c := testkit.Open(t, e), clock.NewManual(monday)
	l := ledger.New(d, c, id.NewGenerator(1), [32]byte{7})
	people := identity.New(d, c, id.NewGenerator(1), nil, nil, identity.Keys{})
	return &counter{Service: reward.New(d, c, people, l), ledger: l, db: d, ctx: t.Context()}
}

// grant stores what a win is worth, in a transaction as the scan room has one.
func (c *counter) grant(wins ...reward.Win) (grants []model.Grant) {
	So(c.db.Run(c.ctx, func(ctx context.Context) (err error) {
		grants, err = c.Grant(ctx, wins, monday)
		return err
	}), ShouldBeNil)
	return grants
}

// hear handles the event of a scan that won, as the relay does.
func (c *counter) hear(p model.Purpose) error {
	return c.db.Run(c.ctx, func(ctx context.Context) error {
		return c.OnScanRecorded(ctx, []event.ScanRecorded{{Item: unit, Purpose: p}})
	})
}

func (c *counter) balance(a model.Account) int64 {
	n, err := c.ledger.Balance(c.ctx, a)
	So(err, ShouldBeNil)
	return n
}

func (c *counter) stored(p model.Purpose) model.Grant {
	g, err := db.First[model.Grant](c.db.Conn(c.ctx).Where("item = ? AND purpose = ?", unit, p))
	So(err, ShouldBeNil)
	So(g, ShouldNotBeNil)
	return *g
}

func (c *counter) transactions() int64 {
	var n int64
	So(c.db.Conn(c.ctx).Model(&model.LedgerTransaction{}).Count(&n).Error, ShouldBeNil)
	return n
}

var (
	claim = reward.Win{Scan: 1, Item: unit, Face: model.FaceUnitInner, Purpose: model.PurposeConsumerClaim, Person: 1, ProductPoints: 108}
	sale  = reward.Win{Scan: 2, Item: unit, Face: model.FaceUnitOuter, Purpose: model.PurposeGuideReward, Person: 2, HiddenCode: true}
)

func TestGranting(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given the reward room", t, func() {
			c := newCounter(t, e)

			Convey("a consumer's claim is posted at once, from what rewards cost the brand", func() {
				g := c.grant(claim)[0]
				So(g.State, ShouldEqual, model.GrantPosted)
				So(g.TxnID, ShouldNotEqual, 0)
				So(c.stored(model.PurposeConsumerClaim), ShouldResemble, g)
				So(c.balance(li), ShouldEqual, 108)
				So(c.balance(model.Account{Kind: model.BrandReward, Asset: model.Points}), ShouldEqual, -108)
			})
			Convey("a guide's waiting reward is stored and not posted", func() {
				g := c.grant(sale)[0]
				So(g.State, ShouldEqual, model.GrantWaiting)
				So(c.stored(model.PurposeGuideReward), ShouldResemble, g)
				So(c.balance(wang), ShouldEqual, 0)
				So(c.transactions(), ShouldEqual, 0)
			})
			Convey("what is worth nothing is stored, too, and not posted", func() {
				worthless := claim
				worthless.Face = model.FaceUnitOuter
				So(c.grant(worthless)[0].State, ShouldEqual, model.GrantNothing)
				So(c.stored(model.PurposeConsumerClaim).State, ShouldEqual, model.GrantNothing)
				So(c.transactions(), ShouldEqual, 0)
			})
			Convey("each of a set has its own transaction", func() {
				second := sale
				second.Claimed, second.Scan = true, 3
				worthless := claim
				worthless.Item, worthless.Face = unit+1, model.FaceUnitOuter
				grants := c.grant(claim, worthless, second)
				So(grants, ShouldHaveLength, 3)
				So([]model.GrantState{grants[0].State, grants[1].State, grants[2].State}, ShouldResemble,
					[]model.GrantState{model.GrantPosted, model.GrantNothing, model.GrantPosted})
				So(grants[1].TxnID, ShouldEqual, 0)
				for _, g := range []model.Grant{grants[0], grants[2]} {
					entries, err := c.ledger.Entries(c.ctx, model.Account{Kind: g.AccountKind, Owner: g.Owner, Asset: g.Asset}, 0, 10)
					So(err, ShouldBeNil)
					So(entries, ShouldHaveLength, 1)
					So(entries[0].TxnID, ShouldEqual, g.TxnID)
				}
			})
			Convey("the policy in force at the scan decides, and its number is kept", func() {
				version, err := c.Policies.Publish(c.ctx, reward.Policy{ConsumerPointsPercent: 50}, monday, 9)
				So(err, ShouldBeNil)
				_, err = c.Policies.Publish(c.ctx, reward.Policy{}, monday.Add(time.Microsecond), 9)
				So(err, ShouldBeNil)
				So(c.grant(claim)[0].PolicyVersion, ShouldEqual, version)
				So(c.balance(li), ShouldEqual, 54)
			})
			Convey("a policy that makes no sense is refused", func() {
				_, err := c.Policies.Publish(c.ctx, reward.Policy{GuideFen: -1}, monday, 9)
				So(err, ShouldWrap, reward.ErrBadPolicy)
			})
			Convey("when the scan fails, its reward was never posted", func() {
				second := errors.New("second thoughts")
				So(c.db.Run(c.ctx, func(ctx context.Context) error {
					_, err := c.Grant(ctx, []reward.Win{claim}, monday)
					So(err, ShouldBeNil)
					return second
				}), ShouldEqual, second)
				So(c.balance(li), ShouldEqual, 0)
				So(c.transactions(), ShouldEqual, 0)
			})
			Convey("no wins, no grants", func() {
				So(c.grant(), ShouldBeEmpty)
			})
		})
	})
}

func TestReleasing(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a guide's reward that waits for the claim", t, func() {
			c := newCounter(t, e)
			c.grant(sale)

			Convey("without a claim it goes on waiting", func() {
				So(c.hear(model.PurposeGuideReward), ShouldBeNil)
				So(c.stored(model.PurposeGuideReward).State, ShouldEqual, model.GrantWaiting)
				So(c.balance(wang), ShouldEqual, 0)
			})
			Convey("another unit's claim does not release it", func() {
				other := claim
				other.Item++
				c.grant(other)
				So(c.hear(model.PurposeConsumerClaim), ShouldBeNil)
				So(c.balance(wang), ShouldEqual, 0)
			})

			Convey("after the claim", func() {
				c.grant(claim)

				for name, p := range map[string]model.Purpose{
					"the claim's event releases it":  model.PurposeConsumerClaim,
					"the guide's event does as well": model.PurposeGuideReward,
				} {
					Convey(name, func() {
						So(c.hear(p), ShouldBeNil)
						So(c.balance(wang), ShouldEqual, 200)
						g := c.stored(model.PurposeGuideReward)
						So(g.State, ShouldEqual, model.GrantPosted)
						So(g.TxnID, ShouldNotEqual, 0)
						So(g.At, ShouldEqual, monday)
					})
				}
				Convey("other events do not concern it", func() {
					So(c.hear(model.PurposeCaseOpen), ShouldBeNil)
					So(c.hear(0), ShouldBeNil)
					So(c.balance(wang), ShouldEqual, 0)
				})
				Convey("events that come again change nothing", func() {
					So(c.hear(model.PurposeConsumerClaim), ShouldBeNil)
					first := c.stored(model.PurposeGuideReward)
					So(c.hear(model.PurposeGuideReward), ShouldBeNil)
					So(c.hear(model.PurposeConsumerClaim), ShouldBeNil)
					So(c.stored(model.PurposeGuideReward), ShouldResemble, first)
					So(c.balance(wang), ShouldEqual, 200)
				})
				Convey("20 deliveries at once release it once", func() {
					failures := make([]error, 20)
					var all sync.WaitGroup
					for i := range failures {
						all.Go(func() {
							failures[i] = c.hear([]model.Purpose{model.PurposeConsumerClaim, model.PurposeGuideReward}[i%2])
						})
					}
					all.Wait()
					So(failures, ShouldResemble, make([]error, 20))
					So(c.balance(wang), ShouldEqual, 200)
					So(c.transactions(), ShouldEqual, 2)
					entries, err := c.ledger.Entries(c.ctx, wang, 0, 10)
					So(err, ShouldBeNil)
					So(entries, ShouldHaveLength, 1)
					So(c.stored(model.PurposeGuideReward).TxnID, ShouldEqual, entries[0].TxnID)
				})
				Convey("a policy published meanwhile does not change what was promised", func() {
					_, err := c.Policies.Publish(c.ctx, reward.Policy{GuideFen: 9}, monday, 9)
					So(err, ShouldBeNil)
					So(c.hear(model.PurposeConsumerClaim), ShouldBeNil)
					So(c.balance(wang), ShouldEqual, 200)
				})
			})
			Convey("a claim that was worth nothing releases it, too: the unit was sold", func() {
				worthless := claim
				worthless.Diverted = true
				_, err := c.Policies.Publish(c.ctx, reward.Policy{ConsumerPointsPercent: 100}, monday, 9)
				So(err, ShouldBeNil)
				So(c.grant(worthless)[0].State, ShouldEqual, model.GrantNothing)
				So(c.hear(model.PurposeConsumerClaim), ShouldBeNil)
				So(c.balance(wang), ShouldEqual, 200)
			})
		})
		Convey("Given a guide's scan that was worth nothing, and the claim, there is nothing to release", t, func() {
			c := newCounter(t, e)
			worthless := sale
			worthless.Diverted = true
			So(c.grant(worthless, claim)[0].State, ShouldEqual, model.GrantNothing)
			So(c.hear(model.PurposeConsumerClaim), ShouldBeNil)
			So(c.stored(model.PurposeGuideReward).State, ShouldEqual, model.GrantNothing)
			So(c.transactions(), ShouldEqual, 1)
		})
		Convey("Given a claim and no guide, its event has nothing to release", t, func() {
			c := newCounter(t, e)
			c.grant(claim)
			So(c.hear(model.PurposeConsumerClaim), ShouldBeNil)
			So(c.transactions(), ShouldEqual, 1)
		})
	})
}
