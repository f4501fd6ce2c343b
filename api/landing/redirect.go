package landing

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/gin-gonic/gin"

	"channelrouter/api/httpx"
)

const codeQuery = "&query=code%3D"

// redirect sends WeChat to a page of the app. Everyone who scans comes this way, so the
// address and the request's id share one piece of memory.
func redirect(c *gin.Context, scheme, page, text string) {
	escaped := url.QueryEscape(url.QueryEscape(text))
	id := httpx.GivenRequestID(c.Request)
	var both strings.Builder
	both.Grow(len(scheme) + len(page) + len(codeQuery) + len(escaped) + httpx.RequestIDLength)
	both.WriteString(scheme)
	both.WriteString(page)
	both.WriteString(codeQuery)
	both.WriteString(escaped)
	end := both.Len()
	if id == "" {
		var fresh [httpx.RequestIDLength]byte
		httpx.PutRequestID(&fresh)
		both.Write(fresh[:])
		id = both.String()[end:]
	}
	values := []string{both.String()[:end], id}
	head := c.Writer.Header()
	head["Location"], head[httpx.RequestIDHeader] = values[:1:1], values[1:]
	head["Cache-Control"] = noStore
	c.Status(http.StatusFound)
}

// identify gives an answer the id of its request.
func identify(c *gin.Context) string {
	id := httpx.RequestIDFor(c.Request)
	c.Writer.Header()[httpx.RequestIDHeader] = []string{id}
	return id
}
