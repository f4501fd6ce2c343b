package catalog_test

import (
	"strings"
	"testing"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/service/catalog"
	"channelrouter/service/testkit"
)

func TestChangingAProduct(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given the catalogue", t, func() {
			w := testkit.New(t, e)
			p, other := w.Products[0], w.Products[1]
			to := catalog.NewProduct{GTIN: p.GTIN, Name: "新名", Pack: p.Pack, Line: "infant", PointsEarned: 5, PointsToRedeem: 9, PackagingProfileID: 7}

			Convey("it becomes what is described, at once and with the next version; its SKU stays", func() {
				changed, err := w.Catalog.Change(w.Ctx, p.ID, 1, to)
				So(err, ShouldBeNil)
				So(changed.Version, ShouldEqual, 2)
				now, err := w.Catalog.Get(w.Ctx, p.ID)
				So(err, ShouldBeNil)
				So(now, ShouldResemble, changed)
				So(now.SKU, ShouldEqual, p.SKU)

				Convey("what changes nothing makes no version", func() {
					same, err := w.Catalog.Change(w.Ctx, p.ID, 2, to)
					So(err, ShouldBeNil)
					So(same.Version, ShouldEqual, 2)
				})
				Convey("who read it before sees what it is now", func() {
					current, err := w.Catalog.Change(w.Ctx, p.ID, 1, to)
					So(err, ShouldWrap, catalog.ErrChanged)
					So(current, ShouldResemble, changed)
				})
				Convey("a file that tells its SKU keeps its line and packaging, and makes a version of what it changes", func() {
					file := "sku,gtin,name,pack,points_earned,points_to_redeem\n" + p.SKU + "," + p.GTIN + ",文件里的名,,1,2\n"
					_, err := w.Catalog.ImportFile(w.Ctx, strings.NewReader(file))
					So(err, ShouldBeNil)
					now, err := w.Catalog.Get(w.Ctx, p.ID)
					So(err, ShouldBeNil)
					So(now.Name, ShouldEqual, "文件里的名")
					So(now.Line, ShouldEqual, "infant")
					So(now.PackagingProfileID, ShouldEqual, 7)
					So(now.Version, ShouldEqual, 3)
				})
			})
			Convey("a GTIN of another, a wrong one and an unknown product are refused", func() {
				for gtin, want := range map[string]error{other.GTIN: catalog.ErrTaken, "06900000000015": catalog.ErrBadRow} {
					bad := to
					bad.GTIN = gtin
					_, err := w.Catalog.Change(w.Ctx, p.ID, 1, bad)
					So(err, ShouldWrap, want)
				}
				_, err := w.Catalog.Change(w.Ctx, 404, 1, to)
				So(err, ShouldWrap, catalog.ErrUnknownProduct)
			})
		})
	})
}
