package campaign_test

import (
	"context"
	"testing"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/internal/kv"
	"channelrouter/service/risk"
	"channelrouter/service/testkit"
)

// wary is WeChat that ranks everybody alike.
type wary struct{ rank int }

func (*wary) AppID(app string) string { return "wx-" + app }

func (w *wary) RiskRank(context.Context, string, string, risk.Scene, string) (int, error) {
	return w.rank, nil
}

func TestRiskyPeopleDrawNothing(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a consumer whom WeChat holds to be risky", t, func() {
			f := newFair(t, e)
			f.Campaign.Risk = risk.New(f.DB, f.Clock, kv.NewMemory(f.Clock.Now), f.Identity, &wary{rank: 3})
			f.Ctx = risk.WithClientIP(f.Ctx, "203.0.113.7")
			li := f.Person()
			claim := f.claim(li)

			Convey("he draws nothing, and nothing is written", func() {
				c := f.publish(terms(cash))
				before := f.rows()
				f.refused(risk.ErrRefused, f.try(c, li, claim))
				So(f.rows(), ShouldEqual, before)
			})
			Convey("nor does he as who he was before he was known to be he", func() {
				t := terms(cash)
				t.Caps.Person = 9
				c := f.publish(t)
				former, _ := f.wang()
				try := f.try(c, former, f.claim(former))
				So(f.unite(), ShouldBeNil)
				f.refused(risk.ErrRefused, try)
			})
		})
	})
}
