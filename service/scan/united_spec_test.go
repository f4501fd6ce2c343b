package scan_test

import (
	"fmt"
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/service/scan"
	"channelrouter/service/testkit"
)

// wang is a consumer whose unionid WeChat did not tell in the consumer's app, and the person
// whom it knows by it.
func (s *story) wang() (former, heir model.PersonID) {
	return s.Enter("consumer", testkit.Unnamed+"wang"), s.Enter("guide", "wang")
}

// unite is the login that tells Wang's unionid.
func (s *story) unite() error {
	_, err := s.Identity.Login(s.Ctx, "consumer", "wang")
	return err
}

func TestUnitedScanners(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given Wang, who has claimed a unit as one person and turns out to be another", t, func() {
			s := newStory(t, e)
			former, heir := s.wang()
			claims := func(person model.PersonID, n int64) scan.Answer {
				a, err := s.Scan(person, model.RoleConsumer, model.FaceUnitInner, s.unit(n))
				So(err, ShouldBeNil)
				return a
			}
			won := claims(former, 0)
			So(claims(heir, 0).Outcome, ShouldEqual, scan.OutcomeRepeat)
			So(s.unite(), ShouldBeNil)

			Convey("scanning it again he is told what he won, and wins nothing more", func() {
				stored := s.stored()
				So(claims(heir, 0), ShouldResemble, won)
				So(claims(former, 0), ShouldResemble, won)
				So(s.stored(), ShouldEqual, stored)
				s.Settle()
				So(claims(heir, 0), ShouldResemble, won)
				So(s.points(heir), ShouldEqual, 108)
				So(s.paid(model.WalletConsumer), ShouldEqual, 108)
			})
			Convey("a request that was under way as the former is told what he has won since", func() {
				since := claims(heir, 1)
				So(claims(former, 1), ShouldResemble, since)
			})
			Convey("the claim is his, and nobody else's", func() {
				for _, person := range []model.PersonID{former, heir} {
					c, err := s.Rooms.Scan.ClaimOf(s.Ctx, person, won.ScanID)
					So(err, ShouldBeNil)
					So(c.Item, ShouldEqual, s.unit(0))
				}
				_, err := s.Rooms.Scan.ClaimOf(s.Ctx, s.Person(), won.ScanID)
				So(err, ShouldWrap, scan.ErrNoClaim)
			})
			Convey("he is among those who claimed", func() {
				list, err := s.Rooms.Scan.Claims(s.Ctx, []model.PersonID{heir, s.Person()}, time.Time{}, s.Clock.Now())
				So(err, ShouldBeNil)
				So(list, ShouldHaveLength, 1)
				So([]any{list[0].Person, list[0].Item}, ShouldResemble, []any{heir, s.unit(0)})
			})
			Convey("for others it stays claimed", func() {
				So(claims(s.Person(), 0).Outcome, ShouldEqual, scan.OutcomeRepeat)
			})
			Convey("who he is costs a claim nothing, and what another has won one query", func() {
				cost := func(person model.PersonID, n int64) int64 {
					return s.Statements(func() { claims(person, n) })
				}
				for n := range int64(4) { // until the replica remembers the goods
					claims(s.Person(), 3+n)
				}
				So(cost(s.Person(), 1), ShouldEqual, 10) // of which none asks who he is
				So(cost(heir, 2), ShouldEqual, 10)
				own, others := cost(heir, 2), cost(s.Person(), 2)
				So(cost(former, 2), ShouldEqual, own+1) // who he is
				So(others, ShouldEqual, own+2)          // to store that he came, and to tell the figures; no answer is read
			})
		})
		Convey("Given a guide who has scanned a unit as one person and turns out to be another", t, func() {
			s := newStory(t, e)
			former, heir := s.Enter("guide", testkit.Unnamed+"wang"), s.Enter("consumer", "wang")
			So(s.Channel.Join(s.Ctx, former, model.RoleGuide, s.t1.ID, testkit.Start.AddDate(0, -1, 0)), ShouldBeNil)
			first, err := s.Scan(former, model.RoleGuide, model.FaceUnitOuter, s.unit(0))
			So(err, ShouldBeNil)
			So(s.Enter("guide", "wang"), ShouldEqual, heir)
			s.Settle()

			Convey("he is told what he won, and paid it once", func() {
				again, err := s.Scan(heir, model.RoleGuide, model.FaceUnitOuter, s.unit(0))
				So(err, ShouldBeNil)
				So(again, ShouldResemble, first)
				_, err = s.Scan(heir, model.RoleConsumer, model.FaceUnitInner, s.unit(0))
				So(err, ShouldBeNil)
				s.Settle()
				So(s.paid(model.WalletGuide), ShouldEqual, 200)
			})
		})
	})
}

func TestClaimingWhileUnited(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		for _, way := range ways {
			Convey("Given Wang, who claims a unit as two persons while they are united, by "+way, t, func() {
				s := newStory(t, e)
				former, heir := s.wang()
				inputs := make([]scan.Input, many)
				for i := range inputs {
					inputs[i] = scan.Input{
						Person: []model.PersonID{former, heir}[i%2], Role: model.RoleConsumer,
						Text: s.Print(model.FaceUnitInner, s.unit(0)), Key: fmt.Sprint("key-", i),
					}
				}

				Convey("he is paid once, and each answer is what he won, or that it was won", func() {
					united := make(chan error, 1)
					go func() { united <- s.unite() }()
					answers := s.atOnce(way, inputs)
					So(<-united, ShouldBeNil)
					var won []scan.Answer
					for _, a := range answers {
						if a.Outcome == scan.OutcomeClaimed {
							won = append(won, a)
							So(a.ScanID, ShouldEqual, won[0].ScanID)
						}
					}
					So(won, ShouldNotBeEmpty)
					for _, in := range inputs {
						in.Key = ""
						again, err := s.Rooms.Scan.Record(s.Ctx, in)
						So(err, ShouldBeNil)
						So(again.ScanID, ShouldEqual, won[0].ScanID)
					}
					s.Settle()
					s.Tick(11 * time.Minute)
					_, err := s.Identity.TellUnionsAgain(s.Ctx, 10)
					So(err, ShouldBeNil)
					s.Settle()
					So([]int64{s.points(former), s.points(heir)}, ShouldResemble, []int64{0, 108})
					So(s.paid(model.WalletConsumer), ShouldEqual, 108)
				})
			})
		}
	})
}
