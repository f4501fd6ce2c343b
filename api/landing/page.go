package landing

import (
	"bytes"
	_ "embed"
	"html/template"
	"net/http"

	"github.com/gin-gonic/gin"

	"channelrouter/internal/clock"
	"channelrouter/internal/geo"
	"channelrouter/service/scan"
)

//go:embed page.html
var source string

var page = template.Must(template.New("page").Parse(source))

// view is what the page shows.
type view struct {
	State   string // genuine, claimed, revoked, mistyped, unknown or busy
	Product string
	Pack    string
	GTIN    string
	When    string // of an earlier claim
	Where   string // its district; empty when it was not told
}

// genuine is the view of a real code: never claimed, or when and where it was.
func genuine(a scan.Authenticity) view {
	v := view{State: "genuine", Product: a.Product.Name, Pack: a.Product.Pack, GTIN: a.Product.GTIN}
	if a.Claimed != nil {
		v.State, v.When = "claimed", clock.Local(a.Claimed.At).Format("2006-01-02 15:04")
		if d, ok := geo.Find(a.Claimed.Adcode); ok {
			v.Where = d.FullName
		}
	}
	return v
}

// words is what each state says, by language: title, and what to do.
var words = map[string]map[string][2]string{
	"zh": {
		"genuine":  {"正品", "该商品为品牌正品，尚未领取积分。请用微信扫描瓶盖内的二维码领取。"},
		"claimed":  {"正品 · 已领取", "该商品的积分已被领取。若不是您本人领取，请谨防假冒，并联系品牌。"},
		"revoked":  {"已被品牌召回", "请勿食用或销售，并联系品牌处理。"},
		"mistyped": {"编码有误", "有字符输入错误，请核对后重试，或直接扫描二维码。"},
		"unknown":  {"查无此码", "未查询到该编码，请谨防假冒。"},
		"busy":     {"系统繁忙", "请稍后再试。"},
	},
	"en": {
		"genuine":  {"Genuine", "This is a genuine product and its points have not been claimed. Scan the code under the cap in WeChat."},
		"claimed":  {"Genuine, already claimed", "The points of this product were claimed before. If it was not you, beware of a counterfeit and contact the brand."},
		"revoked":  {"Recalled by the brand", "Do not use or sell it, and contact the brand."},
		"mistyped": {"Mistyped code", "A symbol is wrong. Check it and try again, or scan the code."},
		"unknown":  {"Unknown code", "There is no such code. Beware of a counterfeit."},
		"busy":     {"Busy", "Please try again in a moment."},
	},
}

func write(c *gin.Context, status int, language string, v view) {
	text := words[language][v.State]
	var body bytes.Buffer
	err := page.Execute(&body, struct {
		view
		Lang, Title, Advice string
	}{v, language, text[0], text[1]})
	if err != nil {
		c.Status(http.StatusInternalServerError)
		return
	}
	c.Header("Cache-Control", "no-store")
	c.Header("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; img-src data:")
	c.Header("X-Content-Type-Options", "nosniff")
	c.Data(status, "text/html; charset=utf-8", body.Bytes())
}
