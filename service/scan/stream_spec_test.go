package scan_test

import (
	"errors"
	"testing"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/service/testkit"
)

func TestStream(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given an opened case and a claim of its unit, judged before their shipment was voided", t, func() {
			m := newMisled(t, e)
			first := m.opened.ScanID - 1
			streamed := func(after, upTo model.ScanID) (scans []model.Scan) {
				So(m.Rooms.Scan.Stream(m.Ctx, after, upTo, func(s model.Scan) error {
					scans = append(scans, s)
					return nil
				}), ShouldBeNil)
				return scans
			}
			Convey("both come in order, with their case and the event by which they were assigned", func() {
				scans := streamed(first, m.claim.ScanID)
				So(scans, ShouldHaveLength, 2)
				So([]model.ScanID{scans[0].ID, scans[1].ID}, ShouldResemble, []model.ScanID{m.opened.ScanID, m.claim.ScanID})
				So(scans[1].Item, ShouldEqual, m.unit(24))
				So(scans[1].CaseItem, ShouldEqual, m.box(4))
				So(scans[1].AssignedBy, ShouldEqual, m.wrong.ID)
				So(scans[1].Origin, ShouldEqual, m.d2.ID)
			})
			Convey("from one on, and no farther than asked", func() {
				So(streamed(m.opened.ScanID, m.claim.ScanID), ShouldHaveLength, 1)
				So(streamed(first, m.opened.ScanID), ShouldHaveLength, 1)
				So(streamed(m.claim.ScanID, m.claim.ScanID), ShouldBeEmpty)
			})
			Convey("each as it is judged now", func() {
				m.voids(m.wrong)
				for _, s := range streamed(first, m.claim.ScanID) {
					So(s.Origin, ShouldNotEqual, m.d2.ID)
				}
			})
			Convey("until who looks has enough", func() {
				enough := errors.New("enough")
				So(m.Rooms.Scan.Stream(m.Ctx, first, m.claim.ScanID, func(model.Scan) error { return enough }), ShouldEqual, enough)
			})
		})
	})
}
