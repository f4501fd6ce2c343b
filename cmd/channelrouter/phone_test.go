package main

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"channelrouter/miniprogram/fake"
	"channelrouter/model"
	"channelrouter/service/channel"
	"channelrouter/service/staff"
)

// app is a role's mini-program on somebody's phone, over HTTP.
type app struct {
	t           *testing.T
	base, token string
}

func (a *app) call(method, path string, body any, into any) (status int) {
	a.t.Helper()
	encoded, err := json.Marshal(body)
	if err != nil {
		a.t.Fatal(err)
	}
	r, err := http.NewRequestWithContext(a.t.Context(), method, a.base+path, bytes.NewReader(encoded))
	if err != nil {
		a.t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Authorization", "Bearer "+a.token)
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		a.t.Fatal(err)
	}
	defer response.Body.Close()
	if err := json.NewDecoder(response.Body).Decode(into); err != nil {
		a.t.Fatal(err)
	}
	return response.StatusCode
}

// answers is as much of all answers as the test reads.
type answers struct {
	Access string `json:"access_token"`
	Code   string
	Phone  string
	Bound  bool
	Joined []struct {
		Org string `json:"org_code"`
	}
}

// A guide whose unionid WeChat does not tell verifies his phone through WeChat's own
// protocol, and is a member of the shop that entered it. Codes that are used, another
// app's or made up change nothing.
func TestPhoneThroughWeChat(t *testing.T) {
	h, address, wechat, _ := startHouse(t)
	ctx := context.Background()
	shop := offerByPhone(t, h, "+86 138-1234-5678")
	wechat.AddPerson("wang", "")
	wechat.SetPhone("wang", "13812345678", "86")
	guide := enter(t, wechat, address, "guide", "wang")

	var before, after answers
	if guide.call("GET", "/me", nil, &before); before.Bound {
		t.Error("he is bound before anything tells who he is")
	}
	verify := func(code string) (a answers, status int) {
		status = guide.call("POST", "/me/phone", map[string]string{"code": code, "consent": "2026-01"}, &a)
		return a, status
	}
	for what, code := range map[string]string{
		"made up": strings.Repeat("x", 32), "another app's": wechat.IssuePhoneCode("wx-demo-consumer", "wang"),
		"a login code": wechat.IssueLoginCode("wx-demo-guide", "wang"),
	} {
		if a, status := verify(code); status != http.StatusUnauthorized || a.Code != "wechat.phone_code_refused" {
			t.Errorf("%s: %d %+v", what, status, a)
		}
	}
	code := wechat.IssuePhoneCode("wx-demo-guide", "wang")
	if a, status := verify(code); status != http.StatusOK || a.Phone != "138****5678" || len(a.Joined) != 1 || a.Joined[0].Org != shop.Code {
		t.Fatalf("%d %+v", status, a)
	}
	if a, status := verify(code); status != http.StatusUnauthorized {
		t.Errorf("a used code: %d %+v", status, a)
	}
	if guide.call("GET", "/me", nil, &after); !after.Bound || after.Phone != "138****5678" {
		t.Errorf("he is %+v", after)
	}
	members, err := h.Staff.Members(ctx, staff.Sponsor{User: 1}, shop.ID, 0, 10)
	if err != nil || len(members) != 1 {
		t.Errorf("%d members, %v", len(members), err)
	}
}

// offerByPhone makes a shop that entered a guide's number.
func offerByPhone(t *testing.T, h *house, number string) model.Org {
	t.Helper()
	shop, err := h.Channel.CreateOrg(t.Context(), channel.NewOrg{Code: "T1", Kind: model.OrgTerminal, Name: "T1", Adcode: "310115"})
	if err != nil {
		t.Fatal(err)
	}
	_, _, err = h.Staff.Invite(t.Context(), staff.Sponsor{User: 1}, staff.NewInvitation{Org: shop.ID, Role: model.RoleGuide, Phone: number})
	if err != nil {
		t.Fatal(err)
	}
	return shop
}

func enter(t *testing.T, wechat *fake.Server, address, role, name string) *app {
	t.Helper()
	a := &app{t: t, base: "http://" + address + "/api/v1/" + role}
	var session answers
	a.call("POST", "/sessions", map[string]string{"code": wechat.IssueLoginCode("wx-demo-"+role, name)}, &session)
	if a.token = session.Access; a.token == "" {
		t.Fatalf("%s cannot log in: %+v", name, session)
	}
	return a
}
