package router_test

import (
	"encoding/json"
	"fmt"
	"testing"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/api/httpx"
	"channelrouter/model"
	"channelrouter/service/testkit"
)

// Whoever reads Chinese is told in Chinese what is wrong with what he sent.
func TestProblemsAreToldInTheCallersLanguage(t *testing.T) {
	Convey("Given somebody at the console who reads Chinese", t, func() {
		s := newStory(t, testkit.SQLite)
		owner := s.console(model.UserOwner)
		told := func(language string, r request) httpx.ProblemBody {
			r.header = map[string]string{"Accept-Language": language}
			var body httpx.ProblemBody
			So(json.Unmarshal(s.do(r).body, &body), ShouldBeNil)
			return body
		}
		territory := posting(fmt.Sprintf("/api/v1/console/organisations/%d/territories", s.t1.ID), owner, object{"prefix": "31", "valid_from": testkit.Start})

		Convey("a refusal of a room says what, which and what to do", func() {
			body := told("zh-CN,zh;q=0.9", territory)
			So([]string{body.Code, body.Title, body.Detail}, ShouldResemble,
				[]string{"channel.bad_territory", "不能设为区域", "T1 是终端"})
			So(body.Hint, ShouldStartWith, "区域属于经销商")
		})
		Convey("others are told in English", func() {
			So(told("en", territory).Title, ShouldEqual, "this is no territory")
			So(told("", territory).Detail, ShouldEqual, "T1 is a terminal")
		})
		Convey("fields that are wrong are told one by one", func() {
			login := posting("/api/v1/console/sessions", "", object{"login": "", "password": 5, "colour": "red"})
			body := told("zh", login)
			So([]string{body.Code, body.Title, body.Detail}, ShouldResemble,
				[]string{"request.invalid", "填写的内容有误", "有内容不符合要求"})
			So(body.Errors, ShouldContain, "body.password: 须为文字")
			So(body.Errors, ShouldContain, "body.colour: 不认识这一项")
			for _, fault := range body.Errors {
				So(fault, ShouldNotContainSubstring, "expected")
			}
		})
		Convey("so is who has no session, and who asks for what there is not", func() {
			So(told("zh", request{method: "GET", path: "/api/v1/console/organisations"}).Title, ShouldEqual, "需要登录")
			So(told("zh", request{method: "GET", path: "/api/v1/nothing"}).Title, ShouldEqual, "这个地址没有内容")
		})
	})
}
