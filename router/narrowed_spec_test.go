package router_test

import (
	"slices"
	"testing"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/service/testkit"
)

// TestShortListsAreNarrowed holds that the server, and not the page, narrows the lists that have
// little in them, so that exports and saved views of them are narrowed, too.
func TestShortListsAreNarrowed(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given users of all roles, programmes of two kinds, and an announcement that was told", t, func() {
			s := newStory(t, e)
			manager, auditor := s.console(model.UserChannelManager), s.console(model.UserAuditor)
			s.console(model.UserOwner)
			for code, kind := range map[string]string{"UNIT": "per_unit", "GROW": "growth"} {
				So(s.post("/api/v1/console/rebate-programmes", manager, object{"code": code, "kind": kind, "name": "政策 " + code}).status, ShouldEqual, 200)
			}
			told := object{"title": "放假", "body": "国庆放假", "page": "", "audience": object{"roles": []string{"guide"}}}
			So(s.keyed("/api/v1/console/announcements", manager, "a", told).status, ShouldEqual, 200)
			list := func(path, key string) []string {
				a := s.get("/api/v1/console/"+path, auditor)
				So(a.status, ShouldEqual, 200)
				var values []string
				for _, row := range read[struct{ Items []map[string]any }](s.house, a).Items {
					value, _ := row[key].(string)
					values = append(values, value)
				}
				slices.Sort(values)
				return values
			}

			Convey("users by role, state, and what stands in name or login", func() {
				So(slices.Compact(list("users?role=auditor", "role")), ShouldResemble, []string{"auditor"})
				So(list("users?state=disabled", "login"), ShouldBeEmpty)
				one := list("users?role=owner", "login")[0]
				So(list("users?q="+one, "login"), ShouldContain, one)
				So(list("users?q=%25", "login"), ShouldBeEmpty)
			})
			Convey("programmes by kind, and what stands in name or code", func() {
				So(list("rebate-programmes?kind=growth", "code"), ShouldResemble, []string{"GROW"})
				So(list("rebate-programmes?q=unit", "code"), ShouldResemble, []string{"UNIT"})
			})
			Convey("what comes and goes by its state", func() {
				So(list("announcements?state=cancelled", "title"), ShouldBeEmpty)
				So(list("announcements?state=counting", "title"), ShouldResemble, []string{"放假"})
				for _, path := range []string{
					"recalls?state=open", "recalls?state=closed", "imports?kind=packs&state=failed", "settlement/bank-runs?state=sent", "reconciliations?differing=true&merchant=prize",
				} {
					So(list(path, "id"), ShouldBeEmpty)
				}
				for _, path := range []string{"users?role=nobody", "recalls?state=lost", "imports?kind=photos", "announcements?state=x", "settlement/bank-runs?state=x", "rebate-programmes?kind=x"} {
					So(s.get("/api/v1/console/"+path, auditor).status, ShouldEqual, 400)
				}
			})
		})
	})
}
