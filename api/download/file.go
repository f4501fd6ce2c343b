// Package download serves files of codes to whoever has an address that was signed and has
// not ended: print houses and lines have no session.
package download

import (
	"context"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"net/http"
	"strconv"

	"github.com/danielgtaylor/huma/v2"

	"channelrouter/api/httpx"
	"channelrouter/model"
	"channelrouter/service/codeorder"
)

// Handler serves files.
type Handler struct{ orders *codeorder.Service }

// New makes the handler.
func New(s *codeorder.Service) *Handler { return &Handler{orders: s} }

// FileInput is a signed address, and what of the file is wanted.
type FileInput struct {
	ID      httpx.Ref `path:"id" doc:"the export's id"`
	Number  int       `path:"number" minimum:"0" doc:"of the file; 0 is the manifest"`
	Link    httpx.Ref `query:"link" doc:"the link's id"`
	Until   int64     `query:"until" doc:"when the address ends, in seconds since 1970"`
	Sig     string    `query:"sig" maxLength:"64"`
	Range   string    `header:"Range" doc:"one range of bytes, to go on after a break"`
	IfRange string    `header:"If-Range" doc:"the ETag of what was there before; the whole file is sent if it is another now"`
}

func (in *FileInput) ticket() codeorder.Ticket {
	return codeorder.Ticket{Link: model.CodeLinkID(in.Link.N), Until: in.Until, Signature: in.Sig}
}

// Open streams a file, or a range of it. The bytes are made as they go out, and are the
// same each time: its ETag is their hash.
func (h *Handler) Open(ctx context.Context, in *FileInput) (*huma.StreamResponse, error) {
	file, err := h.orders.OpenFile(ctx, model.CodeExportID(in.ID.N), in.Number, in.ticket())
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	asked := in.Range
	if in.IfRange != "" && in.IfRange != etag(file) {
		asked = ""
	}
	from, to, partial, ok := byteRange(asked, file.Size)
	if !ok {
		return nil, httpx.Problem(ctx, httpx.ErrNoRange.With("the file has %d bytes", file.Size))
	}
	fetch, err := file.Reserve(ctx, from, to, httpx.ClientIP(ctx))
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return httpx.Stream(httpx.Download{
		Name: file.Name, Type: "application/octet-stream",
		Head:  func(c huma.Context) { head(c, file, from, to, partial) },
		Write: fetch.Write,
	}), nil
}

func etag(f *codeorder.File) string { return `"` + f.Hash + `"` }

// head says which part of which file is sent. The digest is of the whole file (RFC 9530).
func head(c huma.Context, f *codeorder.File, from, to int64, partial bool) {
	c.SetHeader("X-Content-Type-Options", "nosniff")
	c.SetHeader("Accept-Ranges", "bytes")
	c.SetHeader("ETag", etag(f))
	if sum, err := hex.DecodeString(f.Hash); err == nil {
		c.SetHeader("Repr-Digest", "sha-256=:"+base64.StdEncoding.EncodeToString(sum)+":")
	}
	c.SetHeader("Content-Length", strconv.FormatInt(to-from, 10))
	if partial {
		c.SetHeader("Content-Range", fmt.Sprintf("bytes %d-%d/%d", from, to-1, f.Size))
		c.SetStatus(http.StatusPartialContent)
	}
}
