package landing

import (
	"bytes"
	_ "embed"
	"html/template"
	"strings"

	"github.com/gin-gonic/gin"

	"channelrouter/internal/clock"
	"channelrouter/internal/geo"
	"channelrouter/service/scan"
)

//go:embed page.html
var source string

// view is what the page shows.
type view struct {
	State   string // a key of words
	Product string
	Pack    string
	GTIN    string
	When    string // of an earlier claim
	Where   string // its district; empty when it was not told
	Code    string // of the problem, where there is nothing to see
}

// genuine is the view of a real code: never claimed, or when and where it was. Goods
// without a code to claim, as cases and pallets are, have nothing more to say.
func genuine(a scan.Authenticity) view {
	v := view{State: "genuine", Product: a.Product.Name, Pack: a.Product.Pack, GTIN: a.Product.GTIN}
	if !a.Claimable {
		v.State = "plain"
	}
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
		"plain":    {"正品", "该商品为品牌正品。"},
		"recalled": {"已被品牌召回", "请勿食用或销售，并联系品牌处理。"},
		"revoked":  {"编码已作废", "品牌已停用该编码。如对商品有疑问，请联系品牌。"},
		"other":    {"商品不符", "该编码属于另一种商品，请谨防假冒，并扫描商品上印刷的二维码。"},
		"mistyped": {"编码有误", "有字符输入错误，请核对后重试，或直接扫描二维码。"},
		"unknown":  {"查无此码", "未查询到该编码，请谨防假冒。"},
		"nothing":  {"没有对应内容", "该链接没有指向单件商品的内容，请扫描商品上印刷的二维码。"},
		"blocked":  {"查询过于频繁", "多次查询了不存在的编码，请一小时后再扫描印刷的二维码。"},
		"busy":     {"系统繁忙", "请稍后再试。"},
		"again":    {"请重新扫码", "页面已失效，请重新扫描商品上的二维码。"},
		"preview":  {"请使用完整服务", "当前为预览页面，请点击页面底部的“使用完整服务”。"},
	},
	"en": {
		"genuine":  {"Genuine", "This is a genuine product and its points have not been claimed. Scan the code under the cap in WeChat."},
		"claimed":  {"Genuine, already claimed", "The points of this product were claimed before. If it was not you, beware of a counterfeit and contact the brand."},
		"plain":    {"Genuine", "This is a genuine product."},
		"recalled": {"Recalled by the brand", "Do not use or sell it, and contact the brand."},
		"revoked":  {"Withdrawn code", "The brand has withdrawn this code. Ask the brand if you are not sure of the product."},
		"other":    {"Another product", "This code belongs to another product. Beware of a counterfeit, and scan the code on the goods."},
		"mistyped": {"Mistyped code", "A symbol is wrong. Check it and try again, or scan the code."},
		"unknown":  {"Unknown code", "There is no such code. Beware of a counterfeit."},
		"nothing":  {"Nothing here", "This link leads to nothing of a single item. Scan the code on the goods."},
		"blocked":  {"Too many tries", "Too many codes that do not exist were tried. Wait an hour, then scan the printed code."},
		"busy":     {"Busy", "Please try again in a moment."},
		"again":    {"Scan again", "This page has ended. Scan the code on the goods again."},
		"preview":  {"Use the full service", "This is a preview. Tap the full-service button at the bottom of the page."},
	},
}

// known are the states that show goods; the others show a problem's code.
var known = map[string]bool{"genuine": true, "plain": true, "claimed": true}

// mark stands for a value in a page made ready; no text contains it.
const mark = "\x00"

// pages holds the page of each language and state made ready: the pieces between the
// values, because a page that is asked for by everyone who scans is joined, not rendered.
var pages = func() map[string]map[string][]string {
	page := template.Must(template.New("page").Parse(source))
	ready := map[string]map[string][]string{}
	for language, states := range words {
		ready[language] = map[string][]string{}
		for state, text := range states {
			var out bytes.Buffer
			err := page.Execute(&out, map[string]any{
				"Lang": language, "State": state, "Title": text[0], "Advice": text[1],
				"Known": known[state], "Claimed": state == "claimed", "Value": template.HTML(mark),
			})
			if err != nil {
				panic(err) // the template is part of the program
			}
			ready[language][state] = strings.Split(out.String(), mark)
		}
	}
	return ready
}()

// values are what stands at a page's marks, in order.
func (v view) values() [4]string {
	if !known[v.State] {
		return [4]string{v.Code}
	}
	claim := v.When
	if v.Where != "" {
		claim += " · " + v.Where
	}
	return [4]string{v.Product, v.Pack, v.GTIN, claim}
}

// render joins the pieces of a page with what it shows, escaped.
func render(language string, v view) []byte {
	pieces := pages[language][v.State]
	values := v.values()
	body := make([]byte, 0, len(source)+512)
	for i, piece := range pieces {
		body = append(body, piece...)
		if i < len(pieces)-1 {
			body = append(body, template.HTMLEscapeString(values[i])...)
		}
	}
	return body
}

func write(c *gin.Context, status int, language string, v view) {
	head := c.Writer.Header()
	head["Cache-Control"] = noStore
	head["Content-Security-Policy"] = policy
	head["X-Content-Type-Options"] = noSniff
	c.Data(status, "text/html; charset=utf-8", render(language, v))
}

// Headers that every page has.
var (
	noStore = []string{"no-store"}
	policy  = []string{"default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"}
	noSniff = []string{"nosniff"}
)
