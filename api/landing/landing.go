// Package landing serves what stands behind a printed code: a browser gets the public
// authenticity page, WeChat gets the app. The same behind its GS1 Digital Link, where who asks
// as a resolver is asked gets the item's links by their types.
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
	Scan *scan.Service
	Link *link.Service
}

// New makes the handler; g counts guesses by address, and a page may take timeout. Hosts
// open the app that they belong to, every other address the consumer's.
func New(r Rooms, g *kv.Limiter, timeout time.Duration) *Handler {
	h := &Handler{
		scans: r.Scan, guesses: g, timeout: timeout,
		hosts: map[string]door{}, usual: newDoor(r.Link.Opens(consumer)),
	}
	for host, opens := range r.Link.Hosts() {
		h.hosts[host] = newDoor(opens)
	}
	return h
}

// Open answers /{code}.
func (h *Handler) Open(c *gin.Context) { h.open(c, code.Printed{Code: c.Param("code")}) }

// open shows what a code stands for: WeChat the app, everyone else the page.
func (h *Handler) open(c *gin.Context, p code.Printed) {
	if !h.admit(c, p.Code) {
		return
	}
	if strings.Contains(c.Request.UserAgent(), "MicroMessenger") {
		d := h.door(c.Request.Host)
		if h.wantsWeb(c, d) {
			h.toWeb(c, p)
			return
		}
		if d.scheme != "" {
			h.openApp(c, d, p)
			return
		}
	}
	h.showPage(c, p)
}

// admit refuses what cannot be a code before any store is asked, and a guesser who is
// blocked before anyone looks whether this code is right.
func (h *Handler) admit(c *gin.Context, text string) bool {
	err := error(code.ErrMalformed)
	if code.Possible(text) {
		err = h.checkGuesser(c)
	}
	if err != nil {
		h.refuse(c, err)
	}
	return err == nil
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
func (h *Handler) openApp(c *gin.Context, d door, p code.Printed) {
	ctx, cancel := context.WithTimeout(c.Request.Context(), h.timeout)
	defer cancel()
	resolved, err := h.scans.Resolve(ctx, p)
	if err != nil {
		h.refuse(c, h.count(c, err))
		return
	}
	page, err := h.page(ctx, d, resolved.Face)
	if err != nil {
		h.refuse(c, err)
		return
	}
	redirect(c, d.scheme, page, p.Code)
}

func (h *Handler) showPage(c *gin.Context, p code.Printed) {
	ctx, cancel := context.WithTimeout(c.Request.Context(), h.timeout)
	defer cancel()
	found, err := h.scans.Verify(ctx, p)
	if err != nil {
		h.refuse(c, h.count(c, err))
		return
	}
	identify(c)
	write(c, http.StatusOK, language(c), genuine(found))
}

func language(c *gin.Context) string {
	if strings.HasPrefix(c.GetHeader("Accept-Language"), "en") {
		return "en"
	}
	return "zh"
}
