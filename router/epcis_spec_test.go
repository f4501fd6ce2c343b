package router_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/service/testkit"
)

func TestEPCIS(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given an operator whose partners tell by EPCIS, and a pallet on its way to D1", t, func() {
			s := newStory(t, e)
			b := s.Batch("TOLD", 1)
			s.Commission(b)
			pallet := testkit.Item(b, model.LevelPallet, 0)
			s.Ship(s.Brand, s.d1, pallet)
			s.Tick(time.Hour)
			operator := s.console(model.UserOperator)
			host := "https://" + s.Code.Host(model.FacePallet)
			name := host + "/" + s.Print(model.FacePallet, pallet)
			told := object{
				"@context": []string{"https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"}, "type": "ObjectEvent",
				"eventTime": s.Clock.Now().Add(-time.Minute).Format(time.RFC3339), "eventTimeZoneOffset": "+08:00",
				"epcList": []string{name}, "action": "OBSERVE", "bizStep": "receiving", "readPoint": object{"id": host + "/org/D1"},
			}
			type job struct {
				CaptureID string
				Success   bool
				Errors    []struct{ Type string }
			}
			a := s.post("/api/v1/epcis/capture", operator, told)

			Convey("an event alone is taken with 202, and the job says what became of it", func() {
				So(a.status, ShouldEqual, 202)
				got := read[job](s.house, s.get(a.header.Get("Location"), s.console(model.UserAuditor)))
				So(got.Errors, ShouldBeEmpty)
				So(got.Success, ShouldBeTrue)
				So(s.Trace(pallet).Holder, ShouldEqual, s.d1.ID)
				So(s.get("/api/v1/epcis/capture/1", operator).code(), ShouldEqual, "epcis.unknown_capture")
			})
			Convey("and found by what it names, after what the brand did itself, page by page", func() {
				query := "EQ_bizStep=receiving,shipping&MATCH_anyEPC=" + url.QueryEscape(name)
				both := s.get("/api/v1/epcis/events?"+query, operator)
				So(both.status, ShouldEqual, 200)
				So(strings.Count(string(both.body), name), ShouldEqual, 2)
				So(both.header.Get("Link"), ShouldBeEmpty)
				first := s.get("/api/v1/epcis/events?perPage=1&"+query, operator)
				So(string(first.body), ShouldContainSubstring, "shipping")
				So(string(first.body), ShouldContainSubstring, name)
				link := first.header.Get("Link")
				So(link, ShouldContainSubstring, `rel="next"`)
				So(link, ShouldContainSubstring, "EQ_bizStep=receiving%2Cshipping")
				next, _, _ := strings.Cut(strings.TrimPrefix(link, "<"), ">")
				second := s.get(next, operator)
				So(string(second.body), ShouldContainSubstring, "receiving")
				So(string(second.body), ShouldContainSubstring, name)
				So(second.header.Get("Link"), ShouldBeEmpty)
			})
			Convey("a page's token is refused where it is not from, or was changed", func() {
				link := s.get("/api/v1/epcis/events?perPage=1", operator).header.Get("Link")
				next, _, _ := strings.Cut(strings.TrimPrefix(link, "<"), ">")
				So(s.get(next, operator).status, ShouldEqual, 200)
				So(s.get(next+"&EQ_action=ADD", operator).code(), ShouldEqual, "epcis.bad_query")
				So(s.get(strings.Replace(next, "nextPageToken=", "nextPageToken=1", 1), operator).code(), ShouldEqual, "epcis.bad_query")
				So(s.get("/api/v1/epcis/events?nextPageToken=x", operator).code(), ShouldEqual, "epcis.bad_query")
			})
			Convey("all that the brand did is told without a hidden code", func() {
				for _, who := range []string{operator, s.console(model.UserAuditor)} {
					all := s.get("/api/v1/epcis/events?perPage=100", who)
					So(all.status, ShouldEqual, 200)
					So(string(all.body), ShouldContainSubstring, s.Print(model.FaceUnitOuter, testkit.Item(b, model.LevelUnit, 0)))
					for n := range int64(24) {
						So(string(all.body), ShouldNotContainSubstring, s.Print(model.FaceUnitInner, testkit.Item(b, model.LevelUnit, n)))
					}
				}
			})
			Convey("an auditor tells nothing", func() {
				So(s.post("/api/v1/epcis/capture", s.console(model.UserAuditor), told).code(), ShouldEqual, "request.not_permitted")
			})
		})
	})
}
