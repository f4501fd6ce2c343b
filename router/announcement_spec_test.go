package router_test

import (
	"fmt"
	"testing"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/service/testkit"
)

type announcement struct {
	ID, State           string
	Counted, Sent, Read int64
	Audience            struct {
		Roles    []string
		Products []string `json:"product_ids"`
		GTINs    []string
		Days     int `json:"claimed_days"`
	}
}

func TestAnnouncements(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given two guides under D1, and one under D2", t, func() {
			s := newStory(t, e)
			manager, auditor := s.console(model.UserChannelManager), s.console(model.UserAuditor)
			gu := s.member("gu", "guide", model.RoleGuide, s.t1)
			s.member("guan", "guide", model.RoleGuide, s.tw)
			s.member("ge", "guide", model.RoleGuide, s.t2)
			audience := object{"roles": []string{"guide"}, "organisation_ids": []string{fmt.Sprint(s.d1.ID)}}
			news := object{"audience": audience, "title": "news", "body": "we sell more", "page": "pages/news/index"}
			const path = "/api/v1/console/announcements"

			Convey("they are counted first, which tells nobody and writes nothing", func() {
				before := s.facts()
				estimate := read[struct {
					People   int
					Complete bool
				}](s.house, s.post(path+"/audience", manager, audience))
				So([]any{estimate.People, estimate.Complete}, ShouldResemble, []any{2, true})
				So(s.facts().since(before), ShouldBeEmpty)
			})
			Convey("they are told, each in his app, and progress is shown", func() {
				made := s.keyed(path, manager, "k", news)
				So(made.status, ShouldEqual, 200)
				id := read[announcement](s.house, made).ID
				So(s.auditLog()[0].Target, ShouldEqual, path+", announcement "+id)
				again := s.keyed(path, manager, "k", news)
				So(read[announcement](s.house, again).ID, ShouldEqual, id)
				So(s.Contact.WorkAnnouncements(s.Ctx), ShouldBeNil)

				now := read[announcement](s.house, s.get(path+"/"+id, auditor))
				So([]any{now.State, now.Counted, now.Sent, now.Audience.Roles}, ShouldResemble, []any{"done", int64(2), int64(2), []string{"guide"}})
				So(read[struct{ Items []announcement }](s.house, s.get(path, auditor)).Items, ShouldHaveLength, 1)
				first := read[struct {
					Items []struct{ Role, State string }
					Next  string `json:"next_after"`
				}](s.house, s.get(path+"/"+id+"/recipients?limit=1", auditor))
				So(first.Items[0].State, ShouldEqual, "inbox")
				rest := read[struct{ Items []struct{ Role string } }](s.house, s.get(path+"/"+id+"/recipients?limit=2&after="+first.Next, auditor))
				So(rest.Items, ShouldHaveLength, 1)
				inbox := read[struct {
					Items []struct{ Title, Body string }
				}](s.house, s.get("/api/v1/guide/messages", gu))
				So(inbox.Items, ShouldHaveLength, 1)
				So(inbox.Items[0].Body, ShouldEqual, "we sell more")
				So(s.do(request{method: "POST", path: path + "/" + id + "/cancel", token: manager}).code(), ShouldEqual, "contact.announcement_ended")
			})
			Convey("consumers of a product are named by its GTIN, and answers have its id", func() {
				product := s.Products[0]
				buyers := object{"roles": []string{"consumer", "guide"}, "gtins": []string{product.GTIN}, "organisation_ids": []string{fmt.Sprint(s.d1.ID)}, "claimed_days": 30}
				id := read[announcement](s.house, s.keyed(path, manager, "k", news.with("audience", buyers))).ID
				now := read[announcement](s.house, s.get(path+"/"+id, auditor)).Audience
				So(now.Products, ShouldResemble, []string{fmt.Sprint(product.ID)})
				So(now.GTINs, ShouldBeEmpty)
				So(now.Days, ShouldEqual, 30)
			})
			Convey("one that is cancelled in time tells nobody", func() {
				id := read[announcement](s.house, s.keyed(path, manager, "k", news)).ID
				a := s.do(request{method: "POST", path: path + "/" + id + "/cancel", token: manager})
				So(read[announcement](s.house, a).State, ShouldEqual, "cancelled")
				So(s.Contact.WorkAnnouncements(s.Ctx), ShouldBeNil)
				So(read[struct{ Items []any }](s.house, s.get("/api/v1/guide/messages", gu)).Items, ShouldBeEmpty)
			})
			Convey("nonsense is refused, and writes nothing", func() {
				s.refusals(t, []scenario{
					{"a role without an app", posting(path, manager, news.with("audience", object{"roles": []string{"warehouse"}})), 400, "request.invalid"},
					{"nobody", posting(path, manager, news.with("audience", object{"roles": []string{}})), 400, "request.invalid"},
					{"claims of staff", posting(path, manager, news.with("audience", audience.with("claimed_days", 7))), 400, "contact.bad_audience"},
					{"claims of years", posting(path, manager, news.with("audience", audience.with("claimed_days", 366))), 400, "request.invalid"},
					{"a product that does not exist", posting(path, manager, news.with("audience", audience.with("product_ids", []string{"1"}))), 404, "catalog.unknown_product"},
					{"a GTIN that does not exist", posting(path+"/audience", manager, audience.with("gtins", []string{"00000000000000"})), 404, "catalog.unknown_product"},
					{"a region that does not exist", posting(path, manager, news.with("audience", audience.with("regions", []string{"99"}))), 400, "contact.bad_audience"},
					{"an organisation that does not exist", posting(path, manager, news.with("audience", audience.with("organisation_ids", []string{"1"}))), 404, "channel.unknown_organisation"},
					{"counting nonsense", posting(path+"/audience", manager, audience.with("regions", []string{"99"})), 400, "contact.bad_audience"},
					{"no title", posting(path, manager, news.with("title", " ")), 400, "contact.bad_announcement"},
					{"a page elsewhere", posting(path, manager, news.with("page", "https://elsewhere.test/")), 400, "contact.bad_announcement"},
					{"cancelling what is not there", request{method: "POST", path: path + "/1/cancel", token: manager}, 404, "contact.unknown_announcement"},
					{"people of what is not there", request{method: "GET", path: path + "/1/recipients", token: manager}, 404, "contact.unknown_announcement"},
				})
			})
		})
	})
}
