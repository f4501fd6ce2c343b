package router_test

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"testing"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/service/testkit"
)

type codeExport struct{ ID, State, Format string }

type codeLink struct {
	ID, Manifest string
	Files        []string
}

// A print house fetches an export's files without a session, goes on after a break, and
// checks them by the manifest.
func TestFilesOfCodes(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given an export of two files, and a link to it", t, func() {
			s := newStory(t, e)
			s.TestHosts()
			manager, auditor, operator := s.console(model.UserChannelManager), s.console(model.UserAuditor), s.console(model.UserOperator)
			body := object{"batch_id": fmt.Sprint(s.batch.ID), "face": "unit_inner", "format": "csv", "shard_codes": 30}
			made := read[codeExport](s.house, s.keyed("/api/v1/console/code-exports", manager, "k", body))
			So(made.State, ShouldEqual, "computing")
			So(s.auditLog()[0].Target, ShouldContainSubstring, "code export "+made.ID)
			path := "/api/v1/console/code-exports/" + made.ID
			So(s.post(path+"/links", manager, nil).code(), ShouldEqual, "codeorder.computing")
			_, err := s.CodeOrder.ComputeExports(s.Ctx)
			So(err, ShouldBeNil)
			So(read[codeExport](s.house, s.get(path, auditor)).State, ShouldEqual, "ready")
			link := read[codeLink](s.house, s.post(path+"/links", manager, nil))
			So(link.Files, ShouldHaveLength, 2)
			part := func(file string, header map[string]string) answer {
				return s.do(request{method: "GET", path: file, header: header})
			}

			Convey("operators and auditors get no link, and nobody a file without its address", func() {
				So(s.post(path+"/links", operator, nil).code(), ShouldEqual, "request.not_permitted")
				So(s.post(path+"/links", auditor, nil).code(), ShouldEqual, "request.not_permitted")
				bare, _, _ := strings.Cut(link.Files[0], "?")
				So(s.get(bare, manager).code(), ShouldEqual, "codeorder.bad_link")
				So(s.get(strings.Replace(link.Files[0], "/files/1", "/files/2", 1), "").code(), ShouldEqual, "codeorder.bad_link")
			})
			Convey("a file has the manifest's checksum, and its name", func() {
				manifest := read[struct {
					Files []struct{ Name, SHA256 string }
				}](s.house, s.get(link.Manifest, ""))
				a := s.get(link.Files[1], "")
				So(a.status, ShouldEqual, 200)
				sum := sha256.Sum256(a.body)
				So(hex.EncodeToString(sum[:]), ShouldEqual, manifest.Files[1].SHA256)
				So(a.header.Get("ETag"), ShouldEqual, `"`+manifest.Files[1].SHA256+`"`)
				So(a.header.Get("Content-Disposition"), ShouldContainSubstring, manifest.Files[1].Name)
				So(string(a.body), ShouldStartWith, "code,url,parent\n"+s.cap(30)+",")
			})
			Convey("who was cut off goes on where he stood", func() {
				whole := s.get(link.Files[0], "")
				first := part(link.Files[0], map[string]string{"Range": "bytes=0-99"})
				So(first.status, ShouldEqual, 206)
				So(first.header.Get("Content-Range"), ShouldEqual, fmt.Sprintf("bytes 0-99/%d", len(whole.body)))
				rest := part(link.Files[0], map[string]string{"Range": "bytes=100-", "If-Range": first.header.Get("ETag")})
				So(rest.status, ShouldEqual, 206)
				So(string(first.body)+string(rest.body), ShouldEqual, string(whole.body))
				other := part(link.Files[0], map[string]string{"Range": "bytes=100-", "If-Range": `"another"`})
				So(other.status, ShouldEqual, 200)
				So(string(other.body), ShouldEqual, string(whole.body))

				Convey("and the fourth time over is refused; all of it is on record", func() {
					a := part(link.Files[0], map[string]string{"Range": "bytes=0-0"})
					So(a.status, ShouldEqual, 410)
					So(a.code(), ShouldEqual, "codeorder.downloads_used_up")
					log := read[struct {
						Items []struct {
							Number   int
							Complete bool
						}
					}](s.house, s.get(path+"/downloads", auditor))
					So(log.Items, ShouldHaveLength, 4)
					So(log.Items[0].Complete, ShouldBeTrue)
				})
			})
			Convey("a range beyond the file is 416", func() {
				a := part(link.Files[0], map[string]string{"Range": "bytes=1000000-"})
				So(a.status, ShouldEqual, 416)
				So(a.code(), ShouldEqual, "request.no_such_range")
			})
			Convey("revoked, it is gone", func() {
				So(s.do(request{method: "DELETE", path: path, token: manager}).status, ShouldEqual, 204)
				So(s.get(link.Files[0], "").code(), ShouldEqual, "codeorder.export_revoked")
			})
		})
	})
	Convey("Given hosts that nobody tested", t, func() {
		s := newStory(t, testkit.SQLite)

		Convey("an export is locked", func() {
			body := object{"batch_id": fmt.Sprint(s.batch.ID), "face": "unit_inner", "format": "csv"}
			So(s.keyed("/api/v1/console/code-exports", s.console(model.UserOwner), "k", body).code(), ShouldEqual, "code.export_locked")
		})
	})
}
