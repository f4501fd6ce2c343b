package console

import (
	"context"
	"log/slog"
	"mime"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"channelrouter/api/httpx"
	"channelrouter/model"
	"channelrouter/service/code"
)

// ExportInput is a face of a batch, or an interval of it.
type ExportInput struct {
	ID   httpx.Ref `path:"id" doc:"the batch's id"`
	Face string    `query:"face" required:"true" enum:"pallet,case_outer,case_inner,box_outer,box_inner,unit_outer,unit_inner"`
	From int64     `query:"from" minimum:"0" doc:"ordinal on the face's level"`
	To   int64     `query:"to" minimum:"0" doc:"exclusive; 0: to the end"`
}

// Export streams the codes of a face as CSV: code, url, parent. It is locked until the
// printed host was tested on real phones.
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
	export, err := h.codes.OpenExport(ctx, b, face, interval)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return &huma.StreamResponse{Body: func(c huma.Context) {
		c.SetHeader("Content-Type", "text/csv; charset=utf-8")
		c.SetHeader("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": b.Ref + "-" + in.Face + ".csv"}))
		// It takes as long as the line needs; a reader who has left fails the next write.
		ctx := context.WithoutCancel(c.Context())
		if _, err := export.Write(ctx, c.BodyWriter()); err != nil {
			slog.WarnContext(ctx, "export broke off", "batch", b.Ref, "error", err)
			panic(http.ErrAbortHandler) // the head said 200: only a cut line tells that this is not all
		}
	}}, nil
}
