package code_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/service/code"
	"channelrouter/service/testkit"
)

const crowd = 20

func TestIssuingAtTheSameMoment(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a database without a batch", t, func() {
			w := testkit.New(t, e)
			batches := make([]*code.Batch, crowd)

			Convey("twenty orders get intervals that nowhere overlap", func() {
				failures := testkit.Together(crowd, func(i int) (err error) {
					n := order(w, fmt.Sprint("B", i))
					n.Count = int64(1 + i%3)
					batches[i], err = w.Code.IssueBatch(w.Ctx, n)
					return err
				})
				So(errors.Join(failures...), ShouldBeNil)
				for level := range 3 {
					slices.SortFunc(batches, func(a, b *code.Batch) int { return int(a.Levels[level].From - b.Levels[level].From) })
					for i, b := range batches[1:] {
						So(b.Levels[level].From, ShouldEqual, batches[i].Levels[level].To)
					}
				}
			})
			Convey("twenty retries of one order are one batch", func() {
				failures := testkit.Together(crowd, func(i int) (err error) {
					batches[i], err = w.Code.IssueBatch(w.Ctx, order(w, "same"))
					return err
				})
				So(errors.Join(failures...), ShouldBeNil)
				for _, b := range batches {
					So(b.ID, ShouldEqual, batches[0].ID)
				}
				page, err := w.Code.Batches(w.Ctx, code.BatchQuery{}, 0, 10)
				So(err, ShouldBeNil)
				So(page, ShouldHaveLength, 1)
			})
		})
	})
}
