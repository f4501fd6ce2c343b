package landing

import (
	"bytes"
	_ "embed"
	"fmt"
	"html/template"
	"net/http"
	"net/url"

	"github.com/gin-gonic/gin"

	"channelrouter/internal/money"
	"channelrouter/model"
	"channelrouter/service/scan"
)

//go:embed web.html
var webSource string

var webTemplate = template.Must(template.New("web").Parse(webSource))

// webView is what the page inside WeChat shows.
type webView struct {
	view
	Lang, Title, Advice string
	Action, Form        string       // of the claim's button; empty without one
	Won                 *scan.Prize  // after a claim; nil when there was nothing to win
	App                 template.URL // opens the app; empty without one
	Words               map[string]string
}

// webWords are what only this page says.
var webWords = map[string]map[string]string{
	"zh": {
		"claim": "领取", "app": "打开小程序", "product": "商品", "pack": "规格", "first": "首次领取",
		"invite": "该商品为品牌正品，尚未领取。", "won": "领取成功", "points": "恭喜获得 %d 积分。", "cash": "恭喜获得 %s。", "nothing": "已登记，本商品没有奖励。",
	},
	"en": {
		"claim": "Claim", "app": "Open the app", "product": "Product", "pack": "Pack", "first": "First claimed",
		"invite": "This is a genuine product and nobody has claimed it yet.", "won": "Claimed", "points": "You have won %d points.", "cash": "You have won %s.", "nothing": "Recorded; there is no reward on this product.",
	},
}

// webView is the page before a claim. Only who holds the code under the cap is offered one.
func (h *Handler) webView(s webSession, found scan.Authenticity, text string) webView {
	v := webView{view: genuine(found), App: h.appLink(found.Face, text)}
	if v.State == "genuine" && found.Face == model.FaceUnitInner {
		v.Action, v.Form = webPath+url.PathEscape(text), h.web.form(s, text)
	}
	return v
}

// wonView is the page after a claim: what was won, or that somebody else was first.
func (h *Handler) wonView(found scan.Authenticity, a scan.Answer, text string) webView {
	v := webView{view: genuine(found), App: h.appLink(found.Face, text)}
	if a.Outcome == scan.OutcomeClaimed {
		v.State, v.When, v.Won = "won", "", a.Won
	}
	return v
}

// appLink opens the app on the code; "" when there is none.
func (h *Handler) appLink(face model.Face, text string) template.URL {
	if h.scheme == "" {
		return ""
	}
	page := "pages/verify/index"
	if face == model.FaceUnitInner {
		page = "pages/claim/index"
	}
	return template.URL(h.scheme + page + codeQuery + url.QueryEscape(url.QueryEscape(text)))
}

// inWords gives the view its texts.
func (v webView) inWords(language string) webView {
	v.Lang, v.Words = language, webWords[language]
	v.Title, v.Advice = words[language][v.State][0], words[language][v.State][1]
	switch {
	case v.State == "won":
		v.Title, v.Advice = v.Words["won"], v.prize()
	case v.Form != "":
		v.Advice = v.Words["invite"]
	}
	return v
}

func (v webView) prize() string {
	switch {
	case v.Won == nil || v.Won.Amount == 0:
		return v.Words["nothing"]
	case v.Won.Asset == "points":
		return fmt.Sprintf(v.Words["points"], v.Won.Amount)
	}
	return fmt.Sprintf(v.Words["cash"], money.Fen(v.Won.Amount))
}

func (h *Handler) writeWeb(c *gin.Context, v webView) {
	identify(c)
	var body bytes.Buffer
	if err := webTemplate.Execute(&body, v.inWords(language(c))); err != nil {
		h.refuse(c, err)
		return
	}
	head := c.Writer.Header()
	head["Cache-Control"], head["X-Content-Type-Options"] = noStore, noSniff
	head["Content-Security-Policy"] = []string{h.webPolicy}
	head["Referrer-Policy"] = []string{"no-referrer"}
	c.Data(http.StatusOK, "text/html; charset=utf-8", body.Bytes())
}

// policyOf lets the page's form come back here, also by way of WeChat: browsers hold the
// redirects that follow a form against form-action.
func policyOf(w *Web) string {
	wechat, err := url.Parse(w.WeChat.AuthorizeURL("", "", false))
	if err != nil {
		wechat = &url.URL{}
	}
	return "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'; form-action 'self' " +
		wechat.Scheme + "://" + wechat.Host
}
