package main

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"net/http"
	"strings"
	"testing"
	"time"

	"channelrouter/configs"
	"channelrouter/miniprogram/fake"
)

// What people write is checked by WeChat: a text before it is kept, a photo afterwards, by a
// verdict that is pushed.
func TestWhatPeopleWriteIsChecked(t *testing.T) {
	var app configs.App
	s := serveWith(t, func(c *configs.Config, base string) {
		app = c.Apps["consumer"]
		app.OriginalID, app.PushToken, app.PushKey = "gh_0123456789ab", "pushtoken", configs.Secret(strings.Repeat("k", 42)+"0")
		c.Apps["consumer"] = app
		c.Media.PublicURL = base
	})
	s.wechat.SetPush(app.ID, fake.PushTarget{
		URL: s.base + "/callback/wechat/consumer", OriginalID: app.OriginalID,
		Token: string(app.PushToken), EncodingAESKey: string(app.PushKey),
	})
	s.wechat.SetVerdict("dreadful", "risky", 20001)
	s.wechat.SetVerdict("/media/", "risky", 20002)
	s.wechat.AddPerson("gu", "union-gu")
	_, token, _ := s.login("consumer", s.wechat.IssueLoginCode(app.ID, "gu"))

	var photo struct {
		ID string `json:"id"`
	}
	if status := s.send("POST", "/consumer/photos", token, http.Header{"Content-Type": {"image/png"}}, picture(t), &photo); status != http.StatusOK || photo.ID == "" {
		t.Fatalf("the upload is answered %d %+v", status, photo)
	}
	var answer struct {
		Thread struct {
			ID string `json:"id"`
		} `json:"thread"`
		Page struct {
			Items []struct {
				Photos []struct {
					Hidden bool   `json:"hidden"`
					URL    string `json:"url"`
				} `json:"photos"`
			} `json:"items"`
		} `json:"page"`
		Code string `json:"code"`
	}
	words := map[string]any{"topic": "other", "text": "a dreadful thing", "photos": []string{photo.ID}}
	if status := s.call("POST", "/consumer/threads", token, "thread", words, &answer); answer.Code != "contact.text_refused" {
		t.Errorf("a risky text is answered %d %s", status, answer.Code)
	}
	words["text"] = "a dented box"
	if status := s.call("POST", "/consumer/threads", token, "thread", words, &answer); status != http.StatusOK {
		t.Fatalf("a text is answered %d %s", status, answer.Code)
	}
	var trace, address string
	for deadline := time.Now().Add(20 * time.Second); trace == "" && time.Now().Before(deadline); time.Sleep(50 * time.Millisecond) {
		trace, address = s.wechat.PendingMedia()
	}
	response, err := http.Get(address)
	s.must(err)
	_ = response.Body.Close()
	if response.StatusCode != http.StatusOK || response.Header.Get("Content-Type") != "image/png" {
		t.Errorf("WeChat gets the photo as %d %s", response.StatusCode, response.Header.Get("Content-Type"))
	}
	// The verdict may come before it is written down that it was asked for: WeChat tells again.
	for deadline := time.Now().Add(5 * time.Second); ; time.Sleep(100 * time.Millisecond) {
		if err = s.wechat.PushMediaResult(trace); err == nil || time.Now().After(deadline) {
			break
		}
	}
	s.must(err)
	s.call("GET", "/consumer/threads/"+answer.Thread.ID, token, "", nil, &answer)
	posts := answer.Page.Items
	if len(posts) != 1 || len(posts[0].Photos) != 1 || !posts[0].Photos[0].Hidden || posts[0].Photos[0].URL != "" {
		t.Errorf("a risky photo is shown: %+v", posts)
	}
}

// picture is a small PNG.
func picture(t *testing.T) []byte {
	t.Helper()
	img := image.NewRGBA(image.Rect(0, 0, 8, 8))
	img.Set(3, 3, color.RGBA{R: 200, A: 255})
	var out bytes.Buffer
	if err := png.Encode(&out, img); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// A login code works once, in the app that it was made for, and only where the app is
// configured; what is refused has a stable code and leaves nobody behind.
func TestBadLogins(t *testing.T) {
	var guide, consumer configs.App
	s := serveWith(t, func(c *configs.Config, _ string) {
		guide, consumer = c.Apps["guide"], c.Apps["consumer"]
		c.Apps["distributor"] = configs.App{}
	})
	s.wechat.AddPerson("gu", "union-gu")
	people := func() (n int64) {
		s.must(s.DB.Conn(t.Context()).Table("persons").Count(&n).Error)
		return n
	}
	used := s.wechat.IssueLoginCode(guide.ID, "gu")
	if status, _, problem := s.login("guide", used); status != http.StatusOK {
		t.Fatalf("a login is answered %d %s", status, problem)
	}
	for _, refused := range []struct {
		what, app, code, problem string
		status                   int
	}{
		{"a used code", "guide", used, "wechat.login_code_refused", http.StatusUnauthorized},
		{"an invented code", "guide", "nonsense", "wechat.login_code_refused", http.StatusUnauthorized},
		{"another app's code", "guide", s.wechat.IssueLoginCode(consumer.ID, "gu"), "wechat.login_code_refused", http.StatusUnauthorized},
		{"an app that is not configured", "distributor", "nonsense", "wechat.app_not_configured", http.StatusBadRequest},
	} {
		status, token, problem := s.login(refused.app, refused.code)
		if status != refused.status || problem != refused.problem || token != "" {
			t.Errorf("%s is answered %d %s", refused.what, status, problem)
		}
	}
	if n := people(); n != 1 {
		t.Errorf("%d persons are known", n)
	}
}
