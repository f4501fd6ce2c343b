package code_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/service/code"
	"channelrouter/service/testkit"
)

// replica is another process on the same database.
func replica(w *testkit.World) *code.Service {
	s, err := code.New(w.DB, w.Clock, w.IDs, w.Keyring, w.Printing, w.Link)
	So(err, ShouldBeNil)
	So(s.Bind(w.Ctx), ShouldBeNil)
	return s
}

func TestReplicas(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a second replica that started before a batch was issued by the first", t, func() {
			w := testkit.New(t, e)
			second := replica(w)
			b := w.Batch("B1", 1)
			text := w.Print(model.FacePallet, testkit.Item(b, model.LevelPallet, 0))
			_, err := second.Resolve(text)
			So(err, ShouldEqual, code.ErrNeverIssued)

			Convey("asked for a code of it, the second makes sure before refusing, and finds it", func() {
				found, err := second.ResolveCurrent(w.Ctx, text)
				So(err, ShouldBeNil)
				So(found.Batch.ID, ShouldEqual, b.ID)
			})
			Convey("refreshed, it knows the batch from memory", func() {
				So(second.Refresh(w.Ctx), ShouldBeNil)
				_, err := second.Resolve(text)
				So(err, ShouldBeNil)
				So(second.BatchOf(testkit.Item(b, model.LevelUnit, 5)).ID, ShouldEqual, b.ID)

				Convey("and refreshing again costs one read", func() {
					So(w.Statements(func() { err = second.Refresh(w.Ctx) }), ShouldEqual, 1)
					So(err, ShouldBeNil)
				})
				Convey("and those who ask for it at once share one", func() {
					statements := w.Statements(func() {
						release := second.HoldRefresh()
						time.AfterFunc(200*time.Millisecond, release) // when all have asked
						err = errors.Join(testkit.Together(crowd, func(int) error { return second.Refresh(w.Ctx) })...)
					})
					So(err, ShouldBeNil)
					So(statements, ShouldEqual, 1)
				})
				Convey("and one who failed is not taken for one who read", func() {
					gone, cancel := context.WithCancel(w.Ctx)
					cancel()
					So(w.Code.Revoke(w.Ctx, b.ID, whole, false, "x"), ShouldBeNil)
					failures := testkit.Together(crowd, func(i int) error {
						if i%2 == 0 {
							return second.Refresh(gone)
						}
						if err := second.Refresh(w.Ctx); err != nil {
							return err
						}
						if _, err := second.Resolve(text); !errors.Is(err, code.ErrRevoked) {
							return fmt.Errorf("refreshed, and yet %w", err)
						}
						return nil
					})
					for i := 1; i < crowd; i += 2 {
						So(failures[i], ShouldBeNil)
					}
				})
				Convey("and learns of a revocation", func() {
					So(w.Code.Revoke(w.Ctx, b.ID, whole, false, "x"), ShouldBeNil)
					So(second.Refresh(w.Ctx), ShouldBeNil)
					_, err := second.Resolve(text)
					So(err, ShouldEqual, code.ErrRevoked)
				})
			})
			Convey("codes of others that the first imported are found by the second", func() {
				_, err := importForeign(w, logistic(w, "old"), numbers(0, 3)...)
				So(err, ShouldBeNil)
				_, err = second.ResolveCurrent(w.Ctx, "88000000000002")
				So(err, ShouldBeNil)
			})
			Convey("a replica that starts later knows everything", func() {
				found, err := replica(w).Resolve(text)
				So(err, ShouldBeNil)
				So(found.Batch.Ref, ShouldEqual, "B1")
			})
		})

		Convey("Given two replicas, and twenty packers who activate cases on one of them", t, func() {
			w := testkit.New(t, e)
			second := replica(w)
			b, err := w.Code.IssueBatch(w.Ctx, code.NewBatch{
				Ref: "B1", ProductID: w.Products[0].ID, Profile: code.FiveInOne(1, crowd), Linking: model.PreLinked, Count: 1,
			})
			So(err, ShouldBeNil)

			Convey("what a packer has activated, the other replica does not refuse", func() {
				failures := testkit.Together(crowd, func(i int) error {
					if err := w.Code.Activate(w.Ctx, b.ID, part(model.LevelCase, int64(i), int64(i)+1)); err != nil {
						return err
					}
					text, err := w.Code.Print(model.FaceCaseOuter, testkit.Item(b, model.LevelCase, int64(i)))
					if err != nil {
						return err
					}
					_, err = second.ResolveCurrent(w.Ctx, text)
					return err
				})
				So(errors.Join(failures...), ShouldBeNil)
			})
		})
	})
}

func TestRegistryOfManyBatches(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given more batches than a page of the registry holds", t, func() {
			const batches = 620
			w := testkit.New(t, e)
			for i := range batches {
				n := order(w, fmt.Sprint("B", i))
				n.Count = 1
				_, err := w.Code.IssueBatch(w.Ctx, n)
				So(err, ShouldBeNil)
			}

			Convey("a replica that starts has them all, each with its own intervals", func() {
				second := replica(w)
				rows, err := w.Code.Batches(w.Ctx, code.BatchQuery{}, 0, batches+1)
				So(err, ShouldBeNil)
				So(rows, ShouldHaveLength, batches)
				for _, row := range rows {
					b, err := w.Code.Batch(w.Ctx, row.ID)
					So(err, ShouldBeNil)
					for _, l := range b.Levels {
						So(second.BatchOf(l.From).ID, ShouldEqual, row.ID)
						So(second.BatchOf(l.To-1).ID, ShouldEqual, row.ID)
					}
				}
			})
		})
	})
}
