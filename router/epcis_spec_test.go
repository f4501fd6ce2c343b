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
			Convey("and found by what it names", func() {
				found := s.get("/api/v1/epcis/events?EQ_bizStep=receiving&perPage=1&MATCH_anyEPC="+url.QueryEscape(name), operator)
				So(found.status, ShouldEqual, 200)
				So(string(found.body), ShouldContainSubstring, name)
				So(found.header.Get("Link"), ShouldContainSubstring, `rel="next"`)
				So(found.header.Get("Link"), ShouldContainSubstring, "EQ_bizStep=receiving")
				next, _, _ := strings.Cut(strings.TrimPrefix(found.header.Get("Link"), "<"), ">")
				So(string(s.get(next, operator).body), ShouldNotContainSubstring, name)
				So(s.get("/api/v1/epcis/events?nextPageToken=x", operator).code(), ShouldEqual, "epcis.bad_query")
			})
			Convey("an auditor tells nothing", func() {
				So(s.post("/api/v1/epcis/capture", s.console(model.UserAuditor), told).code(), ShouldEqual, "request.not_permitted")
			})
		})
	})
}
