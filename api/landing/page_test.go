package landing

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/gin-gonic/gin"

	"channelrouter/internal/errs"
	"channelrouter/model"
	"channelrouter/service/code"
	"channelrouter/service/scan"
)

// Every refusal has a page of its own in both languages, and what is unexpected is "busy".
func TestRefused(t *testing.T) {
	for state, err := range map[string]error{
		"revoked": code.ErrRevoked, "recalled": code.ErrRecalled, "other": scan.ErrOtherProduct, "mistyped": code.ErrMistyped, "unknown": code.ErrForged, "nothing": ErrNoSerial,
		"blocked": scan.ErrTooManyGuesses, "busy": context.DeadlineExceeded,
	} {
		if got := refused(err).State; got != state {
			t.Errorf("%v: %s, want %s", err, got, state)
		}
	}
	for state, err := range map[string]error{
		"again": ErrState, "preview": &errs.Error{Kind: errs.Forbidden, Code: "wechat.snapshot_page"},
		"busy": &errs.Error{Kind: errs.Unavailable, Code: "wechat.unavailable"},
	} {
		if got := refused(err).State; got != state {
			t.Errorf("%v: %s, want %s", err, got, state)
		}
	}
	if refused(ErrStateExpired).State != "again" || refused(ErrForm).State != "again" || refused(ErrNoSession).State != "again" {
		t.Error("who comes too late, or by a form of his own, is to scan again")
	}
	if refused(code.ErrMalformed).State != "mistyped" || refused(errors.New("disk full")).State != "busy" {
		t.Error("malformed is mistyped to a reader, and our own faults are busy")
	}
	if page := string(render("en", view{State: "busy", Code: "<internal>"})); !strings.Contains(page, "<small>&lt;internal&gt;</small>") {
		t.Error("a refusal shows its code")
	}
	for state := range words["zh"] {
		zh, en := string(render("zh", view{State: state})), string(render("en", view{State: state}))
		if !strings.Contains(zh, words["zh"][state][1]) || !strings.Contains(en, words["en"][state][1]) || len(words["zh"]) != len(words["en"]) {
			t.Errorf("%s lacks its words", state)
		}
	}
}

func TestLanguage(t *testing.T) {
	for header, want := range map[string]string{"": "zh", "zh-CN": "zh", "zh-CN,en;q=0.8": "zh", "fr": "zh", "en": "en", "en-US,zh;q=0.8": "en"} {
		c, _ := gin.CreateTestContext(httptest.NewRecorder())
		c.Request = httptest.NewRequest(http.MethodGet, "/", nil)
		c.Request.Header.Set("Accept-Language", header)
		if got := language(c); got != want {
			t.Errorf("%q: %s, want %s", header, got, want)
		}
	}
}

// A claim is shown in the brand's time, with the district where it was told.
func TestGenuine(t *testing.T) {
	at := time.Date(2026, 3, 2, 17, 30, 0, 0, time.UTC)
	a := scan.Authenticity{Claimable: true, Product: model.Product{Name: "<b>", Pack: "1 & 2", GTIN: "06901234567892"}}
	if v := genuine(scan.Authenticity{Product: a.Product}); v.State != "plain" || v.GTIN == "" {
		t.Errorf("%+v", v)
	}
	if v := genuine(a); v.State != "genuine" || v.When != "" {
		t.Errorf("%+v", v)
	}
	for adcode, where := range map[string]string{"": "", "310115": "浦东新区", "999999": ""} {
		a.Claimed = &scan.First{At: at, Adcode: adcode}
		v := genuine(a)
		if v.State != "claimed" || v.When != "2026-03-03 01:30" || !strings.HasSuffix(v.Where, where) || (where == "") != (v.Where == "") {
			t.Errorf("%q: %+v", adcode, v)
		}
		if page := string(render("zh", v)); strings.Contains(page, "<b>") || !strings.Contains(page, "1 &amp; 2") {
			t.Error("values are text, not HTML")
		}
	}
}
