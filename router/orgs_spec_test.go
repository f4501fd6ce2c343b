package router_test

import (
	"fmt"
	"strings"
	"testing"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/service/testkit"
)

func TestOrganisationsAtTheConsole(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a manager and an auditor", t, func() {
			s := newStory(t, e)
			manager, auditor := s.console(model.UserChannelManager), s.console(model.UserAuditor)
			path := fmt.Sprintf("/api/v1/console/organisations/%d", s.t1.ID)
			change := func(token, version, name string) answer {
				header := map[string]string{}
				if version != "" {
					header["If-Match"] = version
				}
				return s.do(request{method: "PATCH", path: path, token: token, header: header, body: object{"name": name}})
			}
			Convey("an edit names the version that was read, and who was slower sees what is there now", func() {
				tag := s.get(path, auditor).header.Get("ETag")
				So(tag, ShouldEqual, `"1"`)
				So(change(manager, "", "甲").code(), ShouldEqual, "request.no_version")
				So(change(manager, "", "甲").status, ShouldEqual, 428)
				for _, bad := range []string{"1", "*", `"x"`, `"-1"`, `"01"`} {
					So(change(manager, bad, "甲").status, ShouldEqual, 400)
				}
				So(change(auditor, tag, "甲").status, ShouldEqual, 403)
				first := change(manager, tag, "甲")
				So(first.status, ShouldEqual, 200)
				So(first.header.Get("ETag"), ShouldEqual, `"2"`)
				late := change(manager, tag, "乙")
				So(late.status, ShouldEqual, 412)
				So(late.code(), ShouldEqual, "channel.changed")
				So(string(late.body), ShouldContainSubstring, `"name":"甲"`)
				So(change(manager, `W/"2"`, "乙").status, ShouldEqual, 200)
			})
			Convey("a shop closes as it was read, after what ends with it was told, and opens again", func() {
				closing := func(method, token, version string, body any) answer {
					return s.do(request{method: method, path: path + "/closing", token: token, header: map[string]string{"If-Match": version}, body: body})
				}
				then := object{"closed_at": s.Clock.Now()}
				So(s.get(path+"/closing", auditor).status, ShouldEqual, 403)
				plan := read[struct{ Suppliers, Supplied int }](s.house, s.get(path+"/closing", manager))
				So(plan.Suppliers, ShouldEqual, 1)
				So(plan.Supplied, ShouldEqual, 0)
				So(closing("PUT", auditor, `"1"`, then).status, ShouldEqual, 403)
				So(closing("PUT", manager, `"1"`, object{"closed_at": "soon"}).status, ShouldEqual, 400)
				So(closing("DELETE", manager, `"1"`, nil).code(), ShouldEqual, "channel.not_closed")
				a := closing("PUT", manager, `"1"`, then)
				So(a.status, ShouldEqual, 200)
				So(a.header.Get("ETag"), ShouldEqual, `"2"`)
				late := closing("PUT", manager, `"1"`, then)
				So(late.status, ShouldEqual, 412)
				So(string(late.body), ShouldContainSubstring, `"closed_at"`)
				So(string(s.get("/api/v1/console/organisations?state=closed", auditor).body), ShouldContainSubstring, `"T1"`)
				So(string(s.get("/api/v1/console/organisations?state=open", auditor).body), ShouldNotContainSubstring, `"T1"`)
				So(closing("DELETE", manager, `"2"`, nil).status, ShouldEqual, 200)
				supplies := s.do(request{method: "PUT", path: fmt.Sprintf("/api/v1/console/organisations/%d/closing", s.d1.ID), token: manager, header: map[string]string{"If-Match": `"1"`}, body: then})
				So(supplies.status, ShouldEqual, 409)
			})
			Convey("children, ways, histories and territories are read", func() {
				for _, at := range []string{
					path + "/path", path + "/history?what=supplier", fmt.Sprintf("/api/v1/console/organisations/%d/children", s.d1.ID),
					"/api/v1/console/territories", "/api/v1/console/territories/overlaps", "/api/v1/console/territories/areas?of=32",
					"/api/v1/console/organisations?sort=-name&q=T&prefix=32", "/api/v1/console/channel/imports",
				} {
					a := s.get(at, auditor)
					So(a.status, ShouldEqual, 200)
					So(string(a.body), ShouldContainSubstring, `"items":[`)
				}
				So(s.get("/api/v1/console/organisations?sort=version", auditor).status, ShouldEqual, 400)
			})
			Convey("the whole channel comes as a file", func() {
				a := s.get("/api/v1/console/channel/file?format=csv&language=en", auditor)
				So(a.status, ShouldEqual, 200)
				So(strings.Split(string(a.body), "\r\n")[0], ShouldEndWith, "kind,code,name,adcode,parent,line,territory,valid_from")
				So(string(a.body), ShouldContainSubstring, "terminal,T1,")
				So(s.get("/api/v1/console/channel/file", auditor).header.Get("Content-Type"), ShouldContainSubstring, "spreadsheetml")
			})
		})
	})
}
