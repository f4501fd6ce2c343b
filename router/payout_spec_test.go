package router_test

import (
	"context"
	"fmt"
	"iter"
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/service/ledger"
	"channelrouter/service/payout"
	"channelrouter/service/testkit"
)

// patient is a payer whose persons all have to accept, and whose statement knows nothing.
type patient struct{ closed map[string]bool }

func (p patient) Transfer(_ context.Context, b payout.Bill) (payout.Result, error) {
	return payout.Result{Standing: payout.Confirming, Reference: "ref", Package: "the-package", Fen: b.Fen}, nil
}

func (p patient) Query(_ context.Context, _, number string) (payout.Result, error) {
	if p.closed[number] {
		return payout.Result{Standing: payout.Failed, FailCode: "CANCELLED"}, nil
	}
	return payout.Result{Standing: payout.Confirming, Reference: "ref", Package: "the-package"}, nil
}

func (p patient) Cancel(_ context.Context, _, number string) (payout.Result, error) {
	p.closed[number] = true
	return payout.Result{Standing: payout.Closing}, nil
}

func (patient) Statement(context.Context, string, time.Time) iter.Seq2[payout.Movement, error] {
	return func(yield func(payout.Movement, error) bool) {
		yield(payout.Movement{FlowNo: "1", BillNo: "BYHAND1", Out: true, Fen: 700, Transfer: true}, nil)
	}
}

// newTill is a house that pays guides, where Wang has earned 1,000 yuan.
func newTill(t *testing.T, e testkit.Engine) (h *house, wang string) {
	w := testkit.New(t, e)
	w.Payout = payout.New(w.DB, w.Clock, w.IDs, w.Outbox, payout.Rooms{Identity: w.Identity, Ledger: w.Ledger, Tax: w.Tax}, w.KV,
		patient{map[string]bool{}}, map[model.AccountKind]payout.Till{model.WalletGuide: {Merchant: "commission", AppID: "wx-guide", MostFen: 150_000}})
	h = serve(w, 1, usualOptions())
	wang = h.token("guide", "wang")
	_, err := w.Ledger.Post(w.Ctx, ledger.Move("earned", "reward", w.Clock.Now(), model.Account{Kind: model.BrandReward, Asset: model.CNY},
		model.Account{Kind: model.WalletGuide, Owner: int64(h.person("wang")), Asset: model.CNY}, 1_000_000))
	h.check(err)
	rules := payout.DefaultPolicy
	rules.MostFen, rules.DailyFen = 2_000_000, 2_000_000
	_, err = w.Payout.Policies.Publish(w.Ctx, rules, w.Clock.Now(), 1)
	h.check(err)
	return h, wang
}

type payoutAnswer struct {
	ID       string
	Fen      int64
	TaxFen   int64 `json:"tax_fen"`
	NetFen   int64 `json:"net_fen"`
	State    string
	Package  string
	FailCode string `json:"fail_code"`
}

func TestPayoutSurface(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a guide who asks for 1,000 yuan", t, func() {
			h, wang := newTill(t, e)
			work := func() {
				_, err := h.Payout.Work(h.Ctx, "commission")
				So(err, ShouldBeNil)
			}
			a := h.keyed("/api/v1/guide/payouts", wang, "k1", object{"fen": 100_000})
			So(a.status, ShouldEqual, 200)
			asked := read[payoutAnswer](h, a)
			path := "/api/v1/guide/payouts/" + asked.ID

			Convey("he sees what is withheld and what reaches him", func() {
				So([]any{asked.Fen, asked.TaxFen, asked.NetFen, asked.State}, ShouldResemble, []any{int64(100_000), int64(4_000), int64(96_000), "owed"})
			})
			Convey("he may cancel it while it waits for him, and nobody else may", func() {
				So(h.post(path+"/cancel", wang, nil).code(), ShouldEqual, "payout.not_cancellable")
				work()
				So(read[payoutAnswer](h, h.get(path, wang)).Package, ShouldEqual, "the-package")
				So(h.post(path+"/cancel", h.token("guide", "li"), nil).code(), ShouldEqual, "payout.unknown")
				So(read[payoutAnswer](h, h.post(path+"/cancel", wang, nil)).State, ShouldEqual, "confirming")
				h.Tick(time.Second)
				work()
				So(read[payoutAnswer](h, h.get(path, wang)).FailCode, ShouldEqual, "CANCELLED")
			})
			Convey("what WeChat does not pay at once is refused and leaves nothing", func() {
				before := h.facts()
				So(h.keyed("/api/v1/guide/payouts", wang, "k2", object{"fen": 200_000}).code(), ShouldEqual, "payout.over_limit")
				So(h.facts().since(before), ShouldBeNil)
			})
			Convey("the console sees it by its state, and not what would accept it", func() {
				work()
				auditor := h.console(model.UserAuditor)
				type page struct{ Items []payoutAnswer }
				list := read[page](h, h.get("/api/v1/console/payouts?state=confirming", auditor)).Items
				So(list, ShouldHaveLength, 1)
				So([]any{list[0].ID, list[0].NetFen, list[0].Package}, ShouldResemble, []any{asked.ID, int64(96_000), ""})
				So(read[page](h, h.get("/api/v1/console/payouts?state=paid", auditor)).Items, ShouldBeEmpty)
				So(read[page](h, h.get("/api/v1/console/payouts", auditor)).Items, ShouldHaveLength, 1)
				So(string(h.get("/api/v1/console/payouts", auditor).body), ShouldNotContainSubstring, "@guide")
			})
			Convey("a difference is listed, and settled by finance, once", func() {
				h.Tick(48 * time.Hour)
				_, err := h.Payout.Reconcile(h.Ctx, "commission", 20260302)
				So(err, ShouldBeNil)
				auditor, accountant := h.console(model.UserAuditor), h.console(model.UserFinance)
				runs := read[struct{ Items []struct{ ID, State string } }](h, h.get("/api/v1/console/reconciliations", auditor)).Items
				So(runs, ShouldHaveLength, 1)
				So(runs[0].State, ShouldEqual, "finished")
				path := "/api/v1/console/reconciliations/" + runs[0].ID + "/differences"
				type difference struct {
					ID, Kind, Note string
					SettledBy      string `json:"settled_by"`
				}
				found := read[struct{ Items []difference }](h, h.get(path, auditor)).Items
				So(found, ShouldHaveLength, 1)
				So(found[0].Kind, ShouldEqual, "not_ours")
				settle := fmt.Sprintf("%s/%s/settle", path, found[0].ID)
				before := h.audited()
				So(h.post(settle, auditor, object{"note": "x"}).code(), ShouldEqual, "request.not_permitted")
				a := h.post(settle, accountant, object{"note": "paid by hand"})
				So(a.status, ShouldEqual, 200)
				So(read[difference](h, a).Note, ShouldEqual, "paid by hand")
				So(h.audited(), ShouldEqual, before+1)
				So(h.post(settle, accountant, object{"note": "again"}).code(), ShouldEqual, "payout.difference_settled")
				So(h.post(path+"/1/settle", accountant, object{"note": "x"}).code(), ShouldEqual, "payout.unknown_difference")
				So(h.get("/api/v1/console/reconciliations/1/differences", auditor).code(), ShouldEqual, "payout.unknown_reconciliation")
			})
		})
	})
}
