package migration_test

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"testing"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/internal/db"
	"channelrouter/internal/dbtest"
	"channelrouter/model"
	"channelrouter/model/migration"
	"channelrouter/model/migration/v0021"
)

// downTo takes steps back until the one of a name is missing.
func downTo(t *testing.T, d *db.DB, step string) {
	for {
		steps, err := migration.Status(t.Context(), d)
		So(err, ShouldBeNil)
		if i := slices.IndexFunc(steps, func(s migration.Step) bool { return s.ID == step }); !steps[i].Applied {
			return
		}
		So(migration.Down(t.Context(), d), ShouldBeNil)
	}
}

func TestEventsThatWereKeptBefore(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, e dbtest.Engine) {
		Convey("Given EPCIS events that were kept when none could be taken back", t, func() {
			d := dbtest.Open(t, e)
			So(migration.Up(t.Context(), d), ShouldBeNil)
			downTo(t, d, "0029_declarations")
			documents := map[string]string{
				"ni:///named": `{"epcisBody":{"eventList":[{"eventID":"urn:uuid:1"}]}}`,
				"ni:///self":  `{"epcisBody":{"eventList":[{"eventID":"ni:///self"}]}}`,
				"ni:///lost":  `{`,
			}
			for len(documents) < 101 { // more than are read at once
				documents[fmt.Sprintf("ni:///%d", len(documents))] = `{}`
			}
			var old []v0021.EPCISEvent
			for hash, document := range documents {
				old = append(old, v0021.EPCISEvent{
					ID: int64(len(old) + 1), HashID: hash, CaptureID: 1, Document: []byte(document), EventTime: model.Forever, RecordTime: model.Forever,
				})
			}
			So(d.Migration(t.Context()).Create(&old).Error, ShouldBeNil)
			So(migration.Up(t.Context(), d), ShouldBeNil)
			kept := func() map[string]string {
				var rows []model.EPCISEvent
				So(d.Conn(t.Context()).Where("declared = ?", false).Find(&rows).Error, ShouldBeNil)
				ids := map[string]string{}
				for _, row := range rows {
					ids[row.HashID] = row.EventIDHash
				}
				return ids
			}
			digest := func(text string) string {
				sum := sha256.Sum256([]byte(text))
				return hex.EncodeToString(sum[:])
			}
			want := map[string]string{}
			for hash := range documents {
				want[hash] = digest(hash)
			}
			want["ni:///named"] = digest("urn:uuid:1")

			Convey("each is kept with its eventID, or else its hash id, and is no declaration", func() {
				So(kept(), ShouldResemble, want)
			})
			Convey("a declaration has room beside one of them, once, and goes when the step is taken back", func() {
				declared := model.EPCISEvent{ID: 1000, HashID: "ni:///named", Declared: true, CaptureID: 2, Document: []byte("{}"), EventTime: model.Forever, RecordTime: model.Forever}
				named := model.EPCISEventEPC{EPCHash: "1", EventID: 1000}
				So(d.Migration(t.Context()).Create(&declared).Error, ShouldBeNil)
				So(d.Migration(t.Context()).Create(&named).Error, ShouldBeNil)
				twice := declared
				twice.ID = 1001
				So(db.IsTaken(d.Migration(t.Context()).Create(&twice).Error), ShouldBeTrue)

				downTo(t, d, "0029_declarations")
				So(migration.Up(t.Context(), d), ShouldBeNil)
				So(kept(), ShouldResemble, want)
				var events, names int64
				So(d.Conn(t.Context()).Model(&model.EPCISEvent{}).Count(&events).Error, ShouldBeNil)
				So(d.Conn(t.Context()).Model(&model.EPCISEventEPC{}).Count(&names).Error, ShouldBeNil)
				So([]int64{events, names}, ShouldResemble, []int64{int64(len(documents)), 0})
			})
		})
	})
}
