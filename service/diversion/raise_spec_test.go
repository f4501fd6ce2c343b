package diversion_test

import (
	"context"
	"sync"
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/service/diversion"
	"channelrouter/service/testkit"
)

func TestRaisingLots(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given soft flags of D1's goods in two cities", t, func() {
			s := newStreet(t, e, 1)
			var last diversion.Flag
			for _, adcode := range []string{"330106", "330108", "330203"} { // Hangzhou twice, Ningbo
				last = s.sighted(s.unit(int64(s.scans)), model.Org{})
				last.Adcode, last.Judgement.Terminal, last.Judgement.Found = adcode, 0, 0
				So(s.raise(last), ShouldBeNil)
			}
			suspicion := diversion.Suspicion{
				Alert: 7, Origin: s.d1.ID, Product: s.Products[0].ID, Adcode: "330100", Score: 61, First: last.At, Last: last.At,
			}
			raise := func(sus diversion.Suspicion) (id model.CaseID) {
				So(s.DB.Run(s.Ctx, func(ctx context.Context) (err error) {
					id, err = s.Diversion.Raise(ctx, sus)
					return err
				}), ShouldBeNil)
				return id
			}
			Convey("they are watched: no case, and nothing that can be done but to open it", func() {
				So(s.cases(model.CaseOpen), ShouldBeEmpty)
				watched := s.cases(model.CaseWatched)
				_, err := s.Diversion.Confirm(s.Ctx, decision(watched[0]))
				So(err, ShouldWrap, diversion.ErrNotInState)
				c, err := s.Diversion.Open(s.Ctx, decision(watched[0]))
				So(err, ShouldBeNil)
				So(s.confirm(c).Units, ShouldEqual, 2)
			})
			Convey("what the detector raises is a case with its score and a history, and takes the next flag", func() {
				id := raise(suspicion)
				open := s.cases(model.CaseOpen)
				So(open, ShouldHaveLength, 1)
				So([]any{open[0].ID, open[0].Score, open[0].Adcode}, ShouldResemble, []any{id, 61, "330100"})
				So(s.flags(open[0]), ShouldHaveLength, 2)
				history, err := s.Diversion.History(s.Ctx, id)
				So(err, ShouldBeNil)
				So(history, ShouldHaveLength, 1)
				So(string(history[0].Facts), ShouldEqual, `{"alert":"7","score":61}`)
				next := s.sighted(s.unit(20), model.Org{})
				next.Adcode, next.Judgement.Terminal, next.Judgement.Found = "330106", 0, 0
				So(s.raise(next), ShouldBeNil)
				So(s.flags(open[0]), ShouldHaveLength, 3)

				Convey("raised again it stays the case that it is, with the higher score", func() {
					suspicion.Score = 55
					So(raise(suspicion), ShouldEqual, id)
					suspicion.Score = 80
					So(raise(suspicion), ShouldEqual, id)
					c, err := s.Diversion.Get(s.Ctx, id)
					So(err, ShouldBeNil)
					So(c.Score, ShouldEqual, 80)
					history, err := s.Diversion.History(s.Ctx, id)
					So(err, ShouldBeNil)
					So(history, ShouldHaveLength, 1)
				})
			})
			Convey("a lot that no flag has come of yet is a case without flags", func() {
				suspicion.Adcode = "350100"
				c, err := s.Diversion.Get(s.Ctx, raise(suspicion))
				So(err, ShouldBeNil)
				So([]any{c.Status, c.Adcode, c.Flags}, ShouldResemble, []any{model.CaseOpen, "350100", int64(0)})
				So(s.cases(model.CaseWatched), ShouldHaveLength, 2)
			})
			Convey("what is spread over many cities is one case, with the flags of all of them", func() {
				suspicion.Adcode = ""
				c, err := s.Diversion.Get(s.Ctx, raise(suspicion))
				So(err, ShouldBeNil)
				So([]any{c.Status, c.Adcode, c.Flags}, ShouldResemble, []any{model.CaseOpen, "", int64(3)})
				So(s.flags(c), ShouldHaveLength, 3)
				So(s.cases(model.CaseWatched), ShouldHaveLength, 2) // for the next flags
				So(s.confirm(c).Units, ShouldEqual, 3)
			})
			Convey("followed, the lot's next window is a case as well, and nothing is made of nothing", func() {
				raise(suspicion)
				follow := func() {
					So(s.DB.Run(s.Ctx, func(ctx context.Context) error { return s.Diversion.Follow(ctx, suspicion) }), ShouldBeNil)
				}
				follow()
				So(s.cases(model.CaseOpen), ShouldHaveLength, 1)
				s.Tick(31 * 24 * time.Hour)
				next := s.sighted(s.unit(20), model.Org{})
				next.Adcode, next.Judgement.Terminal, next.Judgement.Found = "330106", 0, 0
				So(s.raise(next), ShouldBeNil)
				So(s.cases(model.CaseOpen), ShouldHaveLength, 1)
				suspicion.Last = s.Clock.Now()
				follow()
				So(s.cases(model.CaseOpen), ShouldHaveLength, 2)
			})
			Convey("raised by two at once, and flagged meanwhile, there is one case, and it was opened once", func() {
				var all sync.WaitGroup
				for i := range 6 {
					all.Go(func() {
						_ = s.DB.Run(s.Ctx, func(ctx context.Context) error {
							if i%2 == 0 {
								return s.Diversion.Flag(ctx, []diversion.Flag{last})
							}
							_, err := s.Diversion.Raise(ctx, suspicion)
							return err
						})
					})
				}
				all.Wait()
				open := s.cases(model.CaseOpen)
				So(open, ShouldHaveLength, 1)
				history, err := s.Diversion.History(s.Ctx, open[0].ID)
				So(err, ShouldBeNil)
				So(history, ShouldHaveLength, 1)
			})
			Convey("a hard flag at a shop there opens a case of its own; where the policy has it wait, it is raised with the city", func() {
				So(s.raise(s.sighted(s.unit(30), s.shops[0])), ShouldBeNil)
				So(s.cases(model.CaseOpen), ShouldHaveLength, 1)

				patient := diversion.DefaultPolicy
				patient.HardWaits = true
				_, err := s.Diversion.Policies.Publish(s.Ctx, patient, s.Clock.Now(), 1)
				So(err, ShouldBeNil)
				s.Tick(31 * 24 * time.Hour) // of the next window
				shop := s.Terminal("T9", s.Distributor("D3", "330106"))
				f := s.sighted(s.unit(31), shop)
				So(s.raise(f), ShouldBeNil)
				So(s.cases(model.CaseOpen), ShouldHaveLength, 1)
				suspicion.First, suspicion.Last = f.At, f.At
				raise(suspicion)
				open := s.cases(model.CaseOpen)
				So(open, ShouldHaveLength, 3) // and the city's own lot
				So(open[1].Terminal, ShouldEqual, shop.ID)
			})
		})
	})
}
