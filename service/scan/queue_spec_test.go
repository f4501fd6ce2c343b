package scan_test

import (
	"context"
	"errors"
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"
	"gorm.io/gorm"

	"channelrouter/model"
	"channelrouter/service/scan"
	"channelrouter/service/testkit"
)

// beforeStoring has something done whenever scans are about to be stored, and returns
// how to end that.
func (s *story) beforeStoring(do func(tx *gorm.DB, scans int)) (end func()) {
	const name = "test:before storing"
	change := func(how func(ctx context.Context) error) { So(s.DB.Run(s.Ctx, how), ShouldBeNil) }
	change(func(ctx context.Context) error {
		return s.DB.Conn(ctx).Callback().Create().Before("gorm:create").Register(name, func(tx *gorm.DB) {
			if scans, ok := tx.Statement.Dest.(*[]model.Scan); ok {
				do(tx, len(*scans))
			}
		})
	})
	return func() {
		change(func(ctx context.Context) error { return s.DB.Conn(ctx).Callback().Create().Remove(name) })
	}
}

func TestQueue(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given 40 consumers who claim a unit each, 3 of them with codes of no use", t, func() {
			s := newStory(t, e)
			inputs := make([]scan.Input, 40)
			for i, p := range s.people(len(inputs), s.Person) {
				inputs[i] = s.claims(p, int64(i), "a")
			}
			for _, i := range []int{3, 17, 31} {
				inputs[i].Text = s.forged()
			}
			recordAll := func(q *scan.Queue) {
				answers := make([]scan.Answer, len(inputs))
				failures := testkit.Together(len(inputs), func(i int) (err error) {
					answers[i], err = q.Record(s.Ctx, inputs[i])
					return err
				})
				for i, err := range failures {
					bad := i == 3 || i == 17 || i == 31
					So(err != nil, ShouldEqual, bad)
					if bad {
						continue
					}
					var stored model.Scan
					So(s.DB.Conn(s.Ctx).Where("id = ?", answers[i].ScanID).Take(&stored).Error, ShouldBeNil)
					So(stored.PersonID, ShouldEqual, inputs[i].Person)
					So(stored.Item, ShouldEqual, s.unit(int64(i)))
				}
				So(s.stored(), ShouldEqual, 37)
				So(s.paid(model.WalletConsumer), ShouldEqual, 37*108)
			}

			Convey("each caller gets the result of his own scan", func() {
				q := scan.NewQueue(s.Rooms.Scan, 1)
				recordAll(q)
				q.Stop()
			})
			Convey("a batch that the database refuses is tried one by one, so that none fails for another's sake", func() {
				refused := 0
				end := s.beforeStoring(func(tx *gorm.DB, scans int) {
					if scans > 1 {
						refused++
						_ = tx.AddError(errors.New("one at a time"))
					}
				})
				q := scan.NewQueue(s.Rooms.Scan, 1)
				recordAll(q)
				q.Stop()
				end()
				So(refused, ShouldBeGreaterThan, 0)
			})
			Convey("Stop finishes what waits", func() {
				storing, gate := make(chan struct{}, 1), make(chan struct{})
				end := s.beforeStoring(func(*gorm.DB, int) {
					select {
					case storing <- struct{}{}:
					default:
					}
					<-gate
				})
				q := scan.NewQueue(s.Rooms.Scan, 1)
				done := make(chan error, len(inputs))
				for i, in := range inputs {
					go func() {
						_, err := q.Record(s.Ctx, in)
						done <- err
					}()
					if i == 0 {
						<-storing // the others wait behind the first
					}
				}
				for q.Waiting() < len(inputs)-1-3 { // the three are not admitted
					time.Sleep(time.Millisecond)
				}
				stopped := make(chan struct{})
				go func() {
					q.Stop()
					close(stopped)
				}()
				close(gate)
				<-stopped
				end()
				failed := 0
				for range inputs {
					if <-done != nil {
						failed++
					}
				}
				So(failed, ShouldEqual, 3)
				So(s.stored(), ShouldEqual, 37)
			})
			Convey("who gives up may still have been recorded: his retry finds out", func() {
				q := scan.NewQueue(s.Rooms.Scan, 1)
				impatient, giveUp := context.WithCancel(s.Ctx)
				giveUp()
				_, err := q.Record(impatient, inputs[0])
				So(err, ShouldWrap, context.Canceled)
				time.Sleep(time.Millisecond)
				a, err := q.Record(s.Ctx, inputs[0])
				So(err, ShouldBeNil)
				So(a.Outcome, ShouldEqual, scan.OutcomeClaimed)
				q.Stop()
				So(s.stored(), ShouldEqual, 1)
			})
		})
	})
}
