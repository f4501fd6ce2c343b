package main

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"channelrouter/configs"
	"channelrouter/internal/kv"
	"channelrouter/model"
	"channelrouter/service/ledger"
	"channelrouter/service/marketcode"
)

// WeChat's own codes are ordered, made, opened by the printed key and scanned.
func TestMarketCodesWithTheFake(t *testing.T) {
	b, ctx := playing(t, true), t.Context()
	c, err := configs.Load("", b.stage.settings)
	b.must(err)
	account, err := openOfficial(c, kv.NewMemory(time.Now))
	b.must(err)
	codes := openMarketCodes(c, account)
	order, err := codes.Apply(ctx, 10_000, "order-1")
	b.must(err)
	const path = "/fake/market-orders/581865877"
	b.did("POST " + path + "/finish")
	ranges, made, err := codes.Ranges(ctx, order)
	if err != nil || !made || len(ranges) != 1 {
		t.Fatalf("%v, %v, %v", ranges, made, err)
	}
	fetched, err := codes.Fetch(ctx, order, ranges[0])
	if err != nil || len(fetched) != 10_000 {
		t.Fatalf("%d codes, %v", len(fetched), err)
	}
	var told struct{ Original, Printed string }
	if b.do("GET "+path+"/codes/7", &told); told.Original == "" || !strings.HasPrefix(told.Printed, "P.URL.CN/") {
		t.Errorf("%+v", told)
	}
	var answer any
	if status := b.do("POST /fake/market-scans?person=li&application=581865877&number=7", &answer); status != http.StatusConflict {
		t.Errorf("before the activation: %d %v", status, answer)
	}
	b.must(codes.Open(ctx, marketcode.Opening{
		Application: order, Range: marketcode.Range{From: 0, To: 99}, Activity: "spring", Brand: "B", Product: "P", GTIN: "06901234567892",
		AppID: c.Apps["consumer"].ID, Page: "pages/claim/index",
	}))
	var opened struct{ Role, Page, Ticket string }
	if b.do("POST /fake/market-scans?person=li&application=581865877&number=7", &opened); opened.Role != "consumer" || opened.Page != "pages/claim/index" {
		t.Errorf("%+v", opened)
	}
	code, err := codes.Code(ctx, b.stage.wechat.OpenID(c.Apps["consumer"].ID, "li"), opened.Ticket)
	if err != nil || code != told.Original {
		t.Errorf("%q, %v", code, err)
	}
	var orders []marketOrderView // WeChat names the last code of a run, and we the one after it
	if b.do("GET /fake/market-orders", &orders); len(orders) != 1 || orders[0].Reference != "order-1" || len(orders[0].Active) != 1 || orders[0].Active[0].To != 98 {
		t.Errorf("%+v", orders)
	}
}

// Texts and photos are judged as it was said, photos when somebody says so.
func TestContentsWithTheFake(t *testing.T) {
	b := newBench(t)
	li := b.enter("consumer", "li")
	b.did("POST /fake/verdicts?contains=dreadful&suggest=risky&label=20001")
	post := func(key string, words map[string]any) (id, code string) {
		t.Helper()
		s := &served{t: t, base: b.base}
		var answer struct {
			Thread struct{ ID string }
			Code   string
		}
		s.call("POST", "/consumer/threads", li, key, words, &answer)
		return answer.Thread.ID, answer.Code
	}
	words := map[string]any{"topic": "other", "text": "a dreadful thing"}
	if _, code := post("a", words); code != "contact.text_refused" {
		t.Errorf("a risky text: %s", code)
	}
	b.did("DELETE /fake/verdicts")
	var photo struct{ ID string }
	s := &served{t: t, base: b.base}
	s.send("POST", "/consumer/photos", li, http.Header{"Content-Type": {"image/png"}}, picture(t), &photo)
	words["photos"] = []string{photo.ID}
	thread, code := post("b", words)
	if thread == "" {
		t.Fatalf("a text that passes: %s", code)
	}
	var waiting []mediaView
	b.until("a photo to judge", func() bool {
		b.do("GET /fake/media", &waiting)
		return len(waiting) == 1
	})
	if waiting[0].Role != "consumer" || waiting[0].Verdict.Suggest != "pass" {
		t.Errorf("%+v", waiting)
	}
	// The verdict may come before it is written down that it was asked for: then it is told again.
	b.until("a verdict that is taken", func() bool {
		var answer any
		return b.do("POST /fake/media/"+waiting[0].Trace+"?suggest=risky&label=20002", &answer) == http.StatusOK
	})
	var shown struct {
		Page struct {
			Items []struct{ Photos []struct{ Hidden bool } }
		}
	}
	b.call("GET", b.base+"/api/v1/consumer/threads/"+thread, li, nil, &shown)
	if len(shown.Page.Items) != 1 || len(shown.Page.Items[0].Photos) != 1 || !shown.Page.Items[0].Photos[0].Hidden {
		t.Errorf("a risky photo is shown: %+v", shown)
	}
}

// Faults that are set by hand meet the server, until they are forgotten.
func TestFaultsMeetTheServer(t *testing.T) {
	b := newBench(t)
	s := &served{t: t, base: b.base}
	login := func(want int) {
		t.Helper()
		var code struct{ Code string }
		b.do("GET /fake/login-code?role=guide&person=li", &code)
		if status, _, problem := s.login("guide", code.Code); status != want {
			t.Errorf("a login is answered %d %s, not %d", status, problem, want)
		}
	}
	login(http.StatusOK)
	b.did("POST /fake/faults/wechat?n=100&path=/sns/jscode2session&errcode=45011")
	login(http.StatusTooManyRequests)
	b.did("DELETE /fake/faults", "POST /fake/faults/wechat?n=100&drop=true")
	login(http.StatusServiceUnavailable)
	b.did("DELETE /fake/faults")
	login(http.StatusOK)
}

// What a link opens, and what a person chooses in a popup and in the settings.
func TestLinksAndPopupsWithTheFake(t *testing.T) {
	b := newBench(t)
	ctx, we := t.Context(), b.house.wechat
	link, err := we.URLLink(ctx, "consumer", "pages/scan/index", "a=1", 1)
	b.must(err)
	var opens linkView
	if b.do("GET /fake/open?link="+url.QueryEscape(link), &opens); opens.Role != "consumer" || opens.Path != "pages/scan/index" || opens.Query != "a=1" {
		t.Errorf("%+v", opens)
	}
	var links []linkView
	if b.do("GET /fake/links", &links); len(links) != 1 || links[0].Link != link {
		t.Errorf("%+v", links)
	}
	b.did("POST /fake/pages?role=consumer&page=/pages/other/index")
	if _, err := we.URLLink(ctx, "consumer", "pages/scan/index", "a=1", 1); err == nil {
		t.Error("a link to a page that is not published")
	}
	b.did("POST /fake/templates?role=guide&template=t&keywords=thing1")
	b.enter("guide", "li")
	var chosen struct{ Accepted map[string]int }
	if b.do("POST /fake/popup?role=guide&person=li&accept=t", &chosen); chosen.Accepted["t"] != 1 {
		t.Errorf("%+v", chosen)
	}
	if b.do("POST /fake/popup?role=guide&person=li&reject=t", &chosen); chosen.Accepted["t"] != 1 {
		t.Errorf("a popup's refusal takes away what was accepted: %+v", chosen)
	}
	b.did("POST /fake/refuse?role=guide&person=li&templates=t")
	if left := b.stage.wechat.Accepted(b.stage.wechat.OpenID(b.stage.apps["guide"], "li"), "t"); left != 0 {
		t.Errorf("he refused, and %d are left", left)
	}
}

// A person does not accept, WeChat fails to pay, and a person accepts at once: each shows
// in the bills, in the payouts and in the merchant's account.
func TestMoneyWithTheFake(t *testing.T) {
	b := newBench(t)
	token := b.enter("guide", "li")
	li, err := b.house.Identity.Authenticate(t.Context(), "guide", token)
	b.must(err)
	_, err = b.house.Ledger.Post(t.Context(), ledger.Move("earned", "reward", time.Now(), model.Account{Kind: model.BrandReward, Asset: model.CNY},
		model.Account{Kind: model.WalletGuide, Owner: int64(li.PersonID), Asset: model.CNY}, 1_000))
	b.must(err)
	s := &served{t: t, base: b.base}
	payOut := func(key, state string) (p struct {
		ID, State, Package string
		FailCode           string `json:"fail_code"`
	}) {
		t.Helper()
		s.call("POST", "/guide/payouts", token, key, map[string]int{"fen": 100}, &p)
		b.until("a payout that is "+state, func() bool {
			b.call("GET", b.base+"/api/v1/guide/payouts/"+p.ID, token, nil, &p)
			return p.State == state
		})
		return p
	}
	declined, failed := payOut("a", "confirming"), payOut("b", "confirming")
	b.did("POST /fake/decline?package=" + url.QueryEscape(declined.Package))
	var bills []billView
	b.do("GET /fake/bills", &bills)
	if len(bills) != 2 || bills[0].State != "FAIL" || bills[0].Reason != "OVERDUE_CLOSE" || bills[1].Package != failed.Package {
		t.Fatalf("%+v", bills)
	}
	b.did("POST /fake/bills/" + bills[1].Number + "/reject?reason=PAYEE_ACCOUNT_ABNORMAL")
	b.until("a failure that is told", func() bool {
		b.call("GET", b.base+"/api/v1/guide/payouts/"+failed.ID, token, nil, &failed)
		return failed.State == "returned" && failed.FailCode == "PAYEE_ACCOUNT_ABNORMAL"
	})
	b.did("POST /fake/auto", "POST /fake/merchants/commission/fund?fen=100")
	payOut("c", "paid")
	var merchants []merchantView
	b.do("GET /fake/merchants", &merchants)
	if !slices.Contains(merchants, merchantView{merchantNumbers["commission"], "commission", 0, true}) || len(merchants) != 2 {
		t.Errorf("%+v", merchants)
	}
	var paid []paidView
	if b.do("GET /fake/paid?merchant=prize", &paid); len(paid) != 0 {
		t.Errorf("of the other merchant: %+v", paid)
	}
	if b.do("GET /fake/paid?merchant=commission", &paid); len(paid) != 1 || paid[0].Fen != 100 {
		t.Errorf("%+v", paid)
	}
}
