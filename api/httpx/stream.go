package httpx

import (
	"context"
	"io"
	"log/slog"
	"mime"
	"net/http"

	"github.com/danielgtaylor/huma/v2"
)

// CSV is the media type of tables of text.
const CSV = "text/csv; charset=utf-8"

// Download is a file to keep, which is made while it goes out.
type Download struct {
	Name, Type string                                       // Type is its media type
	Head       func(huma.Context)                           // says more in the head; nil: nothing
	Write      func(ctx context.Context, w io.Writer) error // ctx ends when the reader leaves
}

// Stream sends a file for as long as its reader needs. One that cannot be made to its end
// breaks off: the head said 200, and only a cut line tells that this is not all.
func Stream(d Download) *huma.StreamResponse {
	return &huma.StreamResponse{Body: func(c huma.Context) {
		c.SetHeader("Content-Type", d.Type)
		c.SetHeader("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": d.Name}))
		c.SetHeader("Cache-Control", "private, no-store")
		if d.Head != nil {
			d.Head(c)
		}
		ctx, done := Unhurried(c.Context())
		defer done()
		if err := d.Write(ctx, c.BodyWriter()); err != nil {
			slog.WarnContext(ctx, "file broke off", "name", d.Name, "error", err)
			panic(http.ErrAbortHandler)
		}
	}}
}
