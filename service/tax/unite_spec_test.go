package tax_test

import (
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/internal/money"
	"channelrouter/model"
	"channelrouter/model/event"
	"channelrouter/service/tax"
	"channelrouter/service/testkit"
)

func TestUnitedPersons(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given two who have earned and won in two months, one of whom said who he is", t, func() {
			o := office{testkit.New(t, e)}
			_, err := o.Tax.Enter(o.Ctx, li, wangHimself, true)
			So(err, ShouldBeNil)
			o.taxOf(o.prize(li, "prize", 100_00))
			o.Tick(31 * 24 * time.Hour)
			o.taxOf(o.labour(li, "of li", 3_000_00))
			o.taxOf(o.labour(wang, "of wang", 3_000_00))
			unite := func() {
				So(o.Tax.OnPersonUnited(o.Ctx, []event.PersonUnited{{From: li, To: wang, At: o.Clock.Now()}}), ShouldBeNil)
			}

			Convey("when they are one, all is his, and the next income is taxed for both", func() {
				unite()
				unite() // it is told twice
				So(o.month(wang, 202604), ShouldResemble, [2]money.Fen{6_000_00, 880_00})
				So(o.month(li, 202604), ShouldResemble, [2]money.Fen{})
				So(o.nameOf(wang), ShouldEqual, "王小明")
				So(o.nameOf(li), ShouldBeEmpty)
				for _, line := range o.report(2026) {
					So(line[0], ShouldEqual, "王小明")
				}
				So(o.report(2026), ShouldHaveLength, 2)
				So(o.taxOf(o.labour(wang, "next", 1_000_00)), ShouldEqual, 1_120_00-880_00)
			})
			Convey("what is reversed later is his, too", func() {
				unite()
				So(o.Tax.Reverse(o.Ctx, "of li"), ShouldBeNil)
				So(o.month(wang, 202604), ShouldResemble, [2]money.Fen{3_000_00, 440_00})
			})
			Convey("what he entered himself stands", func() {
				himself := wangHimself
				himself.Name = "王大明"
				_, err := o.Tax.Enter(o.Ctx, wang, himself, true)
				So(err, ShouldBeNil)
				unite()
				So(o.nameOf(wang), ShouldEqual, "王大明")
				_, err = o.Tax.Of(o.Ctx, li)
				So(err, ShouldWrap, tax.ErrNoTaxpayer)
			})
			Convey("while one is united and 20 incomes come, none is lost", func() {
				for _, err := range testkit.Together(20, func(i int) error {
					if i%10 == 0 {
						return o.Tax.OnPersonUnited(o.Ctx, []event.PersonUnited{{From: li, To: wang, At: o.Clock.Now()}})
					}
					_, err := o.labour([]model.PersonID{wang, li}[i%2], string(rune('a'+i)), 100_00)
					return err
				}) {
					So(err, ShouldBeNil)
				}
				unite()
				So(o.month(wang, 202604)[0], ShouldEqual, 6_000_00+18*100_00)
				So(o.month(li, 202604), ShouldResemble, [2]money.Fen{})
			})
		})
	})
}
