package insight_test

import (
	"context"
	"math/rand/v2"
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/service/insight"
	"channelrouter/service/testkit"
)

// scanOf puts down a scan by a shop's people at a time.
func (o *town) scanOf(shop model.Org, at time.Time) {
	o.next++
	sc := model.Scan{
		ID: model.ScanID(o.IDs.Next()), PersonID: o.guide, Key: "own-" + time.Duration(o.next).String(), Role: model.RoleGuide, OrgID: shop.ID,
		Item: model.ItemID(o.next), OccurredAt: at, RecordedAt: o.Clock.Now(), Answer: []byte("{}"), Outcome: "traced",
		Judgement: model.Judgement{Verdict: model.VerdictUnknown, Terminal: shop.ID},
	}
	So(o.tell(func(ctx context.Context) error { return o.DB.Conn(ctx).Create(&sc).Error }), ShouldBeNil)
	all := o.recorded()
	So(o.tell(func(ctx context.Context) error { return o.Insight.OnScanRecorded(ctx, all) }), ShouldBeNil)
}

// walk does something that may happen.
func (o *town) walk(r *rand.Rand) {
	switch n := int64(r.IntN(30)); r.IntN(9) {
	case 0, 1:
		o.claim(n)
	case 2, 3:
		o.guided(o.guide, n)
	case 4:
		o.guided(o.other, n)
	case 5:
		o.Tick(time.Duration(r.IntN(40)) * time.Hour)
	case 6:
		So(o.Relay.Drain(o.Ctx), ShouldBeNil)
	case 7:
		_, err := o.Ledger.Seal(o.Ctx)
		So(err, ShouldBeNil)
	case 8:
		o.work()
	}
}

func TestRebuild(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given random days, of which facts are counted now and then", t, func() {
			o := newTown(t, e)
			r := rand.New(rand.NewPCG(1, uint64(time.Now().UnixNano())))
			for range 120 {
				o.walk(r)
			}

			Convey("figures are the same when they are counted anew", func() {
				o.settle()
				before := o.kept()
				So(len(before), ShouldBeGreaterThan, 10)
				o.rebuild()
				So(o.kept(), ShouldResemble, before)
			})
			Convey("also when more happens during the rebuild, and much is still on its way", func() {
				So(o.Insight.StartRebuild(o.Ctx), ShouldBeNil)
				for i := 0; i < 60; i++ {
					o.walk(r)
					if i%5 == 0 {
						_, err := o.Insight.RebuildSome(o.Ctx)
						So(err, ShouldBeNil)
					}
				}
				So(o.Insight.Rebuild(o.Ctx, func(insight.Progress) {}), ShouldBeNil)
				o.settle()
				during := o.kept()
				o.rebuild()
				So(o.kept(), ShouldResemble, during)
			})
		})
		Convey("Given many who count at once while a rebuild goes on", t, func() {
			o := newTown(t, e)
			for n := range int64(20) {
				o.guided(o.guide, n)
				o.claim(n)
			}
			So(o.Relay.Drain(o.Ctx), ShouldBeNil)
			_, err := o.Ledger.Seal(o.Ctx)
			So(err, ShouldBeNil)
			So(o.Insight.StartRebuild(o.Ctx), ShouldBeNil)
			testkit.Together(8, func(int) error {
				_, err := o.Insight.Work(o.Ctx)
				return err
			})
			o.settle()

			Convey("everything is counted once", func() {
				v := o.overview(1, "")
				So([]int64{v.Now.Scans, v.Now.Claims, v.Now.Sold, v.Now.Active}, ShouldResemble, []int64{40, 20, 20, 1})
				So(int64(v.Now.RebateFen), ShouldEqual, 20*400)
			})
		})
	})
}
