package remittance_test

import (
	"bytes"
	"context"
	"strings"
	"testing"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/service/channel"
	"channelrouter/service/remittance"
	"channelrouter/service/testkit"
)

func TestBankAccounts(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given an account that anna asked for", t, func() {
			p := newPayroll(t, e)
			a := p.ask(p.orgs[0])
			approve := func(by model.UserID, a model.BankAccount) error {
				_, err := p.Remittance.ApproveAccount(p.Ctx, a.ID, remittance.Decision{By: by, Note: "called back"})
				return err
			}
			current := func() model.BankAccountID {
				a, err := p.Remittance.Account(p.Ctx, p.orgs[0].ID)
				if err != nil {
					So(err, ShouldWrap, remittance.ErrNoAccount)
				}
				return a.ID
			}

			Convey("nobody is paid to it before somebody else has approved it", func() {
				So(current(), ShouldEqual, 0)
				So(approve(anna, a), ShouldWrap, remittance.ErrFourEyes)
				So(current(), ShouldEqual, 0)
				for range 2 {
					So(approve(bert, a), ShouldBeNil)
				}
				So(current(), ShouldEqual, a.ID)
			})
			Convey("its number is in no table in clear, nor with its plain hash", func() {
				So(a.Tail, ShouldEqual, "0001")
				So(bytes.Contains(a.Sealed, []byte(numberOf(p.orgs[0]))), ShouldBeFalse)
				So(len(a.InputHash), ShouldEqual, 43)
			})
			Convey("the next ends it, and all are kept", func() {
				So(approve(bert, a), ShouldBeNil)
				next := p.ask(p.orgs[0])
				So(current(), ShouldEqual, a.ID)
				So(approve(bert, next), ShouldBeNil)
				So(current(), ShouldEqual, next.ID)
				So(approve(bert, a), ShouldWrap, remittance.ErrDecided)
				all, err := p.Remittance.Accounts(p.Ctx, p.orgs[0].ID, 0, 0, 10)
				So(err, ShouldBeNil)
				So(all, ShouldHaveLength, 2)
				So([]model.BankAccountState{all[0].State, all[1].State}, ShouldResemble, []model.BankAccountState{model.BankAccountApproved, model.BankAccountEnded})
				So(*all[1].EndedAt, ShouldEqual, p.Clock.Now())
				So(all[1].Note, ShouldEqual, "called back")
				waiting, err := p.Remittance.Accounts(p.Ctx, 0, model.BankAccountAsked, 0, 10)
				So(err, ShouldBeNil)
				So(waiting, ShouldBeEmpty)
			})
			Convey("it is refused for good, once it is", func() {
				for range 2 {
					_, err := p.Remittance.RefuseAccount(p.Ctx, a.ID, remittance.Decision{By: anna})
					So(err, ShouldBeNil)
				}
				So(approve(bert, a), ShouldWrap, remittance.ErrDecided)
			})
			Convey("one alone may withdraw it, and then it is no more", func() {
				_, err := p.Remittance.WithdrawAccount(p.Ctx, a.ID, remittance.Decision{By: anna})
				So(err, ShouldWrap, remittance.ErrDecided)
				So(approve(bert, a), ShouldBeNil)
				for range 2 {
					gone, err := p.Remittance.WithdrawAccount(p.Ctx, a.ID, remittance.Decision{By: anna, Note: "stolen"})
					So(err, ShouldBeNil)
					So([]any{gone.State, gone.EndNote}, ShouldResemble, []any{model.BankAccountEnded, "stolen"})
				}
				So(current(), ShouldEqual, 0)
				_, err = p.Remittance.RefuseAccount(p.Ctx, a.ID, remittance.Decision{By: anna})
				So(err, ShouldWrap, remittance.ErrDecided)
			})
			Convey("a retry is the same, and the key is for nothing else", func() {
				n := remittance.NewAccount{By: anna, Key: "k", Org: p.orgs[1].ID, Name: "A", Number: "6222 0212-34567890", Bank: "B"}
				first, err := p.Remittance.AskAccount(p.Ctx, n)
				So(err, ShouldBeNil)
				n.Number = "6222021234567890"
				again, err := p.Remittance.AskAccount(p.Ctx, n)
				So(err, ShouldBeNil)
				So(again.ID, ShouldEqual, first.ID)
				n.Number = "6222021234567891"
				_, err = p.Remittance.AskAccount(p.Ctx, n)
				So(err, ShouldWrap, remittance.ErrKeyReused)
			})
			Convey("whoever changes it in the database cannot have money sent there", func() {
				p.accounts(3)
				r := p.sent()
				for column, value := range map[string]any{"name": "张三", "bank": "别的银行", "cnaps": "", "org_id": 7, "tail": "9999"} {
					broken := p.DB.Run(p.Ctx, func(ctx context.Context) error {
						accounts, err := p.Remittance.Lines(ctx, r.ID, 0, 0, 1)
						So(err, ShouldBeNil)
						set := p.DB.Conn(ctx).Model(&model.BankAccount{}).Where("id = ?", accounts[0].AccountID)
						So(set.Update(column, value).Error, ShouldBeNil)
						f, err := p.Remittance.OpenFile(ctx, r.ID, remittance.UTF8)
						So(err, ShouldBeNil)
						return f.Write(ctx, new(bytes.Buffer))
					})
					So(broken, ShouldNotBeNil)
					So(broken.Error(), ShouldContainSubstring, "not what was sealed")
				}
				p.file(r, remittance.UTF8) // all is as it was
			})
		})
		Convey("An account that no bank has is refused", t, func() {
			p := newPayroll(t, e)
			good := remittance.NewAccount{By: anna, Key: "k", Org: p.orgs[0].ID, Name: "上海商贸", Number: "6222021234567890", Bank: "工商银行", CNAPS: "102290000010"}
			for what, change := range map[string]func(*remittance.NewAccount){
				"a formula for a name":           func(n *remittance.NewAccount) { n.Name = "=HYPERLINK(1)" },
				"with a sign in front":           func(n *remittance.NewAccount) { n.Name = " +1" },
				"with another":                   func(n *remittance.NewAccount) { n.Name = "-1" },
				"with an at":                     func(n *remittance.NewAccount) { n.Name = "@SUM" },
				"with a wide sign":               func(n *remittance.NewAccount) { n.Name = "＝1" },
				"a bank that begins like one":    func(n *remittance.NewAccount) { n.Bank = "=1" },
				"a line break in a name":         func(n *remittance.NewAccount) { n.Name = "a\nb" },
				"no name":                        func(n *remittance.NewAccount) { n.Name = " " },
				"a name that is too long":        func(n *remittance.NewAccount) { n.Name = strings.Repeat("长", 61) },
				"letters in a number":            func(n *remittance.NewAccount) { n.Number = "62220212345678X0" },
				"a short number":                 func(n *remittance.NewAccount) { n.Number = "1234567" },
				"a CNAPS code of another length": func(n *remittance.NewAccount) { n.CNAPS = "12345678901" },
				"the brand's":                    func(n *remittance.NewAccount) { n.Org = p.Brand.ID },
			} {
				n := good
				change(&n)
				_, err := p.Remittance.AskAccount(p.Ctx, n)
				SoMsg(what, err, ShouldWrap, remittance.ErrBadAccount)
			}
			n := good
			n.Org = 1
			_, err := p.Remittance.AskAccount(p.Ctx, n)
			So(err, ShouldWrap, channel.ErrUnknownOrg)
			_, err = p.Remittance.ApproveAccount(p.Ctx, 1, remittance.Decision{By: bert})
			So(err, ShouldWrap, remittance.ErrUnknownAccount)
			_, err = p.Remittance.AskAccount(p.Ctx, good)
			So(err, ShouldBeNil)
		})
	})
}

func TestApprovingAccountsAtOnce(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given twenty accounts that were asked for of one organisation", t, func() {
			p := newPayroll(t, e)
			asked := make([]model.BankAccount, many)
			for i := range asked {
				asked[i] = p.ask(p.orgs[0])
			}
			Convey("approved at once, one of them stands", func() {
				failures := testkit.Together(many, func(i int) error {
					_, err := p.Remittance.ApproveAccount(p.Ctx, asked[i].ID, remittance.Decision{By: bert})
					return err
				})
				So(testkit.Succeeded(failures), ShouldEqual, many)
				approved, err := p.Remittance.Accounts(p.Ctx, p.orgs[0].ID, model.BankAccountApproved, 0, many)
				So(err, ShouldBeNil)
				So(approved, ShouldHaveLength, 1)
				current, err := p.Remittance.Account(p.Ctx, p.orgs[0].ID)
				So(err, ShouldBeNil)
				So(current.ID, ShouldEqual, approved[0].ID)
			})
			Convey("a retry at the same moment is one account", func() {
				n := remittance.NewAccount{By: anna, Key: "one", Org: p.orgs[0].ID, Name: "A", Number: "6222021234567890", Bank: "B"}
				failures := testkit.Together(many, func(int) error { _, err := p.Remittance.AskAccount(p.Ctx, n); return err })
				So(testkit.Succeeded(failures), ShouldEqual, many)
				all, err := p.Remittance.Accounts(p.Ctx, p.orgs[0].ID, model.BankAccountAsked, 0, 2*many)
				So(err, ShouldBeNil)
				So(all, ShouldHaveLength, many+1)
			})
			Convey("one approved and refused at once is one of them", func() {
				failures := testkit.Together(many, func(i int) (err error) {
					if i%2 == 0 {
						_, err = p.Remittance.ApproveAccount(p.Ctx, asked[0].ID, remittance.Decision{By: bert})
					} else {
						_, err = p.Remittance.RefuseAccount(p.Ctx, asked[0].ID, remittance.Decision{By: bert})
					}
					return err
				})
				So(testkit.Succeeded(failures), ShouldEqual, many/2)
			})
		})
	})
}
