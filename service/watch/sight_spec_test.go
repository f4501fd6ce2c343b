package watch_test

import (
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/internal/detect"
	"channelrouter/model"
	"channelrouter/service/casefile"
	"channelrouter/service/custody"
	"channelrouter/service/diversion"
	"channelrouter/service/scan"
	"channelrouter/service/testkit"
	"channelrouter/service/watch"
)

func TestWhatTheDetectorIsTold(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a channel of six cities", t, func() {
			l := newLand(t, e)
			box := testkit.Item(l.batches[0], model.LevelCase, 0)
			seen := func(id model.ScanID) watch.Seen {
				s, err := l.Watch.Scanned(l.Ctx, id)
				So(err, ShouldBeNil)
				return s
			}
			consumer := func(adcode string) watch.Seen { return seen(l.scanned(l.input(0, 0, adcode))[0]) }
			staff := func(role model.Role, org model.Org, face model.Face, item model.ItemID) watch.Seen {
				a, err := l.Scan(l.Member(role, org), role, face, item)
				So(err, ShouldBeNil)
				return seen(a.ScanID)
			}

			Convey("of a consumer: the goods, whose they were to be, and where he is to these's territory", func() {
				s := consumer("330106")
				So([]any{s.Kind, s.Flow, s.State, s.Origin, s.Product}, ShouldResemble,
					[]any{detect.Look, detect.Ordinary, detect.Shipped, l.distributors[0].ID, l.Products[0].ID})
				So([]any{s.Unit, s.Case, s.City, s.Where, s.By, s.Sure}, ShouldResemble,
					[]any{int64(l.unit(0, 0)), int64(box), int32(3301), detect.Home, detect.ByPosition, float32(1)})
				So(s.Shipment, ShouldNotEqual, 0)
				So(s.Staff, ShouldBeFalse)
				So(consumer("330203").Where, ShouldEqual, detect.Away)
				So(consumer("330602").Where, ShouldEqual, detect.Border) // Shaoxing, beside Hangzhou
				So(consumer("").By, ShouldEqual, detect.NoSource)
			})
			Convey("who claims is told from who looks", func() {
				a, err := l.Scan(l.Person(), model.RoleConsumer, model.FaceUnitInner, l.unit(0, 0))
				So(err, ShouldBeNil)
				So(seen(a.ScanID).Kind, ShouldEqual, detect.Claim)
				again, err := l.Scan(l.Person(), model.RoleConsumer, model.FaceUnitInner, l.unit(0, 0))
				So(err, ShouldBeNil)
				So(seen(again.ScanID).Kind, ShouldEqual, detect.Look)
			})
			Convey("how sure the place is: at a border, as his telephone knows it", func() {
				in := l.input(0, 0, "")
				in.Position = &scan.Position{Lng: 120.32, Lat: 30.08, Accuracy: 4000} // between Hangzhou and Shaoxing
				s := seen(l.scanned(in)[0])
				So(s.Where, ShouldEqual, detect.Home)
				So(s.Sure, ShouldAlmostEqual, .6, .03)
			})
			Convey("of a terminal and a guide: where it stands, and whose it is", func() {
				shop := l.Terminal("T1", l.distributors[1])
				s := staff(model.RoleTerminal, shop, model.FaceCaseInner, box)
				So([]any{s.Kind, s.Unit, s.Case, s.Terminal, s.Under}, ShouldResemble,
					[]any{detect.Open, int64(box), int64(0), int64(shop.ID), l.distributors[1].ID})
				So([]any{s.By, s.City, s.Where}, ShouldResemble, []any{detect.ByTerminal, int32(4401), detect.Away})
				s = staff(model.RoleGuide, shop, model.FaceUnitOuter, l.unit(0, 0))
				So([]any{s.Kind, s.Case, s.Staff}, ShouldResemble, []any{detect.Guide, int64(box), false})
			})
			Convey("who is on duty, or of the brand, is exempt", func() {
				So(staff(model.RoleSalesperson, l.distributors[0], model.FaceUnitOuter, l.unit(0, 0)).Staff, ShouldBeTrue)
				in := l.input(0, 1, abroad)
				in.Person = l.Member(model.RoleSalesperson, l.Brand)
				So(seen(l.scanned(in)[0]).Staff, ShouldBeTrue)
			})
			Convey("goods that went back are told with who gave them back", func() {
				_, err := l.Record(custody.Command{
					Kind: model.Return, From: l.distributors[0].ID, To: l.Brand.ID, Goods: testkit.Goods(testkit.Item(l.batches[0], model.LevelPallet, 0)),
				})
				So(err, ShouldBeNil)
				l.Tick(time.Hour)
				s := consumer(abroad)
				So([]any{s.State, s.Origin}, ShouldResemble, []any{detect.Returned, l.distributors[0].ID})
			})
			Convey("goods that nobody shipped are told as such", func() {
				l.batches = append(l.batches, l.Batch("NEVER", 1))
				s := seen(l.scanned(l.input(len(l.batches)-1, 0, abroad))[0])
				So([]any{s.State, s.Origin}, ShouldResemble, []any{detect.NeverShipped, model.OrgID(0)})
			})
			Convey("gifts, and goods of who sells on line, go another way", func() {
				_, err := l.Record(custody.Command{
					Kind: model.Designate, From: l.distributors[0].ID, For: model.ForGift, Goods: testkit.Goods(box),
				})
				So(err, ShouldBeNil)
				l.Tick(time.Hour)
				So(consumer(abroad).Flow, ShouldEqual, detect.Gift)
				policy := diversion.DefaultPolicy
				policy.OnlineSellers = []string{"D1", "NOBODY"}
				_, err = l.Diversion.Policies.Publish(l.Ctx, policy, l.Clock.Now(), 1)
				So(err, ShouldBeNil)
				So(seen(l.scanned(l.input(1, 0, abroad))[0]).Flow, ShouldEqual, detect.Ecommerce)
			})
			Convey("what an inspector lays down is told with its place, and whether codes were cut off", func() {
				inspector := l.inspection(box)
				found, err := l.CaseFile.FoundAfter(l.Ctx, 0, testkit.Start, l.Clock.Now(), 10)
				So(err, ShouldBeNil)
				So(found, ShouldHaveLength, 1)
				s, err := l.Watch.Inspected(l.Ctx, found[0])
				So(err, ShouldBeNil)
				So([]any{s.Kind, s.Origin, s.Under, s.City, s.Damaged, s.Staff}, ShouldResemble,
					[]any{detect.Inspect, l.distributors[0].ID, l.distributors[1].ID, int32(4401), true, false})
				So(inspector, ShouldNotEqual, 0)

				Convey("once, and not when it was struck out", func() {
					next, err := l.CaseFile.FoundAfter(l.Ctx, found[0].ID, testkit.Start, l.Clock.Now(), 10)
					So(err, ShouldBeNil)
					So(next, ShouldBeEmpty)
					_, err = l.CaseFile.Strike(l.Ctx, found[0].ID, diversion.Decision{By: 1, Note: "another shop"})
					So(err, ShouldBeNil)
					none, err := l.CaseFile.FoundAfter(l.Ctx, 0, testkit.Start, l.Clock.Now(), 10)
					So(err, ShouldBeNil)
					So(none, ShouldBeEmpty)
				})
			})
		})
	})
}

// inspection has an inspector find a unit of the first distributor's at a shop of the second's.
func (l *land) inspection(box model.ItemID) model.PersonID {
	shop := l.Terminal("T9", l.distributors[1])
	_, err := l.Scan(l.Member(model.RoleTerminal, shop), model.RoleTerminal, model.FaceCaseInner, box)
	So(err, ShouldBeNil)
	inspector := l.Member(model.RoleSalesperson, l.Brand)
	c, err := l.Diversion.Assign(l.Ctx, diversion.Assignment{Case: l.cases(model.CaseOpen)[0].ID, By: 1, Inspector: inspector, Note: "go"})
	So(err, ShouldBeNil)
	l.Tick(time.Hour)
	a, err := l.Scan(inspector, model.RoleSalesperson, model.FaceUnitOuter, l.unit(0, 5))
	So(err, ShouldBeNil)
	_, err = l.CaseFile.Inspect(l.Ctx, casefile.Inspection{
		Case: c.ID, Person: inspector, Org: l.Brand.ID, Key: "i", Scans: []model.ScanID{a.ScanID}, Terminal: shop.Code, Damaged: true,
	})
	So(err, ShouldBeNil)
	l.Tick(time.Hour)
	return inspector
}
