package router_test

import (
	"testing"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/service/testkit"
)

type (
	scanLines struct {
		Items     []struct{ ID, Role, Outcome, Verdict string }
		NextAfter string `json:"next_after"`
	}
	codeMoney struct {
		Item    string
		Rewards []struct {
			Purpose, State, Transaction string
			Account                     struct{ Kind string }
			Amount                      int64
		}
		Rebates []struct{ Fen int64 }
		Cases   []struct {
			ID, Status string
			Penalised  bool
		}
	}
)

func TestCodeHistory(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a bottle of D1 that a guide of D2 sells, and a consumer claims and scans again", t, func() {
			s := newStory(t, e)
			id := s.suspected()
			li := s.token("consumer", "li")
			s.scanAs("consumer", li, s.cap(0))
			s.scanAs("consumer", s.token("consumer", "he"), s.cap(0))
			s.Settle()
			auditor := s.console(model.UserAuditor)
			const scans, money = "/api/v1/console/codes/scans?code=", "/api/v1/console/codes/money?code="

			Convey("Its scans are told by any of its faces, the newest first, page by page", func() {
				all := read[scanLines](s.house, s.get(scans+s.label(0), auditor))
				So(all.Items, ShouldHaveLength, 3)
				So(all.Items[0].Outcome, ShouldEqual, "repeat")
				So(all.Items[1].Outcome, ShouldEqual, "claimed")
				So(all.Items[2].Role, ShouldEqual, "guide")
				So(all.Items[2].Verdict, ShouldEqual, "diverted")

				first := read[scanLines](s.house, s.get(scans+s.cap(0)+"&limit=2", auditor))
				So(first.Items, ShouldResemble, all.Items[:2])
				rest := read[scanLines](s.house, s.get(scans+s.cap(0)+"&limit=2&after="+first.NextAfter, auditor))
				So(rest.Items, ShouldResemble, all.Items[2:])
				So(read[scanLines](s.house, s.get(scans+s.cap(1), auditor)).Items, ShouldBeEmpty)
			})
			Convey("Its money is told: who won, who got a rebate, and the case that penalises it once that is confirmed", func() {
				m := read[codeMoney](s.house, s.get(money+s.label(0), auditor))
				So(m.Item, ShouldEqual, s.unit(0).String())
				So(m.Rewards, ShouldHaveLength, 2)
				So(m.Rewards[0].Purpose, ShouldEqual, "consumer_claim")
				So(m.Rewards[0].State, ShouldEqual, "posted")
				So(m.Rewards[0].Account.Kind, ShouldEqual, "wallet_consumer")
				So(len(m.Rebates), ShouldBeGreaterThan, 0)
				So(m.Cases, ShouldHaveLength, 1)
				So(m.Cases[0].ID, ShouldEqual, id)
				So(m.Cases[0].Penalised, ShouldBeFalse)

				a := s.keyed(casesPath+"/"+id+"/confirm", s.console(model.UserChannelManager), "k", object{"note": "proven"})
				So(a.status, ShouldEqual, 200)
				m = read[codeMoney](s.house, s.get(money+s.label(0), auditor))
				So(m.Cases[0].Status, ShouldEqual, "confirmed")
				So(m.Cases[0].Penalised, ShouldBeTrue)
				So(read[codeMoney](s.house, s.get(money+s.label(1), auditor)).Cases, ShouldBeEmpty)
			})
			Convey("A text that is no code has no history, and operators see neither scans nor money", func() {
				So(s.get(scans+"nonsense", auditor).code(), ShouldStartWith, "code.")
				So(s.get(money+s.forged(), auditor).status, ShouldEqual, 404)
				operator := s.console(model.UserOperator)
				So(s.get(scans+s.label(0), operator).status, ShouldEqual, 403)
				So(s.get(money+s.label(0), operator).status, ShouldEqual, 403)
			})
		})
	})
}
