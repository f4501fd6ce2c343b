package history_test

import (
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/cmd/channelrouter/history"
	"channelrouter/service/testkit"
)

// made makes a small history that ends in the testkit's world, in the small hours of a day.
func made(t *testing.T) (*testkit.World, history.Report) {
	t.Helper()
	w := testkit.New(t, testkit.SQLite)
	w.Tick(20 * time.Hour)
	report, err := history.Make(w.Ctx, history.Stage{
		Rooms: w.Rooms, Size: history.Small, Seed: 1, Password: "a-long-password", AppID: func(app string) string { return "wx-" + app },
	})
	if err != nil {
		t.Fatal(err)
	}
	return w, report
}

func TestHistory(t *testing.T) {
	w, report := made(t) // once: what is held against it changes nothing
	Convey("Given a small history", t, func() {
		Convey("Everything that was scanned was taken, and goods were found where they should not be", func() {
			So(report.Refused, ShouldEqual, 0)
			So(report.Scans, ShouldBeGreaterThan, 1000)
			So(report.Alerts, ShouldBeGreaterThan, 0)
		})
		Convey("There are cases in each state, also decided ones", func() {
			for _, state := range []string{"open", "investigating", "noticed", "appealed", "confirmed", "dismissed"} {
				So(report.States[state], ShouldBeGreaterThan, 0)
			}
		})
		Convey("Months are settled, and the last one is not", func() {
			So(report.Settled, ShouldBeGreaterThan, 0)
			So(report.Open, ShouldEqual, 1)
			verified, err := w.Settlement.Verify(w.Ctx)
			So(err, ShouldBeNil)
			So(verified.Faults, ShouldEqual, 0)
		})
		Convey("The ledger verifies", func() {
			verified, err := w.Ledger.Verify(w.Ctx)
			So(err, ShouldBeNil)
			So(verified.OK(), ShouldBeTrue)
			So(verified.Transactions, ShouldBeGreaterThan, 100)
		})
		Convey("It is there, and the same again by its seed", func() {
			there, err := history.There(w.Ctx, w.Rooms)
			So(err, ShouldBeNil)
			So(there, ShouldBeTrue)
			_, again := made(t)
			So(again, ShouldResemble, report)
		})
	})
}
