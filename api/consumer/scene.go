package consumer

import (
	"context"
	"errors"

	"channelrouter/api/httpx"
	"channelrouter/model"
	"channelrouter/service/channel"
	"channelrouter/service/link"
)

// SceneHandler tells which shop or guide a mini-program code stands for.
type SceneHandler struct {
	links   *link.Service
	channel *channel.Service
}

// NewSceneHandler makes the handler.
func NewSceneHandler(l *link.Service, c *channel.Service) *SceneHandler {
	return &SceneHandler{links: l, channel: c}
}

// SceneInput is the scene that the page was opened with.
type SceneInput struct {
	Body struct {
		Scene string `json:"scene" minLength:"1" maxLength:"32" doc:"the page's scene, decoded"`
	}
}

// Scene is a shop, or a guide with the shop he works in.
type Scene struct {
	Kind   string    `json:"kind" enum:"shop,guide"`
	Shop   httpx.ID  `json:"shop_id"`
	Guide  *httpx.ID `json:"guide_id,omitempty"`
	Name   string    `json:"name" doc:"of the shop"`
	Adcode string    `json:"adcode" doc:"of the shop, GB/T 2260"`
}

// Read tells whose code was scanned.
func (h *SceneHandler) Read(ctx context.Context, in *SceneInput) (*httpx.Out[Scene], error) {
	scene, err := h.links.ReadScene(in.Body.Scene)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	out := Scene{Kind: "shop", Shop: httpx.ID(scene.ID)}
	if scene.Kind == link.SceneGuide {
		if out, err = h.guide(ctx, scene.ID); err != nil {
			return nil, httpx.Problem(ctx, err)
		}
	}
	shop, err := h.channel.GetOrg(ctx, model.OrgID(out.Shop))
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	out.Name, out.Adcode = shop.Name, shop.Adcode
	return httpx.Answer(out), nil
}

// guide finds the shop where a guide works now.
func (h *SceneHandler) guide(ctx context.Context, person int64) (Scene, error) {
	shop, err := h.channel.ActingOrg(ctx, model.PersonID(person), model.RoleGuide)
	if errors.Is(err, channel.ErrNoMembership) {
		err = link.ErrSceneOver
	}
	id := httpx.ID(person)
	return Scene{Kind: "guide", Shop: httpx.ID(shop), Guide: &id}, err
}
