package miniprogram_test

import (
	"crypto/aes"
	"crypto/cipher"
	"encoding/base64"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/miniprogram"
	"channelrouter/miniprogram/fake"
)

func TestMarketCodes(t *testing.T) {
	Convey("Given a service account that WeChat has granted one item one code", t, func() {
		w := newWorld()
		account := w.official(properOfficial())
		w.wechat.SetCodeKey(officialID, codeKey)
		w.wechat.SetCodeRange(4_000)
		application, err := account.ApplyCodes(ctx, 10_000, "CR1")
		So(err, ShouldBeNil)
		made := func() []miniprogram.CodeRange {
			w.clock.Advance(time.Minute)
			ranges, ready, err := account.QueryCodes(ctx, application)
			So(err, ShouldBeNil)
			So(ready, ShouldBeTrue)
			return ranges
		}
		claim := miniprogram.CodeActivation{
			Application: application, Range: miniprogram.CodeRange{From: 100, To: 200}, Activity: "spring", Brand: "B", Product: "P",
			GTIN: "06901234567892", AppID: consumerApp, Page: "pages/claim/index", EnvVersion: miniprogram.EnvTrial,
		}

		Convey("the same reference is the same order, for 20 at once", func() {
			numbers := make([]int64, 20)
			So(atOnce(20, func(i int) (err error) {
				numbers[i], err = account.ApplyCodes(ctx, 20_000, "CR2")
				return err
			}), ShouldBeNil)
			for _, n := range numbers {
				So(n, ShouldEqual, numbers[0])
				So(n, ShouldNotEqual, application)
			}
		})
		Convey("what WeChat would refuse is not ordered", func() {
			for _, count := range []int64{0, -10_000, 9_999, 15_000, 20_010_000} {
				_, err := account.ApplyCodes(ctx, count, "CR3")
				So(err, ShouldWrap, miniprogram.ErrCodesRefused)
			}
			_, err := account.ApplyCodes(ctx, 10_000, "")
			So(err, ShouldWrap, miniprogram.ErrCodesRefused)
		})
		Convey("they are ready when WeChat has made them", func() {
			_, ready, err := account.QueryCodes(ctx, application)
			So(err, ShouldBeNil)
			So(ready, ShouldBeFalse)
			So(made(), ShouldResemble, []miniprogram.CodeRange{{From: 0, To: 4_000}, {From: 4_000, To: 8_000}, {From: 8_000, To: 10_000}})
			_, _, err = account.QueryCodes(ctx, application+7)
			So(err, ShouldWrap, miniprogram.ErrCodesRefused)
		})
		Convey("a range is downloaded and opened with the key", func() {
			for _, r := range made() {
				codes, err := account.DownloadCodes(ctx, application, r)
				So(err, ShouldBeNil)
				So(len(codes), ShouldEqual, r.To-r.From)
				for _, i := range []int64{0, r.To - r.From - 1} {
					original, printed := w.wechat.MarketCode(application, r.From+i)
					So(codes[i], ShouldResemble, miniprogram.MarketCode{Original: original, Printed: printed})
					So(len(original), ShouldEqual, 9)
					So(len(printed), ShouldEqual, 28)
				}
			}
			for _, r := range []miniprogram.CodeRange{{From: -1, To: 3}, {From: 3, To: 3}, {From: 0, To: 10_000}} {
				_, err := account.DownloadCodes(ctx, application, r)
				So(err, ShouldWrap, miniprogram.ErrCodesRefused)
			}
		})
		Convey("with another key, or none, they stay closed", func() {
			r := made()[0]
			for _, key := range []string{"fedcba9876543210", ""} {
				o := properOfficial()
				o.CodeKey = miniprogram.NewSecret(key)
				_, err := w.official(o).DownloadCodes(ctx, application, r)
				So(err, ShouldWrap, miniprogram.ErrCodesSealed)
				So(err.Error(), ShouldNotContainSubstring, codeKey)
			}
		})
		Convey("active codes open the app on a page, with a ticket that is worth the code to its scanner alone", func() {
			made()
			So(account.ActivateCodes(ctx, claim), ShouldBeNil)
			original, printed := w.wechat.MarketCode(application, 150)
			appID, page, ticket, ok := w.wechat.ScanMarketCode("Li", printed)
			So(ok, ShouldBeTrue)
			So(appID+" "+page, ShouldEqual, consumerApp+" pages/claim/index")
			got, err := account.TicketToCode(ctx, w.wechat.OpenID(consumerApp, "Li"), ticket)
			So(err, ShouldBeNil)
			So(got, ShouldEqual, original)
			for openID, ticket := range map[string]string{w.wechat.OpenID(consumerApp, "Wang"): ticket, w.wechat.OpenID(consumerApp, "Li"): "made up", "": ticket} {
				_, err := account.TicketToCode(ctx, openID, ticket)
				So(err, ShouldWrap, miniprogram.ErrCodeTicketRefused)
			}
			_, other := w.wechat.MarketCode(application, 200)
			_, _, _, ok = w.wechat.ScanMarketCode("Li", other)
			So(ok, ShouldBeFalse)

			active, err := account.QueryActive(ctx, application, 199)
			So(err, ShouldBeNil)
			So(active.AppID+" "+active.Page, ShouldEqual, consumerApp+" pages/claim/index")
			So(active.Range, ShouldResemble, claim.Range)
			active, err = account.QueryActive(ctx, application, 200)
			So(err, ShouldBeNil)
			So(active, ShouldBeNil)
		})
		Convey("what cannot be activated is refused", func() {
			made()
			So(account.ActivateCodes(ctx, claim), ShouldBeNil)
			for _, spoil := range []func(*miniprogram.CodeActivation){
				func(c *miniprogram.CodeActivation) {}, // again
				func(c *miniprogram.CodeActivation) { c.Range = miniprogram.CodeRange{From: 9_999, To: 10_001} },
				func(c *miniprogram.CodeActivation) { c.Range = miniprogram.CodeRange{From: 5, To: 5} },
				func(c *miniprogram.CodeActivation) {
					c.Range = miniprogram.CodeRange{From: 300, To: 301}
					c.Page = "/pages?x=1"
				},
				func(c *miniprogram.CodeActivation) {
					c.Range = miniprogram.CodeRange{From: 300, To: 301}
					c.Activity = ""
				},
			} {
				c := claim
				spoil(&c)
				So(account.ActivateCodes(ctx, c), ShouldWrap, miniprogram.ErrCodesRefused)
			}
		})
		Convey("errcodes and outages have their meaning, and an activation whose answer is lost is there", func() {
			made()
			for errcode, want := range map[int]error{-1: miniprogram.ErrUnavailable, 45009: miniprogram.ErrQuota, 48001: miniprogram.ErrNotPermitted, 80301: miniprogram.ErrCodesRefused, 99999: miniprogram.ErrCodesRefused} {
				w.wechat.Fail(1, fake.Fault{Path: "/intp/marketcode/applycode", Errcode: errcode})
				_, err := account.ApplyCodes(ctx, 10_000, "CR1")
				So(err, ShouldWrap, want)
			}
			w.wechat.Fail(1, fake.Fault{Path: "/intp/marketcode/tickettocode", Status: 502})
			_, err := account.TicketToCode(ctx, "o", "t")
			So(err, ShouldWrap, miniprogram.ErrUnavailable)
			w.wechat.Fail(1, fake.Fault{Path: "/intp/marketcode/codeactive", Late: true, Status: 502})
			So(account.ActivateCodes(ctx, claim), ShouldWrap, miniprogram.ErrUnavailable)
			active, err := account.QueryActive(ctx, application, 100)
			So(err, ShouldBeNil)
			So(active, ShouldNotBeNil)
		})
	})
	Convey("Given an account that WeChat has granted nothing", t, func() {
		w := newWorld()
		_, err := w.official(properOfficial()).ApplyCodes(ctx, 10_000, "CR1")
		So(err, ShouldWrap, miniprogram.ErrNotPermitted)
	})
}

// sealed is text as WeChat sends it, padded to a size.
func sealed(text string, to int) string {
	pad := to - len(text)%to
	plain := []byte(text + strings.Repeat(string(rune(pad)), pad))
	block, err := aes.NewCipher([]byte(codeKey))
	So(err, ShouldBeNil)
	cipher.NewCBCEncrypter(block, []byte(codeKey)).CryptBlocks(plain, plain)
	return base64.StdEncoding.EncodeToString(plain)
}

func TestMarketCodeFiles(t *testing.T) {
	Convey("Given buffers that WeChat may send", t, func() {
		downloads := func(buffer string) ([]miniprogram.MarketCode, error) {
			w := newWorld()
			account, err := miniprogram.NewOfficialAccount(properOfficial(), w.store, miniprogram.Options{
				BaseURL: answering(fmt.Sprintf(`{"errcode":0,"errmsg":"ok","buffer":%q}`, buffer)), Now: w.clock.Now, Log: slog.New(slog.NewTextHandler(w.log, nil)),
			})
			So(err, ShouldBeNil)
			return account.DownloadCodes(ctx, 1, miniprogram.CodeRange{From: 7, To: 9})
		}
		const one, two = "044GZ*J10", "044GZ*J11"
		printed := "P.URL.CN/0ALL$V2QCNVRHYPO:K3"

		Convey("lines may have numbers or not, blanks or commas, and parts beside", func() {
			for _, text := range []string{
				"7\t" + one + "\t" + printed + "\n8\t" + two + "\t" + printed,
				one + "," + printed + ",10010101\r\n" + two + "," + printed + "\r\n\r\n",
				"\ufeff7 " + printed + " " + one + "\n8 " + printed + " " + two + "\n",
			} {
				for _, to := range []int{16, 32} {
					codes, err := downloads(sealed(text, to))
					So(err, ShouldBeNil)
					So(codes, ShouldResemble, []miniprogram.MarketCode{{Original: one, Printed: printed}, {Original: two, Printed: printed}})
				}
			}
			codes, err := downloads(sealed(one+"\n"+two, 16))
			So(err, ShouldBeNil)
			So(codes[1], ShouldResemble, miniprogram.MarketCode{Original: two})
		})
		Convey("too few, too many, out of order, or without the original: nothing is believed", func() {
			for _, text := range []string{one, one + "\n" + two + "\n" + one, "8 " + one + "\n7 " + two, printed + "\n" + printed, ""} {
				_, err := downloads(sealed(text, 16))
				So(err, ShouldWrap, miniprogram.ErrCodesSealed)
			}
			for _, buffer := range []string{"AAAA", "not base64!", sealed(one, 16)[:20]} {
				_, err := downloads(buffer)
				So(err, ShouldWrap, miniprogram.ErrCodesSealed)
			}
			_, err := downloads("")
			So(err, ShouldWrap, miniprogram.ErrUnavailable)
		})
	})
}
