package router_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"
	"github.com/xuri/excelize/v2"

	"channelrouter/model"
	"channelrouter/service/diversion"
	"channelrouter/service/testkit"
)

const settlementPath = "/api/v1/console/settlement"

// The parts of statements that the specs read.
type (
	statement struct {
		Period, State string
		Org           string `json:"org_id"`
		Revision      int
		Opening       int64 `json:"opening_fen"`
		Closing       int64 `json:"closing_fen"`
		Lines         []statementLine
	}
	statementLine struct {
		Number, Units            int64
		Kind, SKU, State, Answer string
		Fen                      int64
	}
	statementParts struct {
		Items []struct {
			Fen     int64
			Rebates []struct{ Item string }
			Scans   []struct{ Item, Purpose string }
		}
		Case  string   `json:"case_id"`
		Units []string `json:"case_units"`
		Flags []struct{ Item string }
	}
	settlementPeriod struct {
		ID, State string
		Waiting   struct{ Disputed, Unanswered, Adjustments int64 }
	}
)

// told is what a statement says.
func (st statement) told() []string {
	lines := []string{fmt.Sprint("opening ", st.Opening)}
	for _, l := range st.Lines {
		lines = append(lines, fmt.Sprintf("%s %d/%d %s", l.Kind, l.Units, l.Fen, l.State))
	}
	return append(lines, fmt.Sprint("closing ", st.Closing))
}

// presented is a period over a unit that sold at T1, and a case of D1's goods that T2 opened.
func (s *story) presented(token string) settlementPeriod {
	s.scanAs("terminal", s.member("tian", "terminal", model.RoleTerminal, s.t1), s.inCase(0))
	s.scanAs("terminal", s.member("tao", "terminal", model.RoleTerminal, s.t2), s.inCase(1))
	s.scanAs("consumer", s.token("consumer", "li"), s.cap(0))
	s.Settle()
	cases := read[struct{ Items []struct{ ID string } }](s.house, s.get("/api/v1/console/diversion-cases", token)).Items
	So(cases, ShouldHaveLength, 1)
	So(s.post("/api/v1/console/diversion-cases/"+cases[0].ID+"/confirm", token, object{"note": "seen"}).status, ShouldEqual, 200)
	s.Settle()
	a := s.keyed(settlementPath+"/periods", token, "first", nil)
	So(a.status, ShouldEqual, 200)
	So(read[settlementPeriod](s.house, a).State, ShouldEqual, "preparing")
	_, err := s.Settlement.Work(s.Ctx)
	So(err, ShouldBeNil)
	return read[settlementPeriod](s.house, s.keyed(settlementPath+"/periods", token, "first", nil))
}

func TestSettlement(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a period that was presented", t, func() {
			s := newStory(t, e)
			owner, finance, manager, auditor := s.console(model.UserOwner), s.console(model.UserFinance), s.console(model.UserChannelManager), s.console(model.UserAuditor)
			p := s.presented(owner)
			So([]string{p.ID, p.State}, ShouldResemble, []string{"1", "presented"})
			wang := s.member("wang", "distributor", model.RoleDistributor, s.d1)
			const own = "/api/v1/distributor/statements"
			d1 := fmt.Sprintf("%s/periods/1/statements/%d", settlementPath, s.d1.ID)

			Convey("each organisation reads its own, and nobody another's", func() {
				mine := read[struct{ Items []statement }](s.house, s.get(own, wang)).Items
				So(mine, ShouldHaveLength, 1)
				So(mine[0].told(), ShouldResemble, []string{"opening 0", "closing -11700"})
				st := read[statement](s.house, s.get(own+"/1", wang))
				So(st.told(), ShouldResemble, []string{"opening 0", "rebate 1/300 unanswered", "penalty 6/-12000 unanswered", "closing -11700"})
				So(st.Lines[0].SKU, ShouldEqual, s.Products[0].SKU)
				tian := s.token("terminal", "tian")
				So(read[statement](s.house, s.get("/api/v1/terminal/statements/1", tian)).told(), ShouldResemble, []string{"opening 0", "reward 1/500 unanswered", "closing 500"})
				zhou := s.member("zhou", "distributor", model.RoleDistributor, s.d2) // nothing is owed to him
				for _, path := range []string{own + "/1", own + "/1/lines/1/transactions"} {
					So(s.get(path, zhou).status, ShouldEqual, 404)
				}
				So(read[struct{ Items []statement }](s.house, s.get(own, zhou)).Items, ShouldBeEmpty)
				So(s.get(own, s.token("distributor", "li")).code(), ShouldEqual, "channel.no_membership")
			})
			Convey("the brand reads an organisation's, too", func() {
				of := func(org model.OrgID, token string) answer {
					return s.get(fmt.Sprintf("/api/v1/console/organisations/%d/statements", org), token)
				}
				theirs := read[struct{ Items []statement }](s.house, of(s.d1.ID, auditor)).Items
				So(theirs, ShouldHaveLength, 1)
				So(theirs[0].told(), ShouldResemble, []string{"opening 0", "closing -11700"})
				So(read[struct{ Items []statement }](s.house, of(s.d2.ID, auditor)).Items, ShouldBeEmpty)
				So(of(404, auditor).status, ShouldEqual, 404)
				So(of(s.d1.ID, s.console(model.UserOperator)).status, ShouldEqual, 403)
			})
			Convey("lines open to the scans, for the brand to the flags of a case as well", func() {
				parts := read[statementParts](s.house, s.get(own+"/1/lines/1/transactions", wang))
				So(parts.Items, ShouldHaveLength, 1)
				So([]any{parts.Items[0].Fen, parts.Items[0].Rebates[0].Item}, ShouldResemble, []any{int64(300), s.unit(0).String()})
				So(parts.Items[0].Scans, ShouldResemble, []struct{ Item, Purpose string }{
					{s.unit(0).String(), "consumer_claim"}, {s.box(0).String(), "case_open"},
				})
				parts = read[statementParts](s.house, s.get(own+"/1/lines/2/transactions", wang))
				So([]int{len(parts.Items), len(parts.Units), len(parts.Flags)}, ShouldResemble, []int{1, 1, 0})
				parts = read[statementParts](s.house, s.get(d1+"/lines/2/transactions", auditor))
				So(parts.Flags, ShouldHaveLength, 1)
				So(parts.Flags[0].Item, ShouldEqual, s.box(1).String())
			})
			Convey("a dispute is answered by an adjustment of two people, confirmed, and closed", func() {
				dispute := object{"revision": 1, "reason": "half of them"}
				So(read[statement](s.house, s.post(own+"/1/lines/2/dispute", wang, dispute)).State, ShouldEqual, "disputed")
				So(s.post(settlementPath+"/periods/1/close", finance, nil).code(), ShouldEqual, "settlement.not_ready")
				disputed := read[struct{ Items []statement }](s.house, s.get(settlementPath+"/periods/1/statements?disputed=true", auditor)).Items
				So(disputed, ShouldHaveLength, 1)
				asked := s.keyed(settlementPath+"/adjustments", manager, "a", object{
					"period": "1", "org_id": fmt.Sprint(s.d1.ID), "line": 2, "fen": 6000, "reason": "half of them were sold before",
				})
				So(asked.status, ShouldEqual, 200)
				id := read[struct{ ID string }](s.house, asked).ID
				approve := settlementPath + "/adjustments/" + id + "/approve"
				So(s.post(approve, manager, object{}).code(), ShouldEqual, "request.not_permitted")
				waits := read[settlementPeriod](s.house, s.get(settlementPath+"/periods/1", auditor)).Waiting
				So([]int64{waits.Disputed, waits.Unanswered, waits.Adjustments}, ShouldResemble, []int64{1, 2, 1})
				So(s.post(approve, finance, object{"note": "so be it"}).status, ShouldEqual, 200)
				So(read[statement](s.house, s.get(d1, auditor)).told(), ShouldResemble,
					[]string{"opening 0", "rebate 1/300 unanswered", "penalty 6/-12000 accepted", "adjustment 0/6000 unanswered", "closing -5700"})
				So(s.post(own+"/1/confirm", wang, object{"revision": 1}).code(), ShouldEqual, "settlement.changed_meanwhile")
				So(read[statement](s.house, s.post(own+"/1/confirm", wang, object{"revision": 2})).State, ShouldEqual, "confirmed")
				So(s.post("/api/v1/terminal/statements/1/confirm", s.token("terminal", "tian"), object{"revision": 1}).status, ShouldEqual, 200)
				closed := s.post(settlementPath+"/periods/1/close", finance, nil)
				So(closed.status, ShouldEqual, 200)
				So(read[settlementPeriod](s.house, closed).State, ShouldEqual, "closed")
				So(s.post(settlementPath+"/periods/1/close", owner, nil).code(), ShouldEqual, "settlement.period_closed")
				events := read[struct{ Items []struct{ Action string } }](s.house, s.get(d1+"/events", auditor)).Items
				So(events, ShouldHaveLength, 5)
				So([]string{events[0].Action, events[1].Action, events[2].Action}, ShouldResemble, []string{"dispute", "adjust", "accept"})
				balances := read[struct {
					Adjustment int64 `json:"adjustment_fen"`
				}](s.house, s.get(fmt.Sprintf("/api/v1/console/organisations/%d/balances", s.d1.ID), auditor))
				So(balances.Adjustment, ShouldEqual, 6000)
			})
			Convey("it is a file, for the brand and for whose it is", func() {
				for path, token := range map[string]string{d1 + "/file": auditor, own + "/1/file": wang} {
					paper := s.get(path, token)
					So([]any{paper.status, paper.header.Get("Content-Type")}, ShouldResemble, []any{200, "application/pdf"})
					So(paper.header.Get("Content-Disposition"), ShouldEqual, fmt.Sprintf("attachment; filename=statement-1-%d-zh.pdf", s.d1.ID))
					So(strings.HasPrefix(string(paper.body), "%PDF-"), ShouldBeTrue)
					sheet := s.get(path+"?format=xlsx&lang=en", token)
					So(sheet.status, ShouldEqual, 200)
					So(firstRow(sheet.body), ShouldResemble, []string{"Statement"})
					page := s.get(path+"?format=html&lang=en", token)
					So([]any{page.status, page.header.Get("Content-Type"), page.header.Get("Content-Disposition")}, ShouldResemble,
						[]any{200, "text/html; charset=utf-8", "inline"})
					So(page.header.Get("Content-Security-Policy"), ShouldStartWith, "default-src 'none'")
					So(string(page.body), ShouldContainSubstring, "<title>Statement "+s.d1.Name)
				}
				book := s.get(settlementPath+"/periods/1/workbook?lang=en", auditor)
				So(book.status, ShouldEqual, 200)
				So(firstRow(book.body)[0], ShouldStartWith, "Statement 1: ")
				So(s.get(settlementPath+"/periods/9/workbook", auditor).code(), ShouldEqual, "settlement.unknown_period")
				zhou := s.member("zhou", "distributor", model.RoleDistributor, s.d2)
				So(s.get(own+"/1/file", zhou).code(), ShouldEqual, "settlement.unknown_statement")
				So(s.get(own+"/1/file?format=docx", wang).status, ShouldEqual, 400)
			})
			Convey("who asked for an adjustment takes it back, and a channel manager nobody else's", func() {
				ask := func(token string) string {
					asked := s.keyed(settlementPath+"/adjustments", token, "mine", object{"period": "1", "org_id": fmt.Sprint(s.d1.ID), "fen": 100, "reason": "x"})
					So(asked.status, ShouldEqual, 200)
					return settlementPath + "/adjustments/" + read[struct{ ID string }](s.house, asked).ID + "/refuse"
				}
				mine, others := ask(manager), ask(finance)
				So(s.post(others, manager, object{}).code(), ShouldEqual, "settlement.not_yours")
				So(s.post(mine, auditor, object{}).code(), ShouldEqual, "request.not_permitted")
				So(s.post(mine, manager, object{}).status, ShouldEqual, 200)
				So(s.post(others, owner, object{}).status, ShouldEqual, 200)
			})
			Convey("or with words", func() {
				So(s.post(own+"/1/lines/2/dispute", wang, object{"revision": 1, "reason": "no"}).status, ShouldEqual, 200)
				So(read[statement](s.house, s.post(d1+"/lines/2/reject", finance, object{"words": "yes"})).Lines[1].Answer, ShouldEqual, "yes")
			})
		})
	})
}

// firstRow is the first row of a workbook.
func firstRow(file []byte) []string {
	book, err := excelize.OpenReader(bytes.NewReader(file))
	So(err, ShouldBeNil)
	defer book.Close()
	rows, err := book.GetRows(book.GetSheetName(0))
	So(err, ShouldBeNil)
	return rows[0]
}

// What an organisation opens does not tell it of others'.
func TestStatementsAreVeiled(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a case of D1's goods, a part of whose penalty is D2's, and a shop that D1 has lost", t, func() {
			s := newStory(t, e)
			policy := diversion.DefaultPolicy
			policy.Penalties.CompensationBP = 5000
			_, err := s.Diversion.Policies.Publish(s.Ctx, policy, s.Clock.Now(), 1)
			So(err, ShouldBeNil)
			owner := s.console(model.UserOwner)
			s.presented(owner)
			So(s.Channel.Link(s.Ctx, s.t1.ID, s.d2.ID, "", testkit.Start), ShouldBeNil)
			opened := func(path, token string) statementParts { return read[statementParts](s.house, s.get(path, token)) }
			const own = "/api/v1/distributor/statements/1/lines"
			wang := s.member("wang", "distributor", model.RoleDistributor, s.d1)
			zhou := s.member("zhou", "distributor", model.RoleDistributor, s.d2)

			Convey("D1 sees of its rebate the consumer's scan, and not the shop's, which the brand sees", func() {
				So(opened(own+"/1/transactions", wang).Items[0].Scans, ShouldResemble, []struct{ Item, Purpose string }{{s.unit(0).String(), "consumer_claim"}})
				brand := opened(fmt.Sprintf("%s/periods/1/statements/%d/lines/1/transactions", settlementPath, s.d1.ID), owner)
				So(brand.Items[0].Scans, ShouldHaveLength, 2)
			})
			Convey("D1 sees the units that it is penalised for, and D2 only how many they are", func() {
				So(opened(own+"/2/transactions", wang).Units, ShouldHaveLength, 1)
				harmed := opened(own+"/1/transactions", zhou)
				So(harmed.Case, ShouldNotBeEmpty)
				So(harmed.Units, ShouldBeEmpty)
				So(opened(fmt.Sprintf("%s/periods/1/statements/%d/lines/1/transactions", settlementPath, s.d2.ID), owner).Units, ShouldHaveLength, 1)
			})
		})
	})
}

// A period that does not add up is built anew by who settles.
func TestRebuildingAPeriod(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a period that is being prepared", t, func() {
			s := newStory(t, e)
			s.scanAs("terminal", s.member("tian", "terminal", model.RoleTerminal, s.t1), s.inCase(0))
			s.Settle()
			So(s.keyed(settlementPath+"/periods", s.console(model.UserOwner), "first", nil).status, ShouldEqual, 200)
			const rebuild = settlementPath + "/periods/1/rebuild"

			Convey("those who settle have its statements written anew, and no auditor", func() {
				So(s.post(rebuild, s.console(model.UserAuditor), nil).code(), ShouldEqual, "request.not_permitted")
				for _, role := range []model.UserRole{model.UserFinance, model.UserChannelManager} {
					So(read[settlementPeriod](s.house, s.post(rebuild, s.console(role), nil)).State, ShouldEqual, "preparing")
				}
			})
		})
	})
}

// What settlement can be refused for.
func TestSettlementIsRefused(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		s := newStory(t, e)
		owner := s.console(model.UserOwner)
		wang := s.member("wang", "distributor", model.RoleDistributor, s.d1)
		Convey("", t, func() { s.presented(owner) })
		post := func(path string, body any) request { return posting(settlementPath+path, owner, body) }
		own := func(path string, body any) request {
			return posting("/api/v1/distributor/statements"+path, wang, body)
		}
		wish := object{"period": "1", "org_id": fmt.Sprint(s.d1.ID), "fen": 100, "reason": "x"}
		asked := read[struct{ ID string }](s.house, s.keyed(settlementPath+"/adjustments", owner, "k", wish))
		keyless := post("/adjustments", wish)
		keyless.header = nil
		d1 := fmt.Sprintf("/periods/1/statements/%d", s.d1.ID)
		s.refusals(t, []scenario{
			{"cutting when nothing has happened", post("/periods", nil), 409, "settlement.nothing_new"},
			{"building anew what was presented", post("/periods/1/rebuild", nil), 409, "settlement.presented"},
			{"building anew what there is not", post("/periods/9/rebuild", nil), 404, "settlement.unknown_period"},
			{"presenting twice", post("/periods/1/present", nil), 409, "settlement.presented"},
			{"closing what is not answered", post("/periods/1/close", nil), 409, "settlement.not_ready"},
			{"closing a period that does not exist", post("/periods/9/close", nil), 404, "settlement.unknown_period"},
			{"an adjustment without a key", keyless, 400, "request.invalid"},
			{"an adjustment of nothing", post("/adjustments", wish.with("fen", 0)), 400, "settlement.bad_adjustment"},
			{"an adjustment of more than there is", post("/adjustments", wish.with("fen", 1_000_000_001)), 400, "request.invalid"},
			{"an adjustment of the brand", post("/adjustments", wish.with("org_id", fmt.Sprint(s.Brand.ID))), 400, "settlement.bad_adjustment"},
			{"an adjustment of nobody", post("/adjustments", wish.with("org_id", "1")), 404, "channel.unknown_organisation"},
			{"an adjustment of a line that nobody disputes", post("/adjustments", wish.with("line", 1)), 409, "settlement.wrong_state"},
			{"an adjustment of a line that is not there", post("/adjustments", wish.with("line", 9)), 404, "settlement.unknown_line"},
			{"an adjustment of an unknown period", post("/adjustments", wish.with("period", "9")), 404, "settlement.unknown_period"},
			{"approving one's own", post("/adjustments/"+asked.ID+"/approve", object{}), 403, "settlement.four_eyes"},
			{"approving what there is not", post("/adjustments/1/approve", object{}), 404, "settlement.unknown_adjustment"},
			{"refusing what there is not", post("/adjustments/1/refuse", object{}), 404, "settlement.unknown_adjustment"},
			{"rejecting what nobody disputes", post(d1+"/lines/1/reject", object{"words": "x"}), 409, "settlement.wrong_state"},
			{"rejecting without words", post(d1+"/lines/1/reject", object{"words": ""}), 400, "request.invalid"},
			{"a statement of nobody", request{method: "GET", path: "/api/v1/console/settlement/periods/1/statements/1", token: owner}, 404, "settlement.unknown_statement"},
			{"a line that is not there", request{method: "GET", path: settlementPath + d1 + "/lines/9/transactions", token: owner}, 404, "settlement.unknown_line"},
			{"confirming what was not read", own("/1/confirm", object{}), 400, "request.invalid"},
			{"confirming another revision", own("/1/confirm", object{"revision": 7}), 409, "settlement.changed_meanwhile"},
			{"confirming a line that is not there", own("/1/confirm", object{"revision": 1, "lines": []int{0}}), 404, "settlement.unknown_line"},
			{"disputing without a reason", own("/1/lines/1/dispute", object{"revision": 1, "reason": ""}), 400, "request.invalid"},
			{"disputing in an unknown period", own("/9/lines/1/dispute", object{"revision": 1, "reason": "x"}), 404, "settlement.unknown_statement"},
			{"a policy of no days", posting("/api/v1/console/policies/settlement", owner, object{"body": object{"monthly": true, "confirm_days": 0, "review": false}}), 400, "request.invalid"},
		})
		s.Tick(10 * 24 * time.Hour)
		wang = s.token("distributor", "wang")
		s.refusals(t, []scenario{
			{"disputing when the time is over", own("/1/lines/1/dispute", object{"revision": 1, "reason": "x"}), 410, "settlement.time_over"},
		})
	})
}
