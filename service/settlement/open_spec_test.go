package settlement_test

import (
	"fmt"
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/service/settlement"
	"channelrouter/service/testkit"
)

func TestLinesOpenToTheirScans(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a period with rebates, rewards, a penalty and an adjustment", t, func() {
			f := newFair(t, e)
			f.sell(0, f.t1)
			f.sell(1, f.t1)
			c := f.diverted(3)
			p := f.cut()
			f.adjust(p, f.d1, 100)
			open := func(org model.Org, n int) settlement.OpenedLine {
				o, err := f.Settlement.Open(f.Ctx, p.ID, org.ID, n, 0, 10)
				So(err, ShouldBeNil)
				return o
			}
			scan := func(purpose model.Purpose, item model.ItemID) model.ScanID {
				var won model.ScanOnce
				So(f.DB.Conn(f.Ctx).Where("item = ? AND purpose = ?", item, purpose).Take(&won).Error, ShouldBeNil)
				return won.ScanID
			}
			box := func(n int64) model.ItemID { return testkit.Item(f.batch, model.LevelCase, n) }
			scansOf := func(part settlement.Opened) (ids []model.ScanID) {
				for _, s := range part.Scans {
					ids = append(ids, s.ScanID)
				}
				return ids
			}

			Convey("a rebate opens to the unit, its claim and the opening of its case", func() {
				o := open(f.d1, 1)
				So(o.Parts, ShouldHaveLength, 2)
				for i, part := range o.Parts {
					So([]any{part.Fen, part.Units, part.Kind}, ShouldResemble, []any{f.statement(p, f.d1).Lines[0].Fen / 2, int64(1), "rebate"})
					So(part.Rebates, ShouldHaveLength, 1)
					So(part.Rebates[0].Item, ShouldEqual, f.unit(int64(i)))
					So(scansOf(part), ShouldResemble, []model.ScanID{scan(model.PurposeConsumerClaim, f.unit(int64(i))), scan(model.PurposeCaseOpen, box(0))})
				}
			})
			Convey("a reward to the scan that won it", func() {
				o := open(f.t1, 1)
				So(o.Parts, ShouldHaveLength, 1)
				So(scansOf(o.Parts[0]), ShouldResemble, []model.ScanID{scan(model.PurposeCaseOpen, box(0))})
			})
			Convey("a penalty, and a compensation, to the case, its units and the scans that raised it", func() {
				for _, o := range []settlement.OpenedLine{open(f.d1, 2), open(f.d2, 1)} {
					So(o.Case.Case.ID, ShouldEqual, c.ID)
					So(o.Case.Units, ShouldResemble, []model.ItemRange{{From: f.unit(18), To: f.unit(24)}})
					So(o.Case.Flags, ShouldHaveLength, 1)
					So(o.Case.Flags[0].ScanID, ShouldEqual, scan(model.PurposeCaseOpen, box(3)))
					So(o.Parts[0].Key, ShouldEqual, fmt.Sprint("penalty/", c.ID))
				}
			})
			Convey("an adjustment to who asked for it, and who approved it", func() {
				o := open(f.d1, 3)
				So([]any{o.Adjustment.UserID, o.Adjustment.DecidedBy}, ShouldResemble, []any{anna, bert})
				So(o.Parts[0].Key, ShouldEqual, fmt.Sprint("adjustment/", o.Adjustment.ID))
			})
			Convey("to an organisation without scans of shops that are not below it", func() {
				own := func() settlement.Opened {
					o, err := f.Settlement.OpenOwn(f.Ctx, p.ID, f.d1.ID, 1, 0, 10)
					So(err, ShouldBeNil)
					return o.Parts[0]
				}
				before := own()
				So([]any{len(before.Scans), before.Rebates[0].Terminal}, ShouldResemble, []any{2, f.t1.ID})
				So(f.Channel.Link(f.Ctx, f.t1.ID, f.d2.ID, "", testkit.Start), ShouldBeNil)
				after := own()
				So(scansOf(after), ShouldResemble, []model.ScanID{scan(model.PurposeConsumerClaim, f.unit(0))})
				So(after.Rebates[0].Terminal, ShouldEqual, 0)
				So(open(f.d1, 1).Parts[0].Scans, ShouldHaveLength, 2) // the brand sees all
			})
			Convey("to whom a case has harmed without its units, and to nobody but the brand with its flags", func() {
				for org, units := range map[model.OrgID]int{f.d1.ID: 1, f.d2.ID: 0} {
					n := 1
					if org == f.d1.ID {
						n = 2
					}
					o, err := f.Settlement.OpenOwn(f.Ctx, p.ID, org, n, 0, 10)
					So(err, ShouldBeNil)
					So([]int{len(o.Case.Units), len(o.Case.Flags)}, ShouldResemble, []int{units, 0})
					So(o.Parts[0].Units, ShouldEqual, 6)
				}
			})
			Convey("what there is not does not open", func() {
				_, err := f.Settlement.Open(f.Ctx, p.ID, f.d1.ID, 4, 0, 10)
				So(err, ShouldWrap, settlement.ErrUnknownLine)
				_, err = f.Settlement.Open(f.Ctx, 9, f.d1.ID, 1, 0, 10)
				So(err, ShouldWrap, settlement.ErrUnknownPeriod)
			})
		})
	})
}

// What a look into a line costs does not grow with what happened in other periods.
func TestOpeningCostsOnePeriod(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a line of one period, among many others of the same organisation", t, func() {
			f := newFair(t, e)
			f.Settlement.Small()
			cost := func(p model.SettlementPeriod) int64 {
				return f.Statements(func() { So(f.firstLine(p, f.t2), ShouldEqual, 3) })
			}
			period := func(n int) model.SettlementPeriod {
				for i := range 3 {
					f.post(fmt.Sprint(n, "/", i), "bonus", model.OrgRebate, f.t2.ID, 1)
				}
				f.Tick(time.Minute)
				return f.cut()
			}
			first := period(0)
			alone := cost(first)
			for n := range 10 {
				period(n + 1)
			}
			Convey("it is asked for as often as it was alone", func() {
				So(cost(first), ShouldEqual, alone)
			})
		})
	})
}

// firstLine sums the first line of an organisation.
func (f *fair) firstLine(p model.SettlementPeriod, org model.Org) int64 {
	_, fen := f.open(f.statement(p, org), 1)
	return int64(fen)
}
