package router_test

import (
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/service/testkit"
)

// scanned is a body with what WeChat gives the page that a printed URL opened.
func (s *story) scanned(address string, ago time.Duration) object {
	q := strings.ReplaceAll(url.QueryEscape(address), "+", "%20") // encodeURIComponent
	return object{"q": q, "scancode_time": s.Clock.Now().Add(-ago).Unix()}
}

func TestScansByPage(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given pages that printed URLs opened", t, func() {
			s := newStory(t, e)
			li := s.token("consumer", "li")
			scan := func(body object) answer { return s.post("/api/v1/consumer/scans", li, body) }
			printed := "https://c.brand.test/" + s.cap(0)

			Convey("the code is found in q, in whatever case it is printed", func() {
				a := scan(s.scanned(printed, time.Minute))
				So(a.status, ShouldEqual, 200)
				So(read[struct{ Outcome string }](s.house, a).Outcome, ShouldEqual, "claimed")
				So(scan(s.scanned("HTTPS://C.BRAND.TEST/"+s.cap(1), 0)).status, ShouldEqual, 200)
				So(scan(s.scanned("https://c.brand.test/01/"+s.Products[0].GTIN+"/21/"+s.cap(2), 0)).status, ShouldEqual, 200)
			})
			Convey("a GS1 Digital Link may say more, and must not name another product", func() {
				for _, wrong := range []string{s.Products[1].GTIN, "06900000000015"} {
					a := scan(s.scanned("https://c.brand.test/01/"+wrong+"/21/"+s.cap(3), 0))
					So(a.status, ShouldEqual, 400)
					So(a.code(), ShouldEqual, "scan.other_product")
				}
				a := scan(s.scanned("https://c.brand.test/01/"+s.Products[0].GTIN+"/22/V1/10/L%2F1/21/"+s.cap(3)+"/?17=271231", 0))
				So(a.code(), ShouldEqual, "link.bad_q") // what is still encoded was encoded twice
				a = scan(s.scanned("https://c.brand.test/01/"+s.Products[0].GTIN+"/22/V1/10/L1/21/"+s.cap(3)+"/?17=271231", 0))
				So(a.status, ShouldEqual, 200)
				So(read[struct{ Outcome string }](s.house, a).Outcome, ShouldEqual, "claimed")
			})
			Convey("by q or by code, under one key it is one scan", func() {
				var answers []string
				for _, body := range []object{s.scanned(printed, 0), s.scanned(printed, time.Minute)} {
					answers = append(answers, read[struct {
						ID string `json:"scan_id"`
					}](s.house, s.keyed("/api/v1/consumer/scans", li, "k", body)).ID)
				}
				So(answers[0], ShouldEqual, answers[1])
			})
			Convey("staff's apps take it as well", func() {
				gu := s.member("gu", "guide", model.RoleGuide, s.t1)
				So(s.post("/api/v1/guide/scans", gu, s.scanned("https://c.brand.test/"+s.label(0), 0)).status, ShouldEqual, 200)
			})
			Convey("an old scan, a foreign address and what was encoded twice are refused, and counted by nobody", func() {
				twice := s.scanned(printed, 0)
				twice["q"] = url.QueryEscape(fmt.Sprint(twice["q"]))
				for range 5 { // ten guesses would block
					s.refusals(t, []scenario{
						{"ten minutes and more old", posting("/api/v1/consumer/scans", li, s.scanned("https://c.brand.test/"+s.forged(), 10*time.Minute+time.Second)), 410, "scan.stale_link"},
						{"from the future", posting("/api/v1/consumer/scans", li, s.scanned(printed, -2*time.Minute-time.Second)), 410, "scan.stale_link"},
						{"another's address", posting("/api/v1/consumer/scans", li, s.scanned("https://evil.test/"+s.forged(), 0)), 400, "link.foreign_host"},
						{"encoded twice", posting("/api/v1/consumer/scans", li, twice), 400, "link.bad_q"},
						{"a slash inside the code", posting("/api/v1/consumer/scans", li, s.scanned("https://c.brand.test/9A%2FBC", 0)), 400, "link.bad_q"},
						{"a plus in the code", posting("/api/v1/consumer/scans", li, s.scanned("https://c.brand.test/"+s.cap(0)[:9]+"+"+s.cap(0)[9:], 0)), 400, "code.malformed"},
						{"Chinese for a code", posting("/api/v1/consumer/scans", li, s.scanned("https://c.brand.test/瓶盖", 0)), 400, "code.malformed"},
						{"no code", posting("/api/v1/consumer/scans", li, s.scanned("https://c.brand.test/", 0)), 400, "code.malformed"},
						{"q without its time", posting("/api/v1/consumer/scans", li, object{"q": "x"}), 400, "request.invalid"},
						{"a time without q", posting("/api/v1/consumer/scans", li, object{"code": s.cap(0), "scancode_time": 1}), 400, "request.invalid"},
						{"both", posting("/api/v1/consumer/scans", li, s.scanned(printed, 0).with("code", s.cap(0))), 400, "request.invalid"},
					})
				}
				So(scan(s.scanned(printed, 10*time.Minute)).status, ShouldEqual, 200)
			})
			Convey("a forged code in q counts as any other", func() {
				for range 10 {
					So(scan(s.scanned("https://c.brand.test/"+s.forged(), 0)).code(), ShouldEqual, "code.unknown")
				}
				So(scan(s.scanned(printed, 0)).code(), ShouldEqual, "scan.too_many_guesses")
			})
		})
	})
}
