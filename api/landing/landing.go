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
	"channelrouter/internal/kv"
	"channelrouter/service/code"
	"channelrouter/service/link"
	"channelrouter/service/scan"
)

// Handler serves printed URLs.
type Handler struct {
	codes   *code.Service
	scans   *scan.Service
	guesses *kv.Limiter
	timeout time.Duration
	hosts   map[string]door
	usual   door // of every other host

	web       *Web // nil: WeChat is shown no page to claim on
	webPolicy string
}

// Rooms are those that stand behind a printed code.
type Rooms struct {
	Code *code.Service
	Scan *scan.Service
	Link *link.Service
}

// New makes the handler; g counts guesses by address, and a page may take timeout. Hosts
// open the app that they belong to, every other address the consumer's.
func New(r Rooms, g *kv.Limiter, timeout time.Duration) *Handler {
	h := &Handler{
		codes: r.Code, scans: r.Scan, guesses: g, timeout: timeout,
		hosts: map[string]door{}, usual: newDoor(r.Link.Opens(consumer)),
	}
	for host, opens := range r.Link.Hosts() {
		h.hosts[host] = newDoor(opens)
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
		d := h.door(c.Request.Host)
		if h.wantsWeb(c, d) {
			h.toWeb(c, text)
			return
		}
		if d.scheme != "" {
			h.openApp(c, d, text)
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

// openApp sends WeChat to the host's app, which asks the server what to do with the
// code; nothing about the code is said here but that it leads somewhere.
func (h *Handler) openApp(c *gin.Context, d door, text string) {
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
	page, err := h.page(ctx, d, resolved.Face)
	if err != nil {
		h.refuse(c, err)
		return
	}
	redirect(c, d.scheme, page, text)
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
