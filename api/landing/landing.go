// Package landing serves what stands behind a printed code: a browser gets the public
// authenticity page, WeChat gets the app.
package landing

import (
	"context"
	"errors"
	"net/http"
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
	scheme  string // WeChat's plain URL scheme of the consumer's app; "" when there is none

	web       *Web // nil: WeChat is shown no page to claim on
	webPolicy string
}

// Options is which app is opened, and how long a page may take.
type Options struct {
	AppID   string // of the consumer's mini-program; "" shows WeChat the page, too
	Timeout time.Duration
	Web     *Web // of the official account; nil: there is none
}

// New makes the handler; g counts guesses by address.
func New(codes *code.Service, scans *scan.Service, g scan.Guesses, o Options) *Handler {
	h := &Handler{codes: codes, scans: scans, guesses: g, timeout: o.Timeout, web: o.Web}
	if o.Web != nil {
		h.webPolicy = policyOf(o.Web)
	}
	if o.AppID != "" {
		h.scheme = "weixin://dl/business/?appid=" + o.AppID + "&path="
	}
	return h
}

// Open answers /{code} and /01/{gtin}/21/{code}. What cannot be a code is refused before
// any store is asked, and a guesser who is blocked before anyone looks whether this code
// is right.
func (h *Handler) Open(c *gin.Context) {
	text := c.Param("code")
	if !code.Possible(text) {
		h.refuse(c, code.ErrMalformed)
		return
	}
	if err := h.checkGuesser(c); err != nil {
		h.refuse(c, err)
		return
	}
	if strings.Contains(c.Request.UserAgent(), "MicroMessenger") {
		if h.wantsWeb(c) {
			h.toWeb(c, text)
			return
		}
		if h.scheme != "" {
			h.openApp(c, text)
			return
		}
	}
	h.showPage(c)
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
	if c.Param("gtin") != "" { // which few links have: the product is worth a look
		if _, err := h.find(ctx, c); err != nil {
			h.refuse(c, err)
			return
		}
	}
	page := "pages/verify/index"
	if resolved.Face == model.FaceUnitInner {
		page = "pages/claim/index"
	}
	h.redirect(c, page, text)
}

func (h *Handler) showPage(c *gin.Context) {
	ctx, cancel := context.WithTimeout(c.Request.Context(), h.timeout)
	defer cancel()
	found, err := h.find(ctx, c)
	if err != nil {
		h.refuse(c, h.count(c, err))
		return
	}
	identify(c)
	write(c, http.StatusOK, language(c), genuine(found))
}

// find looks up what the address names: a code, and the product that it stands on where
// the address says which.
func (h *Handler) find(ctx context.Context, c *gin.Context) (scan.Authenticity, error) {
	found, err := h.scans.Verify(ctx, c.Param("code"))
	if gtin := c.Param("gtin"); err == nil && gtin != "" {
		err = found.MustBe(gtin)
	}
	return found, err
}

func language(c *gin.Context) string {
	if strings.HasPrefix(c.GetHeader("Accept-Language"), "en") {
		return "en"
	}
	return "zh"
}
