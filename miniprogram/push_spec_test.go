package miniprogram_test

import (
	"bytes"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/miniprogram"
	"channelrouter/miniprogram/fake"
)

const pushToken, guideOriginal = "pushtoken", "gh_0123456789ab"

var pushKey = strings.Repeat("k", 42) + "0"

func TestPushes(t *testing.T) {
	for format, xml := range map[string]bool{"JSON": false, "XML": true} {
		Convey("Given pushes in "+format+" to an app's URL", t, func() {
			w := newWorld()
			inbox := w.listen(xml)
			w.wechat.IssueLoginCode(guideApp, "Li")
			li := w.wechat.OpenID(guideApp, "Li")

			Convey("the URL passes WeChat's check, and a wrong token does not", func() {
				So(w.wechat.CheckPushURL(guideApp), ShouldBeNil)
				w.wechat.SetPush(guideApp, fake.PushTarget{URL: inbox.url, Token: "another", EncodingAESKey: pushKey})
				So(w.wechat.CheckPushURL(guideApp), ShouldNotBeNil)
				So(inbox.lastError(), ShouldWrap, miniprogram.ErrPushForged)
			})
			Convey("a media verdict comes under its trace id", func() {
				w.wechat.SetVerdict("bad", "risky", 20002)
				w.wechat.SetVerdict("odd", "review", 21000)
				for url, want := range map[string]miniprogram.MediaResult{
					"https://cdn.example/good.jpg": {Verdict: miniprogram.VerdictPass, Label: 100},
					"https://cdn.example/bad.jpg":  {Verdict: miniprogram.VerdictRisky, Label: 20002},
					"https://cdn.example/odd.jpg":  {Verdict: miniprogram.VerdictReview, Label: 21000},
				} {
					var err error
					want.TraceID, err = w.client.CheckMedia(ctx, miniprogram.RoleGuide, li, miniprogram.SceneComment, url, miniprogram.MediaImage)
					So(err, ShouldBeNil)
					So(w.wechat.PushMediaResult(want.TraceID), ShouldBeNil)
					event := inbox.lastEvent()
					So(event.Name, ShouldEqual, miniprogram.EventMediaCheck)
					So(*event.Media, ShouldResemble, want)
				}
			})
			Convey("choices in the app come one by one or many at once", func() {
				So(w.wechat.PushConsent(guideApp, li, true, "t1"), ShouldBeNil)
				event := inbox.lastEvent()
				So(event.Name, ShouldEqual, miniprogram.EventSubscribePopup)
				So(event.OpenID, ShouldEqual, li)
				So(event.At.Unix(), ShouldEqual, w.clock.Now().Unix())
				So(event.Consents, ShouldResemble, []miniprogram.Consent{{TemplateID: "t1", Accepted: true}})
				So(w.wechat.PushConsent(guideApp, li, false, "t1", "t2"), ShouldBeNil)
				So(inbox.lastEvent().Consents, ShouldResemble, []miniprogram.Consent{{TemplateID: "t1"}, {TemplateID: "t2"}})
			})
			Convey("a refusal in WeChat's settings comes too", func() {
				So(w.wechat.PushRejection(guideApp, li, "t1"), ShouldBeNil)
				event := inbox.lastEvent()
				So(event.Name, ShouldEqual, miniprogram.EventSubscribeChanged)
				So(event.Consents, ShouldResemble, []miniprogram.Consent{{TemplateID: "t1"}})
			})
			Convey("what became of a message comes too", func() {
				w.wechat.AddTemplate(guideApp, "t1", "thing1")
				w.wechat.Accept(li, "t1")
				_, err := w.client.SendSubscribe(ctx, miniprogram.RoleGuide, li, "t1", "", map[string]string{"thing1": "x"})
				So(err, ShouldBeNil)
				So(w.wechat.PushSent(w.wechat.Sent()[0], 0, "success"), ShouldBeNil)
				So(inbox.lastEvent().Deliveries, ShouldResemble, []miniprogram.Delivery{
					{TemplateID: "t1", MessageID: "1", Status: "success"}})
				So(w.wechat.PushSent(w.wechat.Sent()[0], 43102, "user block"), ShouldBeNil)
				So(inbox.lastEvent().Deliveries[0].Errcode, ShouldEqual, 43102)
			})
			Convey("a person's message is no event, and its name is its type", func() {
				message := `{"ToUserName":"` + guideOriginal + `","FromUserName":"x","CreateTime":"1","MsgType":"text","Content":"hi"}`
				So(w.wechat.Push(guideApp, []byte(message)), ShouldBeNil)
				So(inbox.lastEvent().Name, ShouldEqual, "text")
			})
			Convey("what was sealed five minutes ago is refused, whoever brings it", func() {
				query, body := w.wechat.Seal(guideApp, []byte(`{"ToUserName":"`+guideOriginal+`"}`), w.clock.Now().Add(-5*time.Minute-time.Second))
				_, err := inbox.push.Open(query, body)
				So(err, ShouldWrap, miniprogram.ErrPushStale)
			})
			Convey("another app's message is refused", func() {
				w.wechat.SetPush(consumerApp, fake.PushTarget{URL: inbox.url, OriginalID: guideOriginal, Token: pushToken, EncodingAESKey: pushKey, XML: xml})
				So(w.wechat.PushConsent(consumerApp, li, true, "t1"), ShouldNotBeNil)
				So(inbox.lastError(), ShouldWrap, miniprogram.ErrPushOfAnotherApp)
			})
			Convey("slog does not show the person", func() {
				So(w.wechat.PushConsent(guideApp, li, true, "t1"), ShouldBeNil)
				var out bytes.Buffer
				slog.New(slog.NewJSONHandler(&out, nil)).Info("x", "event", inbox.lastEvent())
				So(out.String(), ShouldNotContainSubstring, li)
			})
		})
	}
}

// inbox is a message URL as a deployment has it.
type inbox struct {
	push *miniprogram.Push
	url  string

	mu    sync.Mutex
	event miniprogram.Event
	err   error
}

// listen opens the guide app's message URL and enters it in the stand-in's console.
func (w *world) listen(xml bool) *inbox {
	app := miniprogram.App{Role: miniprogram.RoleGuide, AppID: guideApp, OriginalID: guideOriginal}
	push, err := miniprogram.NewPush(app, miniprogram.NewSecret(pushToken), miniprogram.NewSecret(pushKey), w.clock.Now)
	So(err, ShouldBeNil)
	box := &inbox{push: push}
	server := httptest.NewServer(box)
	Reset(server.Close)
	box.url = server.URL + "/callback"
	w.wechat.SetPush(guideApp, fake.PushTarget{
		URL: box.url, OriginalID: guideOriginal, Token: pushToken, EncodingAESKey: pushKey, XML: xml})
	return box
}

func (b *inbox) ServeHTTP(out http.ResponseWriter, in *http.Request) {
	body, _ := io.ReadAll(in.Body)
	b.mu.Lock()
	defer b.mu.Unlock()
	answer := "success"
	if in.Method == http.MethodGet {
		answer, b.err = b.push.Challenge(in.URL.Query())
	} else {
		b.event, b.err = b.push.Open(in.URL.Query(), body)
	}
	if b.err != nil {
		out.WriteHeader(http.StatusForbidden)
		return
	}
	_, _ = io.WriteString(out, answer)
}

func (b *inbox) lastEvent() miniprogram.Event {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.event
}

func (b *inbox) lastError() error {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.err
}
