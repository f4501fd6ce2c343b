package scan_test

import (
	"context"
	"errors"
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/internal/db"
	"channelrouter/model"
	"channelrouter/service/code"
	"channelrouter/service/scan"
	"channelrouter/service/testkit"
)

// claims is a consumer's claim of a unit.
func (s *story) claims(person model.PersonID, unit int64, key string) scan.Input {
	return scan.Input{Person: person, Role: model.RoleConsumer, Text: s.Print(model.FaceUnitInner, s.unit(unit)), Key: key}
}

func TestBatches(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given two consumers whose scans come in one batch", t, func() {
			s := newStory(t, e)
			one, other := s.Person(), s.Person()
			record := func(inputs ...scan.Input) []scan.Result { return s.Rooms.Scan.RecordBatch(s.Ctx, inputs) }

			Convey("each scan gets its own result, good or bad, in order", func() {
				text := func(text string) scan.Input {
					return scan.Input{Person: one, Role: model.RoleConsumer, Text: text}
				}
				asGuide, elsewhere := s.claims(one, 1, ""), s.claims(one, 1, "")
				asGuide.Role, elsewhere.Adcode = model.RoleGuide, "999999"
				results := record(s.claims(one, 0, ""), text(s.forged()), text("12345"), asGuide,
					s.claims(other, 2, ""), elsewhere, text(s.printOf(s.inactive())), s.claims(other, 3, ""))
				for i, want := range []error{nil, code.ErrForged, code.ErrMalformed, scan.ErrWrongApp, nil, scan.ErrBadScan, code.ErrForged, nil} {
					So(errors.Is(results[i].Err, want), ShouldBeTrue)
					So(results[i].Answer.ScanID != 0, ShouldEqual, want == nil)
				}
				So(s.stored(), ShouldEqual, 3)
				So(s.points(one), ShouldEqual, 108)
				So(s.points(other), ShouldEqual, 216)
			})
			Convey("of two who claim one unit the first wins", func() {
				results := record(s.claims(one, 0, ""), s.claims(other, 0, ""))
				So(results[0].Answer.Outcome, ShouldEqual, scan.OutcomeClaimed)
				So(results[1].Answer.Outcome, ShouldEqual, scan.OutcomeRepeat)
				So(results[1].Answer.First.At, ShouldEqual, s.Clock.Now())
				So(s.paid(model.WalletConsumer), ShouldEqual, 108)
			})
			Convey("who claims a unit twice has claimed it once, and hears so twice", func() {
				results := record(s.claims(one, 0, "a"), s.claims(other, 0, ""), s.claims(one, 0, "b"), s.claims(one, 0, ""))
				So(results[2], ShouldResemble, results[0])
				So(results[3], ShouldResemble, results[0])
				So(s.stored(), ShouldEqual, 2)
			})
			Convey("a retry beside its first shares its answer; another scan under the key is refused", func() {
				results := record(s.claims(one, 0, "a"), s.claims(one, 0, "a"), s.claims(one, 1, "a"), s.claims(other, 1, "a"))
				So(results[1], ShouldResemble, results[0])
				So(results[2].Err, ShouldWrap, scan.ErrKeyReused)
				So(results[3].Answer.Outcome, ShouldEqual, scan.OutcomeClaimed)
			})
			Convey("a key whose first scan was refused is free for the next", func() {
				refused := s.claims(one, 0, "a")
				refused.Role = model.RoleGuide
				results := record(refused, refused, s.claims(one, 0, "a"))
				So(results[0].Err, ShouldWrap, scan.ErrWrongApp)
				So(results[1].Err, ShouldWrap, scan.ErrWrongApp)
				So(results[2].Answer.Outcome, ShouldEqual, scan.OutcomeClaimed)
			})
			Convey("a failure of the database is everybody's, and nothing is stored", func() {
				broken := errors.New("the disk is full")
				opening := scan.Input{
					Person: s.Member(model.RoleTerminal, s.t2), Role: model.RoleTerminal, Text: s.Print(model.FaceCaseInner, s.box(0)),
				}
				s.Ctx = db.BeforeCommit(s.Ctx, func(context.Context) error { return broken })
				results := record(s.claims(one, 0, "a"), s.claims(one, 0, "a"), opening, scan.Input{Person: one, Role: model.RoleConsumer, Text: "12345"})
				for _, r := range results[:3] {
					So(r.Err, ShouldEqual, broken)
					So(r.Answer, ShouldResemble, scan.Answer{})
				}
				So(results[3].Err, ShouldWrap, code.ErrMalformed)
				for _, table := range []string{"scans", "scan_once", "grants", "ledger_entries", "outbox_messages", "diversion_cases"} {
					var n int64
					So(s.DB.Conn(s.Ctx).Table(table).Count(&n).Error, ShouldBeNil)
					So(n, ShouldEqual, 0)
				}
			})
			Convey("a batch of nothing is nothing", func() {
				So(record(), ShouldBeEmpty)
			})
		})
	})
}

func TestRetries(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a consumer who has claimed a unit", t, func() {
			s := newStory(t, e)
			in := s.claims(s.Person(), 0, "a")
			first, err := s.Rooms.Scan.Record(s.Ctx, in)
			So(err, ShouldBeNil)
			s.Tick(time.Hour)
			record := func(change func(in *scan.Input)) (scan.Answer, error) {
				again := in
				change(&again)
				return s.Rooms.Scan.Record(s.Ctx, again)
			}

			Convey("his retry is answered as before, wherever it comes from", func() {
				a, err := record(func(in *scan.Input) { in.Device, in.IP = "another phone", "192.0.2.7" })
				So(err, ShouldBeNil)
				So(a, ShouldResemble, first)
			})
			Convey("his key is refused for anything else", func() {
				for _, change := range []func(in *scan.Input){
					func(in *scan.Input) { in.Text = s.Print(model.FaceUnitInner, s.unit(1)) },
					func(in *scan.Input) { in.Adcode = "320102" },
					func(in *scan.Input) { in.At = s.Clock.Now() },
					func(in *scan.Input) { in.Text = s.Print(model.FaceUnitOuter, s.unit(0)) },
				} {
					_, err := record(change)
					So(err, ShouldWrap, scan.ErrKeyReused)
				}
				So(s.stored(), ShouldEqual, 1)
			})
			Convey("asking anew, from elsewhere and with a role more, he hears the same", func() {
				So(s.Channel.Join(s.Ctx, in.Person, model.RoleGuide, s.t1.ID, testkit.Start), ShouldBeNil)
				a, err := record(func(in *scan.Input) { in.Key, in.Adcode = "", "330106" })
				So(err, ShouldBeNil)
				So(a, ShouldResemble, first)
				So(s.stored(), ShouldEqual, 1)
			})
		})
		Convey("Given a scanner whose clock is ahead", t, func() {
			s := newStory(t, e)
			in := s.claims(s.Person(), 0, "a")
			in.At = s.Clock.Now().Add(time.Minute)

			Convey("his scan counts as of now, and its retry is the same scan", func() {
				first, err := s.Rooms.Scan.Record(s.Ctx, in)
				So(err, ShouldBeNil)
				var stored model.Scan
				So(s.DB.Conn(s.Ctx).Take(&stored).Error, ShouldBeNil)
				So(stored.OccurredAt, ShouldEqual, s.Clock.Now())
				s.Tick(30 * time.Second)
				again, err := s.Rooms.Scan.Record(s.Ctx, in)
				So(err, ShouldBeNil)
				So(again, ShouldResemble, first)
			})
			Convey("too far ahead, it is refused", func() {
				in.At = s.Clock.Now().Add(2*time.Minute + time.Microsecond)
				_, err := s.Rooms.Scan.Record(s.Ctx, in)
				So(err, ShouldWrap, scan.ErrBadScan)
			})
		})
	})
}
