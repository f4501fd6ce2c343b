package scan_test

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"testing"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/service/scan"
	"channelrouter/service/testkit"
)

func TestStreamOfPages(t *testing.T) {
	const many = 2*scan.StreamPage + 7
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given scans of two pages and a few, one of the second judged again", t, func() {
			w := testkit.New(t, e)
			scans := make([]model.Scan, many)
			for i := range scans {
				scans[i] = model.Scan{
					ID: model.ScanID(i + 1), PersonID: 1, Key: fmt.Sprint(i), Item: model.ItemID(i), Face: model.FaceUnitInner,
					Role: model.RoleConsumer, Judgement: model.Judgement{Verdict: model.VerdictMatch, Score: 40, Origin: 3}, Device: -1,
					OccurredAt: w.Clock.Now(), RecordedAt: w.Clock.Now(), Answer: []byte("{}"),
				}
			}
			const again = scan.StreamPage + 3
			So(w.DB.Run(w.Ctx, func(ctx context.Context) error {
				if err := w.DB.Conn(ctx).CreateInBatches(&scans, 500).Error; err != nil {
					return err
				}
				return w.DB.Conn(ctx).Create(&model.ScanJudgement{ScanID: again, Version: 2, Judgement: model.Judgement{Origin: 4}, At: w.Clock.Now()}).Error
			}), ShouldBeNil)
			Convey("all come once, in order, as they were written and are judged now", func() {
				next := model.ScanID(1)
				So(w.Rooms.Scan.Stream(w.Ctx, 0, many, func(s model.Scan) error {
					want := scans[next-1]
					want.Key, want.Answer = "", nil
					if next == again {
						want.Judgement = model.Judgement{Origin: 4}
					}
					if !reflect.DeepEqual(s, want) {
						return fmt.Errorf("%+v, not %+v", s, want)
					}
					next++
					return nil
				}), ShouldBeNil)
				So(next, ShouldEqual, many+1)
			})
			Convey("who has enough in the middle of a page sees no more, however often", func() {
				enough := errors.New("enough")
				for range 30 { // more than there are connections
					seen := 0
					So(w.Rooms.Scan.Stream(w.Ctx, 0, many, func(model.Scan) error {
						if seen++; seen == 10 {
							return enough
						}
						return nil
					}), ShouldEqual, enough)
					So(seen, ShouldEqual, 10)
				}
			})
			Convey("what cannot be read ends it", func() {
				ctx, stop := context.WithCancel(w.Ctx)
				seen := 0
				err := w.Rooms.Scan.Stream(ctx, 0, many, func(model.Scan) error {
					stop()
					seen++
					return nil
				})
				So(err, ShouldNotBeNil) // each engine has its own word for it
				So(seen, ShouldBeBetweenOrEqual, scan.StreamPage, 2*scan.StreamPage)
			})
		})
	})
}
