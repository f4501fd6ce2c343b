package console

import (
	"context"

	"channelrouter/api/httpx"
	"channelrouter/model"
	"channelrouter/service/channel"
)

func tagged(o model.Org) *httpx.Tagged[Org] {
	return &httpx.Tagged[Org]{ETag: httpx.ETag(o.Version), Body: newOrg(o)}
}

// ChangeOrgInput says what is to become of an organisation. Its code and its kind stay.
type ChangeOrgInput struct {
	httpx.VersionInput
	ID   httpx.Ref `path:"id" doc:"the organisation's id"`
	Body struct {
		Name   *string `json:"name,omitempty" minLength:"1" maxLength:"120"`
		Adcode *string `json:"adcode,omitempty" pattern:"^[0-9]{6}$" doc:"GB/T 2260"`
	}
}

// Change changes an organisation as its caller has read it. Where somebody else was quicker, the
// problem tells as current what it is now.
func (h *OrgHandler) Change(ctx context.Context, in *ChangeOrgInput) (*httpx.Tagged[Org], error) {
	version, err := in.Version()
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	org, err := h.channel.ChangeOrg(ctx, model.OrgID(in.ID.N), version, channel.OrgChange{Name: in.Body.Name, Adcode: in.Body.Adcode})
	return httpx.Changed(ctx, org, org.Version, newOrg, err)
}
