package remittance_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"
	"golang.org/x/text/encoding/simplifiedchinese"

	"channelrouter/internal/money"
	"channelrouter/model"
	"channelrouter/service/ledger"
	"channelrouter/service/remittance"
	"channelrouter/service/settlement"
	"channelrouter/service/testkit"
)

// The brand's people of these tests: anna asks, bert approves.
const (
	anna model.UserID = 11
	bert model.UserID = 12
	many              = 20
)

// payroll is a channel of three distributors, who are owed 10, 20 and 30 yuan by a closed period.
type payroll struct {
	*testkit.World
	orgs   []model.Org
	period model.SettlementPeriod
	keys   int
}

func newPayroll(t testing.TB, e testkit.Engine) *payroll {
	p := &payroll{World: testkit.New(t, e)}
	p.Remittance.Small()
	for n := range 3 {
		p.orgs = append(p.orgs, p.Distributor(fmt.Sprint("D", n+1), fmt.Sprint(31+n)))
	}
	p.earn(1000, 2000, 3000)
	p.period = p.closed()
	return p
}

func (p *payroll) key() string {
	p.keys++
	return fmt.Sprint("key-", p.keys)
}

// earn has the distributors earn so many fen each.
func (p *payroll) earn(fen ...int64) {
	for n, f := range fen {
		_, err := p.Ledger.Post(p.Ctx, ledger.Move(p.key(), "bonus", p.Clock.Now(),
			model.Account{Kind: model.BrandRebate, Asset: model.CNY}, model.Account{Kind: model.OrgRebate, Owner: int64(p.orgs[n].ID), Asset: model.CNY}, f))
		p.must(err)
	}
}

func (p *payroll) must(err error) {
	p.T.Helper()
	if err != nil {
		p.T.Fatal(err)
	}
}

// closed cuts a period over what has happened, and closes it.
func (p *payroll) closed() model.SettlementPeriod {
	p.Settle()
	period, err := p.Settlement.Cut(p.Ctx, anna, p.key())
	p.must(err)
	_, err = p.Settlement.Work(p.Ctx)
	p.must(err)
	p.Tick(11 * 24 * time.Hour)
	period, err = p.Settlement.Close(p.Ctx, bert, period.ID)
	p.must(err)
	return period
}

// numberOf is the number of an organisation's account.
func numberOf(org model.Org) string { return "62220212345678" + org.Code[1:] + "0001" }

func (p *payroll) ask(org model.Org) model.BankAccount {
	a, err := p.Remittance.AskAccount(p.Ctx, remittance.NewAccount{
		By: anna, Key: p.key(), Org: org.ID, Name: "上海" + org.Code + "商贸有限公司", Number: numberOf(org), Bank: "中国工商银行上海分行", CNAPS: "102290000010",
	})
	p.must(err)
	return a
}

// accounts has accounts approved of the first organisations.
func (p *payroll) accounts(n int) {
	for _, org := range p.orgs[:n] {
		_, err := p.Remittance.ApproveAccount(p.Ctx, p.ask(org).ID, remittance.Decision{By: bert})
		p.must(err)
	}
}

// proposed is a run that waits for approval.
func (p *payroll) proposed() model.BankRun {
	r, err := p.Remittance.Propose(p.Ctx, remittance.NewRun{By: anna, Key: p.key(), Period: p.period.ID})
	p.must(err)
	p.work()
	return p.run(r)
}

func (p *payroll) run(r model.BankRun) model.BankRun {
	r, err := p.Remittance.Run(p.Ctx, r.ID)
	p.must(err)
	return r
}

func (p *payroll) work() {
	_, err := p.Remittance.Work(p.Ctx)
	p.must(err)
}

func (p *payroll) approve(ctx context.Context, r model.BankRun) error {
	_, err := p.Remittance.Approve(ctx, r.ID, remittance.Decision{By: bert, Note: "right"})
	return err
}

// sent is a run whose file is there.
func (p *payroll) sent() model.BankRun {
	r := p.proposed()
	p.must(p.approve(p.Ctx, r))
	p.work()
	return p.run(r)
}

// file is a run's file.
func (p *payroll) file(r model.BankRun, e remittance.Encoding) []byte {
	f, err := p.Remittance.OpenFile(p.Ctx, r.ID, e)
	So(err, ShouldBeNil)
	var out bytes.Buffer
	So(f.Write(p.Ctx, &out), ShouldBeNil)
	return out.Bytes()
}

// rows reads a file for the bank.
func rows(file []byte) [][]string {
	all, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(file, []byte("\ufeff")))).ReadAll()
	So(err, ShouldBeNil)
	return all
}

func decoded(file []byte) []byte {
	text, err := io.ReadAll(simplifiedchinese.GB18030.NewDecoder().Reader(bytes.NewReader(file)))
	So(err, ShouldBeNil)
	return text
}

// told has the bank say something of lines: "1,成功," and so on.
func (p *payroll) told(r model.BankRun, lines ...string) (remittance.Report, error) {
	return p.Remittance.ReadResults(p.Ctx, bert, r.ID, strings.NewReader("序号,结果,原因\n"+strings.Join(lines, "\n")))
}

// lines are a run's, as "state fen reason".
func (p *payroll) lines(r model.BankRun) (all []string) {
	rows, err := p.Remittance.Lines(p.Ctx, r.ID, 0, 0, 100)
	So(err, ShouldBeNil)
	for _, l := range rows {
		all = append(all, strings.TrimSpace(fmt.Sprintf("%s %d %s", remittance.LineStateName(l.State), l.Fen, l.Reason)))
	}
	return all
}

func (p *payroll) balance(kind model.AccountKind, owner model.OrgID) int64 {
	n, err := p.Ledger.Balance(p.Ctx, model.Account{Kind: kind, Owner: int64(owner), Asset: model.CNY})
	So(err, ShouldBeNil)
	return n
}

// owed is what the brand owes the organisations.
func (p *payroll) owed() (all []int64) {
	for _, org := range p.orgs {
		sum := int64(0)
		for _, kind := range model.Settled() {
			sum += p.balance(kind, org.ID)
		}
		all = append(all, sum)
	}
	return all
}

// credit pays an organisation's statement in credit.
func (p *payroll) credit(n int) error {
	_, err := p.Settlement.Pay(p.Ctx, settlement.PaymentOrder{By: bert, Period: p.period.ID, Org: p.orgs[n].ID, Method: model.PaidByCredit})
	return err
}

// verified makes sure that the books, and statements, are what they should be.
func (p *payroll) verified() {
	p.Settle()
	books, err := p.Ledger.Verify(p.Ctx)
	So(err, ShouldBeNil)
	So(books.Chain, ShouldEqual, "ok")
	report, err := p.Settlement.Verify(p.Ctx)
	So(err, ShouldBeNil)
	So(report.First, ShouldBeEmpty)
	So(report.OK(), ShouldBeTrue)
}

func (p *payroll) use(key string, n int, fen money.Fen) (model.CreditUse, error) {
	return p.Remittance.Use(p.Ctx, remittance.NewUse{By: anna, Key: key, Org: p.orgs[n].ID, Order: "SO-1", Fen: fen})
}
