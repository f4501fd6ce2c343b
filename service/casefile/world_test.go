package casefile_test

import (
	"bytes"
	"context"
	"image"
	"image/png"
	"log/slog"
	"os"
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/service/casefile"
	"channelrouter/service/code"
	"channelrouter/service/diversion"
	"channelrouter/service/testkit"
)

func TestMain(m *testing.M) {
	slog.SetDefault(slog.New(slog.DiscardHandler)) // failures are part of the story
	os.Exit(m.Run())
}

// street is a channel in which goods of D1 turn up at D2's shop, and an inspector has the case.
type street struct {
	*testkit.World
	d1, d2    model.Org
	shop      model.Org
	batch     *code.Batch
	inspector model.PersonID
	boss      model.PersonID // of D1
	c         model.DiversionCase
	pictures  int
}

func newStreet(t *testing.T, e testkit.Engine) *street {
	s := &street{World: testkit.New(t, e)}
	s.d1, s.d2 = s.Distributor("D1", "32"), s.Distributor("D2", "33")
	s.shop = s.Terminal("T2", s.d2)
	s.batch = s.Batch("B1", 2)
	s.Commission(s.batch)
	s.Ship(s.Brand, s.d1, s.batch.Level(model.LevelPallet).From)
	s.Receive(s.d1, s.batch.Level(model.LevelPallet).From)
	s.Tick(time.Hour)
	s.inspector, s.boss = s.Member(model.RoleSalesperson, s.Brand), s.Member(model.RoleDistributor, s.d1)
	_, err := s.Scan(s.Member(model.RoleGuide, s.shop), model.RoleGuide, model.FaceUnitOuter, s.unit(0))
	So(err, ShouldBeNil)
	cases, err := s.Diversion.List(s.Ctx, model.CaseOpen, 0, 10)
	So(err, ShouldBeNil)
	So(cases, ShouldHaveLength, 1)
	s.c, err = s.Diversion.Assign(s.Ctx, diversion.Assignment{Case: cases[0].ID, By: 1, Inspector: s.inspector, Note: "go and see"})
	So(err, ShouldBeNil)
	s.Tick(time.Hour)
	return s
}

func (s *street) unit(n int64) model.ItemID { return testkit.Item(s.batch, model.LevelUnit, n) }

// scanned is a scan of somebody's in the salesperson's app.
func (s *street) scanned(person model.PersonID, item model.ItemID) model.ScanID {
	a, err := s.Scan(person, model.RoleSalesperson, model.FaceUnitOuter, item)
	So(err, ShouldBeNil)
	return a.ScanID
}

// photo uploads a picture that there is no other of.
func (s *street) photo(person model.PersonID, role model.Role) model.PhotoID {
	s.pictures++
	m := image.NewGray(image.Rect(0, 0, 8, 8))
	m.Pix[0] = byte(s.pictures)
	var b bytes.Buffer
	So(png.Encode(&b, m), ShouldBeNil)
	p, err := s.Contact.Upload(s.Ctx, person, role, &b)
	So(err, ShouldBeNil)
	return p.ID
}

// found is an inspection of the shop.
func (s *street) found(key string, scans ...model.ScanID) casefile.Inspection {
	return casefile.Inspection{
		Case: s.c.ID, Person: s.inspector, Org: s.Brand.ID, Key: key, Scans: scans, Terminal: s.shop.Code, Note: "on the shelf",
	}
}

func (s *street) inspect(in casefile.Inspection) casefile.View {
	v, err := s.CaseFile.Inspect(s.Ctx, in)
	So(err, ShouldBeNil)
	return v
}

func (s *street) flags() []model.DiversionFlag {
	flags, err := s.Diversion.Flags(s.Ctx, s.c.ID)
	So(err, ShouldBeNil)
	return flags
}

func (s *street) file() []casefile.View {
	views, err := s.CaseFile.File(s.Ctx, s.c.ID)
	So(err, ShouldBeNil)
	return views
}

func decision(c model.DiversionCase) diversion.Decision {
	return diversion.Decision{Case: c.ID, By: 1, Note: "seen"}
}

func count[T any](s *street) (n int64) {
	So(s.DB.Conn(context.Background()).Model(new(T)).Count(&n).Error, ShouldBeNil)
	return n
}
