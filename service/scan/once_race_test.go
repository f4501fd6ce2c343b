package scan_test

import (
	"context"
	"fmt"
	"testing"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/model/event"
	"channelrouter/service/scan"
	"channelrouter/service/testkit"
)

const many = 20

// ways are how a scan comes in: by itself, or gathered with others into one transaction.
var ways = []string{"Record", "Queue.Record"}

// atOnce records inputs at the same moment and returns their answers. None may fail.
func (s *story) atOnce(way string, inputs []scan.Input) []scan.Answer {
	record := s.Rooms.Scan.Record
	if way == "Queue.Record" {
		workers := map[string]int{"sqlite": 1, "mysql": 3}[s.DB.Engine]
		queue := scan.NewQueue(s.Rooms.Scan, workers)
		defer queue.Stop()
		record = queue.Record
	}
	answers := make([]scan.Answer, len(inputs))
	failures := testkit.Together(len(inputs), func(i int) (err error) {
		answers[i], err = record(s.Ctx, inputs[i])
		return err
	})
	for _, err := range failures {
		So(err, ShouldBeNil)
	}
	return answers
}

func (s *story) people(n int, someone func() model.PersonID) []model.PersonID {
	people := make([]model.PersonID, n)
	for i := range people {
		people[i] = someone()
	}
	return people
}

// eachScans is an input for each person: the same face of the same item.
func (s *story) eachScans(people []model.PersonID, role model.Role, face model.Face, item model.ItemID) []scan.Input {
	inputs := make([]scan.Input, len(people))
	for i, p := range people {
		inputs[i] = scan.Input{Person: p, Role: role, Text: s.Print(face, item), Key: fmt.Sprint("key-", i)}
	}
	return inputs
}

func (s *story) stored() int64 {
	var n int64
	So(s.DB.Conn(s.Ctx).Model(&model.Scan{}).Count(&n).Error, ShouldBeNil)
	return n
}

// outcomes counts answers by outcome.
func outcomes(answers []scan.Answer) map[string]int {
	counts := map[string]int{}
	for _, a := range answers {
		counts[a.Outcome]++
	}
	return counts
}

// paid is what accounts of a kind hold together.
func (s *story) paid(kind model.AccountKind) int64 {
	var sum int64
	err := s.DB.Conn(s.Ctx).Table("ledger_entries").Where("account_kind = ?", kind).Select("COALESCE(SUM(amount), 0)").Scan(&sum).Error
	So(err, ShouldBeNil)
	return sum
}

func TestOnlyOneIsFirst(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		for _, way := range ways {
			Convey("Given goods at D1, and 20 people who come at once by "+way, t, func() {
				s := newStory(t, e)

				Convey("one consumer claims, the others are told when and where it was claimed", func() {
					people := s.people(many, s.Person)
					answers := s.atOnce(way, s.eachScans(people, model.RoleConsumer, model.FaceUnitInner, s.unit(0)))
					So(outcomes(answers), ShouldResemble, map[string]int{scan.OutcomeClaimed: 1, scan.OutcomeRepeat: many - 1})
					for i, a := range answers {
						won := a.Outcome == scan.OutcomeClaimed
						So(a.Won != nil, ShouldEqual, won)
						So(a.First == nil, ShouldEqual, won)
						So(s.points(people[i]) > 0, ShouldEqual, won)
					}
					So(s.paid(model.WalletConsumer), ShouldEqual, 108)
					So(s.stored(), ShouldEqual, many)
				})
				Convey("one guide is rewarded, once the consumer claims", func() {
					guides := s.people(many, func() model.PersonID { return s.Member(model.RoleGuide, s.t1) })
					answers := s.atOnce(way, s.eachScans(guides, model.RoleGuide, model.FaceUnitOuter, s.unit(0)))
					So(outcomes(answers), ShouldResemble, map[string]int{scan.OutcomeRewarded: 1, scan.OutcomeRepeat: many - 1})
					_, err := s.Scan(s.Person(), model.RoleConsumer, model.FaceUnitInner, s.unit(0))
					So(err, ShouldBeNil)
					s.Settle()
					So(s.paid(model.WalletGuide), ShouldEqual, 200)
				})
				Convey("one keeper opens the case, for his terminal", func() {
					keepers := s.people(many, func() model.PersonID { return s.Member(model.RoleTerminal, s.t1) })
					answers := s.atOnce(way, s.eachScans(keepers, model.RoleTerminal, model.FaceCaseInner, s.box(0)))
					So(outcomes(answers), ShouldResemble, map[string]int{scan.OutcomeRewarded: 1, scan.OutcomeRepeat: many - 1})
					So(s.paid(model.OrgReward), ShouldEqual, 500)
				})
			})
		}
	})
}

func TestOnePersonManyTimes(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		for _, way := range ways {
			Convey("Given one consumer who comes 20 times at once by "+way, t, func() {
				s := newStory(t, e)
				one := s.Person()
				same := func(face model.Face, key func(i int) string) []scan.Answer {
					inputs := make([]scan.Input, many)
					for i := range inputs {
						inputs[i] = scan.Input{Person: one, Role: model.RoleConsumer, Text: s.Print(face, s.unit(0)), Key: key(i)}
					}
					return s.atOnce(way, inputs)
				}
				oneKey := func(int) string { return "one" }

				for _, with := range []struct {
					what string
					key  func(i int) string
				}{
					{"one key", oneKey},
					{"20 keys", func(i int) string { return fmt.Sprint("key-", i) }},
					{"no key", func(int) string { return "" }},
					{"some of each", func(i int) string { return []string{"", "one", fmt.Sprint("key-", i)}[i%3] }},
				} {
					Convey("with "+with.what+", he has claimed once, and hears so each time", func() {
						answers := same(model.FaceUnitInner, with.key)
						for _, a := range answers {
							So(a, ShouldResemble, answers[0])
						}
						So(answers[0].Outcome, ShouldEqual, scan.OutcomeClaimed)
						So(s.points(one), ShouldEqual, 108)
						So(s.stored(), ShouldEqual, 1)
					})
				}
				Convey("with one key, what wins nothing is recorded once as well", func() {
					answers := same(model.FaceUnitOuter, oneKey)
					for _, a := range answers {
						So(a, ShouldResemble, answers[0])
					}
					So(answers[0].Outcome, ShouldEqual, scan.OutcomeTraced)
					So(s.stored(), ShouldEqual, 1)
				})
			})
		}
	})
}

func TestWaitingRewardIsReleasedOnce(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a guide's waiting reward, and the consumer's claim", t, func() {
			s := newStory(t, e)
			guide := s.Member(model.RoleGuide, s.t1)
			first, err := s.Scan(guide, model.RoleGuide, model.FaceUnitOuter, s.unit(0))
			So(err, ShouldBeNil)
			claim, err := s.Scan(s.Person(), model.RoleConsumer, model.FaceUnitInner, s.unit(0))
			So(err, ShouldBeNil)

			Convey("it is paid once, though both events are handled ten times at once", func() {
				facts := []event.ScanRecorded{
					{ScanID: first.ScanID, Item: s.unit(0), Purpose: model.PurposeGuideReward, Org: s.t1.ID},
					{ScanID: claim.ScanID, Item: s.unit(0), Purpose: model.PurposeConsumerClaim},
				}
				for _, err := range testkit.Together(many, func(i int) error {
					return s.DB.Run(s.Ctx, func(ctx context.Context) error { return s.Reward.OnScanRecorded(ctx, facts[i%2:i%2+1]) })
				}) {
					So(err, ShouldBeNil)
				}
				So(s.paid(model.WalletGuide), ShouldEqual, 200)
			})
		})
	})
}
