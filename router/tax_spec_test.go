package router_test

import (
	"strings"
	"testing"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/service/tax"
	"channelrouter/service/testkit"
)

func TestTaxpayersSurface(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a guide", t, func() {
			h := newHouse(t, e)
			wang := h.token("guide", "wang")
			put := func(body object) answer {
				return h.do(request{method: "PUT", path: "/api/v1/guide/me/taxpayer", token: wang, body: body})
			}
			himself := object{"name": "王小明", "id_type": "resident_id", "number": "11010519491231002x", "consent": true}
			type taxpayer struct{ Name, Number, Country string }

			Convey("he says who he is, and sees himself masked", func() {
				So(h.get("/api/v1/guide/me/taxpayer", wang).code(), ShouldEqual, "tax.no_taxpayer")
				a := put(himself)
				So(a.status, ShouldEqual, 200)
				So(read[taxpayer](h, a), ShouldResemble, taxpayer{"王**", "**************002X", "CN"})
				a = h.get("/api/v1/guide/me/taxpayer", wang)
				So(read[taxpayer](h, a), ShouldResemble, taxpayer{"王**", "**************002X", "CN"})

				Convey("as he is in the apps of his other roles, and nobody else", func() {
					So(h.get("/api/v1/salesperson/me/taxpayer", h.token("salesperson", "wang")).status, ShouldEqual, 200)
					So(h.get("/api/v1/guide/me/taxpayer", h.token("guide", "li")).code(), ShouldEqual, "tax.no_taxpayer")
				})
				Convey("and finance gets him in clear, which is audited; others do not", func() {
					_, err := h.Tax.Withhold(h.Ctx, tax.Income{Person: h.person("wang"), Kind: model.TaxPrize, Gross: 100_00, Key: "p", At: h.Clock.Now()})
					So(err, ShouldBeNil)
					before := h.audited()
					a := h.get("/api/v1/console/tax/reports/2026", h.console(model.UserFinance))
					So(a.status, ShouldEqual, 200)
					So(a.header.Get("Content-Type"), ShouldEqual, "text/csv; charset=utf-8")
					So(string(a.body), ShouldContainSubstring, "王小明,居民身份证,11010519491231002X,CN,偶然所得,2026-03,100.00")
					So(h.audited(), ShouldEqual, before+1)
					sheet := h.get("/api/v1/console/tax/reports/2026?format=xlsx", h.console(model.UserFinance))
					So(strings.HasPrefix(string(sheet.body), "PK"), ShouldBeTrue)
					So(h.get("/api/v1/console/tax/reports/2026", h.console(model.UserAuditor)).code(), ShouldEqual, "request.not_permitted")
				})
			})
			Convey("what cannot be, and what he has not agreed to, is refused without being repeated", func() {
				for want, body := range map[string]object{
					"tax.consent_needed": himself.with("consent", false),
					"tax.bad_taxpayer":   himself.with("number", "110105194912310021"),
					"request.invalid":    himself.with("id_type", "licence"),
				} {
					a := put(body)
					So(a.status, ShouldBeIn, 400, 422)
					So(a.code(), ShouldEqual, want)
					So(string(a.body), ShouldNotContainSubstring, "1101")
					So(string(a.body), ShouldNotContainSubstring, "小明")
				}
				So(h.get("/api/v1/guide/me/taxpayer", wang).code(), ShouldEqual, "tax.no_taxpayer")
			})
		})
	})
}
