package console

import (
	"context"
	"io"

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
	return httpx.Stream(httpx.Download{
		Name: b.Ref + "-" + in.Face + ".csv", Type: httpx.CSV,
		Write: func(ctx context.Context, w io.Writer) error {
			_, err := export.Write(ctx, w)
			return err
		},
	}), nil
}
