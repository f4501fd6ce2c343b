// Package media serves photos to whoever has an address that was signed and has not
// ended: image elements and WeChat's check have no session.
package media

import (
	"fmt"
	"net/http"
	"time"

	"github.com/gin-gonic/gin"

	"channelrouter/api/httpx"
	"channelrouter/service/contact"
)

// Handler serves photos.
type Handler struct{ contact *contact.Service }

// New makes the handler.
func New(s *contact.Service) *Handler { return &Handler{contact: s} }

// Open answers /media/{hash}. Whatever a photo may hold, a browser shows it as a picture
// or not at all.
func (h *Handler) Open(c *gin.Context) {
	m, err := h.contact.Media(c.Request.Context(), c.Param("hash"), c.Request.URL.Query())
	if err != nil {
		body := httpx.Body(c.Request.Context(), err)
		c.Header("Content-Type", "application/problem+json")
		c.JSON(body.Status, body)
		return
	}
	defer m.Close()
	c.Header("Content-Type", m.MediaType)
	c.Header("X-Content-Type-Options", "nosniff")
	c.Header("Content-Security-Policy", "default-src 'none'; sandbox")
	c.Header("Content-Disposition", "inline")
	c.Header("ETag", `"`+c.Param("hash")+`"`)
	c.Header("Cache-Control", fmt.Sprintf("private, max-age=%d, immutable", max(0, int(time.Until(m.Until).Seconds()))))
	http.ServeContent(c.Writer, c.Request, "", time.Time{}, m)
}
