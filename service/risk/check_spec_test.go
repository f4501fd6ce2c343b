package risk_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"sync"
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/internal/db"
	"channelrouter/internal/kv"
	"channelrouter/model"
	"channelrouter/service/risk"
	"channelrouter/service/testkit"
)

func TestMain(m *testing.M) {
	slog.SetDefault(slog.New(slog.DiscardHandler)) // failures are part of the story
	os.Exit(m.Run())
}

// oracle is WeChat: it ranks whom it knows, or fails.
type oracle struct {
	mu    sync.Mutex
	rank  int
	fails error
	asked []string
}

func (*oracle) AppID(app string) string {
	if app == "terminal" {
		return "" // not configured
	}
	return "wx-" + app
}

func (o *oracle) RiskRank(ctx context.Context, app, openID string, scene risk.Scene, ip string) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if db.Inside(ctx) {
		return 0, errors.New("a network call inside a transaction")
	}
	o.asked = append(o.asked, fmt.Sprint(app, " ", openID, " ", scene, " ", ip))
	return o.rank, o.fails
}

type desk struct {
	*testkit.World
	*risk.Service
	oracle *oracle
	wang   model.PersonID
	ctx    context.Context
}

func newDesk(t *testing.T, e testkit.Engine) *desk {
	d := &desk{World: testkit.New(t, e), oracle: &oracle{}}
	d.Service = risk.New(d.DB, d.Clock, kv.NewMemory(d.Clock.Now), d.Identity, d.oracle)
	tokens, err := d.Identity.Login(d.Ctx, "guide", "wang")
	So(err, ShouldBeNil)
	d.wang = tokens.Actor.PersonID
	d.ctx = risk.WithClientIP(d.Ctx, "203.0.113.7")
	return d
}

func (d *desk) check(scene risk.Scene) error {
	return d.Check(d.ctx, d.wang, model.RoleGuide, scene)
}

func (d *desk) closed() {
	p := risk.DefaultPolicy
	p.Payout.FailOpen, p.Contact.RefuseFrom = false, 0
	_, err := d.Policies.Publish(d.Ctx, p, d.Clock.Now(), 1)
	So(err, ShouldBeNil)
}

func TestCheck(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a guide who uses his app", t, func() {
			d := newDesk(t, e)

			Convey("he is refused from the scene's rank on", func() {
				for rank, scenes := range [][3]bool{0: {true, true, true}, 1: {true, true, true}, 2: {true, true, true}, 3: {false, true, true}, 4: {false, false, false}} {
					d.oracle.rank = rank
					for i, scene := range []risk.Scene{risk.Campaign, risk.Payout, risk.Contact} {
						if err := d.check(scene); scenes[i] {
							So(err, ShouldBeNil)
						} else {
							So(err, ShouldWrap, risk.ErrRefused)
						}
					}
					d.Tick(11 * time.Minute)
				}
			})
			Convey("WeChat is asked of his openid and address, once in ten minutes a scene", func() {
				for range 3 {
					So(d.check(risk.Payout), ShouldBeNil)
				}
				So(d.oracle.asked, ShouldResemble, []string{"guide wang@guide payout 203.0.113.7"})
				d.Tick(10*time.Minute + time.Second)
				d.oracle.rank = 4
				So(d.check(risk.Payout), ShouldWrap, risk.ErrRefused)
			})
			Convey("a scene that refuses nobody asks nobody", func() {
				d.closed()
				d.oracle.rank = 4
				So(d.check(risk.Contact), ShouldBeNil)
				So(d.oracle.asked, ShouldBeEmpty)
			})
			Convey("while WeChat does not tell, he passes, or not, as the policy says", func() {
				d.oracle.fails = errors.New("the person is away")
				So(d.check(risk.Payout), ShouldBeNil)
				d.closed()
				So(d.check(risk.Payout), ShouldWrap, risk.ErrNotKnown)
				d.oracle.fails = nil
				So(d.check(risk.Payout), ShouldBeNil)
			})
			Convey("WeChat that does not answer is left alone for five seconds", func() {
				d.oracle.fails = fmt.Errorf("%w: timeout", risk.ErrSilent)
				for range 5 {
					So(d.check(risk.Payout), ShouldBeNil)
				}
				So(d.oracle.asked, ShouldHaveLength, 1)
				d.oracle.fails, d.oracle.rank = nil, 4
				d.Tick(5 * time.Second)
				So(d.check(risk.Payout), ShouldWrap, risk.ErrRefused)
			})
			Convey("without the key-value store WeChat is asked each time", func() {
				d.Service = risk.New(d.DB, d.Clock, lost{d.KV}, d.Identity, d.oracle)
				So(d.check(risk.Payout), ShouldBeNil)
				d.oracle.rank = 4
				So(d.check(risk.Payout), ShouldWrap, risk.ErrRefused)
			})
			Convey("who has no account in the app, or no address, or whose app is not configured, is not known", func() {
				d.closed()
				So(d.Check(d.ctx, d.Person(), model.RoleGuide, risk.Payout), ShouldWrap, risk.ErrNotKnown)
				So(d.Check(d.Ctx, d.wang, model.RoleGuide, risk.Payout), ShouldWrap, risk.ErrNotKnown)
				So(d.Check(d.ctx, d.wang, model.RoleTerminal, risk.Payout), ShouldWrap, risk.ErrNotKnown)
				So(d.oracle.asked, ShouldBeEmpty)
			})
			Convey("inside a transaction it is not asked", func() {
				So(d.DB.Run(d.ctx, func(ctx context.Context) error {
					return d.Check(ctx, d.wang, model.RoleGuide, risk.Payout)
				}), ShouldNotBeNil)
			})
			Convey("a policy of ranks that do not exist is refused", func() {
				for _, rank := range []int{-1, 5} {
					p := risk.DefaultPolicy
					p.Campaign.RefuseFrom = rank
					_, err := d.Policies.Publish(d.Ctx, p, d.Clock.Now(), 1)
					So(err, ShouldWrap, risk.ErrBadPolicy)
				}
			})
		})
	})
}

// lost is a store that does not answer.
type lost struct{ kv.Store }

func (lost) Get(context.Context, string) ([]byte, bool, error) { return nil, false, kv.ErrClosed }

func (lost) Set(context.Context, string, []byte, time.Duration) error { return kv.ErrClosed }
