package router_test

import (
	"fmt"
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/service/testkit"
)

// closedPeriod is presented's period, closed: T1 is owed 5 yuan, D2 60 where compensations are
// paid, and D1 owes.
func (s *story) closedPeriod(owner string) {
	s.presented(owner)
	s.Tick(11 * 24 * time.Hour)
	_, err := s.Settlement.Close(s.Ctx, 1, 1)
	So(err, ShouldBeNil)
}

type (
	bankAccount struct{ ID, State, Number, Name string }
	bankRunView struct {
		ID, State string
		Lines     int
		Fen       int64
		LeftOut   int `json:"left_out"`
		Paid      int
		Failed    int
	}
)

func TestRemittance(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a closed period by which T1 is owed 5 yuan", t, func() {
			s := newStory(t, e)
			s.closedPeriod(s.console(model.UserOwner))
			delete(s.consoles, model.UserOwner) // the session is over by now
			owner := s.enter(model.UserOwner, password).Access
			finance, manager, auditor := s.console(model.UserFinance), s.console(model.UserChannelManager), s.console(model.UserAuditor)
			tian := s.token("terminal", "tian")
			accounts, runs := settlementPath+"/bank-accounts", settlementPath+"/bank-runs"
			wish := object{"org_id": fmt.Sprint(s.t1.ID), "name": "上海便利店", "number": "6222 0212 3456 7890", "bank": "中国工商银行", "cnaps": "102290000010"}
			approved := func() {
				asked := s.keyed(accounts, manager, "a", wish)
				So(asked.status, ShouldEqual, 200)
				a := read[bankAccount](s.house, asked)
				So([]string{a.State, a.Number}, ShouldResemble, []string{"asked", "**** 7890"})
				So(s.post(accounts+"/"+a.ID+"/approve", finance, object{"note": "called back"}).status, ShouldEqual, 200)
			}
			proposed := func() bankRunView {
				a := s.keyed(runs, owner, "r", object{"period": "1"})
				So(a.status, ShouldEqual, 200)
				_, err := s.Remittance.Work(s.Ctx)
				So(err, ShouldBeNil)
				return read[bankRunView](s.house, s.get(runs+"/"+read[bankRunView](s.house, a).ID, auditor))
			}

			Convey("its account is asked for by one, approved by another, and shown by its last digits only", func() {
				So(s.get("/api/v1/terminal/bank-account", tian).code(), ShouldEqual, "remittance.no_account")
				before := s.audited()
				approved()
				So(s.audited(), ShouldEqual, before+2)
				own := s.get("/api/v1/terminal/bank-account", tian)
				So(own.status, ShouldEqual, 200)
				all := s.get(accounts+"?state=approved", auditor)
				So(string(all.body), ShouldContainSubstring, `"number":"**** 7890"`)
				for _, seen := range []answer{own, all, s.get("/api/v1/console/audit", auditor)} {
					So(string(seen.body), ShouldNotContainSubstring, "34567890")
					So(string(seen.body), ShouldNotContainSubstring, "3456 7890")
				}
			})
			Convey("a run leaves out who has no account", func() {
				r := proposed()
				So([]any{r.State, r.Lines, r.LeftOut}, ShouldResemble, []any{"proposed", 0, 1})
				left := s.get(runs+"/"+r.ID+"/omissions", auditor)
				So(string(left.body), ShouldContainSubstring, `"reason":"no_account"`)
				So(s.post(runs+"/"+r.ID+"/approve", finance, object{}).code(), ShouldEqual, "remittance.empty_run")
			})
			Convey("proposed by one and approved by another, it has a file, whose taking along is audited, and results", func() {
				approved()
				r := proposed()
				So([]any{r.State, r.Lines, r.Fen}, ShouldResemble, []any{"proposed", 1, int64(500)})
				So(s.get(runs+"/"+r.ID+"/file", finance).code(), ShouldEqual, "remittance.no_file")
				So(s.post(runs+"/"+r.ID+"/approve", owner, object{}).code(), ShouldEqual, "remittance.four_eyes")
				So(s.post(runs+"/"+r.ID+"/approve", manager, object{}).code(), ShouldEqual, "request.not_permitted")
				So(s.post(runs+"/"+r.ID+"/approve", finance, object{}).status, ShouldEqual, 200)
				_, err := s.Remittance.Work(s.Ctx)
				So(err, ShouldBeNil)
				before := s.audited()
				file := s.get(runs+"/"+r.ID+"/file?encoding=utf8", finance)
				So([]any{file.status, file.header.Get("Content-Type")}, ShouldResemble, []any{200, "text/csv; charset=utf-8"})
				So(string(file.body), ShouldEndWith, fmt.Sprintf("1,上海便利店,6222021234567890,中国工商银行,102290000010,5.00,JS1-%s-1\r\n", r.ID))
				So(s.audited(), ShouldEqual, before+1)
				gb := s.get(runs+"/"+r.ID+"/file", finance)
				So(gb.header.Get("Content-Type"), ShouldEqual, "text/csv; charset=gb18030")
				So(s.get(runs+"/"+r.ID+"/file", auditor).code(), ShouldEqual, "request.not_permitted")
				lines := s.get(runs+"/"+r.ID+"/lines?state=paid", auditor)
				So(string(lines.body), ShouldContainSubstring, `"number_ends":"7890"`)
				told := s.post(runs+"/"+r.ID+"/results", finance, "序号,结果,原因\n1,失败,账户已销户\n2,成功,\n")
				So(told.status, ShouldEqual, 200)
				report := read[struct {
					Taken, Refused int
					First          []struct{ Code string } `json:"first_refused"`
					Run            bankRunView
				}](s.house, told)
				So([]any{report.Taken, report.Refused, report.First[0].Code, report.Run.State, report.Run.Failed}, ShouldResemble, []any{1, 1, "remittance.unknown_line", "finished", 1})
				st := s.get("/api/v1/terminal/statements/1", tian)
				So(string(st.body), ShouldContainSubstring, `"reason":"账户已销户"`)
				So(s.audited(), ShouldEqual, before+3)
			})
			Convey("paid in credit, its orders use it and give it back", func() {
				credit := fmt.Sprintf("%s/periods/1/statements/%d/credit", settlementPath, s.t1.ID)
				So(s.post(credit, finance, nil).status, ShouldEqual, 200)
				So(string(s.get("/api/v1/terminal/statements/1", tian).body), ShouldContainSubstring, `"paid_by":"credit"`)
				uses := fmt.Sprintf("%s/credits/%d/uses", settlementPath, s.t1.ID)
				used := s.keyed(uses, manager, "u", object{"order": "SO-1", "fen": 400})
				So(used.status, ShouldEqual, 200)
				So(s.keyed(uses, manager, "v", object{"order": "SO-2", "fen": 101}).code(), ShouldEqual, "remittance.not_enough")
				own := func() string { return string(s.get("/api/v1/terminal/credit", tian).body) }
				So(own(), ShouldContainSubstring, `"credit_fen":100,`)
				So(own(), ShouldContainSubstring, `"order":"SO-1"`)
				back := uses + "/" + read[struct{ ID string }](s.house, used).ID + "/return"
				So(s.post(back, manager, object{"reason": "cancelled"}).status, ShouldEqual, 200)
				So(own(), ShouldContainSubstring, `"credit_fen":500,`)
				s.Settle()
				So(string(s.get(settlementPath+"/credits", auditor).body), ShouldContainSubstring, `"credit_fen":500`)
				So(string(s.get(uses, auditor).body), ShouldContainSubstring, `"reason":"cancelled"`)
				tao := s.token("terminal", "tao") // of T2
				So(string(s.get("/api/v1/terminal/credit", tao).body), ShouldContainSubstring, `"credit_fen":0,`)
			})
		})
	})
}

// What payments can be refused for.
func TestRemittanceIsRefused(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		s := newStory(t, e)
		Convey("", t, func() { s.closedPeriod(s.console(model.UserOwner)) })
		owner := s.enter(model.UserOwner, password).Access
		post := func(path string, body any) request { return posting(settlementPath+path, owner, body) }
		wish := object{"org_id": fmt.Sprint(s.t1.ID), "name": "A", "number": "6222021234567890", "bank": "B"}
		a := read[bankAccount](s.house, s.keyed(settlementPath+"/bank-accounts", owner, "k", wish))
		r := read[bankRunView](s.house, s.keyed(settlementPath+"/bank-runs", owner, "k", object{"period": "1"}))
		listing := s.post(settlementPath+"/bank-runs/"+r.ID+"/approve", s.console(model.UserFinance), object{})
		if listing.status != 503 || listing.code() != "remittance.listing" {
			t.Errorf("approving what is being listed: %d %s", listing.status, listing.code())
		}
		uses := fmt.Sprintf("/credits/%d/uses", s.t1.ID)
		results := post("/bank-runs/"+r.ID+"/results", "序号,结果\n1,成功\n")
		s.refusals(t, []scenario{
			{"an account whose name is a formula", post("/bank-accounts", wish.with("name", "=1+1")), 400, "remittance.bad_account"},
			{"an account without a number", post("/bank-accounts", wish.with("number", "")), 400, "request.invalid"},
			{"an account with a CNAPS code that is none", post("/bank-accounts", wish.with("cnaps", "1")), 400, "request.invalid"},
			{"an account of nobody", post("/bank-accounts", wish.with("org_id", "1")), 404, "channel.unknown_organisation"},
			{"approving one's own account", post("/bank-accounts/"+a.ID+"/approve", object{}), 403, "remittance.four_eyes"},
			{"approving an account that there is not", post("/bank-accounts/1/approve", object{}), 404, "remittance.unknown_account"},
			{"withdrawing an account that was not approved", post("/bank-accounts/"+a.ID+"/withdraw", object{}), 409, "remittance.decided"},
			{"a run over a period that there is not", post("/bank-runs", object{"period": "9"}), 404, "settlement.unknown_period"},
			{"approving a run that there is not", post("/bank-runs/1/approve", object{}), 404, "remittance.unknown_run"},
			{"approving one's own run", post("/bank-runs/"+r.ID+"/approve", object{}), 403, "remittance.four_eyes"},
			{"results of a run without a file", results, 409, "remittance.no_file"},
			{"lines of a run that there is not", request{method: "GET", path: settlementPath + "/bank-runs/1/lines", token: owner}, 404, "remittance.unknown_run"},
			{"credit for a statement that ends below zero", post(fmt.Sprintf("/periods/1/statements/%d/credit", s.d1.ID), nil), 409, "settlement.nothing_owed"},
			{"credit for a statement that there is not", post("/periods/1/statements/1/credit", nil), 404, "settlement.unknown_statement"},
			{"using credit that there is not", post(uses, object{"order": "x", "fen": 1}), 409, "remittance.not_enough"},
			{"using no credit", post(uses, object{"order": "x", "fen": 0}), 400, "request.invalid"},
			{"using credit for no order", post(uses, object{"order": "", "fen": 1}), 400, "request.invalid"},
			{"giving back what nobody used", post(uses+"/1/return", object{"reason": "x"}), 404, "remittance.unknown_use"},
		})
	})
}
