package miniprogram_test

import (
	"strings"
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/miniprogram"
	"channelrouter/miniprogram/fake"
)

func TestRiskRank(t *testing.T) {
	Convey("Given people whom WeChat knows", t, func() {
		w := newWorld()
		w.wechat.SetRisk("Wang", 4)
		for _, name := range []string{"Li", "Wang"} {
			w.wechat.IssueLoginCode(consumerApp, name)
		}
		rank := func(openid, ip string) (int, error) {
			return w.client.RiskRank(ctx, miniprogram.RoleConsumer, openid, miniprogram.RiskCampaign, ip)
		}
		li, wang := w.wechat.OpenID(consumerApp, "Li"), w.wechat.OpenID(consumerApp, "Wang")

		Convey("each has a rank", func() {
			got, err := rank(li, "203.0.113.7")
			So(err, ShouldBeNil)
			So(got, ShouldEqual, 0)
			got, err = rank(wang, "2001:db8::1")
			So(err, ShouldBeNil)
			So(got, ShouldEqual, 4)
		})
		Convey("who was not there for two hours has none", func() {
			w.clock.Advance(2*time.Hour + time.Second)
			_, err := rank(li, "203.0.113.7")
			So(err, ShouldWrap, miniprogram.ErrPersonAway)
		})
		Convey("who is not a person of the app has none", func() {
			for _, openid := range []string{"", "nobody", w.wechat.OpenID(guideApp, "Li")} {
				_, err := rank(openid, "203.0.113.7")
				So(err, ShouldWrap, miniprogram.ErrOpenIDRefused)
			}
		})
		Convey("a question that makes no sense is refused", func() {
			_, err := rank(li, "nowhere")
			So(err, ShouldWrap, miniprogram.ErrCheckRefused)
			_, err = w.client.RiskRank(ctx, miniprogram.RoleConsumer, li, 7, "203.0.113.7")
			So(err, ShouldWrap, miniprogram.ErrCheckRefused)
			_, err = w.client.RiskRank(ctx, miniprogram.RoleTerminal, li, miniprogram.RiskRegister, "203.0.113.7")
			So(err, ShouldWrap, miniprogram.ErrAppNotConfigured)
		})
		Convey("each errcode has its meaning", func() {
			riskErrcodes(w, "/wxa/getuserriskrank", func() error {
				_, err := rank(li, "203.0.113.7")
				return err
			})
		})
		Convey("an answer without a rank holds nobody harmless", func() {
			for _, body := range []string{`{"errcode":0}`, `{"errcode":0,"risk_rank":5}`, `{"errcode":0,"risk_rank":-1}`} {
				w.store = newWorld().store
				client := w.connect(answering(body), miniprogram.App{
					Role: miniprogram.RoleConsumer, AppID: consumerApp, Secret: miniprogram.NewSecret(appSecret)})
				_, err := client.RiskRank(ctx, miniprogram.RoleConsumer, li, miniprogram.RiskCampaign, "203.0.113.7")
				So(err, ShouldWrap, miniprogram.ErrUnavailable)
			}
		})
	})
}

func TestContentChecks(t *testing.T) {
	Convey("Given contents that WeChat judges", t, func() {
		w := newWorld()
		w.wechat.SetVerdict("casino", "risky", 20006)
		w.wechat.SetVerdict("discount", "review", 10001)
		w.wechat.IssueLoginCode(consumerApp, "Li")
		li := w.wechat.OpenID(consumerApp, "Li")
		text := func(content string) (miniprogram.Verdict, int, error) {
			return w.client.CheckText(ctx, miniprogram.RoleConsumer, li, miniprogram.SceneComment, content)
		}
		media := func(url string) (string, error) {
			return w.client.CheckMedia(ctx, miniprogram.RoleConsumer, li, miniprogram.SceneForum, url, miniprogram.MediaImage)
		}

		Convey("a text gets a verdict and its reason", func() {
			for content, want := range map[string]struct {
				verdict miniprogram.Verdict
				label   int
			}{
				"你好 <b>&":             {miniprogram.VerdictPass, 100},
				"a casino discount":   {miniprogram.VerdictRisky, 20006},
				"50% discount today!": {miniprogram.VerdictReview, 10001},
			} {
				verdict, label, err := text(content)
				So(err, ShouldBeNil)
				So(verdict, ShouldEqual, want.verdict)
				So(label, ShouldEqual, want.label)
			}
		})
		Convey("a text has 1 to 2,500 characters", func() {
			_, _, err := text(strings.Repeat("字", 2500))
			So(err, ShouldBeNil)
			for _, wrong := range []string{"", strings.Repeat("字", 2501), "\xff"} {
				_, _, err := text(wrong)
				So(err, ShouldWrap, miniprogram.ErrCheckRefused)
			}
			_, _, err = w.client.CheckText(ctx, miniprogram.RoleConsumer, li, 9, "x")
			So(err, ShouldWrap, miniprogram.ErrCheckRefused)
		})
		Convey("a medium gets a trace id of its own", func() {
			one, err := media("https://cdn.example/a.jpg")
			So(err, ShouldBeNil)
			two, err := media("https://cdn.example/a.jpg")
			So(err, ShouldBeNil)
			So(one, ShouldNotBeBlank)
			So(two, ShouldNotEqual, one)
			for _, wrong := range []string{"", "a.jpg", "ftp://cdn.example/a.jpg", "https:///a.jpg", "://"} {
				_, err := media(wrong)
				So(err, ShouldWrap, miniprogram.ErrCheckRefused)
			}
		})
		Convey("who was not there for two hours cannot be checked", func() {
			w.clock.Advance(3 * time.Hour)
			_, _, err := text("x")
			So(err, ShouldWrap, miniprogram.ErrPersonAway)
			_, err = media("https://cdn.example/a.jpg")
			So(err, ShouldWrap, miniprogram.ErrPersonAway)
		})
		Convey("each errcode has its meaning", func() {
			riskErrcodes(w, "/wxa/msg_sec_check", func() error { _, _, err := text("x"); return err })
			riskErrcodes(w, "/wxa/media_check_async", func() error { _, err := media("https://cdn.example/a.jpg"); return err })
		})
		Convey("an answer without a verdict is an outage", func() {
			for _, body := range []string{`{"errcode":0}`, `{"errcode":0,"result":{"suggest":"maybe"}}`} {
				w.store = newWorld().store
				client := w.connect(answering(body), miniprogram.App{
					Role: miniprogram.RoleConsumer, AppID: consumerApp, Secret: miniprogram.NewSecret(appSecret)})
				_, _, err := client.CheckText(ctx, miniprogram.RoleConsumer, li, miniprogram.SceneComment, "x")
				So(err, ShouldWrap, miniprogram.ErrUnavailable)
				_, err = client.CheckMedia(ctx, miniprogram.RoleConsumer, li, miniprogram.SceneComment, "https://a/b", miniprogram.MediaAudio)
				So(err, ShouldWrap, miniprogram.ErrUnavailable)
			}
		})
	})
}

func riskErrcodes(w *world, path string, do func() error) {
	for errcode, want := range map[int]error{
		-1:    miniprogram.ErrUnavailable,
		40003: miniprogram.ErrOpenIDRefused,
		43104: miniprogram.ErrOpenIDRefused,
		61010: miniprogram.ErrPersonAway,
		40129: miniprogram.ErrCheckRefused,
		44002: miniprogram.ErrCheckRefused,
		47001: miniprogram.ErrCheckRefused,
		44991: miniprogram.ErrQuota,
		45009: miniprogram.ErrQuota,
		48001: miniprogram.ErrNotPermitted,
	} {
		w.wechat.Fail(1, fake.Fault{Path: path, Errcode: errcode})
		So(do(), ShouldWrap, want)
	}
	w.wechat.Limit(path, 1, time.Minute)
	So(do(), ShouldBeNil)
	So(do(), ShouldWrap, miniprogram.ErrQuota)
}
