package httpx

import (
	"context"
	"io"
	"mime"
	"mime/multipart"

	"github.com/danielgtaylor/huma/v2"

	"channelrouter/service/contact"
	"channelrouter/service/identity"
)

// PhotoInput is a file on its way: the body itself, or the file of a form, as
// wx.uploadFile sends it. It is read as it arrives, by the room.
type PhotoInput struct {
	body     io.Reader
	kind     string
	boundary string
}

// Resolve takes hold of the body, which nothing reads before the handler. A sender has as
// long as the request.
func (in *PhotoInput) Resolve(c huma.Context) []error {
	in.body = c.BodyReader()
	kind, parameters, err := mime.ParseMediaType(c.Header("Content-Type"))
	if err == nil {
		in.kind, in.boundary = kind, parameters["boundary"]
	}
	if deadline, ok := c.Context().Deadline(); ok {
		_ = c.SetReadDeadline(deadline) // a connection without deadlines ends with its context
	}
	return nil
}

// file finds the file: a form's first one.
func (in *PhotoInput) file() (io.Reader, error) {
	if in.kind != "multipart/form-data" {
		return in.body, nil
	}
	form := multipart.NewReader(in.body, in.boundary)
	for {
		part, err := form.NextPart()
		if err != nil {
			return nil, contact.ErrPhotoBroken.With("the form has no file")
		}
		if part.FileName() != "" {
			return part, nil
		}
	}
}

// Upload takes a photo in.
func (h *Threads) Upload(ctx context.Context, in *PhotoInput) (*Out[Photo], error) {
	actor, _ := identity.ActorFrom(ctx)
	file, err := in.file()
	if err != nil {
		return nil, Problem(ctx, err)
	}
	photo, err := h.contact.Upload(ctx, actor.PersonID, h.role, file)
	if err != nil {
		return nil, Problem(ctx, err)
	}
	return Answer(newPhoto(photo)), nil
}
