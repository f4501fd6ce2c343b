package landing

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"channelrouter/api/httpx"
	"channelrouter/internal/clock"
	"channelrouter/internal/errs"
	"channelrouter/model"
	"channelrouter/service/code"
	"channelrouter/service/identity"
	"channelrouter/service/scan"
)

// Of the page that stands in for the app inside WeChat.
var (
	// ErrState: nothing that this browser was sent to WeChat with.
	ErrState = errs.New(errs.Forbidden, "landing.state_refused", "this browser was not sent to WeChat by us, or has come back before", "scan the printed code again")
	// ErrStateExpired: back after too long.
	ErrStateExpired = errs.New(errs.Gone, "landing.state_expired", "the way to WeChat and back took too long", "scan the printed code again")
	// ErrForm: a claim that the page did not make.
	ErrForm = errs.New(errs.Forbidden, "landing.form_refused", "this form was not made for this person and code", "open the page again and use its button")
	// ErrNoSession: a claim of nobody.
	ErrNoSession = errs.New(errs.Unauthorized, "landing.no_session", "nobody is logged in to this page", "scan the printed code again")
)

// Web is what the page needs that lets people claim without an app.
type Web struct {
	WeChat   identity.Web
	Identity *identity.Service
	Scans    *scan.Queue
	Clock    clock.Clock
	Key      [32]byte // signs states and forms; every replica has the same
	Origin   string   // https://HOST, on the official account's authorised domain
}

const (
	webPath = "/h5/"
	// callbackPath is what WeChat sends browsers back to.
	callbackPath = webPath + "callback"
	// sessionCookie holds whether the person's unionid is settled, a dot, and an access
	// token. It ends with the token: who comes later is sent to WeChat, which asks nothing.
	sessionCookie = "h5-session"
	webPatience   = 4 << 10 // bytes of a form
)

// ShowOnWeb has the handler show the page. Call it before the handler serves.
func (h *Handler) ShowOnWeb(w Web) { h.web, h.webPolicy = &w, policyOf(w) }

// wantsWeb tells whether WeChat is shown the page: when it is asked to, as where a link
// opens no app, and when there is no app.
func (h *Handler) wantsWeb(c *gin.Context, d door) bool {
	return h.web != nil && (d.scheme == "" || strings.Contains(c.Request.URL.RawQuery, "h5=1"))
}

// toWeb sends WeChat to the page, on the domain that the official account may use.
func (h *Handler) toWeb(c *gin.Context, p code.Printed) {
	ctx, cancel := context.WithTimeout(c.Request.Context(), h.timeout)
	defer cancel()
	if _, err := h.scans.Resolve(ctx, p); err != nil {
		h.refuse(c, h.count(c, err))
		return
	}
	identify(c)
	h.goTo(c, http.StatusFound, h.web.Origin+webPath+url.PathEscape(p.Code))
}

func (h *Handler) goTo(c *gin.Context, status int, target string) {
	head := c.Writer.Header()
	head["Location"], head["Cache-Control"] = []string{target}, noStore
	c.Status(status)
}

// ShowWeb answers GET /h5/{code}: the page, for whom WeChat has named; everyone else is
// sent there first.
func (h *Handler) ShowWeb(c *gin.Context) {
	text, ok := h.webCode(c)
	if !ok {
		return
	}
	if !strings.Contains(c.Request.UserAgent(), "MicroMessenger") {
		identify(c)
		h.goTo(c, http.StatusFound, "/"+url.PathEscape(text)) // WeChat names nobody there
		return
	}
	s, err := h.web.session(c)
	if err != nil {
		h.authorize(c, text, false)
		return
	}
	ctx, cancel := context.WithTimeout(c.Request.Context(), h.timeout)
	defer cancel()
	found, err := h.scans.Verify(ctx, code.Printed{Code: text})
	if err != nil {
		h.refuse(c, h.count(c, err))
		return
	}
	h.writeWeb(c, h.webView(ctx, s, found, text))
}

// webCode is the code in the path, where it can be one and the guesser is not blocked.
func (h *Handler) webCode(c *gin.Context) (string, bool) {
	text := c.Param("code")
	return text, h.admit(c, text)
}

// authorize sends the browser to WeChat.
func (h *Handler) authorize(c *gin.Context, text string, named bool) {
	identify(c)
	state := h.web.begin(c, text, named)
	h.goTo(c, http.StatusSeeOther, h.web.WeChat.AuthorizeURL(h.web.Origin+callbackPath, state, named))
}

// Callback answers GET /h5/callback: the browser is back, and logged in.
func (h *Handler) Callback(c *gin.Context) {
	ctx, cancel := context.WithTimeout(c.Request.Context(), h.timeout)
	defer cancel()
	trip, err := h.web.end(c, c.Query("state"))
	if err != nil {
		h.refuse(c, err)
		return
	}
	tokens, known, err := h.web.Identity.LoginOnWeb(ctx, h.web.WeChat, c.Query("code"))
	if err != nil {
		h.refuse(c, err)
		return
	}
	settled := "0."
	if known || trip.named {
		settled = "1." // WeChat told the unionid, or will not
	}
	h.web.setCookie(c, sessionCookie, settled+tokens.Access, tokens.AccessExpires.Sub(h.web.Clock.Now()))
	identify(c)
	h.goTo(c, http.StatusSeeOther, webPath+url.PathEscape(trip.code))
}

// Claim answers POST /h5/{code}: the page's button. Whose unionid is not known yet is sent
// to WeChat for it once, so that what he wins is his in the app, too.
func (h *Handler) Claim(c *gin.Context) {
	text, ok := h.webCode(c)
	if !ok {
		return
	}
	s, err := h.web.session(c)
	if err != nil {
		h.refuse(c, err)
		return
	}
	c.Request.Body = http.MaxBytesReader(c.Writer, c.Request.Body, webPatience)
	if !hmac.Equal([]byte(c.PostForm("form")), []byte(h.web.form(s, text))) {
		h.refuse(c, ErrForm)
		return
	}
	if !s.settled {
		h.authorize(c, text, true)
		return
	}
	ctx, cancel := context.WithTimeout(c.Request.Context(), h.timeout)
	defer cancel()
	answer, err := h.web.Scans.Record(ctx, scan.Input{
		Person: s.actor.PersonID, Role: model.RoleConsumer, Text: text, Key: claimKey(text), IP: httpx.Origin(c.ClientIP()),
	})
	if err != nil {
		h.refuse(c, err) // the queue has counted a guess
		return
	}
	found, err := h.scans.Verify(ctx, code.Printed{Code: text})
	if err != nil {
		h.refuse(c, err)
		return
	}
	h.writeWeb(c, h.wonView(ctx, found, answer, text))
}

// claimKey makes every claim of a person on a code the same one.
func claimKey(text string) string {
	sum := sha256.Sum256([]byte(text))
	return "h5-" + hex.EncodeToString(sum[:20])
}

// webSession is who is logged in to the page.
type webSession struct {
	actor   identity.Actor
	settled bool // the unionid is known, or WeChat does not tell it
}

func (w *Web) session(c *gin.Context) (webSession, error) {
	value, err := c.Cookie(sessionCookie)
	if err != nil {
		return webSession{}, ErrNoSession
	}
	settled, token, _ := strings.Cut(value, ".")
	actor, err := w.Identity.Authenticate(c.Request.Context(), identity.AppConsumer, token)
	return webSession{actor: actor, settled: settled == "1"}, err
}

// setCookie sets one that scripts, other sites' forms and the rest of the host never see.
func (w *Web) setCookie(c *gin.Context, name, value string, life time.Duration) {
	http.SetCookie(c.Writer, &http.Cookie{
		Name: name, Value: value, Path: strings.TrimSuffix(webPath, "/"), MaxAge: int(life / time.Second),
		Secure: true, HttpOnly: true, SameSite: http.SameSiteLaxMode,
	})
}
