package router_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/service/testkit"
)

// The parts of the ledger's answers that the specs read.
type (
	accountPart struct {
		ID, Kind, Asset string
		Org             *struct{ ID, Code string }
		Person          string `json:"person_id"`
		Balance         int64
	}
	entryPart struct {
		ID, Kind         string
		Transaction      string `json:"transaction_id"`
		Amount           int64
		Balance          *int64
		Sealed, Reversal bool
	}
	accountPage struct {
		Items     []accountPart
		NextAfter string `json:"next_after"`
	}
	entryPage struct {
		Account   accountPart
		Items     []entryPart
		NextAfter string `json:"next_after"`
	}
	txnPart struct {
		Key, Kind  string
		Seal       string `json:"seal_id"`
		Reverses   string `json:"reverses_id"`
		ReversedBy string `json:"reversed_by_id"`
		Entries    []struct {
			Account accountPart
			Amount  int64
		}
		Cause struct {
			Case  string `json:"case_id"`
			Item  string
			Scans []struct {
				ID string `json:"scan_id"`
			}
		}
	}
)

const ledgerPath = "/api/v1/console/ledger/"

// accounts and entries are all of them, by pages of some.
func (s *story) accounts(token, query string, limit int) (all []accountPart) {
	for after, more := "", true; more; more = after != "" {
		a := s.get(fmt.Sprintf("%saccounts?limit=%d&after=%s&%s", ledgerPath, limit, after, query), token)
		So(a.status, ShouldEqual, 200)
		page := read[accountPage](s.house, a)
		So(len(page.Items), ShouldBeLessThanOrEqualTo, limit)
		all, after = append(all, page.Items...), page.NextAfter
	}
	return all
}

func (s *story) entries(token, account, query string, limit int) (all []entryPart) {
	for after, more := "", true; more; more = after != "" {
		a := s.get(fmt.Sprintf("%saccounts/%s/entries?limit=%d&after=%s&%s", ledgerPath, account, limit, after, query), token)
		So(a.status, ShouldEqual, 200)
		page := read[entryPage](s.house, a)
		So(page.Account.ID, ShouldEqual, account)
		So(len(page.Items), ShouldBeLessThanOrEqualTo, limit)
		all, after = append(all, page.Items...), page.NextAfter
	}
	return all
}

// booked has three consumers claim of a diverted box, its case penalised, and the next day, after
// which nothing is sealed yet, the penalty taken back and one more claim.
func (s *story) booked() (caseID string) {
	id := s.suspected()
	s.scanAs("terminal", s.member("tao", "terminal", model.RoleTerminal, s.t2), s.inCase(0))
	for n, name := range []string{"li", "li", "he"} {
		s.scanAs("consumer", s.token("consumer", name), s.cap(int64(n)))
	}
	So(s.keyed(casesPath+"/"+id+"/confirm", s.console(model.UserChannelManager), "c", object{"note": "proven"}).status, ShouldEqual, 200)
	s.Settle()
	s.Tick(24 * time.Hour)
	for role := range s.consoles {
		s.consoles[role] = s.enter(role, password).Access // the sessions of yesterday are over
	}
	So(s.keyed(casesPath+"/"+id+"/reverse", s.console(model.UserChannelManager), "r", object{"note": "a mistake"}).status, ShouldEqual, 200)
	s.scanAs("consumer", s.token("consumer", "li"), s.cap(3))
	return id
}

func TestLedgerBooks(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given rewards, rebates, a penalty that was taken back, and what is not sealed yet", t, func() {
			s := newStory(t, e)
			id := s.booked()
			auditor := s.console(model.UserAuditor)
			all := s.accounts(auditor, "", 200)

			Convey("pages of accounts lose and repeat none, all together are worth nothing, and they are narrowed down", func() {
				So(s.accounts(auditor, "", 1), ShouldResemble, all)
				So(s.accounts(auditor, "", 2), ShouldResemble, all)
				sums, seen := map[string]int64{}, map[string]bool{}
				for _, a := range all {
					sums[a.Asset] += a.Balance
					seen[a.ID] = true
				}
				So(seen, ShouldHaveLength, len(all))
				So(sums, ShouldResemble, map[string]int64{"fen": 0, "points": 0})
				for query, want := range map[string]func(accountPart) bool{
					"kind=wallet_consumer":                    func(a accountPart) bool { return a.Kind == "wallet_consumer" },
					"not_empty=true":                          func(a accountPart) bool { return a.Balance != 0 },
					"org_id=" + fmt.Sprint(s.d1.ID):           func(a accountPart) bool { return a.Org != nil && a.Org.Code == "D1" },
					"org_id=" + fmt.Sprint(s.d2.ID):           func(a accountPart) bool { return a.Org != nil && a.Org.Code == "D2" },
					"person_id=" + fmt.Sprint(s.person("li")): func(a accountPart) bool { return a.Person == fmt.Sprint(s.person("li")) },
				} {
					var found []accountPart
					for _, a := range all {
						if want(a) {
							found = append(found, a)
						}
					}
					So(found, ShouldNotBeEmpty)
					So(len(found), ShouldBeLessThan, len(all))
					So(s.accounts(auditor, query, 1), ShouldResemble, found)
				}
				So(s.accounts(auditor, "kind=wallet_guide&org_id="+fmt.Sprint(s.d1.ID), 50), ShouldBeEmpty)
				So(s.accounts(auditor, "org_id=404", 50), ShouldBeEmpty)
			})
			Convey("each account's entries, page by page, tell its balance from now back to nothing", func() {
				unsealed := 0
				for _, a := range all {
					entries := s.entries(auditor, a.ID, "", 200)
					So(s.entries(auditor, a.ID, "", 1), ShouldResemble, entries)
					So(s.entries(auditor, a.ID, "", 2), ShouldResemble, entries)
					balance := a.Balance
					for _, e := range entries {
						So(*e.Balance, ShouldEqual, balance)
						balance -= e.Amount
						if !e.Sealed {
							unsealed++
						}
					}
					So(balance, ShouldEqual, 0)
				}
				So(unsealed, ShouldBeGreaterThan, 0)
				// Days part them, what is not sealed yet is of the last.
				brand := s.accounts(auditor, "kind=brand_penalty", 50)[0]
				both := s.entries(auditor, brand.ID, "", 50)
				So(both, ShouldHaveLength, 2)
				So(s.entries(auditor, brand.ID, "to=20260302", 50), ShouldResemble, both[1:])
				So(s.entries(auditor, brand.ID, "from=20260303", 50), ShouldResemble, both[:1])
				So(s.entries(auditor, brand.ID, "from=20260303&to=20260303", 50), ShouldResemble, both[:1])
				So(s.entries(auditor, brand.ID, "to=20260301", 50), ShouldBeEmpty)
				So(s.entries(auditor, brand.ID, "from=20260304", 50), ShouldBeEmpty)
				So(s.entries(auditor, brand.ID, "from=20260303&to=20260302", 50), ShouldBeEmpty)
			})
			Convey("each entry's transaction has both its sides, and leads to what it stands for", func() {
				causes, back := map[string]string{}, map[string]txnPart{}
				for _, a := range all {
					for _, e := range s.entries(auditor, a.ID, "", 50) {
						txn := read[txnPart](s.house, s.get(ledgerPath+"transactions/"+e.Transaction, auditor))
						sums, mine := map[string]int64{}, int64(0)
						for _, p := range txn.Entries {
							sums[p.Account.Asset] += p.Amount
							if p.Account.ID == a.ID {
								mine += p.Amount
							}
						}
						So(sums, ShouldResemble, map[string]int64{a.Asset: 0})
						So(mine, ShouldEqual, e.Amount)
						So(txn.Seal != "", ShouldEqual, e.Sealed)
						So(txn.Reverses != "", ShouldEqual, e.Reversal)
						back[e.Transaction] = txn
						switch {
						case txn.Cause.Case != "":
							causes[txn.Kind] = "case " + txn.Cause.Case
						case len(txn.Cause.Scans) > 0:
							causes[txn.Kind] = "scans"
						}
					}
				}
				So(causes, ShouldResemble, map[string]string{
					"reward": "scans", "rebate": "scans", "penalty": "case " + id, "penalty.reversal": "case " + id,
				})
				reversals := 0
				for of, txn := range back {
					if txn.Reverses != "" {
						reversals++
						So(back[txn.Reverses].ReversedBy, ShouldEqual, of)
					}
				}
				So(reversals, ShouldEqual, 1)
			})
			Convey("whoever reads the console's books reads the same; operators and the channel's people none", func() {
				wang := s.member("wang", "distributor", model.RoleDistributor, s.d1)
				own := s.accounts(auditor, "org_id="+fmt.Sprint(s.d1.ID), 1)[0].ID
				txn := s.entries(auditor, own, "", 1)[0].Transaction
				for _, path := range []string{"accounts", "accounts/" + own + "/entries", "transactions/" + txn} {
					seen := string(s.get(ledgerPath+path, auditor).body)
					for _, role := range []model.UserRole{model.UserOwner, model.UserFinance} {
						So(string(s.get(ledgerPath+path, s.console(role)).body), ShouldEqual, seen)
					}
					So(s.get(ledgerPath+path, s.console(model.UserOperator)).code(), ShouldEqual, "request.not_permitted")
					So(s.get(ledgerPath+path, wang).code(), ShouldEqual, "identity.token_of_another_app")
				}
			})
		})
	})
}

// What the ledger's pages can be asked for wrongly.
func TestLedgerRefusals(t *testing.T) {
	s := newStory(t, testkit.SQLite)
	auditor := s.console(model.UserAuditor)
	ask := func(path string) request { return request{method: "GET", path: ledgerPath + path, token: auditor} }
	const brand, most = "accounts/1-0-1/entries?", "9999999999999999999"
	s.refusals(t, []scenario{
		{"a kind that is none", ask("accounts?kind=savings"), 400, "request.invalid"},
		{"a cursor that is none", ask("accounts?after=first"), 400, "request.invalid"},
		{"a cursor of a kind that is none", ask("accounts?after=99-1-1"), 400, "request.invalid"},
		{"a cursor of an owner that cannot be", ask("accounts?after=40-" + most + "-1"), 400, "request.invalid"},
		{"a page of none", ask("accounts?limit=0"), 400, "request.invalid"},
		{"a page of too many", ask("accounts?limit=201"), 400, "request.invalid"},
		{"an organisation that is none", ask("accounts?org_id=D1"), 400, "request.invalid"},
		{"an account of a third asset", ask("accounts/1-0-3/entries"), 400, "request.invalid"},
		{"an account of a kind that is none", ask("accounts/99-0-1/entries"), 400, "request.invalid"},
		{"an account of an owner that cannot be", ask("accounts/40-" + most + "-1/entries"), 400, "request.invalid"},
		{"a place that is none", ask(brand + "after=1:2"), 400, "request.invalid"},
		{"a place that cannot be", ask(brand + "after=" + most + ":0:0"), 400, "request.invalid"},
		{"a place with a balance that cannot be", ask(brand + "after=1:0:-" + most), 400, "request.invalid"},
		{"a page of too many entries", ask(brand + "limit=201"), 400, "request.invalid"},
		{"a day before all days", ask(brand + "from=19991231"), 400, "request.invalid"},
		{"a day that is no number", ask(brand + "to=today"), 400, "request.invalid"},
		{"a transaction that there is not", ask("transactions/404"), 404, "ledger.unknown_transaction"},
		{"a transaction that is none", ask("transactions/first"), 400, "request.invalid"},
	})
	t.Run("an account that nothing was posted to is empty, not unknown", func(t *testing.T) {
		a := s.get(ledgerPath+strings.TrimSuffix(brand, "?"), auditor)
		if page := read[entryPage](s.house, a); a.status != 200 || len(page.Items) != 0 || page.Account.Balance != 0 {
			t.Errorf("%d: %s", a.status, a.body)
		}
	})
}
