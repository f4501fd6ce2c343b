package httpx

import (
	"context"
	"net/http"
	"strings"

	"channelrouter/model"
	"channelrouter/service/channel"
	"channelrouter/service/link"
)

// Wxacodes shows the mini-program codes of shops and guides.
type Wxacodes struct {
	links   *link.Service
	channel *channel.Service
}

// NewWxacodes makes the handler.
func NewWxacodes(l *link.Service, c *channel.Service) *Wxacodes {
	return &Wxacodes{links: l, channel: c}
}

// PictureInput asks for a picture, unless the caller has it.
type PictureInput struct {
	IfNoneMatch string `header:"If-None-Match" maxLength:"512" doc:"the ETag of the picture that is there"`
}

// PictureOutput is a PNG.
type PictureOutput struct {
	Status       int
	ContentType  string `header:"Content-Type"`
	ETag         string `header:"ETag"`
	CacheControl string `header:"Cache-Control"`
	Body         []byte
}

// OwnShop is the code of the shop that the caller acts for.
func (h *Wxacodes) OwnShop(ctx context.Context, in *PictureInput) (*PictureOutput, error) {
	_, shop, err := Acting(ctx, h.channel, model.RoleTerminal)
	if err != nil {
		return nil, Problem(ctx, err)
	}
	return h.picture(ctx, in, link.Scene{Kind: link.SceneShop, ID: int64(shop)})
}

// OwnGuide is the code of the caller as a guide.
func (h *Wxacodes) OwnGuide(ctx context.Context, in *PictureInput) (*PictureOutput, error) {
	guide, _, err := Acting(ctx, h.channel, model.RoleGuide)
	if err != nil {
		return nil, Problem(ctx, err)
	}
	return h.picture(ctx, in, link.Scene{Kind: link.SceneGuide, ID: int64(guide)})
}

// ShopInput names an organisation.
type ShopInput struct {
	ID Ref `path:"id" doc:"the organisation's id"`
	PictureInput
}

// Shop is the code of a terminal.
func (h *Wxacodes) Shop(ctx context.Context, in *ShopInput) (*PictureOutput, error) {
	org, err := h.channel.GetOrg(ctx, model.OrgID(in.ID.N))
	if err == nil && org.Kind != model.OrgTerminal {
		err = link.ErrNoShop
	}
	if err != nil {
		return nil, Problem(ctx, err)
	}
	return h.picture(ctx, &in.PictureInput, link.Scene{Kind: link.SceneShop, ID: int64(org.ID)})
}

func (h *Wxacodes) picture(ctx context.Context, in *PictureInput, scene link.Scene) (*PictureOutput, error) {
	picture, err := h.links.SceneCode(ctx, scene)
	if err != nil {
		return nil, Problem(ctx, err)
	}
	out := &PictureOutput{Status: http.StatusOK, ContentType: "image/png", ETag: `"` + picture.Hash + `"`, CacheControl: "private, no-cache", Body: picture.PNG}
	if strings.Contains(in.IfNoneMatch, out.ETag) {
		out.Status, out.ContentType, out.Body = http.StatusNotModified, "", nil
	}
	return out, nil
}
