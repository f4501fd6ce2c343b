package router_test

import (
	"testing"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/service/testkit"
)

// Strangers learn nothing about codes that they may not know.
func TestUnknownCodesAreAlike(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a code that is forged, one never issued and one not activated", t, func() {
			s := newStory(t, e)
			secrets := []string{s.forged(), s.neverIssued(), s.asleep()}
			alike := func(ask func(text string) answer) {
				first := ask(secrets[0])
				for _, text := range secrets[1:] {
					a := ask(text)
					So(a.status, ShouldEqual, first.status)
					So(string(a.body), ShouldEqual, string(first.body))
					for _, header := range []answer{a, first} {
						header.header.Del("X-Request-Id")
						header.header.Del("Date")
					}
					So(a.header, ShouldResemble, first.header)
				}
				So(first.status, ShouldEqual, 404)
			}

			Convey("the consumer's app answers alike", func() {
				li := s.token("consumer", "li")
				alike(func(text string) answer { return s.post("/api/v1/consumer/scans", li, scans(text)) })
			})
			Convey("the page answers alike", func() {
				alike(func(text string) answer { return s.get("/"+text, "") })
			})
			Convey("WeChat is answered alike", func() {
				alike(func(text string) answer { return s.visit("/"+text, visitor{agent: weChat}) })
			})
		})
	})
}
