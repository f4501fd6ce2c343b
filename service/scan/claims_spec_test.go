package scan_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/service/scan"
	"channelrouter/service/testkit"
)

func TestClaims(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given two consumers who claimed a unit each, a minute apart", t, func() {
			s := newStory(t, e)
			li, sun, begin := s.Person(), s.Person(), s.Clock.Now()
			first, err := s.Scan(li, model.RoleConsumer, model.FaceUnitInner, s.unit(0))
			So(err, ShouldBeNil)
			s.Tick(time.Minute)
			second, err := s.Scan(sun, model.RoleConsumer, model.FaceUnitInner, s.unit(1))
			So(err, ShouldBeNil)
			claims := func(from, to time.Time, people ...model.PersonID) []scan.Claimed {
				found, err := s.Rooms.Scan.Claims(s.Ctx, people, from, to)
				So(err, ShouldBeNil)
				return found
			}
			lis := scan.Claimed{Scan: first.ScanID, Person: li, Item: s.unit(0)}
			suns := scan.Claimed{Scan: second.ScanID, Person: sun, Item: s.unit(1)}

			Convey("they are found by person and time, its ends included", func() {
				So(claims(begin, begin.Add(time.Minute), li, sun), ShouldHaveLength, 2)
				So(claims(begin, begin.Add(time.Minute-1), li, sun), ShouldResemble, []scan.Claimed{lis})
				So(claims(begin.Add(time.Microsecond), begin.Add(time.Minute), li, sun), ShouldResemble, []scan.Claimed{suns})
				So(claims(begin, begin.Add(time.Minute), sun), ShouldResemble, []scan.Claimed{suns})
				So(claims(begin, begin.Add(time.Minute)), ShouldBeEmpty)
			})
			Convey("what guides were rewarded for, and what others had claimed, is none", func() {
				_, err := s.Scan(li, model.RoleGuide, model.FaceUnitOuter, s.unit(2))
				So(err, ShouldNotBeNil)
				guide := s.Member(model.RoleGuide, s.t1)
				_, err = s.Scan(guide, model.RoleGuide, model.FaceUnitOuter, s.unit(2))
				So(err, ShouldBeNil)
				_, err = s.Scan(guide, model.RoleConsumer, model.FaceUnitInner, s.unit(0))
				So(err, ShouldBeNil)
				So(claims(begin, begin.Add(time.Hour), guide), ShouldBeEmpty)
			})
			Convey("where it surfaced is said by the latest judgement, for any number of scans", func() {
				asked := make([]model.ScanID, 450)
				asked[0], asked[449] = first.ScanID, second.ScanID
				at, err := s.Rooms.Scan.Surfaced(s.Ctx, asked)
				So(err, ShouldBeNil)
				So(at, ShouldBeEmpty)
				_, err = s.Scan(s.Member(model.RoleTerminal, s.t1), model.RoleTerminal, model.FaceCaseInner, s.box(0))
				So(err, ShouldBeNil)
				s.Settle()
				at, err = s.Rooms.Scan.Surfaced(s.Ctx, asked)
				So(err, ShouldBeNil)
				So(at, ShouldResemble, map[model.ScanID]model.OrgID{first.ScanID: s.t1.ID, second.ScanID: s.t1.ID})
			})
			Convey("among many claims they are sought by their index", func() {
				rows := make([]model.ScanOnce, 5_000)
				for i := range rows {
					rows[i] = model.ScanOnce{
						Item: model.ItemID(1_000_000 + i), Purpose: model.PurposeConsumerClaim, ScanID: 1, PersonID: model.PersonID(1_000 + i/10),
						At: begin.Add(time.Duration(i) * time.Hour),
					}
				}
				So(s.DB.Run(s.Ctx, func(ctx context.Context) error { return s.DB.Conn(ctx).CreateInBatches(rows, 500).Error }), ShouldBeNil)
				explain, used := "EXPLAIN ", "key"
				if e == testkit.SQLite {
					explain, used = "EXPLAIN QUERY PLAN ", "detail"
				} else {
					So(s.DB.Conn(s.Ctx).Exec("ANALYZE TABLE scan_once").Error, ShouldBeNil)
				}
				var plan []map[string]any
				sql := s.Rooms.Scan.ClaimsSQL(s.Ctx, []model.PersonID{1_001, 1_002, 1_003}, begin, begin.Add(15*time.Hour))
				So(s.DB.Conn(s.Ctx).Raw(explain+sql).Scan(&plan).Error, ShouldBeNil)
				So(fmt.Sprintf("%s", plan[0][used]), ShouldContainSubstring, "idx_scan_once_person")
			})
		})
	})
}
