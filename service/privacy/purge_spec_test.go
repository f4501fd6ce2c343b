package privacy_test

import (
	"context"
	"sync"
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/internal/blob"
	"channelrouter/model"
	"channelrouter/service/testkit"
)

func TestPurge(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given somebody erased of whom tax was withheld, and who laid down evidence, and another like her", t, func() {
			w := newRegistry(t, e)
			keep := func(row any) {
				w.must(w.DB.Run(w.Ctx, func(ctx context.Context) error { return w.DB.Conn(ctx).Create(row).Error }))
			}
			start := w.Clock.Now()
			for i, person := range []model.PersonID{w.jing, w.other} {
				n := int64(i)*100 + 1
				keep(&model.Taxpayer{PersonID: person, Sealed: []byte("sealed"), ConsentedAt: start, UpdatedAt: start})
				for m := range int64(3) {
					keep(&model.TaxWithheld{ID: model.TaxID(n + m), Key: string(rune('a'+i)) + string(rune('a'+m)), Month: int32(202601 + m), PersonID: person, At: start})
					keep(&model.TaxMonth{PersonID: person, Month: int32(202601 + m)})
				}
				keep(&model.CaseRecord{ID: model.CaseRecordID(n), AuthorKey: string(rune('a' + i)), PersonID: person, Text: name, Receipt: number, At: start, RecordedAt: start})
				keep(&model.Photo{ID: model.PhotoID(n), PersonID: person, PostID: model.PostID(n), Hash: string(blob.Of([]byte("photo"))), CreatedAt: start, NextAt: start})
			}
			r := w.finish(w.approved(model.DataErasure)).DataRequest
			count := func(table any, person model.PersonID) (n int64) {
				So(w.DB.Conn(w.Ctx).Model(table).Where("person_id = ?", person).Count(&n).Error, ShouldBeNil)
				return n
			}
			left := func(person model.PersonID) []int64 {
				return []int64{
					count(&model.TaxWithheld{}, person), count(&model.TaxMonth{}, person), count(&model.Taxpayer{}, person),
					count(&model.Photo{}, person), count(&model.Consent{}, person),
				}
			}
			// on goes to half past two in Shanghai on 2 January, so many years from now.
			on := func(years int) {
				at := time.Date(start.Year()+years, 1, 1, 18, 30, 0, 0, time.UTC)
				w.Tick(at.Sub(w.Clock.Now()))
			}
			purge := func() int64 {
				n, err := w.Privacy.Purge(w.Ctx)
				So(err, ShouldBeNil)
				return n
			}
			_, err := w.Blobs.Put(w.Ctx, []byte("photo"))
			w.must(err)
			all, others := left(w.jing), left(w.other)
			consents := all[4]
			So(all[:4], ShouldResemble, []int64{3, 3, 1, 1})
			So(consents, ShouldBeGreaterThan, 0)

			Convey("nothing goes while it has to be kept, nor by day", func() {
				on(3)
				So(purge(), ShouldEqual, 0)
				on(11)
				w.Tick(12 * time.Hour)
				So(purge(), ShouldEqual, 0)
				So(left(w.jing), ShouldResemble, all)
			})
			Convey("each kind goes in the first night after its years, and is counted", func() {
				on(4)
				So(purge(), ShouldEqual, consents)
				So(purge(), ShouldEqual, 0)
				on(6)
				So(purge(), ShouldEqual, 2)
				var record model.CaseRecord
				So(w.DB.Conn(w.Ctx).First(&record, "person_id = ?", w.jing).Error, ShouldBeNil)
				So([]string{record.Text, record.Receipt}, ShouldResemble, []string{"", ""})
				on(10)
				So(purge(), ShouldEqual, 0)
				on(11)
				So(purge(), ShouldEqual, 7)
				So(left(w.jing), ShouldResemble, []int64{0, 0, 0, 0, 0})
				So(left(w.other), ShouldResemble, others)
				v, err := w.Privacy.Look(w.Ctx, r.ID)
				So(err, ShouldBeNil)
				purged := map[string]int64{}
				for _, step := range v.Steps {
					purged[step.Of] += step.Purged
				}
				So([]int64{purged["tax_withheld"], purged["tax_months"], purged["taxpayers"], purged["photos"], purged["case_records"], purged["consents"]},
					ShouldResemble, []int64{3, 3, 1, 1, 1, consents})
			})
			Convey("a worker that dies anywhere is gone on with, and each row is counted once", func() {
				w.Privacy.Small()
				on(11)
				for n := 1; count(&model.TaxMonth{}, w.jing) > 0 && n < 40; n++ {
					dying, die := context.WithCancel(w.Ctx)
					w.Privacy.DieAfter(n, die)
					_, _ = w.Privacy.Purge(dying)
					die()
				}
				w.Privacy.DieAfter(1<<30, func() {})
				purge()
				So(left(w.jing), ShouldResemble, []int64{0, 0, 0, 0, 0})
				So(w.purged(r.ID), ShouldEqual, 9+consents)
			})
			Convey("of many at once each row is dealt with by one", func() {
				w.Privacy.Small()
				on(11)
				var wg sync.WaitGroup
				errs, rows := make([]error, many), make([]int64, many)
				for i := range many {
					wg.Go(func() { rows[i], errs[i] = w.Privacy.Purge(w.Ctx) })
				}
				wg.Wait()
				var sum int64
				for i := range many {
					So(errs[i], ShouldBeNil)
					sum += rows[i]
				}
				So(sum, ShouldEqual, 9+consents)
				So(w.purged(r.ID), ShouldEqual, sum)
				content, err := w.Blobs.Open(w.Ctx, blob.Of([]byte("photo"))) // the other has sent it as well
				So(err, ShouldBeNil)
				So(content.Close(), ShouldBeNil)
				So(left(w.jing), ShouldResemble, []int64{0, 0, 0, 0, 0})
			})
		})
	})
}

// purged is how many kept rows of a request were dealt with.
func (w *registry) purged(id model.DataRequestID) (n int64) {
	w.T.Helper()
	w.must(w.DB.Conn(w.Ctx).Model(&model.DataRequestStep{}).Where("request_id = ?", id).Select("SUM(purged)").Scan(&n).Error)
	return n
}
