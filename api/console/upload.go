package console

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strconv"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"channelrouter/api/httpx"
	"channelrouter/model"
	"channelrouter/service/identity"
	"channelrouter/service/intake"
)

// IntakeHandler serves uploads and imports.
type IntakeHandler struct{ intake *intake.Service }

// NewIntakeHandler makes the handler.
func NewIntakeHandler(s *intake.Service) *IntakeHandler { return &IntakeHandler{s} }

// Upload is a file on its way, or here.
type Upload struct {
	ID        httpx.ID  `json:"id"`
	Name      string    `json:"name"`
	Size      int64     `json:"size" doc:"bytes"`
	Offset    int64     `json:"offset" doc:"so many bytes have arrived; the next piece begins here"`
	Complete  bool      `json:"complete" doc:"it may be imported"`
	ExpiresAt time.Time `json:"expires_at" doc:"then it is forgotten"`
}

// UploadOutput tells the offset in a header as well, for those who only ask for the head.
type UploadOutput struct {
	Offset string `header:"Upload-Offset"`
	Body   Upload
}

func newUpload(u model.Upload) *UploadOutput {
	return &UploadOutput{Offset: strconv.FormatInt(u.Received, 10), Body: Upload{
		ID: httpx.ID(u.ID), Name: u.Name, Size: u.Size, Offset: u.Received, Complete: u.Complete, ExpiresAt: u.ExpiresAt,
	}}
}

// CreateUploadInput declares a file.
type CreateUploadInput struct {
	Body struct {
		Name   string `json:"name" minLength:"1" maxLength:"200"`
		Size   int64  `json:"size" minimum:"1" doc:"bytes"`
		SHA256 string `json:"sha256,omitempty" pattern:"^[0-9a-f]{64}$" doc:"checked when all is here"`
	}
}

// CreateUpload makes room for a file.
func (h *IntakeHandler) CreateUpload(ctx context.Context, in *CreateUploadInput) (*UploadOutput, error) {
	actor, _ := identity.ActorFrom(ctx)
	u, err := h.intake.CreateUpload(ctx, intake.NewUpload{By: actor.UserID, Name: in.Body.Name, Size: in.Body.Size, SHA256: in.Body.SHA256})
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return newUpload(u), nil
}

// UploadInput names an upload.
type UploadInput struct {
	ID httpx.Ref `path:"id" doc:"the upload's id"`
}

// GetUpload tells how far an upload of the caller's is.
func (h *IntakeHandler) GetUpload(ctx context.Context, in *UploadInput) (*UploadOutput, error) {
	actor, _ := identity.ActorFrom(ctx)
	u, err := h.intake.Upload(ctx, actor.UserID, model.UploadID(in.ID.N))
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return newUpload(u), nil
}

// PieceInput is a piece of a file: the body itself, which is read as it arrives.
type PieceInput struct {
	ID     httpx.Ref `path:"id" doc:"the upload's id"`
	Offset int64     `header:"Upload-Offset" required:"true" minimum:"0" doc:"where in the file the piece begins: as far as the upload has come"`
	piece  io.Reader
}

// Resolve takes hold of the body. It is as long as the upload has room for, and not bound
// by the limit of other requests; a sender has as long as a request.
func (in *PieceInput) Resolve(c huma.Context) []error {
	in.piece = c.BodyReader()
	if deadline, ok := c.Context().Deadline(); ok {
		_ = c.SetReadDeadline(deadline) // a connection without deadlines ends with its context
	}
	return nil
}

// Append adds a piece. One that begins elsewhere is refused, and told where to go on.
func (h *IntakeHandler) Append(ctx context.Context, in *PieceInput) (*UploadOutput, error) {
	actor, _ := identity.ActorFrom(ctx)
	u, err := h.intake.Append(ctx, actor.UserID, model.UploadID(in.ID.N), in.Offset, in.piece)
	if errors.Is(err, intake.ErrOffset) {
		offset := http.Header{"Upload-Offset": {strconv.FormatInt(u.Received, 10)}}
		return nil, huma.ErrorWithHeaders(httpx.Problem(ctx, err), offset)
	}
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return newUpload(u), nil
}
