package tax_test

import (
	"bytes"
	"context"
	"testing"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/service/tax"
	"channelrouter/service/testkit"
)

var wangHimself = tax.Particulars{Name: "王小明", IDType: tax.ResidentID, Number: "11010519491231002X", Country: "CN"}

// nameOf is a person's name by way of its seal.
func (o office) nameOf(person model.PersonID) string {
	sealed, err := o.Tax.SealedName(o.Ctx, person)
	So(err, ShouldBeNil)
	name, err := o.Tax.OpenName(person, sealed)
	So(err, ShouldBeNil)
	return name
}

func TestTaxpayers(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a guide who says who he is", t, func() {
			o := office{testkit.New(t, e)}
			said, err := o.Tax.Enter(o.Ctx, wang, wangHimself, true)
			So(err, ShouldBeNil)

			Convey("he is shown masked", func() {
				masked := tax.Particulars{Name: "王**", IDType: tax.ResidentID, Number: "**************002X", Country: "CN"}
				So(said.Particulars, ShouldResemble, masked)
				known, err := o.Tax.Of(o.Ctx, wang)
				So(err, ShouldBeNil)
				So(known, ShouldResemble, tax.Taxpayer{Particulars: masked, ConsentedAt: o.Clock.Now()})
			})
			Convey("a payer is told his name, and of others nothing", func() {
				So(o.nameOf(wang), ShouldEqual, "王小明")
				So(o.nameOf(li), ShouldBeEmpty)
				sealed, err := o.Tax.SealedName(o.Ctx, wang)
				So(err, ShouldBeNil)
				_, err = o.Tax.OpenName(li, sealed)
				So(err, ShouldWrap, tax.ErrSealBroken)
			})
			Convey("nothing of it is stored in clear, and no row speaks for another person", func() {
				var row model.Taxpayer
				So(o.DB.Conn(o.Ctx).Take(&row).Error, ShouldBeNil)
				for _, secret := range []string{"王", "0519491231", "resident"} {
					So(bytes.Contains(row.Sealed, []byte(secret)), ShouldBeFalse)
				}
				So(o.DB.Run(o.Ctx, func(ctx context.Context) error {
					return o.DB.Conn(ctx).Model(&model.Taxpayer{}).Where("person_id = ?", wang).Update("person_id", li).Error
				}), ShouldBeNil)
				_, err := o.Tax.Of(o.Ctx, li)
				So(err, ShouldWrap, tax.ErrSealBroken)
			})
			Convey("he may mend it, and have it forgotten", func() {
				mended := wangHimself
				mended.Name = "王大明"
				_, err := o.Tax.Enter(o.Ctx, wang, mended, true)
				So(err, ShouldBeNil)
				So(o.nameOf(wang), ShouldEqual, "王大明")
				So(o.Tax.Forget(o.Ctx, wang), ShouldBeNil)
				_, err = o.Tax.Of(o.Ctx, wang)
				So(err, ShouldWrap, tax.ErrNoTaxpayer)
			})
			Convey("without consent, or with what cannot be true, nothing changes", func() {
				_, err := o.Tax.Enter(o.Ctx, li, wangHimself, false)
				So(err, ShouldWrap, tax.ErrNoConsent)
				wrong := wangHimself
				wrong.Number = "110105194912310021"
				_, err = o.Tax.Enter(o.Ctx, li, wrong, true)
				So(err, ShouldWrap, tax.ErrBadTaxpayer)
				So(err.Error(), ShouldNotContainSubstring, "1101")
				_, err = o.Tax.Of(o.Ctx, li)
				So(err, ShouldWrap, tax.ErrNoTaxpayer)
			})
		})
	})
}
