package router_test

import (
	"fmt"
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/service/testkit"
)

// allowance is how many unknown codes one address may try an hour in a test's world.
const allowance = 10

func TestGuessing(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given an address that has tried as many unknown codes as it may", t, func() {
			s := newStory(t, e)
			forged, genuine := s.forged(), s.cap(0)
			see := func(text, from string) answer { return s.visit("/"+text, visitor{from: from}) }
			scanFrom := func(text, from string) answer {
				return s.do(request{method: "POST", path: "/api/v1/consumer/scans", token: s.token("consumer", "li"),
					header: map[string]string{"X-Forwarded-For": from}, body: scans(text)})
			}
			for range allowance {
				So(see(forged, "203.0.113.7").status, ShouldEqual, 404)
			}

			Convey("the page tells it nothing any more, not even of a genuine code", func() {
				for _, text := range []string{forged, genuine, s.asleep(), "12345"} {
					a := see(text, "203.0.113.7")
					So(a.status, ShouldEqual, 429)
					So(parse(a).classes["blocked"], ShouldBeTrue)
				}
				So(s.visit("/01/06901234567892/21/"+genuine, visitor{from: "203.0.113.7"}).status, ShouldEqual, 429)
				So(s.visit("/"+genuine, visitor{from: "203.0.113.7", agent: weChat}).status, ShouldEqual, 429)
			})
			Convey("nor does it cost a query any more", func() {
				So(s.Statements(func() { see(forged, "203.0.113.7") }), ShouldEqual, 0)
			})
			Convey("nor does the app: page and app have one allowance", func() {
				a := scanFrom(genuine, "203.0.113.7")
				So(a.status, ShouldEqual, 429)
				So(a.code(), ShouldEqual, "scan.too_many_guesses")
			})
			Convey("another address sees the genuine code", func() {
				So(see(genuine, "203.0.113.8").status, ShouldEqual, 200)
			})
			if e == testkit.SQLite { // Redis keeps its own time
				Convey("after an hour it may look again", func() {
					s.Tick(time.Hour)
					So(see(genuine, "203.0.113.7").status, ShouldEqual, 200)
				})
			}
		})
		Convey("Given visitors who make mistakes", t, func() {
			s := newStory(t, e)

			Convey("mistyped and malformed codes, and genuine ones, are no guesses", func() {
				for range allowance + 1 {
					for _, text := range []string{mistype(s.cap(0)), "robots.txt", s.cap(0)} {
						So(s.visit("/"+text, visitor{from: "203.0.113.7"}).status, ShouldBeIn, 200, 400)
					}
				}
			})
			Convey("guesses in WeChat count alike", func() {
				forged := s.forged()
				for range allowance {
					So(s.visit("/"+forged, visitor{from: "203.0.113.7", agent: weChat}).status, ShouldEqual, 404)
				}
				So(s.visit("/"+s.cap(0), visitor{from: "203.0.113.7"}).status, ShouldEqual, 429)
			})
			Convey("the addresses of one IPv6 subscriber are one", func() {
				forged := s.forged()
				for n := range allowance {
					So(s.visit("/"+forged, visitor{from: fmt.Sprintf("2001:db8::%x", n)}).status, ShouldEqual, 404)
				}
				So(s.visit("/"+s.cap(0), visitor{from: "2001:db8::ffff"}).status, ShouldEqual, 429)
				So(s.visit("/"+s.cap(0), visitor{from: "2001:db8:0:1::"}).status, ShouldEqual, 200)
			})
		})
	})
}
