package miniprogram

import (
	"errors"
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/silenceper/wechat/v2/util"
)

// The example in WeChat's documentation of message push.
const (
	exampleApp     = "wxba5fad812f8e6fb9"
	exampleToken   = "AAAAA"
	exampleSealed  = "+qdx1OKCy+5JPCBFWw70tm0fJGb2Jmeia4FCB7kao+/Q5c/ohsOzQHi8khUOb05JCpj0JB4RvQMkUyus8TPxLKJGQqcvZqzDpVzazhZv6JsXUnnR8XGT740XgXZUXQ7vJVnAG+tE8NUd4yFyjPy7GgiaviNrlCTj+l5kdfMuFUPpRSrfMZuMcp3Fn2Pede2IuQrKEYwKSqFIZoNqJ4M8EajAsjLY2km32IIjdf8YL/P50F7mStwntrA2cPDrM1kb6mOcfBgRtWygb3VIYnSeOBrebufAlr7F9mFUPAJGj04="
	exampleMessage = `{"ToUserName":"gh_97417a04a28d","FromUserName":"o9AgO5Kd5ggOC-bXrbNODIiE3bGY","CreateTime":1714112445,"MsgType":"event","Event":"debug_demo","debug_str":"hello world"}`
)

var exampleKey = strings.Repeat("A", 43)

func examplePush(t testing.TB, app App, at int64) *Push {
	t.Helper()
	push, err := NewPush(app, NewSecret(exampleToken), NewSecret(exampleKey), func() time.Time { return time.Unix(at, 0) })
	if err != nil {
		t.Fatal(err)
	}
	return push
}

func exampleQuery() url.Values {
	query, _ := url.ParseQuery("signature=6c5c811b55cc85e0e1b54100749188c20beb3f5d&timestamp=1714112445&nonce=415670741&openid=o9AgO5Kd5ggOC-bXrbNODIiE3bGY&encrypt_type=aes&msg_signature=046e02f8204d34f8ba5fa3b1db94908f3df2e9b3")
	return query
}

func TestPushOpensWeChatsExample(t *testing.T) {
	push := examplePush(t, App{AppID: exampleApp, OriginalID: "gh_97417a04a28d"}, 1714112445)
	body := `{"ToUserName": "gh_97417a04a28d", "Encrypt": "` + exampleSealed + `"}`
	event, err := push.Open(exampleQuery(), []byte(body))
	if err != nil {
		t.Fatal(err)
	}
	if event.Name != "debug_demo" || event.OpenID != "o9AgO5Kd5ggOC-bXrbNODIiE3bGY" || event.At.Unix() != 1714112445 {
		t.Errorf("Open = %+v", event)
	}
	message, appID, err := decrypt([]byte(push.key.Reveal()), exampleSealed)
	if err != nil || string(message) != exampleMessage || appID != exampleApp {
		t.Errorf("decrypt = %s, %s, %v", message, appID, err)
	}
}

func TestPushAnswersWeChatsExampleCheck(t *testing.T) {
	query, _ := url.ParseQuery("signature=f464b24fc39322e44b38aa78f5edd27bd1441696&echostr=4375120948345356249&timestamp=1714036504&nonce=1514711492")
	echo, err := examplePush(t, App{AppID: exampleApp}, 1714036504).Challenge(query)
	if err != nil || echo != "4375120948345356249" {
		t.Errorf("Challenge = %q, %v", echo, err)
	}
	query.Set("nonce", "1514711493")
	if _, err := examplePush(t, App{AppID: exampleApp}, 1714036504).Challenge(query); !errors.Is(err, ErrPushForged) {
		t.Errorf("another nonce: %v", err)
	}
}

func TestPushRefuses(t *testing.T) {
	app := App{AppID: exampleApp}
	sealed := `{"Encrypt":"` + exampleSealed + `"}`
	set := func(name, value string) url.Values {
		query := exampleQuery()
		query.Set(name, value)
		return query
	}
	for _, c := range []struct {
		name  string
		app   App
		after int64 // seconds
		query url.Values
		body  string
		want  error
	}{
		{"another signature", app, 0, set("msg_signature", "146e02f8204d34f8ba5fa3b1db94908f3df2e9b3"), sealed, ErrPushForged},
		{"no signature", app, 0, set("msg_signature", ""), sealed, ErrPushForged},
		{"another time", app, 0, set("timestamp", "1714112446"), sealed, ErrPushForged},
		{"another nonce", app, 0, set("nonce", "1"), sealed, ErrPushForged},
		{"a tampered body", app, 0, exampleQuery(), strings.Replace(sealed, "qdx1", "qdx2", 1), ErrPushForged},
		{"a message in the open", app, 0, exampleQuery(), exampleMessage, ErrPushForged},
		{"a message that is not said to be encrypted", app, 0, set("encrypt_type", "raw"), sealed, ErrPushForged},
		{"nonsense", app, 0, exampleQuery(), "nonsense", ErrPushForged},
		{"nothing", app, 0, exampleQuery(), "", ErrPushForged},
		{"an old message", app, 301, exampleQuery(), sealed, ErrPushStale},
		{"a message from the future", app, -301, exampleQuery(), sealed, ErrPushStale},
		{"a message for another app", App{AppID: "wx1"}, 0, exampleQuery(), sealed, ErrPushOfAnotherApp},
		{"a message to another original id", App{AppID: exampleApp, OriginalID: "gh_1"}, 0, exampleQuery(), sealed, ErrPushOfAnotherApp},
	} {
		if _, err := examplePush(t, c.app, 1714112445+c.after).Open(c.query, []byte(c.body)); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", c.name, err, c.want)
		}
	}
	for _, after := range []int64{-300, 300} {
		if _, err := examplePush(t, app, 1714112445+after).Open(exampleQuery(), []byte(sealed)); err != nil {
			t.Errorf("%d seconds off: %v", after, err)
		}
	}
}

// A message that is signed but cannot be read, as with another EncodingAESKey.
func TestPushRefusesWhatItCannotRead(t *testing.T) {
	push := examplePush(t, App{AppID: exampleApp}, 1714112445)
	otherKey := strings.Repeat("B", 43)
	for name, sealed := range map[string]string{
		"another key":  seal(t, exampleMessage, exampleApp, otherKey),
		"no base 64":   "%%%",
		"half a block": "AAAAAAAAAAAAAAAAAAAAAA==",
		"no message":   seal(t, "neither", exampleApp, exampleKey),
	} {
		query := exampleQuery()
		query.Set("msg_signature", util.Signature(exampleToken, "1714112445", "415670741", sealed))
		if _, err := push.Open(query, []byte(`{"Encrypt":"`+sealed+`"}`)); !errors.Is(err, ErrPushForged) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// seal is the library's encryption, which knows nothing of ours.
func seal(t testing.TB, message, appID, key string) string {
	t.Helper()
	sealed, err := util.EncryptMsg([]byte("0123456789abcdef"), []byte(message), appID, key)
	if err != nil {
		t.Fatal(err)
	}
	return string(sealed)
}

func TestDecryptFitsTheLibrarysEncryption(t *testing.T) {
	key := []byte(examplePush(t, App{}, 0).key.Reveal())
	for n := range 100 {
		want := strings.Repeat("x", n)
		got, appID, err := decrypt(key, seal(t, want, exampleApp, exampleKey))
		if err != nil || string(got) != want || appID != exampleApp {
			t.Errorf("%d bytes: %q, %q, %v", n, got, appID, err)
		}
	}
}

func TestNewPushRefuses(t *testing.T) {
	for _, c := range []struct{ token, key string }{
		{"", exampleKey}, {"t", ""}, {"t", strings.Repeat("A", 42)}, {"t", strings.Repeat("A", 44)}, {"t", strings.Repeat("!", 43)},
	} {
		if push, err := NewPush(App{AppID: "wx1"}, NewSecret(c.token), NewSecret(c.key), nil); err == nil || push != nil {
			t.Errorf("NewPush(%q, %q) = %v, %v", c.token, c.key, push, err)
		}
	}
	secret := "secretpushtoken"
	push, err := NewPush(App{AppID: "wx1"}, NewSecret(secret), NewSecret(strings.Repeat("Q", 43)), nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{fmt.Sprintf("%+v", *push), fmt.Sprintf("%#v", push), fmt.Sprint(push)} {
		if strings.Contains(text, secret) || strings.Contains(text, push.key.Reveal()) {
			t.Errorf("a printer shows %s", text)
		}
	}
}

func FuzzDecrypt(f *testing.F) {
	f.Add(exampleSealed)
	f.Add("")
	f.Add(seal(f, "", "", exampleKey))
	f.Add(seal(f, strings.Repeat("x", 1000), exampleApp, strings.Repeat("B", 43)))
	key := []byte(examplePush(f, App{}, 0).key.Reveal())
	f.Fuzz(func(t *testing.T, sealed string) {
		message, appID, err := decrypt(key, sealed)
		if err != nil && (message != nil || appID != "") {
			t.Errorf("an error with a message: %q, %q, %v", message, appID, err)
		}
		if err == nil && 20+len(message)+len(appID) > len(sealed) {
			t.Errorf("%d bytes came out of %d", len(message)+len(appID), len(sealed))
		}
	})
}

// What was signed and encrypted may still be anything.
func FuzzEvent(f *testing.F) {
	f.Add(exampleMessage)
	f.Add(`<xml><MsgType>event</MsgType><Event>wxa_media_check</Event><result><label>x</label></result></xml>`)
	f.Add(`{"MsgType":"event","Event":"subscribe_msg_sent_event","List":{"MsgID":7,"ErrorCode":"x"}}`)
	push := examplePush(f, App{AppID: exampleApp}, 0)
	f.Fuzz(func(_ *testing.T, plain string) {
		_, _ = push.read([]byte(plain))
	})
}
