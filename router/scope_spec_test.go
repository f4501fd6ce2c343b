package router_test

import (
	"fmt"
	"testing"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/service/testkit"
)

// The parts of answers that the specs read.
type (
	wallet  struct{ Points, Fen int64 }
	rebates struct {
		Items []struct {
			Item     string
			Fen      int64
			Diverted bool
		}
	}
	scanned struct {
		Outcome, Verdict string
		Won              *struct{ Amount int64 }
		First            *struct{ Adcode string }
		Trace            *struct{ Holder string }
	}
	me struct {
		Memberships []struct {
			Role string
			Org  string `json:"org_id"`
		}
	}
)

func (s *story) scanAs(app, token, text string) scanned {
	a := s.post("/api/v1/"+app+"/scans", token, scans(text))
	So(a.status, ShouldEqual, 200)
	return read[scanned](s.house, a)
}

func (s *story) rebatesOf(token string) (items []string) {
	a := s.get("/api/v1/distributor/rebates", token)
	So(a.status, ShouldEqual, 200)
	for _, r := range read[rebates](s.house, a).Items {
		items = append(items, r.Item)
	}
	return items
}

func (s *story) walletOf(app, token string) wallet {
	return read[wallet](s.house, s.get("/api/v1/"+app+"/wallet", token))
}

// An organisation never reads or moves what is another's.
func TestDistributorScope(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a unit sold below D1 and one diverted to D2's terminal", t, func() {
			s := newStory(t, e)
			d1 := s.member("wang", "distributor", model.RoleDistributor, s.d1)
			d2 := s.member("zhou", "distributor", model.RoleDistributor, s.d2)
			w1 := s.member("chen", "distributor", model.RoleDistributor, s.w1)
			s.scanAs("terminal", s.member("tian", "terminal", model.RoleTerminal, s.tw), s.inCase(0))
			s.scanAs("terminal", s.member("tao", "terminal", model.RoleTerminal, s.t2), s.inCase(1))
			li := s.token("consumer", "li")
			s.scanAs("consumer", li, s.cap(0))
			s.scanAs("consumer", li, s.cap(6))
			s.Settle()

			Convey("each distributor sees its own rebates, and the wholesaler none", func() {
				So(s.rebatesOf(d1), ShouldResemble, []string{s.unit(0).String()})
				So(s.rebatesOf(d2), ShouldResemble, []string{s.unit(6).String()})
				So(s.rebatesOf(w1), ShouldBeEmpty)
			})
			Convey("one who is no member of a distributor sees none", func() {
				a := s.get("/api/v1/distributor/rebates", s.token("distributor", "li"))
				So(a.status, ShouldEqual, 403)
				So(a.code(), ShouldEqual, "channel.no_membership")
			})
			Convey("one who was moved to another distributor sees the other's", func() {
				So(s.Channel.Join(s.Ctx, s.person("wang"), model.RoleDistributor, s.d2.ID, s.Clock.Now()), ShouldBeNil)
				So(s.rebatesOf(d1), ShouldResemble, []string{s.unit(6).String()})
			})
		})
	})
}

func TestShippingScope(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given goods that D1 holds", t, func() {
			s := newStory(t, e)
			ship := func(token, key, to string, codes ...string) answer {
				return s.keyed("/api/v1/distributor/shipments?to="+to, token, key, s.codes(codes...))
			}
			d1 := s.member("wang", "distributor", model.RoleDistributor, s.d1)

			Convey("it ships to its terminal, its wholesaler and the wholesaler's terminal", func() {
				for i, to := range []string{"T1", "W1", "TW"} {
					So(ship(d1, to, to, s.caseCode(int64(i))).status, ShouldEqual, 200)
				}
			})
			Convey("to what is not below it, it ships nothing", func() {
				before := s.facts()
				for _, to := range []string{"D2", "T2", "BRAND"} {
					a := ship(d1, to, to, s.caseCode(0))
					So(a.status, ShouldEqual, 403)
					So(a.code(), ShouldEqual, "channel.outside_subtree")
				}
				So(s.facts().since(before), ShouldBeEmpty)
			})
			Convey("its wholesaler ships on to its own terminal, not to a sister of its own", func() {
				w1 := s.member("chen", "distributor", model.RoleDistributor, s.w1)
				So(ship(d1, "a", "W1", s.caseCode(0)).status, ShouldEqual, 200)
				So(s.keyed("/api/v1/distributor/receipts", w1, "b", s.codes(s.caseCode(0))).status, ShouldEqual, 200)
				So(ship(w1, "c", "T1", s.caseCode(0)).code(), ShouldEqual, "channel.outside_subtree")
				So(ship(w1, "d", "D1", s.caseCode(0)).code(), ShouldEqual, "channel.outside_subtree")
				So(ship(w1, "e", "TW", s.caseCode(0)).status, ShouldEqual, 200)
			})
			Convey("two people may choose the same key", func() {
				other := s.member("wu", "distributor", model.RoleDistributor, s.d1)
				So(ship(d1, "same", "T1", s.caseCode(0)).status, ShouldEqual, 200)
				So(ship(other, "same", "T1", s.caseCode(1)).status, ShouldEqual, 200)
			})
			Convey("a retry gets the first answer and moves nothing", func() {
				first := ship(d1, "once", "T1", s.caseCode(0))
				before := s.facts()
				again := ship(d1, "once", "T1", s.caseCode(0))
				So(again.status, ShouldEqual, 200)
				So(string(again.body), ShouldEqual, string(first.body))
				So(s.facts().since(before), ShouldBeEmpty)
			})
		})
	})
}

func TestPersonalScope(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a consumer who claimed, and guides of terminals T1 and T2", t, func() {
			s := newStory(t, e)
			li := s.token("consumer", "li")
			a := s.member("gu", "guide", model.RoleGuide, s.t1)
			b := s.member("guan", "guide", model.RoleGuide, s.t2)
			So(s.scanAs("guide", a, s.label(0)).Won, ShouldNotBeNil)
			So(s.scanAs("consumer", li, s.cap(0)).Won, ShouldNotBeNil)
			s.Settle()

			Convey("each wallet is its owner's, in the role that won", func() {
				So(s.walletOf("consumer", li).Points, ShouldBeGreaterThan, 0)
				So(s.walletOf("consumer", s.token("consumer", "somebody else")), ShouldResemble, wallet{})
				So(s.walletOf("guide", a).Fen, ShouldBeGreaterThan, 0)
				So(s.walletOf("consumer", s.token("consumer", "gu")), ShouldResemble, wallet{})
				So(s.walletOf("guide", s.token("guide", "li")), ShouldResemble, wallet{})
			})
			Convey("the other terminal's guide gets nothing of it", func() {
				again := s.scanAs("guide", b, s.label(0))
				So(again.Outcome, ShouldEqual, "repeat")
				So(again.Won, ShouldBeNil)
				So(again.Trace, ShouldBeNil)
				s.Settle()
				So(s.walletOf("guide", b), ShouldResemble, wallet{})
			})
			Convey("each sees the memberships that are his own", func() {
				for token, terminal := range map[string]model.Org{a: s.t1, b: s.t2} {
					mine := read[me](s.house, s.get("/api/v1/guide/me", token)).Memberships
					So(len(mine), ShouldEqual, 1)
					So(mine[0].Role, ShouldEqual, "guide")
					So(mine[0].Org, ShouldEqual, fmt.Sprint(terminal.ID))
				}
				So(read[me](s.house, s.get("/api/v1/consumer/me", li)).Memberships, ShouldBeEmpty)
			})
		})
	})
}
