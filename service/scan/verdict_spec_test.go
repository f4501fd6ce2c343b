package scan_test

import (
	"context"
	"strings"
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/internal/db"
	"channelrouter/model"
	"channelrouter/service/custody"
	"channelrouter/service/diversion"
	"channelrouter/service/scan"
	"channelrouter/service/testkit"
)

// scanIn scans a unit as a consumer in a district.
func (s *story) scanIn(adcode string, face model.Face, item model.ItemID) scan.Answer {
	a, err := s.Rooms.Scan.Record(s.Ctx, scan.Input{
		Person: s.Person(), Role: model.RoleConsumer, Text: s.Print(face, item), Adcode: adcode,
	})
	So(err, ShouldBeNil)
	return a
}

func (s *story) by(role model.Role, org model.Org, face model.Face, item model.ItemID) scan.Answer {
	a, err := s.Scan(s.Member(role, org), role, face, item)
	So(err, ShouldBeNil)
	return a
}

// openCases are those that were opened at once, by hard evidence.
func (s *story) openCases() []model.DiversionCase { return s.cases(model.CaseOpen) }

func (s *story) cases(status model.CaseStatus) []model.DiversionCase {
	cases, err := s.Diversion.List(s.Ctx, status, 0, 100)
	So(err, ShouldBeNil)
	return cases
}

// judged is the verdict and the reasons that hold for a scan.
func (s *story) judged(id model.ScanID) string {
	var stored model.Scan
	So(s.DB.Conn(s.Ctx).Where("id = ?", id).Take(&stored).Error, ShouldBeNil)
	var later []model.ScanJudgement
	So(s.DB.Conn(s.Ctx).Where("scan_id = ?", id).Order("version").Find(&later).Error, ShouldBeNil)
	j := stored.Judgement
	for i, l := range later {
		So(l.Version, ShouldEqual, i+2)
		j = l.Judgement
	}
	return scan.VerdictName(j.Verdict) + " " + j.Reasons
}

func TestTerritories(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given goods of a distributor whose territory is a province, a city and a district", t, func() {
			s := &story{World: testkit.New(t, e)}
			s.d1 = s.Distributor("D1", "32", "3301", "340102")
			s.batch = s.Batch("B1", 1)
			s.Commission(s.batch)
			s.Ship(s.Brand, s.d1, testkit.Item(s.batch, model.LevelPallet, 0))
			s.Tick(time.Hour)

			for _, c := range []struct{ what, adcode, verdict, reason string }{
				{"in the province", "320102", "match", diversion.ReasonInsideTerritory},
				{"in the city", "330106", "match", diversion.ReasonInsideTerritory},
				{"in the district", "340102", "match", diversion.ReasonInsideTerritory},
				{"in the district beside", "340103", "diverted", diversion.ReasonOutsideTerritory},
				{"in the city beside", "330203", "diverted", diversion.ReasonOutsideTerritory},
				{"far away", "440106", "diverted", diversion.ReasonOutsideTerritory},
				{"nowhere, for he refuses to say", "", "unknown", diversion.ReasonNoLocation},
			} {
				Convey("a consumer "+c.what+" makes them "+c.verdict, func() {
					a := s.scanIn(c.adcode, model.FaceUnitOuter, s.unit(0))
					So(a.Verdict, ShouldEqual, c.verdict)
					So(a.Reasons, ShouldResemble, []string{c.reason})

					So(s.openCases(), ShouldBeEmpty)
					cases := s.cases(model.CaseWatched)
					if c.verdict != "diverted" {
						So(cases, ShouldBeEmpty)
						return
					}
					So(cases, ShouldHaveLength, 1)
					So(cases[0].Adcode, ShouldEqual, c.adcode[:4]+"00")
					flags, err := s.Diversion.Flags(s.Ctx, cases[0].ID)
					So(err, ShouldBeNil)
					So(flags[0].Hard, ShouldBeFalse)
					So(flags[0].Score, ShouldEqual, 40)
				})
			}
		})
		Convey("Given goods of a distributor who sells on line", t, func() {
			s := newStory(t, e)
			policy := diversion.DefaultPolicy
			policy.OnlineSellers = []string{s.d1.Code}
			_, err := s.Diversion.Policies.Publish(s.Ctx, policy, s.Clock.Now(), 1)
			So(err, ShouldBeNil)
			s.Tick(time.Minute)
			Convey("nobody is blamed for where they turn up, neither a consumer nor a shop of another's", func() {
				a := s.scanIn("440106", model.FaceUnitOuter, s.unit(0))
				So(a.Verdict+" "+a.Reasons[0], ShouldEqual, "exempt "+diversion.ReasonSoldOnline)
				a = s.by(model.RoleGuide, s.Terminal("T8", s.d2), model.FaceUnitOuter, s.unit(1))
				So(a.Verdict+" "+a.Reasons[0], ShouldEqual, "exempt "+diversion.ReasonSoldOnline)
				So(s.cases(0), ShouldBeEmpty)
			})
		})
		Convey("Given a consumer whose telephone says where he is", t, func() {
			s := newStory(t, e)
			seen := func(p scan.Position) (kept model.Scan) {
				a, err := s.Rooms.Scan.Record(s.Ctx, scan.Input{
					Person: s.Person(), Role: model.RoleConsumer, Text: s.Print(model.FaceUnitOuter, s.unit(0)), Position: &p,
				})
				So(err, ShouldBeNil)
				So(s.DB.Conn(s.Ctx).Where("id = ?", a.ScanID).Take(&kept).Error, ShouldBeNil)
				return kept
			}
			Convey("his district is kept, with those beside it, and judged by", func() {
				kept := seen(scan.Position{Lng: 120.2103, Lat: 30.2468, Accuracy: 3000}) // Hangzhou, by the river
				So(kept.Adcode, ShouldEqual, "330102")
				So(kept.Around, ShouldStartWith, "330109:")
				So(kept.Verdict, ShouldEqual, model.VerdictDiverted)
			})
			Convey("who is abroad is in no district", func() {
				So(seen(scan.Position{Lng: 139.77, Lat: 35.68, Accuracy: 30}).Adcode, ShouldEqual, "")
			})
		})
		Convey("Given goods of a distributor without a territory", t, func() {
			s := newStory(t, e)
			So(s.DB.Run(s.Ctx, s.withoutTerritories), ShouldBeNil)
			Convey("a district says nothing", func() {
				a := s.scanIn("330106", model.FaceUnitOuter, s.unit(0))
				So(a.Reasons, ShouldResemble, []string{diversion.ReasonTerritoryUndefined})
			})
		})
	})
}

func TestLateTerminals(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given goods of D1 that consumers scanned in D2's province", t, func() {
			s := newStory(t, e)
			claim := s.scanIn("330106", model.FaceUnitInner, s.unit(0))
			look := s.scanIn("330106", model.FaceUnitOuter, s.unit(1))
			nowhere := s.scanIn("", model.FaceUnitOuter, s.unit(2))
			outside := "diverted " + diversion.ReasonOutsideTerritory
			So([]string{s.judged(claim.ScanID), s.judged(look.ScanID)}, ShouldResemble, []string{outside, outside})
			s.Tick(time.Hour)

			Convey("when their case turns out to have been opened under D1, they match, and the case has nothing left", func() {
				s.by(model.RoleTerminal, s.t1, model.FaceCaseInner, s.box(0))
				s.Settle()
				for _, a := range []scan.Answer{claim, look, nowhere} {
					So(s.judged(a.ScanID), ShouldEqual, "match "+diversion.ReasonTerminalUnderAssigned)
				}
				flags, err := s.Diversion.Flags(s.Ctx, s.cases(model.CaseWatched)[0].ID)
				So(err, ShouldBeNil)
				So(flags, ShouldBeEmpty)
			})
			Convey("and so does a stranger to the case that was in it when it was scanned, and left before", func() {
				stranger := s.unit(6)
				move := func(c custody.Command) {
					c.From, c.Goods = s.d1.ID, testkit.Goods(stranger)
					if c.Kind == model.Pack {
						c.Goods[0].Parent, c.Goods[0].PerParent = s.box(0), 1
					}
					_, err := s.Record(c)
					So(err, ShouldBeNil)
					s.Tick(time.Hour)
				}
				move(custody.Command{Kind: model.Unpack})
				move(custody.Command{Kind: model.Pack})
				inside := s.scanIn("330106", model.FaceUnitOuter, stranger)
				s.Tick(time.Hour)
				move(custody.Command{Kind: model.Unpack})
				s.by(model.RoleTerminal, s.t1, model.FaceCaseInner, s.box(0))
				s.Settle()
				So(s.judged(inside.ScanID), ShouldEqual, "match "+diversion.ReasonTerminalUnderAssigned)
			})
			Convey("when it was opened under D2, the flags move to that shop's case", func() {
				s.by(model.RoleTerminal, s.t2, model.FaceCaseInner, s.box(0))
				s.Settle()
				cases := s.openCases()
				So(cases, ShouldHaveLength, 1)
				So(cases[0].Terminal, ShouldEqual, s.t2.ID)
				flags, err := s.Diversion.Flags(s.Ctx, cases[0].ID)
				So(err, ShouldBeNil)
				So(flags, ShouldHaveLength, 4)
				decided, err := s.Diversion.Confirm(s.Ctx, decision(cases[0].ID))
				So(err, ShouldBeNil)
				So(decided.Units, ShouldEqual, 6)
			})
			Convey("when a guide says where one was sold, that one is judged by his shop", func() {
				s.by(model.RoleGuide, s.t1, model.FaceUnitOuter, s.unit(0))
				s.Settle()
				So(s.judged(claim.ScanID), ShouldEqual, "match "+diversion.ReasonTerminalUnderAssigned)
				So(s.judged(look.ScanID), ShouldEqual, outside)
			})
			Convey("what is known already makes no new version", func() {
				s.by(model.RoleTerminal, s.t2, model.FaceCaseInner, s.box(0))
				s.Settle()
				count := func() (n int64) {
					So(s.DB.Conn(s.Ctx).Model(&model.ScanJudgement{}).Count(&n).Error, ShouldBeNil)
					return n
				}
				before := count()
				s.scanIn("330106", model.FaceUnitInner, s.unit(3))
				s.by(model.RoleGuide, s.t2, model.FaceUnitOuter, s.unit(0))
				s.Settle()
				So(count(), ShouldEqual, before)
			})
		})
	})
}

func TestGuideAndOpenerDisagree(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a case opened at T1, of which T2's guide sells a unit", t, func() {
			s := newStory(t, e)
			disagree := diversion.ReasonTerminalUnderOther + "," + diversion.ReasonGuideOpenerDisagree
			open := func() { s.by(model.RoleTerminal, s.t1, model.FaceCaseInner, s.box(0)) }

			Convey("the guide's word counts, and the disagreement is a reason", func() {
				open()
				a := s.by(model.RoleGuide, s.t2, model.FaceUnitOuter, s.unit(0))
				So(strings.Join(a.Reasons, ","), ShouldEqual, disagree)
				claim := s.scanIn("", model.FaceUnitInner, s.unit(0))
				So(strings.Join(claim.Reasons, ","), ShouldEqual, disagree)
				s.Settle()
				So(s.org(model.OrgRebate, s.d2), ShouldEqual, 300)
				So(s.org(model.OrgRebate, s.d1), ShouldEqual, 0)

				rows, err := s.Rebate.OrgAccruals(s.Ctx, s.d2.ID, 0, 10)
				So(err, ShouldBeNil)
				So(rows, ShouldHaveLength, 1)
				So(rows[0].Reasons, ShouldEqual, diversion.ReasonGuideOpenerDisagree)
				So(rows[0].Diverted, ShouldBeTrue)
			})
			Convey("it is the same when the case's opening is told last", func() {
				a := s.by(model.RoleGuide, s.t2, model.FaceUnitOuter, s.unit(0))
				open()
				s.Settle()
				So(s.judged(a.ScanID), ShouldEqual, "diverted "+disagree)
			})
		})
	})
}

func TestLateCustody(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a unit that was claimed in a case opened at T1", t, func() {
			s := newStory(t, e)
			before := s.Clock.Now()
			s.Tick(time.Hour)
			s.by(model.RoleTerminal, s.t1, model.FaceCaseInner, s.box(0))
			claim := s.scanIn("", model.FaceUnitInner, s.unit(0))
			s.Settle()
			So(s.org(model.OrgRebate, s.d1), ShouldEqual, 300)
			s.Tick(time.Hour)
			late := func(c custody.Command) {
				c.Offline, c.Goods = true, testkit.Goods(s.unit(0))
				if c.Kind == model.Pack {
					c.Goods[0].Parent, c.Goods[0].PerParent = s.box(1), 1
				}
				_, err := s.Record(c)
				So(err, ShouldBeNil)
				s.Settle()
			}
			late(custody.Command{Kind: model.Unpack, From: s.d1.ID, At: before.Add(time.Minute)})

			Convey("when it had been taken out before, T1 did not sell it: the rebate is taken back", func() {
				So(s.org(model.OrgRebate, s.d1), ShouldEqual, 0)
				So(s.judged(claim.ScanID), ShouldEqual, "unknown "+diversion.ReasonNoLocation)
			})
			Convey("when it had been put into another case, whoever opens that sold it", func() {
				late(custody.Command{Kind: model.Pack, From: s.d1.ID, At: before.Add(2 * time.Minute)})
				So(s.org(model.OrgRebate, s.d1), ShouldEqual, 0)
				s.by(model.RoleTerminal, s.t2, model.FaceCaseInner, s.box(1))
				s.Settle()
				So(s.org(model.OrgRebate, s.d2), ShouldEqual, 300)
				So(s.judged(claim.ScanID), ShouldEqual, "diverted "+diversion.ReasonTerminalUnderOther)
			})
			Convey("once it is told, telling it again changes nothing", func() {
				var versions, again int64
				So(s.DB.Conn(s.Ctx).Model(&model.ScanJudgement{}).Count(&versions).Error, ShouldBeNil)
				late(custody.Command{Kind: model.Receive, To: s.d1.ID, At: before.Add(30 * time.Second)})
				So(s.DB.Conn(s.Ctx).Model(&model.ScanJudgement{}).Count(&again).Error, ShouldBeNil)
				So(again, ShouldEqual, versions)
				So(s.org(model.OrgRebate, s.d1), ShouldEqual, 0)
			})
		})
	})
}

// SQLite has one writer: nothing happens there while a scan is about to commit.
func TestLateCustodyAtTheInstantOfAScan(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		if e == testkit.SQLite {
			return
		}
		Convey("Given goods of D1 that a consumer claims in D2's province", t, func() {
			s := newStory(t, e)
			before := s.Clock.Now()
			s.Tick(time.Hour)

			Convey("when their transfer to D2 becomes known while the claim commits, they match in the end", func() {
				committing := db.BeforeCommit(s.Ctx, func(context.Context) error {
					_, err := s.Record(custody.Command{
						Kind: model.Transfer, From: s.d1.ID, To: s.d2.ID, At: before, Offline: true,
						Goods: testkit.Goods(testkit.Item(s.batch, model.LevelPallet, 0)),
					})
					s.Settle() // nobody sees the claim yet
					return err
				})
				claim, err := s.Rooms.Scan.Record(committing, scan.Input{
					Person: s.Person(), Role: model.RoleConsumer, Text: s.printOf(s.unit(0)), Adcode: "330106",
				})
				So(err, ShouldBeNil)
				So(claim.Verdict, ShouldEqual, "diverted")
				s.Settle()
				So(s.judged(claim.ScanID), ShouldEqual, "match "+diversion.ReasonInsideTerritory)
			})
		})
	})
}
