package main

import (
	"bytes"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"channelrouter/configs"
	"channelrouter/miniprogram/fake"
	"channelrouter/model"
	"channelrouter/service/message"
)

// What WeChat posts to an app's message URL reaches the rooms through the server that serve
// runs; what is forged, stale or for another app does not.
func TestPushedMessages(t *testing.T) {
	var guide configs.App
	s := serveWith(t, func(c *configs.Config, _ string) {
		guide = c.Apps["guide"]
		guide.OriginalID, guide.PushToken, guide.PushKey = "gh_0123456789ab", "pushtoken", configs.Secret(strings.Repeat("k", 42)+"0")
		c.Apps["guide"] = guide
	})
	h, wechat, ctx := s.house, s.wechat, t.Context()
	target := fake.PushTarget{
		URL: s.base + "/callback/wechat/guide", OriginalID: guide.OriginalID,
		Token: string(guide.PushToken), EncodingAESKey: string(guide.PushKey),
	}
	wechat.SetPush(guide.ID, target)

	// A template to accept, and a person to accept it.
	const template = "template-of-rewards"
	_, err := h.Message.Policies.Publish(ctx, message.Policy{
		QuietFrom: "22:00", QuietTo: "08:00", PersonDaily: 10, AppDaily: 1000,
		Templates: []message.Template{{Role: "guide", Event: message.Cash, TemplateID: template, Keywords: map[string]string{"amount1": "{amount}"}}},
	}, time.Now(), 0)
	if err != nil {
		t.Fatal(err)
	}
	wechat.AddPerson("gu", "union-gu")
	wechat.AddTemplate(guide.ID, template, "amount1")
	tokens, err := h.Identity.Login(ctx, "guide", wechat.IssueLoginCode(guide.ID, "gu"))
	if err != nil {
		t.Fatal(err)
	}
	person, openID := tokens.Actor.PersonID, wechat.OpenID(guide.ID, "gu")
	banked := func(when string, want int) {
		t.Helper()
		asks, err := h.Message.Asks(ctx, person, model.RoleGuide)
		if err != nil || len(asks) != 1 || asks[0].Remaining != want {
			t.Errorf("%s: %+v, %v; want %d", when, asks, err, want)
		}
	}

	if err := wechat.CheckPushURL(guide.ID); err != nil {
		t.Error(err)
	}
	for _, xml := range []bool{false, true} {
		target.XML = xml
		wechat.SetPush(guide.ID, target)
		if err := wechat.PushConsent(guide.ID, openID, true, template); err != nil {
			t.Error(err)
		}
		time.Sleep(1100 * time.Millisecond) // pushes of one second and content are repetitions
	}
	banked("two acceptances", 2)

	body := []byte(`{"ToUserName":"` + guide.OriginalID + `","FromUserName":"` + openID + `","CreateTime":1,"MsgType":"event","Event":"subscribe_msg_popup_event","List":{"TemplateId":"` + template + `","SubscribeStatusString":"accept","PopupScene":"0"}}`)
	target.XML = false
	wechat.SetPush(guide.ID, target)
	post := func(role string, query url.Values, sealed []byte) int {
		t.Helper()
		address := s.base + "/callback/wechat/" + role + "?" + query.Encode()
		response, err := http.Post(address, "application/json", bytes.NewReader(sealed))
		if err != nil {
			t.Fatal(err)
		}
		defer response.Body.Close()
		return response.StatusCode
	}
	query, sealed := wechat.Seal(guide.ID, body, time.Now())
	forged := url.Values{}
	for name, values := range query {
		forged[name] = values
	}
	forged.Set("msg_signature", strings.Repeat("0", 40))
	staleQuery, stale := wechat.Seal(guide.ID, body, time.Now().Add(-6*time.Minute))
	for _, refused := range []struct {
		what   string
		role   string
		query  url.Values
		body   []byte
		status int
	}{
		{"a wrong signature", "guide", forged, sealed, http.StatusForbidden},
		{"a tampered body", "guide", query, bytes.Replace(sealed, []byte(`"Encrypt":"`), []byte(`"Encrypt":"A`), 1), http.StatusForbidden},
		{"an old one", "guide", staleQuery, stale, http.StatusForbidden},
		{"in clear", "guide", query, body, http.StatusForbidden},
		{"at an app that has no push", "consumer", query, sealed, http.StatusBadRequest},
		{"far too large", "guide", query, bytes.Repeat([]byte("x"), 1<<17), http.StatusRequestEntityTooLarge},
	} {
		if status := post(refused.role, refused.query, refused.body); status != refused.status {
			t.Errorf("%s is answered %d, not %d", refused.what, status, refused.status)
		}
	}
	banked("after refused ones", 2)
	for range 2 {
		if status := post("guide", query, sealed); status != http.StatusOK {
			t.Errorf("a message is answered %d", status)
		}
	}
	banked("a message that came twice", 3)
}
