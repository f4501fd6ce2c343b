package casefile_test

import (
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/service/casefile"
	"channelrouter/service/contact"
	"channelrouter/service/diversion"
	"channelrouter/service/testkit"
)

func TestAppealing(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a case that its origin was told of", t, func() {
			s := newStreet(t, e)
			c, err := s.Diversion.Notify(s.Ctx, decision(s.c))
			So(err, ShouldBeNil)
			a := casefile.Appeal{
				Case: c.ID, Person: s.boss, Org: s.d1.ID, Text: "they were stolen in March", Key: "k",
				Photos: []model.PhotoID{s.photo(s.boss, model.RoleDistributor)},
			}
			Convey("his appeal stands in the file, with its photos", func() {
				v, err := s.CaseFile.Appeal(s.Ctx, a)
				So(err, ShouldBeNil)
				So(v.Text, ShouldEqual, "they were stolen in March")
				So(v.Pieces, ShouldHaveLength, 1)
				own, err := s.CaseFile.Own(s.Ctx, c.ID, s.d1.ID, model.RecordAppeal)
				So(err, ShouldBeNil)
				So(own, ShouldHaveLength, 1)
				again, err := s.CaseFile.Appeal(s.Ctx, a)
				So(err, ShouldBeNil)
				So(again.ID, ShouldEqual, v.ID)
				c, err = s.Diversion.Get(s.Ctx, c.ID)
				So(err, ShouldBeNil)
				So(c.Status, ShouldEqual, model.CaseAppealed)
			})
			Convey("of 20 at once one stands, and whoever sent it is told so", func() {
				a.Photos = nil
				failures := testkit.Together(20, func(i int) error {
					own := a
					if i >= 10 {
						own.Key = "other"
					}
					_, err := s.CaseFile.Appeal(s.Ctx, own)
					return err
				})
				So(testkit.Succeeded(failures), ShouldEqual, 10)
				So(s.file(), ShouldHaveLength, 1)
			})
			Convey("late, it is refused by name, and its photos are not used up", func() {
				s.Tick(16 * 24 * time.Hour)
				_, err := s.CaseFile.Appeal(s.Ctx, a)
				So(err, ShouldWrap, diversion.ErrAppealLate)
				So(s.file(), ShouldBeEmpty)
			})
			Convey("without words, for another, or with another's photos it is none", func() {
				for change, want := range map[*casefile.Appeal]error{
					{Case: c.ID, Person: s.boss, Org: s.d1.ID, Key: "1"}:                                                                casefile.ErrBadAppeal,
					{Case: c.ID, Person: s.boss, Org: s.d2.ID, Key: "2", Text: "no"}:                                                    diversion.ErrUnknownCase,
					{Case: c.ID, Person: s.boss, Org: s.d1.ID, Key: "3", Text: "no", Photos: []model.PhotoID{1}}:                        contact.ErrBadPhotos,
					{Case: c.ID, Person: s.boss, Org: s.d1.ID, Key: "4", Text: "no", Photos: []model.PhotoID{a.Photos[0], a.Photos[0]}}: contact.ErrBadPhotos,
				} {
					_, err := s.CaseFile.Appeal(s.Ctx, *change)
					So(err, ShouldWrap, want)
				}
				So(s.file(), ShouldBeEmpty)
			})
		})
	})
}
