package casefile_test

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"io"
	"strings"
	"testing"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/internal/blob"
	"channelrouter/internal/evidence"
	"channelrouter/model"
	"channelrouter/service/casefile"
	"channelrouter/service/diversion"
	"channelrouter/service/testkit"
)

// packed is a case's pack, checked, with its files by name.
func (s *street) packed(photos bool) (evidence.Manifest, map[string]string) {
	p, err := s.CaseFile.OpenPack(s.Ctx, s.c.ID, photos)
	So(err, ShouldBeNil)
	var b bytes.Buffer
	So(p.Write(s.Ctx, &b), ShouldBeNil)
	m, err := evidence.Verify(bytes.NewReader(b.Bytes()), int64(b.Len()), "")
	So(err, ShouldBeNil)
	archive, err := zip.NewReader(bytes.NewReader(b.Bytes()), int64(b.Len()))
	So(err, ShouldBeNil)
	files := map[string]string{}
	for _, f := range archive.File {
		r, err := f.Open()
		So(err, ShouldBeNil)
		content, err := io.ReadAll(r)
		So(err, ShouldBeNil)
		files[f.Name] = string(content)
	}
	return m, files
}

func TestPacks(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a case with an inspection, an appeal and a verdict", t, func() {
			s := newStreet(t, e)
			in := s.found("k", s.scanned(s.inspector, s.unit(1)))
			in.Photos = []model.PhotoID{s.photo(s.inspector, model.RoleSalesperson)}
			found := s.inspect(in)
			_, err := s.Diversion.Notify(s.Ctx, decision(s.c))
			So(err, ShouldBeNil)
			_, err = s.CaseFile.Appeal(s.Ctx, casefile.Appeal{Case: s.c.ID, Person: s.boss, Org: s.d1.ID, Text: "stolen", Key: "k"})
			So(err, ShouldBeNil)
			_, err = s.Diversion.Confirm(s.Ctx, decision(s.c))
			So(err, ShouldBeNil)
			m, files := s.packed(true)

			Convey("its pack holds all of it", func() {
				for name, parts := range map[string][]string{
					"case.json":          {`"status": "confirmed"`, `"penalty_fen": 4000`, `"rule": "units"`, `"code": "D1"`, `"code": "T2"`, `"count": 2`},
					"policy.json":        {`"penalty_fen": 2000`},
					"scans.json":         {`"reasons": "terminal_under_other_distributor,inspected"`, `"verdict": "exempt"`},
					"trail.json":         {`"kind": "ship"`, `"kind": "receive"`},
					"organisations.json": {`"code": "BRAND"`},
					"history.json":       {`"action": "assign"`, `"action": "inspect"`, `"action": "notify"`, `"action": "appeal"`, `"action": "confirm"`},
					"records.json":       {`"kind": "inspection"`, `"text": "stolen"`, found.Pieces[0].Hash},
				} {
					for _, part := range parts {
						So(files[name], ShouldContainSubstring, part)
					}
				}
				So(strings.Contains(files["case.json"], "price"), ShouldBeFalse)
			})
			Convey("a scan's hash is that of its file, a photo's that of its bytes", func() {
				for name, content := range files {
					if !strings.HasPrefix(name, "scans/") && !strings.HasPrefix(name, "photos/") {
						continue
					}
					hash := string(blob.Of([]byte(content)))
					named := strings.Contains(files["records.json"], hash) || strings.Contains(files["scans.json"], hash)
					So(named, ShouldBeTrue)
				}
				So(m.Photos, ShouldHaveLength, 1)
				So(m.Photos[0].File, ShouldStartWith, "photos/"+found.Pieces[1].Hash)
			})
			Convey("photos may be left out, and their hashes stay", func() {
				m, files := s.packed(false)
				So(m.Photos, ShouldResemble, []evidence.Photo{{SHA256: found.Pieces[1].Hash}})
				for name := range files {
					So(name, ShouldNotStartWith, "photos/")
				}
			})
			Convey("the same case at the same moment is the same bytes", func() {
				var packs [2]bytes.Buffer
				for i := range packs {
					p, err := s.CaseFile.OpenPack(s.Ctx, s.c.ID, true)
					So(err, ShouldBeNil)
					So(p.Write(s.Ctx, &packs[i]), ShouldBeNil)
				}
				So(bytes.Equal(packs[0].Bytes(), packs[1].Bytes()), ShouldBeTrue)
			})
			Convey("its files are JSON", func() {
				for name, content := range files {
					if strings.HasSuffix(name, ".json") {
						So(json.Valid([]byte(content)), ShouldBeTrue)
					}
				}
			})
		})
		Convey("Given no case", t, func() {
			s := newStreet(t, e)
			Convey("there is no pack of it", func() {
				_, err := s.CaseFile.OpenPack(s.Ctx, s.c.ID+1, true)
				So(err, ShouldWrap, diversion.ErrUnknownCase)
			})
		})
	})
}
