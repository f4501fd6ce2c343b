// Package landing serves what stands behind a printed code: a browser gets the public
// authenticity page, WeChat gets the app.
package landing

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"time"

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
	timeout time.Duration
	scheme  string // WeChat's plain URL scheme of the consumer's app
}

// Options is which app is opened, and how long a page may take.
type Options struct {
	AppID   string // of the consumer's mini-program
	Timeout time.Duration
}

// New makes the handler; g counts guesses by address.
func New(codes *code.Service, scans *scan.Service, g scan.Guesses, o Options) *Handler {
	return &Handler{
		codes: codes, scans: scans, guesses: g, timeout: o.Timeout,
		scheme: "weixin://dl/business/?appid=" + o.AppID + "&path=",
	}
}

// Open answers /{code} and /01/{gtin}/21/{code}. A guesser who is blocked is refused
// before anyone looks whether this code is right.
func (h *Handler) Open(c *gin.Context) {
	if err := h.checkGuesser(c); err != nil {
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
func subject(c *gin.Context) string { return "ip/" + httpx.Origin(c.ClientIP()) }

func (h *Handler) checkGuesser(c *gin.Context) error {
	blocked, err := h.guesses.Blocked(c.Request.Context(), subject(c))
	if err == nil && blocked {
		err = scan.ErrTooManyGuesses
	}
	return err
}

// count counts a code that the public is told not to exist, whatever the reason.
func (h *Handler) count(c *gin.Context, err error) error {
	if !errors.Is(err, code.ErrForged) {
		return err
	}
	if _, failed := h.guesses.Count(c.Request.Context(), subject(c)); failed != nil {
		return failed
	}
	return err
}

// openApp sends WeChat to the consumer's app, which asks the server what to do with the
// code; nothing about the code is said here but that it leads somewhere.
func (h *Handler) openApp(c *gin.Context, text string) {
	ctx, cancel := context.WithTimeout(c.Request.Context(), h.timeout)
	defer cancel()
	resolved, err := h.codes.ResolveCurrent(ctx, text)
	if err != nil {
		h.refuse(c, h.count(c, code.Public(err)))
		return
	}
	page := "pages/verify/index"
	if resolved.Face == model.FaceUnitInner {
		page = "pages/claim/index"
	}
	head := c.Writer.Header()
	head["Location"] = []string{h.scheme + page + "&query=code%3D" + url.QueryEscape(url.QueryEscape(text))}
	head["Cache-Control"] = noStore
	c.Status(http.StatusFound)
}

func (h *Handler) showPage(c *gin.Context, text string) {
	ctx, cancel := context.WithTimeout(c.Request.Context(), h.timeout)
	defer cancel()
	found, err := h.scans.Verify(ctx, text)
	if err != nil {
		h.refuse(c, h.count(c, err))
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
