package code_test

import (
	"sync"
	"testing"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/service/code"
	"channelrouter/service/testkit"
)

func TestPackagingsThatAreKept(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a brand that packs six tins in a tray", t, func() {
			w := testkit.New(t, e)
			tray := func(units int64) code.Profile {
				p, err := code.NewProfile([]code.LevelSpec{
					{Level: model.LevelUnit, Name: "unit", Inner: true, PerParent: units}, {Level: model.LevelCase, Name: "case", Outer: true},
				})
				So(err, ShouldBeNil)
				return p
			}
			kept, err := w.Code.KeepPackaging(w.Ctx, "6 罐一托", tray(6))
			So(err, ShouldBeNil)
			title := func(to string) code.PackagingChange { return code.PackagingChange{Title: &to} }

			Convey("the same again is the one that is there; neither its title nor its levels are kept twice", func() {
				again, err := w.Code.KeepPackaging(w.Ctx, "6 罐一托", tray(6))
				So(err, ShouldBeNil)
				So(again, ShouldResemble, kept)
				_, err = w.Code.KeepPackaging(w.Ctx, "另一个", tray(6))
				So(err, ShouldWrap, code.ErrPackagingKept)
				_, err = w.Code.KeepPackaging(w.Ctx, "6 罐一托", tray(8))
				So(err, ShouldWrap, code.ErrPackagingKept)
			})
			Convey("codes that were issued in levels before those got a title are in the same profile", func() {
				b := w.BatchOf("B8", w.Products[0].ID, tray(8), model.PreLinked, 2)
				eight, err := w.Code.KeepPackaging(w.Ctx, "8 罐一托", tray(8))
				So(err, ShouldBeNil)
				var row model.Batch
				So(w.DB.Conn(w.Ctx).First(&row, b.ID).Error, ShouldBeNil)
				So(row.ProfileID, ShouldEqual, eight.ID)
			})
			Convey("one that nobody keeps is not listed; those that are kept come by title, page by page", func() {
				w.BatchOf("B9", w.Products[0].ID, tray(9), model.PreLinked, 2)
				_, err := w.Code.KeepPackaging(w.Ctx, "10 罐一托", tray(10))
				So(err, ShouldBeNil)
				first, err := w.Code.Packagings(w.Ctx, code.PackagingQuery{}, 0, 1)
				So(err, ShouldBeNil)
				So(*first[0].Title, ShouldEqual, "10 罐一托")
				rest, err := w.Code.Packagings(w.Ctx, code.PackagingQuery{}, first[0].ID, 5)
				So(err, ShouldBeNil)
				So(rest, ShouldResemble, []code.Packaging{kept})
				some, err := w.Code.Packagings(w.Ctx, code.PackagingQuery{Text: "6 罐"}, 0, 5)
				So(err, ShouldBeNil)
				So(some, ShouldHaveLength, 1)
			})
			Convey("it is renamed and retired as it was read, and orders no codes then", func() {
				renamed, err := w.Code.ChangePackaging(w.Ctx, kept.ID, 1, title("六罐托"))
				So(err, ShouldBeNil)
				So(renamed.Version, ShouldEqual, 2)
				current, err := w.Code.ChangePackaging(w.Ctx, kept.ID, 1, title("晚了"))
				So(err, ShouldWrap, code.ErrPackagingChanged)
				So(*current.Title, ShouldEqual, "六罐托")
				yes := true
				_, err = w.Code.ChangePackaging(w.Ctx, kept.ID, 2, code.PackagingChange{Retired: &yes})
				So(err, ShouldBeNil)
				_, err = w.Code.UsablePackaging(w.Ctx, kept.ID)
				So(err, ShouldWrap, code.ErrPackagingRetired)
				used := false
				left, err := w.Code.Packagings(w.Ctx, code.PackagingQuery{Retired: &used}, 0, 5)
				So(err, ShouldBeNil)
				So(left, ShouldBeEmpty)
			})
			Convey("titles that say nothing, levels that contradict each other and unknown ones are refused", func() {
				for _, bad := range []string{"", " ", " a", string(make([]byte, 61))} {
					_, err := w.Code.KeepPackaging(w.Ctx, bad, tray(12))
					So(err, ShouldWrap, code.ErrBadPackaging)
				}
				_, err := w.Code.KeepPackaging(w.Ctx, "空", code.Profile{Name: "x"})
				So(err, ShouldWrap, code.ErrBadProfile)
				_, err = w.Code.GetPackaging(w.Ctx, 404)
				So(err, ShouldWrap, code.ErrUnknownPackaging)
			})
			Convey("two who give different levels the same title at once: one does", func() {
				errs, profiles := make([]error, 2), []code.Profile{tray(20), tray(21)}
				var both sync.WaitGroup
				for i, p := range profiles {
					both.Go(func() { _, errs[i] = w.Code.KeepPackaging(w.Ctx, "一样", p) })
				}
				both.Wait()
				So(errs[0] == nil, ShouldNotEqual, errs[1] == nil)
			})
		})
	})
}
