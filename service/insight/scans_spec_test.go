package insight_test

import (
	"context"
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/service/channel"
	"channelrouter/service/insight"
	"channelrouter/service/testkit"
)

func TestScansOfOrganisations(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given goods of D1 that sell at T1, and one at T2 of D2", t, func() {
			o := newTown(t, e)
			for n := range int64(3) {
				o.guided(o.guide, n)
				o.Tick(time.Minute)
			}
			o.claim(0)
			o.Tick(time.Minute)
			o.guided(o.other, 5)
			o.settle()
			of := func(q insight.ScanQuery) []model.Scan {
				if q.Limit == 0 {
					q.Limit = 50
				}
				scans, err := o.Insight.Scans(o.Ctx, q)
				So(err, ShouldBeNil)
				return scans
			}

			Convey("a shop's are those of its people, and of goods that surfaced in it, newest first", func() {
				scans := of(insight.ScanQuery{Org: o.t1.ID})
				So(scans, ShouldHaveLength, 4)
				So(scans[0].Role, ShouldEqual, model.RoleConsumer)
				for i, sc := range scans[1:] {
					So(sc.OccurredAt.After(scans[i].OccurredAt), ShouldBeFalse)
					So(sc.OrgID, ShouldEqual, o.t1.ID)
				}
				So(of(insight.ScanQuery{Org: o.t2.ID}), ShouldHaveLength, 1)
			})
			Convey("a distributor's are those in his part of the channel", func() {
				So(of(insight.ScanQuery{Org: o.d1.ID}), ShouldHaveLength, 4)
				So(of(insight.ScanQuery{Org: o.d2.ID})[0].Verdict, ShouldEqual, model.VerdictDiverted)
			})
			Convey("pages follow each other, and bounds of time cut off", func() {
				all := of(insight.ScanQuery{Org: o.t1.ID})
				var paged []model.Scan
				for after := model.ScanID(0); ; {
					page := of(insight.ScanQuery{Org: o.t1.ID, After: after, Limit: 3})
					paged = append(paged, page...)
					if len(page) < 3 {
						break
					}
					after = page[2].ID
				}
				So(paged, ShouldResemble, all)
				So(of(insight.ScanQuery{Org: o.t1.ID, From: all[1].OccurredAt}), ShouldHaveLength, 2)
				So(of(insight.ScanQuery{Org: o.t1.ID, To: all[1].OccurredAt}), ShouldHaveLength, 2)
			})
			Convey("they are listed once, also when figures are counted anew or told again", func() {
				o.rebuild()
				So(of(insight.ScanQuery{Org: o.t1.ID}), ShouldHaveLength, 4)
			})
			Convey("a later judgement is the one that is shown", func() {
				sc := of(insight.ScanQuery{Org: o.t1.ID})[0]
				later := model.ScanJudgement{ScanID: sc.ID, Version: 2, Judgement: model.Judgement{Verdict: model.VerdictExempt}, At: o.Clock.Now()}
				So(o.tell(func(ctx context.Context) error { return o.DB.Conn(ctx).Create(&later).Error }), ShouldBeNil)
				So(of(insight.ScanQuery{Org: o.t1.ID})[0].Verdict, ShouldEqual, model.VerdictExempt)
			})
			Convey("of nobody there are none, and who is not known is refused", func() {
				So(of(insight.ScanQuery{Org: o.t1.ID, After: 1}), ShouldBeEmpty)
				_, err := o.Insight.Scans(o.Ctx, insight.ScanQuery{Org: 1, Limit: 5})
				So(err, ShouldWrap, channel.ErrUnknownOrg)
			})
		})
	})
}
