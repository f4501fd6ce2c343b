// Package landing serves what stands behind a printed code: a browser gets the public
// authenticity page, WeChat gets the app.
package landing

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"

	"github.com/gin-gonic/gin"

	"channelrouter/api/httpx"
	"channelrouter/model"
	"channelrouter/service/code"
	"channelrouter/service/scan"
)

// Handler serves printed URLs.
type Handler struct {
	codes   *code.Service
	scans   *scan.Service
	guesses scan.Guesses
	app     string // appid of the consumer's mini-program
}

// New makes the handler; g counts guesses by address, and appID is the consumer app's.
func New(codes *code.Service, scans *scan.Service, g scan.Guesses, appID string) *Handler {
	return &Handler{codes: codes, scans: scans, guesses: g, app: appID}
}

// Open answers /{code} and /01/{gtin}/21/{code}. A guesser who is blocked is refused
// before anyone looks whether this code is right.
func (h *Handler) Open(c *gin.Context) {
	if err := h.checkGuesser(c.Request.Context()); err != nil {
		h.refuse(c, err)
		return
	}
	if strings.Contains(c.Request.UserAgent(), "MicroMessenger") {
		h.openApp(c, c.Param("code"))
		return
	}
	h.showPage(c, c.Param("code"))
}

// subject is whom guesses are counted for: the same as in the scan room, so that page
// and app share one allowance.
func subject(ctx context.Context) string { return "ip/" + httpx.ClientIP(ctx) }

func (h *Handler) checkGuesser(ctx context.Context) error {
	blocked, err := h.guesses.Blocked(ctx, subject(ctx))
	if err == nil && blocked {
		err = scan.ErrTooManyGuesses
	}
	return err
}

// count counts a code that the public is told not to exist, whatever the reason.
func (h *Handler) count(ctx context.Context, err error) error {
	if !errors.Is(err, code.ErrForged) {
		return err
	}
	if _, failed := h.guesses.Count(ctx, subject(ctx)); failed != nil {
		return failed
	}
	return err
}

// openApp sends WeChat to the consumer's app, which asks the server what to do with the
// code; nothing about the code is said here but that it leads somewhere.
func (h *Handler) openApp(c *gin.Context, text string) {
	resolved, err := h.codes.ResolveCurrent(c.Request.Context(), text)
	if err != nil {
		h.refuse(c, h.count(c.Request.Context(), code.Public(err)))
		return
	}
	page := "pages/verify/index"
	if resolved.Face == model.FaceUnitInner {
		page = "pages/claim/index"
	}
	c.Header("Location", h.scheme(page, text))
	c.Header("Cache-Control", "no-store")
	c.Status(http.StatusFound)
}

// scheme is WeChat's plain URL scheme of a page of the app, with the code as its query.
func (h *Handler) scheme(page, text string) string {
	return "weixin://dl/business/?appid=" + h.app + "&path=" + page + "&query=" + url.QueryEscape("code="+url.QueryEscape(text))
}

func (h *Handler) showPage(c *gin.Context, text string) {
	found, err := h.scans.Verify(c.Request.Context(), text)
	if err != nil {
		h.refuse(c, h.count(c.Request.Context(), err))
		return
	}
	write(c, http.StatusOK, language(c), genuine(found))
}

// refuse shows why there is nothing to see, with the problem's status and code.
func (h *Handler) refuse(c *gin.Context, err error) {
	body := httpx.Body(c.Request.Context(), err)
	write(c, body.Status, language(c), refused(err))
}

func refused(err error) view {
	switch {
	case errors.Is(err, code.ErrRevoked):
		return view{State: "revoked"}
	case errors.Is(err, code.ErrMalformed), errors.Is(err, code.ErrMistyped):
		return view{State: "mistyped"}
	case errors.Is(err, code.ErrForged):
		return view{State: "unknown"}
	case errors.Is(err, scan.ErrTooManyGuesses):
		return view{State: "blocked"}
	}
	return view{State: "busy"}
}

func language(c *gin.Context) string {
	if strings.HasPrefix(c.GetHeader("Accept-Language"), "en") {
		return "en"
	}
	return "zh"
}
