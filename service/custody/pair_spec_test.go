package custody_test

import (
	"context"
	"testing"

	mysqldriver "github.com/go-sql-driver/mysql"
	. "github.com/smartystreets/goconvey/convey"
	"gorm.io/gorm"

	"channelrouter/internal/db"
	"channelrouter/model"
	"channelrouter/service/code"
	"channelrouter/service/custody"
	"channelrouter/service/testkit"
)

// failingOnce has the first transaction below a context end as a deadlock's victim.
func failingOnce(ctx context.Context) context.Context {
	failed := false
	return db.BeforeCommit(ctx, func(context.Context) error {
		if failed {
			return nil
		}
		failed = true
		return &mysqldriver.MySQLError{Number: 1213, Message: "Deadlock found"}
	})
}

// meanwhile has another act inside the transaction that writes to a table for the n-th time
// while do runs, right before that.
func (s *story) meanwhile(table string, n int, act func(ctx context.Context), do func()) {
	const name = "spec:meanwhile"
	change := func(how func(ctx context.Context) error) { So(s.DB.Run(s.Ctx, how), ShouldBeNil) }
	change(func(ctx context.Context) error {
		return s.DB.Conn(ctx).Callback().Create().Before("gorm:create").Register(name, func(g *gorm.DB) {
			if g.Statement.Table != table {
				return
			}
			if n--; n == 0 {
				act(g.Statement.Context)
			}
		})
	})
	do()
	change(func(ctx context.Context) error { return s.DB.Conn(ctx).Callback().Create().Remove(name) })
}

func TestPairs(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given bottles that a line packs, and caps from a hopper", t, func() {
			b := newBottler(t, e)
			bottle := func(n int64) model.ItemID { return testkit.Item(b.line, model.LevelUnit, n) }
			pair := func(cap, bottleN int64) custody.Pair {
				return custody.Pair{Inner: b.Print(model.FaceUnitInner, b.cap(cap)), Outer: b.Print(model.FaceUnitOuter, bottle(bottleN))}
			}
			told := func(pairs ...custody.Pair) (all []custody.CaptureState) {
				outcomes, err := b.Custody.RecordPairs(b.Ctx, pairs)
				So(err, ShouldBeNil)
				for _, o := range outcomes {
					all = append(all, o.State)
				}
				return all
			}
			is := func(cap int64) model.ItemID {
				same, err := b.Custody.Canonical(b.Ctx, []model.ItemID{b.cap(cap)})
				So(err, ShouldBeNil)
				return same[0]
			}
			const recorded, known, refused = custody.CaptureRecorded, custody.CaptureKnown, custody.CaptureRefused

			Convey("a cap that closes a bottle is it, and goes where it goes, whenever that is told", func() {
				So(told(pair(0, 0), pair(1, 1)), ShouldResemble, []custody.CaptureState{recorded, recorded})
				b.captures(false, b.packed(0))
				So(told(pair(2, 2)), ShouldResemble, []custody.CaptureState{recorded})
				for n := range int64(3) {
					So(is(n), ShouldEqual, bottle(n))
					So(b.Trace(b.cap(n)).Chain, ShouldResemble, []model.ItemID{b.cap(n), bottle(n), b.carton(0), b.onto(0)})
				}
				So(is(3), ShouldEqual, b.cap(3))
			})
			Convey("bottles say which cap closes them, whatever else is asked about", func() {
				So(told(pair(0, 0), pair(3, 1), pair(4, 5)), ShouldResemble, []custody.CaptureState{recorded, recorded, recorded})
				b.captures(false, b.packed(0))
				asked := []model.ItemID{bottle(0), bottle(1), bottle(1), bottle(2), bottle(6), b.carton(0), b.cap(0), b.cap(9)}
				var caps map[model.ItemID]model.ItemID
				So(b.Statements(func() {
					var err error
					caps, err = b.Custody.Capped(b.Ctx, asked)
					So(err, ShouldBeNil)
				}), ShouldEqual, 1)
				So(caps, ShouldResemble, map[model.ItemID]model.ItemID{bottle(0): b.cap(0), bottle(1): b.cap(3)})
			})
			Convey("what was told is known, and what contradicts it is refused, each for itself", func() {
				told(pair(0, 0))
				So(told(pair(0, 0), pair(0, 1), pair(1, 0), pair(2, 2)), ShouldResemble, []custody.CaptureState{known, refused, refused, recorded})
				So([]model.ItemID{is(0), is(2)}, ShouldResemble, []model.ItemID{bottle(0), bottle(2)})
			})
			Convey("of pairs that contradict each other none is recorded, whichever comes first", func() {
				for _, pairs := range [][]custody.Pair{
					{pair(2, 2), pair(2, 3), pair(4, 2), pair(5, 5), pair(5, 5)}, {pair(4, 2), pair(2, 3), pair(2, 2), pair(6, 6), pair(6, 6)},
				} {
					So(told(pairs...), ShouldResemble, []custody.CaptureState{refused, refused, refused, recorded, known})
				}
				So([]model.ItemID{is(2), is(4)}, ShouldResemble, []model.ItemID{b.cap(2), b.cap(4)})
			})
			Convey("codes that are no cap and no bottle are refused", func() {
				swapped, twice := pair(0, 0), pair(0, 0)
				swapped.Inner, swapped.Outer = swapped.Outer, swapped.Inner
				twice.Outer = twice.Inner
				carton := pair(0, 0)
				carton.Outer = b.Print(model.FaceCaseOuter, b.carton(0))
				mistyped := pair(0, 0)
				mistyped.Inner = "0" + mistyped.Inner[1:]
				other := pair(0, 0)
				wine := b.BatchOf("WINE", b.Products[1].ID, code.FiveInOne(6, 4), model.PreLinked, 1)
				other.Outer = b.Print(model.FaceUnitOuter, testkit.Item(wine, model.LevelUnit, 0))
				So(told(swapped, twice, carton, mistyped, other), ShouldResemble, []custody.CaptureState{refused, refused, refused, refused, refused})
				So(count[model.ScatteredItem](b.story), ShouldEqual, 0)
			})
			Convey("of twenty that close one bottle with twenty caps at once, one does", func() {
				failures := testkit.Together(20, func(i int) error {
					outcomes, err := b.Custody.RecordPairs(b.Ctx, []custody.Pair{pair(int64(10+i), 5)})
					if err != nil {
						return err
					}
					return outcomes[0].Err
				})
				So(testkit.Succeeded(failures), ShouldEqual, 1)
				So(count[model.ScatteredContents](b.story), ShouldEqual, 1)
			})
			Convey("who has to try again, and finds that another told it meanwhile, hears that it is known", func() {
				b.meanwhile("slot_blocks", 2, func(ctx context.Context) {
					outcomes, err := b.Custody.RecordPairs(ctx, []custody.Pair{pair(0, 0)})
					So(err, ShouldBeNil)
					So(outcomes[0].State, ShouldEqual, recorded)
				}, func() {
					outcomes, err := b.Custody.RecordPairs(failingOnce(b.Ctx), []custody.Pair{pair(0, 0)})
					So(err, ShouldBeNil)
					So(outcomes[0].State, ShouldEqual, known)
				})
				So(is(0), ShouldEqual, bottle(0))
			})
			Convey("pairs of bottles that are no neighbours cost no more statements, many or few", func() {
				asked := func(from, to int64) int64 {
					var pairs []custody.Pair
					for n := from; n < to; n++ {
						pairs = append(pairs, pair(n, 2*n))
					}
					return b.Statements(func() { told(pairs...) })
				}
				asked(0, 1) // which looks whatever else is asked for once
				So(asked(3, 60), ShouldEqual, asked(1, 3))
			})
			Convey("a cap's code moves its bottle", func() {
				told(pair(0, 0))
				b.captures(false, b.packed(0))
				_, err := b.Custody.RecordCodes(b.Ctx, custody.CodesCommand{
					Key: "u", Kind: model.Unpack, From: b.Brand.ID, Codes: []string{b.Print(model.FaceUnitInner, b.cap(0))},
				})
				So(err, ShouldBeNil)
				So(b.Trace(bottle(0)).Chain, ShouldResemble, []model.ItemID{bottle(0)})
				So(b.Trace(b.cap(0)).Chain, ShouldResemble, []model.ItemID{b.cap(0), bottle(0)})
			})
		})
	})
}
