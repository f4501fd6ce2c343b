package router_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/internal/errs"
	"channelrouter/model"
	"channelrouter/service"
	"channelrouter/service/code"
	"channelrouter/service/marketcode"
	"channelrouter/service/testkit"
)

// promptWeChat makes codes at once; a ticket is the openid, a slash and the code's number.
type promptWeChat struct{}

func (promptWeChat) Apply(context.Context, int64, string) (int64, error) { return 7, nil }

func (promptWeChat) Ranges(context.Context, int64) ([]marketcode.Range, bool, error) {
	return []marketcode.Range{{From: 0, To: 10_000}}, true, nil
}

func (promptWeChat) Fetch(_ context.Context, _ int64, r marketcode.Range) (codes []code.MarketCode, err error) {
	for n := r.From; n < r.To; n++ {
		codes = append(codes, code.MarketCode{Original: fmt.Sprintf("%09d", n), Printed: fmt.Sprintf("P.URL.CN/%019d", n)})
	}
	return codes, nil
}

func (promptWeChat) Open(context.Context, marketcode.Opening) error { return nil }

func (promptWeChat) Opens(context.Context, int64, int64) (string, string, error) { return "", "", nil }

func (promptWeChat) Code(_ context.Context, openID, ticket string) (string, error) {
	number, own := strings.CutPrefix(ticket, openID+"/")
	if !own {
		return "", &errs.Error{Kind: errs.Invalid, Code: "wechat.code_ticket_refused"}
	}
	return "00000000" + number, nil
}

func (promptWeChat) AppID(app string) string { return "wx-" + app }

func TestMarketCodesAtTheConsole(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a brand whose official account may have codes made", t, func() {
			h := newHouse(t, e, func(g *service.Ground) { g.MarketCodes = promptWeChat{} })
			batch := h.Batch("B1", 1)
			manager := h.console(model.UserChannelManager)
			order := object{"batch_id": fmt.Sprint(batch.ID), "face": "unit_inner"}
			type made struct {
				ID    string
				State string
				Count int64
				Fault string
			}
			work := func() {
				for n := 1; n > 0; {
					var err error
					n, err = h.Market.Work(h.Ctx)
					So(err, ShouldBeNil)
				}
			}

			Convey("an order is made, followed and activated, and audited", func() {
				first := h.keyed("/api/v1/console/market-codes", manager, "k", order)
				So(first.status, ShouldEqual, 200)
				o := read[made](h, first)
				So(o.State, ShouldEqual, "asked")
				So(o.Count, ShouldEqual, 24)
				So(read[made](h, h.keyed("/api/v1/console/market-codes", manager, "k", order)).ID, ShouldEqual, o.ID)
				early := h.keyed("/api/v1/console/market-codes/"+o.ID+"/activations", manager, "a", object{"activity": "spring", "brand": "B", "app": "consumer", "page": "p"})
				So(early.code(), ShouldEqual, "marketcode.not_imported")
				So(h.get("/api/v1/console/market-codes/"+o.ID+"/codes", manager).code(), ShouldEqual, "marketcode.not_imported")
				work()
				list := read[struct{ Items []made }](h, h.get("/api/v1/console/market-codes", h.console(model.UserAuditor)))
				So(list.Items, ShouldHaveLength, 1)
				So(list.Items[0].State, ShouldEqual, "imported")

				path := "/api/v1/console/market-codes/" + o.ID + "/codes"
				file := h.get(path, manager)
				So(file.status, ShouldEqual, 200)
				So(file.header.Get("Content-Type"), ShouldEqual, "text/csv; charset=utf-8")
				lines := strings.Split(string(file.body), "\r\n")
				So(lines, ShouldHaveLength, 1+24+1)
				So(lines[24], ShouldEqual, "23,P.URL.CN/0000000000000000023")
				So(h.get(path, h.console(model.UserAuditor)).code(), ShouldEqual, "request.not_permitted")

				for from := range 2 {
					a := h.keyed("/api/v1/console/market-codes/"+o.ID+"/activations", manager, fmt.Sprint("a", from), object{
						"from": from * 10, "to": 10 + from*14, "activity": "spring", "brand": "B", "app": "consumer", "page": "pages/claim/index",
					})
					So(a.status, ShouldEqual, 200)
				}
				work()
				type run struct {
					From, To int64
					State    string
				}
				type page struct {
					Items []run
					Next  string `json:"next_after"`
				}
				path = "/api/v1/console/market-codes/" + o.ID + "/activations?limit=1"
				one := read[page](h, h.get(path, manager))
				So(one.Items, ShouldResemble, []run{{0, 10, "active"}})
				two := read[page](h, h.get(path+"&after="+one.Next, manager))
				So(two.Items, ShouldResemble, []run{{10, 24, "active"}})
				So(read[page](h, h.get(path+"&after="+two.Next, manager)).Items, ShouldBeEmpty)
				So(h.audited(), ShouldBeGreaterThanOrEqualTo, 3)

				Convey("and a consumer claims by a ticket, once", func() {
					li := h.token("consumer", "li")
					body := object{"ticket": "li@consumer/3"}
					a := h.keyed("/api/v1/consumer/scans", li, "s", body)
					So(a.status, ShouldEqual, 200)
					So(string(a.body), ShouldContainSubstring, `"outcome":"claimed"`)
					So(string(h.keyed("/api/v1/consumer/scans", li, "s", body).body), ShouldEqual, string(a.body))
					other := h.keyed("/api/v1/consumer/scans", li, "s", object{"ticket": "li@consumer/4"})
					So(other.status, ShouldEqual, 409)
				})
				Convey("and who brings no ticket of his own writes nothing", func() {
					li := h.token("consumer", "li")
					before := h.facts()
					for _, c := range []struct {
						body object
						code string
					}{
						{object{"ticket": "wang@consumer/3"}, "wechat.code_ticket_refused"},
						{object{"ticket": "li@consumer/3", "code": "1234"}, "request.invalid"},
						{object{}, "request.invalid"},
						{object{"ticket": ""}, "request.invalid"},
						{object{"ticket": strings.Repeat("x", 129)}, "request.invalid"},
						{object{"code": "000000003"}, "code.malformed"},
					} {
						a := h.keyed("/api/v1/consumer/scans", li, "s", c.body)
						So(a.code(), ShouldEqual, c.code)
						So(h.facts().since(before), ShouldBeEmpty)
					}
				})
			})
			Convey("what cannot be is refused with its code, and writes nothing", func() {
				before := h.facts()
				for _, c := range []struct {
					key  string
					body object
					code string
				}{
					{"", order, "request.invalid"},
					{"k", object{"batch_id": "4711", "face": "unit_inner"}, "code.unknown_batch"},
					{"k", order.with("face", "box_inner"), "code.face_absent"},
					{"k", order.with("face", "lid"), "request.invalid"},
				} {
					So(h.keyed("/api/v1/console/market-codes", manager, c.key, c.body).code(), ShouldEqual, c.code)
				}
				activation := object{"activity": "spring", "brand": "B", "app": "consumer", "page": "p"}
				So(h.keyed("/api/v1/console/market-codes/4711/activations", manager, "k", activation).code(), ShouldEqual, "marketcode.unknown")
				So(h.get("/api/v1/console/market-codes/4711/activations", manager).code(), ShouldEqual, "marketcode.unknown")
				So(h.get("/api/v1/console/market-codes/4711/codes", manager).code(), ShouldEqual, "marketcode.unknown")
				So(h.facts().since(before), ShouldBeEmpty)
			})
		})
		Convey("Given a brand without one", t, func() {
			h := newHouse(t, e)
			batch := h.Batch("B1", 1)
			order := object{"batch_id": fmt.Sprint(batch.ID), "face": "unit_inner"}

			Convey("orders and tickets are refused, and say what to do", func() {
				a := h.keyed("/api/v1/console/market-codes", h.console(model.UserOwner), "k", order)
				So(a.status, ShouldEqual, 503)
				So(a.code(), ShouldEqual, "marketcode.not_configured")
				So(h.keyed("/api/v1/consumer/scans", h.token("consumer", "li"), "s", object{"ticket": "t"}).code(), ShouldEqual, "marketcode.not_configured")
			})
		})
	})
}
