package middleware

import (
	"net/http"

	"github.com/danielgtaylor/huma/v2"
)

// Duplex has answers go out while the request's body still comes in, refusals too: HTTP/1
// else waits for the body's end, which who streams sends only when he is done.
func Duplex(c huma.Context, next func(huma.Context)) {
	if w, plain := c.BodyWriter().(http.ResponseWriter); plain {
		_ = http.NewResponseController(w).EnableFullDuplex() // HTTP/2 needs no leave for it
	}
	next(c)
}
