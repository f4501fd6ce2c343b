package migration_test

import (
	"testing"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/internal/dbtest"
	"channelrouter/model"
	"channelrouter/model/migration"
)

func TestScansThatWereInspectedBefore(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, e dbtest.Engine) {
		Convey("Given evidence of when a scan could stand in several records", t, func() {
			d := dbtest.Open(t, e)
			So(migration.Up(t.Context(), d), ShouldBeNil)
			downTo(t, d, "0037_inspected_scans")
			for i, old := range []model.CaseEvidence{
				{RecordID: 8, Kind: model.EvidenceScan, ScanID: 1}, {RecordID: 7, Kind: model.EvidenceScan, ScanID: 1},
				{RecordID: 8, Kind: model.EvidenceScan, ScanID: 2}, {RecordID: 7, Kind: model.EvidencePhoto, PhotoID: 3},
			} {
				old.ID = model.EvidenceID(i + 1)
				So(d.Migration(t.Context()).Create(&old).Error, ShouldBeNil)
			}
			So(migration.Up(t.Context(), d), ShouldBeNil)

			Convey("each scan is the first one's, and photos are none", func() {
				var rows []model.InspectedScan
				So(d.Conn(t.Context()).Order("scan_id").Find(&rows).Error, ShouldBeNil)
				So(rows, ShouldResemble, []model.InspectedScan{{ScanID: 1, RecordID: 7}, {ScanID: 2, RecordID: 8}})
			})
		})
	})
}
