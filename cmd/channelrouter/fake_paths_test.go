package main

import (
	"cmp"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"channelrouter/miniprogram/fake"
)

// playing is a stand-in alone, whose server is one that takes or refuses what it is told.
func playing(t *testing.T, takes bool) *bench {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		if !takes {
			w.WriteHeader(http.StatusForbidden)
		}
		_, _ = io.WriteString(w, "success")
	}))
	t.Cleanup(server.Close)
	stage, err := fakeCommand{Server: server.URL, Keys: t.TempDir(), People: []string{"li"}}.open(listener.Addr())
	if err != nil {
		t.Fatal(err)
	}
	played := httptest.NewUnstartedServer(stage.handler())
	_ = played.Listener.Close()
	played.Listener = listener
	played.Start()
	t.Cleanup(played.Close)
	return &bench{t: t, fake: stage.url, stage: stage, base: server.URL}
}

// Every path is listed with a call that the stand-in understands, and the help says the same.
func TestFakeListsItsPaths(t *testing.T) {
	b := playing(t, true)
	response, err := http.Get(b.fake + "/fake")
	b.must(err)
	defer response.Body.Close()
	page, err := io.ReadAll(response.Body)
	b.must(err)
	help := strings.ReplaceAll(fakeCommand{}.Help(), "http://127.0.0.1:8081", b.fake)
	b.did("POST /fake/templates?role=guide&template=t-cash&keywords=amount1,thing2,time3")
	for _, d := range b.stage.deeds() {
		method, _, _ := strings.Cut(d.route, " ")
		call := method + " " + d.example
		if !strings.Contains(string(page), "'"+b.fake+d.example+"'") || !strings.Contains(help, d.says) || !strings.Contains(help, b.fake+d.example) {
			t.Errorf("%s is not listed", d.route)
		}
		var answer any
		switch status := b.do(call, &answer); status {
		case http.StatusOK, http.StatusConflict:
		case http.StatusNotFound: // what the example names is not there
			if text := fmt.Sprint(answer); strings.Contains(text, "none of the paths") {
				t.Errorf("%s: %s", call, text)
			}
		default:
			t.Errorf("%s: %d %v", call, status, answer)
		}
	}
}

// What docs/wechat.md has a reader call, it calls rightly.
func TestTheDocumentCallsTheFakeRightly(t *testing.T) {
	b := playing(t, true)
	page, err := os.ReadFile("../../docs/wechat.md")
	b.must(err)
	calls := regexp.MustCompile(`curl (?:-s )?(?:-X (POST) )?'http://127\.0\.0\.1:8081(/fake[^']*)'`).FindAllStringSubmatch(string(page), -1)
	if len(calls) < 5 {
		t.Fatalf("%d calls", len(calls))
	}
	for _, call := range calls {
		b.did(cmp.Or(call[1], "GET") + " " + call[2])
	}
}

// What makes no sense is told so, with an example, and changes nothing.
func TestFakeRefusesWhatMakesNoSense(t *testing.T) {
	b := playing(t, false)
	b.did("POST /fake/templates?role=guide&template=t&keywords=thing1")
	refused := map[string][]string{
		"400 role is consumer, guide": {"GET /fake/login-code?role=cook&person=li", "GET /fake/templates?role=cook", "POST /fake/faults/token?role=x"},
		"400 person is missing":       {"GET /fake/login-code?role=guide"},
		"400 is no parameter here":    {"GET /fake/login-code?role=guide&person=li&persno=x", "GET /fake/people?person=li"},
		"400 number is 5 to 15":       {"POST /fake/people/li/phone?number=12a45", "GET /fake/phone-code?role=guide&person=li&number=1"},
		"400 country is the digits":   {"POST /fake/people/li/phone?number=12345&country=cn"},
		"400 has no phone yet":        {"GET /fake/phone-code?role=guide&person=li"},
		"400 rank is a whole number":  {"POST /fake/people/li/risk?rank=5", "POST /fake/people/li/risk?rank=high"},
		"400 on is true or false":     {"POST /fake/people/li/snapshot?on=maybe", "POST /fake/auto?on=maybe"},
		"404 nobody is":               {"POST /fake/people/nobody/risk?rank=1", "POST /fake/popup?role=guide&person=nobody&accept=t", "POST /fake/people/nobody/name?name=x"},
		"400 is no keyword":           {"POST /fake/templates?role=guide&template=t&keywords=thing"},
		"400 one keyword to five":     {"POST /fake/templates?role=guide&template=t&keywords=a1,a2,a3,a4,a5,a6"},
		"400 nothing is chosen":       {"POST /fake/popup?role=guide&person=li"},
		"404 has no template":         {"POST /fake/popup?role=guide&person=li&accept=u", "POST /fake/refuse?role=guide&person=li&templates=u"},
		"502 was answered with 403":   {"POST /fake/popup?role=guide&person=li&accept=t"},
		"404 no message 7":            {"POST /fake/messages/7/arrival"},
		"400 is no number":            {"POST /fake/messages/x/arrival", "GET /fake/market-orders/1/codes/-1"},
		"400 suggest is one of":       {"POST /fake/verdicts?contains=x&suggest=bad"},
		"400 label is a whole":        {"POST /fake/verdicts?contains=x&suggest=pass&label=1"},
		"404 no media check":          {"POST /fake/media/x", "POST /fake/media/x?suggest=pass"},
		"404 nothing opens":           {"GET /fake/open?link=x"},
		"404 no code 0 of an order":   {"POST /fake/market-scans?person=li&application=1&number=0", "GET /fake/market-orders/1/codes/0"},
		"400 merchant is prize or":    {"GET /fake/bills?merchant=x", "GET /fake/paid?merchant=", "POST /fake/merchants/x/fund?fen=1"},
		"409 no such bill":            {"POST /fake/accept?package=x", "POST /fake/decline?package=x", "POST /fake/bills/1/confirm", "POST /fake/bills/1/reject"},
		"400 for is a duration":       {"POST /fake/linger?for=10"},
		"400 fen is a whole":          {"POST /fake/merchants/prize/fund?fen=-1"},
		"400 n is a whole":            {"POST /fake/faults/statements?n=0", "POST /fake/faults/wechat?drop=1&n=x"},
		"400 no fault":                {"POST /fake/faults/wechat", "POST /fake/faults/wechat?n=2"},
		"400 late needs":              {"POST /fake/faults/wechat?late=1&delay=1s"},
		"400 none of WeChat's calls":  {"POST /fake/faults/wechat?path=/wxa/typo&drop=1", "POST /fake/faults/limit?path=/typo&n=1"},
		"400 status is a whole":       {"POST /fake/faults/wechat?status=200"},
		"400 kind is one of":          {"POST /fake/faults/pay?kind=x", "POST /fake/faults/notices?kind=x"},
		"400 refuse needs a code":     {"POST /fake/faults/pay?kind=refuse"},
		"400 only the kind refuse":    {"POST /fake/faults/pay?kind=cut-after&code=x"},
		"400 only the kinds cut":      {"POST /fake/faults/pay?kind=refused&hang=1s"},
		"400 n or share":              {"POST /fake/faults/pay?kind=refused&n=1&share=0.1"},
		"400 several kinds":           {"POST /fake/faults/pay?kind=refused,cut-after", "POST /fake/faults/notices?kind=late,twice&n=2"},
		"400 share is a share":        {"POST /fake/faults/pay?kind=refused&share=2", "POST /fake/faults/pay?kind=refused&share=NaN"},
		"404 is none of the paths":    {"GET /fake/typo", "POST /fake/login-code?role=guide&person=li", "DELETE /fake/bills"},
	}
	for want, calls := range refused {
		for _, call := range calls {
			var answer struct{ Error, Example string }
			status := b.do(call, &answer)
			if got := fmt.Sprint(status, " ", answer.Error); !strings.HasPrefix(got, want[:4]) || !strings.Contains(got, want[4:]) {
				t.Errorf("%s: %s; want %s", call, got, want)
			}
			if answer.Example == "" && !strings.Contains(want, "paths") {
				t.Errorf("%s: no example", call)
			}
		}
	}
	if left := b.stage.wechat.Faults(); len(left) > 0 {
		t.Errorf("there are faults: %+v", left)
	}
	if left := b.stage.wechat.Pay().Faults(); len(left.Calls)+len(left.Kinds)+len(left.Notices)+left.Statements > 0 {
		t.Errorf("there are faults: %+v", left)
	}
}

// Every fault that the package knows can be set, is listed as it was set, and is forgotten.
func TestFakeFaults(t *testing.T) {
	b := playing(t, true)
	b.did(
		"POST /fake/faults/wechat?n=3&path=/wxa/msg_sec_check&errcode=45009&delay=1s",
		"POST /fake/faults/wechat?status=502&late=true", "POST /fake/faults/wechat?drop=1", "POST /fake/faults/wechat?expire_token=1",
		"POST /fake/faults/pay?kind=refuse&status=403&code=NOT_ENOUGH&n=2", "POST /fake/faults/pay?kind=cut-after&hang=2s",
		"POST /fake/faults/pay?kind=error-after,broken-signature&share=0.5",
		"POST /fake/faults/notices?kind=dropped&n=2", "POST /fake/faults/notices?kind=late,twice&share=0.25",
		"POST /fake/faults/statements?n=4",
	)
	want := faultsView{
		WeChat: []weChatFaultView{
			{Left: 3, Path: "/wxa/msg_sec_check", Errcode: 45009, Delay: "1s"}, {Left: 1, Status: 502, Late: true}, {Left: 1, Drop: true}, {Left: 1, ExpireToken: true},
		},
		Pay: []payFaultView{
			{Kind: "refuse", Left: 2, Status: 403, Code: "NOT_ENOUGH"}, {Kind: "cut-after", Left: 1, Hang: "2s"},
			{Kind: "error-after", Share: 0.5}, {Kind: "broken-signature", Share: 0.5},
		},
		Notices:    []payFaultView{{Kind: "dropped", Left: 2}, {Kind: "late", Share: 0.25}, {Kind: "twice", Share: 0.25}},
		Statements: 4,
	}
	var got faultsView
	if b.do("GET /fake/faults", &got); !reflect.DeepEqual(got, want) {
		t.Errorf("%+v\nwant %+v", got, want)
	}
	b.did("DELETE /fake/faults")
	got = faultsView{}
	if b.do("GET /fake/faults", &got); len(got.WeChat)+len(got.Pay)+len(got.Notices)+got.Statements != 0 {
		t.Errorf("after all were forgotten: %+v", got)
	}
	// A new fault in the package wants a word here.
	for _, known := range []any{fake.Fault{}, fake.PayFault{}} {
		if fields := reflect.TypeOf(known).NumField(); fields != 7 {
			t.Errorf("%T has %d fields, and 7 can be set", known, fields)
		}
	}
	for _, kind := range payKinds() {
		b.did("POST /fake/faults/pay?kind=" + kind + map[bool]string{true: "&code=X"}[kind == "refuse"])
	}
}

// A page under work comes from another port, asks first where it deletes, and sends forms.
func TestFakeFromAnotherPort(t *testing.T) {
	b := playing(t, true)
	ask, err := http.NewRequestWithContext(t.Context(), http.MethodOptions, b.fake+"/fake/faults", nil)
	b.must(err)
	answer, err := http.DefaultClient.Do(ask)
	b.must(err)
	_ = answer.Body.Close()
	if answer.StatusCode != http.StatusOK || answer.Header.Get("Access-Control-Allow-Origin") != "*" || !strings.Contains(answer.Header.Get("Access-Control-Allow-Methods"), "DELETE") {
		t.Errorf("%d %v", answer.StatusCode, answer.Header)
	}
	answer, err = http.PostForm(b.fake+"/fake/people/li/phone", map[string][]string{"number": {"13812345678"}})
	b.must(err)
	_ = answer.Body.Close()
	var people []personView
	b.did("POST /fake/people/wu?unionid=none", "POST /fake/people/wu/risk?rank=3", "POST /fake/people/wu/snapshot")
	b.do("GET /fake/people", &people)
	if len(people) != 2 || people[0].Phone != "13812345678" || people[0].Country != "86" || people[0].UnionID != "union-li" ||
		people[1].UnionID != "" || people[1].Risk != 3 || !people[1].Snapshot || len(people[1].OpenIDs) != 6 {
		t.Errorf("%+v", people)
	}
	b.did("GET /fake/login-code?role=guide&person=wu") // he stays as he is
	b.do("GET /fake/people", &people)
	if i := slices.IndexFunc(people, func(p personView) bool { return p.Person == "wu" }); people[i].UnionID != "" {
		t.Errorf("%+v", people[i])
	}
}
