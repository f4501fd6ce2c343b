package scan_test

import (
	"strings"
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/service/code"
	"channelrouter/service/scan"
	"channelrouter/service/testkit"
)

// allowed is how many guesses a world allows in an hour.
const allowed = 10

func TestGuessing(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given someone who tries codes", t, func() {
			s := newStory(t, e)
			guesser := scan.Input{Person: s.Person(), Role: model.RoleConsumer, Device: "phone", IP: "192.0.2.1"}
			real := s.Print(model.FaceUnitInner, s.unit(0))
			try := func(in scan.Input, text string) error {
				in.Text = text
				_, err := s.Rooms.Scan.Record(s.Ctx, in)
				return err
			}
			guess := func(times int, text string) {
				for range times {
					So(try(guesser, text), ShouldNotBeNil)
				}
			}

			Convey("with one guess left, a right code is accepted", func() {
				guess(allowed-1, s.forged())
				So(try(guesser, real), ShouldBeNil)
			})
			Convey("with none left, he is refused before anyone looks whether it is right, and gains nothing", func() {
				guess(allowed, s.forged())
				So(try(guesser, real), ShouldWrap, scan.ErrTooManyGuesses)
				So(try(guesser, s.forged()), ShouldWrap, scan.ErrTooManyGuesses)
				So(s.points(guesser.Person), ShouldEqual, 0)
				So(s.stored(), ShouldEqual, 0)

				Convey("as are others on his device or at his address", func() {
					other := scan.Input{Person: s.Person(), Role: model.RoleConsumer}
					device, ip := other, other
					device.Device, ip.IP = guesser.Device, guesser.IP
					So(try(device, real), ShouldWrap, scan.ErrTooManyGuesses)
					So(try(ip, real), ShouldWrap, scan.ErrTooManyGuesses)
					So(try(other, real), ShouldBeNil)
				})
				if e == testkit.SQLite { // Redis, beside MySQL, lives by its own clock
					Convey("until an hour is over", func() {
						s.Tick(time.Hour)
						So(try(guesser, real), ShouldBeNil)
						So(s.points(guesser.Person), ShouldEqual, 108)
					})
				}
			})
			Convey("codes that were mistyped do not count", func() {
				mistyped := real[:len(real)-1] + map[bool]string{true: "1", false: "0"}[strings.HasSuffix(real, "0")]
				guess(2*allowed, mistyped)
				guess(2*allowed, "12345")
				So(try(guesser, real), ShouldBeNil)
			})
			Convey("real codes do not count, whoever claimed them", func() {
				for range 2 * allowed {
					So(try(guesser, real), ShouldBeNil)
				}
			})
			Convey("a code that is not released yet is a guess, too: else counting would tell it apart", func() {
				guess(allowed, s.printOf(s.inactive()))
				So(try(guesser, real), ShouldWrap, scan.ErrTooManyGuesses)
			})
			Convey("a code that was never issued is a guess like a forged one, and is answered alike", func() {
				guess(allowed, s.neverIssued())
				So(try(guesser, real), ShouldWrap, scan.ErrTooManyGuesses)
				other := scan.Input{Person: s.Person(), Role: model.RoleConsumer}
				So(try(other, s.neverIssued()).Error(), ShouldEqual, code.ErrForged.Error())
				So(try(other, s.printOf(s.inactive())).Error(), ShouldEqual, code.ErrForged.Error())
			})
			Convey("what is no scan at all is refused without counting", func() {
				late := guesser
				late.At = s.Clock.Now().Add(3 * time.Minute)
				nowhere := guesser
				nowhere.Adcode = "999999"
				for range 2 * allowed {
					So(try(late, s.forged()), ShouldWrap, scan.ErrBadScan)
					So(try(nowhere, s.forged()), ShouldWrap, scan.ErrBadScan)
					So(try(guesser, ""), ShouldWrap, scan.ErrBadScan)
				}
				So(try(guesser, real), ShouldBeNil)
			})
		})
	})
}
