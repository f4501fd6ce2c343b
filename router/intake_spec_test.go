package router_test

import (
	"fmt"
	"strings"
	"testing"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/service/testkit"
)

func TestFilesAtTheConsole(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given an operator with a file of a logistics firm's numbers", t, func() {
			h := newHouse(t, e)
			operator := h.console(model.UserOperator)
			var file strings.Builder
			for i := range bodyLimit / 10 { // more than any other request may hold
				fmt.Fprintf(&file, "88%012d\n", i)
			}
			text := file.String()
			type upload struct {
				ID       string
				Offset   int64
				Complete bool
			}
			declared := h.post("/api/v1/console/uploads", operator, object{"name": "old.csv", "size": len(text)})
			So(declared.status, ShouldEqual, 200)
			path := "/api/v1/console/uploads/" + read[upload](h, declared).ID
			send := func(token string, offset int, piece string) answer {
				return h.do(request{method: "PATCH", path: path, token: token, body: piece, header: map[string]string{
					"Upload-Offset": fmt.Sprint(offset), "Content-Type": "application/octet-stream",
				}})
			}
			So(send(operator, 0, text[:len(text)-100]).status, ShouldEqual, 200)

			Convey("a piece that begins elsewhere is told where to go on", func() {
				a := send(operator, 5, "x")
				So(a.status, ShouldEqual, 409)
				So(a.code(), ShouldEqual, "intake.offset")
				So(a.header.Get("Upload-Offset"), ShouldEqual, fmt.Sprint(len(text)-100))
			})
			Convey("it is his alone", func() {
				owner := h.console(model.UserOwner)
				So(h.get(path, owner).code(), ShouldEqual, "intake.unknown_upload")
				So(send(owner, len(text)-100, "x").code(), ShouldEqual, "intake.unknown_upload")
			})
			Convey("3 GB are refused before a byte is sent", func() {
				a := h.post("/api/v1/console/uploads", operator, object{"name": "big.csv", "size": int64(3) << 30})
				So(a.status, ShouldEqual, 413)
				So(a.code(), ShouldEqual, "intake.upload_too_large")
			})
			Convey("complete, it is imported, followed and reported", func() {
				type imported struct {
					ID, State, Fault          string
					Total, Accepted, Rejected int64
					Batch                     string `json:"batch_id"`
				}
				order := object{"upload_id": read[upload](h, declared).ID, "kind": "foreign_codes", "skip_bad": true, "foreign_codes": object{
					"batch": "OLD", "product": h.Products[0].SKU, "level": "case", "charset": "digits", "length": 14,
				}}
				So(h.keyed("/api/v1/console/imports", operator, "k", order).code(), ShouldEqual, "intake.unfinished")
				last := text[len(text)-100:]
				last = last[:15*5+10] + "880000000000 1\n"[:15]
				So(read[upload](h, send(operator, len(text)-100, last)).Complete, ShouldBeTrue)
				first := h.keyed("/api/v1/console/imports", operator, "k", order)
				So(first.status, ShouldEqual, 200)
				i := read[imported](h, first)
				So(i.State, ShouldEqual, "waiting")
				So(read[imported](h, h.keyed("/api/v1/console/imports", operator, "k", order)).ID, ShouldEqual, i.ID)
				So(h.Intake.Work(h.Ctx), ShouldBeNil)
				auditor := h.console(model.UserAuditor)
				i = read[imported](h, h.get("/api/v1/console/imports/"+i.ID, auditor))
				So(i.State, ShouldEqual, "done")
				So(i.Rejected, ShouldEqual, 1)
				So(i.Accepted, ShouldEqual, i.Total-1)
				So(i.Batch, ShouldNotBeEmpty)
				report := h.get("/api/v1/console/imports/"+i.ID+"/report", auditor)
				So(report.header.Get("Content-Type"), ShouldEqual, "text/csv; charset=utf-8")
				So(string(report.body), ShouldContainSubstring, fmt.Sprintf("%d,880000000000 1,code.bad_foreign_code,", i.Total))
				So(h.keyed("/api/v1/console/imports/"+i.ID+"/cancel", operator, "c", nil).code(), ShouldEqual, "intake.ended")
				So(h.post("/api/v1/console/imports/"+i.ID+"/cancel", auditor, nil).status, ShouldEqual, 403)
				So(h.get("/api/v1/console/imports/1/report", auditor).code(), ShouldEqual, "intake.unknown_import")
				page := read[struct{ Items []imported }](h, h.get("/api/v1/console/imports", operator))
				So(page.Items, ShouldHaveLength, 1)
			})
		})
	})
}
