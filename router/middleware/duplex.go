package middleware

import (
	"net/http"

	"github.com/danielgtaylor/huma/v2"
)

// Duplex has answers go out while the request's body still comes in, refusals too: HTTP/1
// else waits for the body's end, which who streams sends only when he is done. What is left of
// the body then must not be taken for the connection's next request: there is none.
func Duplex(c huma.Context, next func(huma.Context)) {
	if w, plain := c.BodyWriter().(http.ResponseWriter); plain && c.Version().ProtoMajor == 1 { // HTTP/2 does both by itself
		_ = http.NewResponseController(w).EnableFullDuplex()
		c.SetHeader("Connection", "close")
	}
	next(c)
}
