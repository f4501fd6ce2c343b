package console

import (
	"context"
	"log/slog"

	"github.com/danielgtaylor/huma/v2"

	"channelrouter/api/httpx"
	"channelrouter/model"
	"channelrouter/service/code"
)

// ExportInput is a face of a batch, or an interval of it.
type ExportInput struct {
	ID   httpx.Ref `path:"id"`
	Face string    `query:"face" required:"true" enum:"pallet,case_outer,case_inner,box_outer,box_inner,unit_outer,unit_inner"`
	From int64     `query:"from" minimum:"0" doc:"ordinal on the face's level"`
	To   int64     `query:"to" minimum:"0" doc:"exclusive; 0: to the end"`
}

// Export streams the codes of a face as CSV: code, url, parent.
func (h *BatchHandler) Export(ctx context.Context, in *ExportInput) (*huma.StreamResponse, error) {
	face, err := model.ParseFace(in.Face)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	b, err := h.codes.Batch(ctx, model.BatchID(in.ID.N))
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	interval, err := code.FaceInterval(b, face, in.From, in.To)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return &huma.StreamResponse{Body: func(c huma.Context) {
		c.SetHeader("Content-Type", "text/csv; charset=utf-8")
		c.SetHeader("Content-Disposition", `attachment; filename="`+b.Ref+"-"+in.Face+`.csv"`)
		if _, err := h.codes.Export(c.Context(), c.BodyWriter(), b, face, interval); err != nil {
			// The head of the answer is gone: the shorter body is all that can be said.
			slog.ErrorContext(c.Context(), "export broke off", "batch", b.Ref, "error", err)
		}
	}}, nil
}
