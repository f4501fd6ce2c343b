package router_test

import (
	"fmt"
	"testing"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/service/testkit"
)

func TestImportingProducts(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a channel manager and two new products", t, func() {
			h := newHouse(t, e)
			manager := h.console(model.UserChannelManager)
			first := object{"sku": "N1", "gtin": "06291041500213", "name": "新品一段", "pack": "罐装", "points_earned": 5, "points_to_redeem": 50}
			second := object{"sku": "N2", "gtin": "00036000291452", "name": "新品二段", "points_earned": 0}
			send := func(products ...object) answer {
				return h.post("/api/v1/console/products", manager, object{"products": products})
			}
			type report struct {
				Created, Updated, Unchanged int
				Products                    []struct{ SKU, Status string }
			}

			Convey("they are created, and codes can be issued for them at once", func() {
				a := send(first, second)
				So(a.status, ShouldEqual, 200)
				So(read[report](h, a), ShouldResemble, report{2, 0, 0, []struct{ SKU, Status string }{{"N1", "created"}, {"N2", "created"}}})
				product, err := h.Catalog.GetBySKU(h.Ctx, "N1")
				So(err, ShouldBeNil)
				So([]any{product.GTIN, product.Name, product.Pack, int64(product.PointsEarned), int64(product.PointsToRedeem)},
					ShouldResemble, []any{"06291041500213", "新品一段", "罐装", int64(5), int64(50)})
				a = h.post("/api/v1/console/batches", manager, object{"ref": "first", "product_id": fmt.Sprint(product.ID), "units_per_case": 6, "cases_per_pallet": 4, "pallets": 1})
				So(a.status, ShouldEqual, 200)

				Convey("the same again changes nothing, and what differs is updated under its id", func() {
					So(read[report](h, send(first, second)).Unchanged, ShouldEqual, 2)
					So(read[report](h, send(first.with("name", "改名"), second)), ShouldResemble,
						report{0, 1, 1, []struct{ SKU, Status string }{{"N1", "updated"}, {"N2", "unchanged"}}})
					renamed, err := h.Catalog.Get(h.Ctx, product.ID)
					So(err, ShouldBeNil)
					So(renamed.Name, ShouldEqual, "改名")
				})
			})
			Convey("they are found by what stands in them, sorted and paged", func() {
				So(send(first.with("line", "infant"), second).status, ShouldEqual, 200)
				list := func(query string) (skus []string, next string) {
					page := read[struct {
						Items []struct{ SKU string }
						Next  string `json:"next_after"`
					}](h, h.get("/api/v1/console/products?"+query, h.console(model.UserAuditor)))
					for _, p := range page.Items {
						skus = append(skus, p.SKU)
					}
					return skus, page.Next
				}
				some, _ := list("line=infant")
				So(some, ShouldResemble, []string{"N1"})
				some, _ = list("q=n2")
				So(some, ShouldResemble, []string{"N2"})
				all, _ := list("limit=200&sort=-gtin")
				var paged []string
				for after := ""; ; {
					page, next := list("limit=5&sort=-gtin" + after)
					paged = append(paged, page...)
					if after = "&after=" + next; next == "" {
						break
					}
				}
				So(paged, ShouldResemble, all)
				So(len(all), ShouldBeGreaterThan, 20)
				So(h.get("/api/v1/console/products?sort=pack", manager).status, ShouldEqual, 400)
				So(h.get("/api/v1/console/products?after=404", manager).code(), ShouldEqual, "catalog.unknown_product")
			})
			Convey("a wrong one keeps all out and is named by its place", func() {
				a := send(first, second.with("gtin", "00036000291453"))
				So(a.code(), ShouldEqual, "catalog.bad_row")
				So(string(a.body), ShouldContainSubstring, "product 2")
				_, err := h.Catalog.GetBySKU(h.Ctx, "N1")
				So(err, ShouldNotBeNil)
			})
		})
	})
}
