package console

import (
	"context"
	"mime"

	"channelrouter/api/httpx"
	"channelrouter/model"
)

// PictureInput names a code by its item.
type PictureInput struct {
	ID      httpx.Ref `path:"id" doc:"the batch's id"`
	Ordinal int64     `path:"ordinal" minimum:"0" maximum:"68719476735" doc:"of the item on the face's level"`
	Face    string    `query:"face" required:"true" pattern:"^(pallet|(unit|box|case|level([4-9]|1[0-5]))_(outer|inner))$"`
	Format  string    `query:"format" enum:"svg,png" default:"svg"`
}

// PictureOutput is a picture of one code.
type PictureOutput struct {
	ContentType string `header:"Content-Type"`
	Disposition string `header:"Content-Disposition"`
	Cache       string `header:"Cache-Control"`
	Body        []byte
}

// Picture draws one code as it is printed.
func (h *CodeOrderHandler) Picture(ctx context.Context, in *PictureInput) (*PictureOutput, error) {
	face, err := model.ParseFace(in.Face)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	p, err := h.orders.Picture(ctx, model.BatchID(in.ID.N), face, in.Ordinal, in.Format == "svg")
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return &PictureOutput{
		ContentType: p.MediaType, Cache: "private, no-store", Body: p.Content,
		Disposition: mime.FormatMediaType("inline", map[string]string{"filename": p.Name}),
	}, nil
}
