package router_test

import (
	"context"
	"fmt"
	"mime"
	"net/http"
	"strings"
	"testing"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/service/code"
	"channelrouter/service/testkit"
)

func TestExport(t *testing.T) {
	Convey("Given a batch", t, func() {
		s := newStory(t, testkit.SQLite)
		s.TestHosts()
		manager := s.console(model.UserChannelManager)
		export := func(id model.BatchID, query string) answer {
			return s.get(fmt.Sprintf("/api/v1/console/batches/%d/codes?%s", id, query), manager)
		}

		Convey("its codes come as CSV, each with its URL and its container's code", func() {
			a := export(s.batch.ID, "face=unit_inner&from=6&to=8")
			So(a.status, ShouldEqual, 200)
			So(a.header.Get("Content-Type"), ShouldEqual, "text/csv; charset=utf-8")
			So(string(a.body), ShouldEqual, "code,url,parent\n"+
				s.cap(6)+",https://c.brand.test/"+s.cap(6)+","+s.caseCode(1)+"\n"+
				s.cap(7)+",https://c.brand.test/"+s.cap(7)+","+s.caseCode(1)+"\n")
		})
		Convey("the file is called after the batch, whatever its number is", func() {
			b := s.BatchOf("a \"quoted\"\r\nSet-Cookie: 批号", s.Products[0].ID, code.FiveInOne(6, 4), model.PreLinked, 1)
			a := export(b.ID, "face=pallet")
			So(a.header.Get("Set-Cookie"), ShouldBeEmpty)
			kind, parameters, err := mime.ParseMediaType(a.header.Get("Content-Disposition"))
			So(err, ShouldBeNil)
			So(kind, ShouldEqual, "attachment")
			So(parameters["filename"], ShouldEqual, b.Ref+"-pallet.csv")
		})
		Convey("a reader who leaves ends it, and nobody else's", func() {
			big := s.BatchOf("big", s.Products[0].ID, code.FiveInOne(100, 100), model.PreLinked, 100)
			ctx, leave := context.WithCancel(s.Ctx)
			req, err := http.NewRequestWithContext(ctx, http.MethodGet, fmt.Sprintf("%s/api/v1/console/batches/%d/codes?face=unit_inner", s.server.URL, big.ID), nil)
			So(err, ShouldBeNil)
			req.Header.Set("Authorization", "Bearer "+manager)
			res, err := http.DefaultClient.Do(req)
			So(err, ShouldBeNil)
			leave()
			So(res.Body.Close(), ShouldBeNil)
			So(strings.Count(string(export(s.batch.ID, "face=pallet").body), "\n"), ShouldEqual, 3)
		})
	})
}
