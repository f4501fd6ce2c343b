package router_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"net/url"
	"testing"

	. "github.com/smartystreets/goconvey/convey"
	"github.com/xuri/excelize/v2"

	"channelrouter/model"
	"channelrouter/service/channel"
	"channelrouter/service/identity"
	"channelrouter/service/testkit"
)

const exportsPath = "/api/v1/console/list-exports"

type listExport struct {
	ID, State, Failure string
	Rows               int
}

// A list of the console is written into a file as its user would see it.
func TestListExports(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a channel of 450 terminals", t, func() {
			h := newHouse(t, e)
			owner, auditor := h.console(model.UserOwner), h.console(model.UserAuditor)
			for n := range 450 {
				_, err := h.Channel.CreateOrg(h.Ctx, channel.NewOrg{Code: fmt.Sprintf("T%04d", n), Name: fmt.Sprintf("=店 %d", n), Kind: model.OrgTerminal, Adcode: "330106"})
				So(err, ShouldBeNil)
			}
			ask := func(token, key, list, query string) answer {
				return h.keyed(exportsPath, token, key, object{
					"list": list, "query": query,
					"columns": []object{{"key": "code", "label": "编号"}, {"key": "name", "label": "=名称"}, {"key": "none.at.all", "label": "无"}},
				})
			}
			list := "/api/v1/console/organisations"

			Convey("it is written in the background, and fetched as CSV or as a workbook", func() {
				asked := ask(owner, "k1", list, "kind=terminal")
				So(asked.status, ShouldEqual, 200)
				one := read[listExport](h, asked)
				So(one.State, ShouldEqual, "writing")
				So(h.get(exportsPath+"/"+one.ID+"/file", owner).code(), ShouldEqual, "listing.not_done")
				_, err := h.Listing.Work(h.Ctx)
				So(err, ShouldBeNil)
				done := read[listExport](h, h.get(exportsPath+"/"+one.ID, owner))
				So([]any{done.State, done.Rows}, ShouldResemble, []any{"done", 450})

				file := h.get(exportsPath+"/"+one.ID+"/file?format=csv", owner)
				So(file.status, ShouldEqual, 200)
				rows, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(file.body, []byte("\ufeff")))).ReadAll()
				So(err, ShouldBeNil)
				So(rows, ShouldHaveLength, 451)
				So(rows[0][0], ShouldEqual, "编号")
				for _, cell := range append(rows[0], rows[1]...) {
					So(cell, ShouldNotStartWith, "=")
				}
				codes := map[string]bool{}
				for _, row := range rows[1:] {
					codes[row[0]] = true
				}
				So(codes, ShouldHaveLength, 450)
				book, err := excelize.OpenReader(bytes.NewReader(h.get(exportsPath+"/"+one.ID+"/file", owner).body))
				So(err, ShouldBeNil)
				defer book.Close()
				sheet, err := book.GetRows(book.GetSheetName(0))
				So(err, ShouldBeNil)
				So(sheet, ShouldHaveLength, 451)
			})
			Convey("a retry is the same export, and a key is for one only", func() {
				first, again := read[listExport](h, ask(owner, "k1", list, "")), read[listExport](h, ask(owner, "k1", list, ""))
				So(again.ID, ShouldEqual, first.ID)
				So(ask(owner, "k1", list, "kind=terminal").code(), ShouldEqual, "listing.idempotency_key_reused")
			})
			Convey("it is its user's alone", func() {
				one := read[listExport](h, ask(owner, "k1", list, ""))
				So(h.get(exportsPath+"/"+one.ID, auditor).code(), ShouldEqual, "listing.unknown_export")
				So(h.get(exportsPath+"/"+one.ID+"/file", auditor).code(), ShouldEqual, "listing.unknown_export")
				So(h.do(request{method: "DELETE", path: exportsPath + "/" + one.ID, token: auditor}).code(), ShouldEqual, "listing.unknown_export")
				So(h.do(request{method: "DELETE", path: exportsPath + "/" + one.ID, token: owner}).status, ShouldBeLessThan, 300)
				So(h.get(exportsPath+"/"+one.ID, owner).status, ShouldEqual, 404)
			})
			Convey("who may not see a list may not export it, nor once he may no longer", func() {
				operator := h.console(model.UserOperator)
				So(ask(operator, "k1", list, "").code(), ShouldEqual, "request.not_permitted")
				one := read[listExport](h, ask(auditor, "k1", list, ""))
				users, err := h.Identity.ListUsers(h.Ctx, identity.UserFilter{}, 0, 100)
				So(err, ShouldBeNil)
				for _, u := range users {
					if u.Role == model.UserAuditor {
						So(h.DB.Run(h.Ctx, func(ctx context.Context) error {
							return h.DB.Conn(ctx).Model(&model.ConsoleUser{}).Where("id = ?", u.ID).Update("role", model.UserOperator).Error
						}), ShouldBeNil)
					}
				}
				_, err = h.Listing.Work(h.Ctx)
				So(err, ShouldBeNil)
				failed := read[listExport](h, h.get(exportsPath+"/"+one.ID, auditor))
				So([]string{failed.State, failed.Failure}, ShouldResemble, []string{"failed", "request.not_permitted"})
			})
			Convey("what is no list is refused by name", func() {
				for _, path := range []string{"/api/v1/console/me", "/api/v1/guide/rewards", "/metrics", "/api/v1/console/../guide/me", list + "?x=1"} {
					SoMsg(path, ask(owner, path, path, "").code(), ShouldEqual, "listing.bad_list")
				}
				So(ask(owner, "k2", "/api/v1/console/nothing", "").code(), ShouldEqual, "request.no_such_route")
				So(ask(owner, "k3", list, "kind=nonsense").code(), ShouldEqual, "request.invalid")
			})
			Convey("a fourth at once waits", func() {
				for n := range 3 {
					So(ask(owner, fmt.Sprint(n), list, "").status, ShouldEqual, 200)
				}
				So(ask(owner, "3", list, "").code(), ShouldEqual, "listing.many_exports")
			})
		})
	})
}

// Views of a list are kept by name, for each user.
func TestSavedViews(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given two users of the console", t, func() {
			h := newHouse(t, e)
			owner, auditor := h.console(model.UserOwner), h.console(model.UserAuditor)
			path := "/api/v1/console/views?list=" + url.QueryEscape("/api/v1/console/payouts")
			type views struct {
				Items []struct {
					Name, Query string
					Columns     []string
				}
			}

			So(h.do(request{method: "PUT", path: path, token: owner, body: object{"name": "待付", "query": "state=waiting", "columns": []string{"id"}}}).status, ShouldBeLessThan, 300)
			So(h.do(request{method: "PUT", path: path, token: owner, body: object{"name": "待付", "query": "state=paid", "columns": []string{}}}).status, ShouldBeLessThan, 300)
			mine := read[views](h, h.get(path, owner)).Items
			So(mine, ShouldHaveLength, 1)
			So(mine[0].Query, ShouldEqual, "state=paid")
			So(read[views](h, h.get(path, auditor)).Items, ShouldBeEmpty)
			So(h.do(request{method: "DELETE", path: path + "&name=" + url.QueryEscape("待付"), token: auditor}).code(), ShouldEqual, "listing.unknown_view")
			So(h.do(request{method: "DELETE", path: path + "&name=" + url.QueryEscape("待付"), token: owner}).status, ShouldBeLessThan, 300)
			So(read[views](h, h.get(path, owner)).Items, ShouldBeEmpty)
		})
	})
}
