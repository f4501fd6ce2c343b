package landing

import (
	"context"
	"net"
	"strings"

	"channelrouter/model"
	"channelrouter/service/channel"
	"channelrouter/service/link"
)

// consumer's app opens wherever no host says otherwise.
const consumer = "consumer"

// door is the app behind a host.
type door struct {
	role   model.Role
	scheme string // WeChat's plain URL scheme up to the page; "" when there is no app
}

func newDoor(o link.Opens) door {
	role, _ := channel.ParseRole(o.Role) // a role that has an app
	if o.AppID == "" {
		return door{role: role}
	}
	scheme := "weixin://dl/business/?appid=" + o.AppID
	if o.EnvVersion != "release" {
		scheme += "&env_version=" + o.EnvVersion
	}
	return door{role: role, scheme: scheme + "&path="}
}

// door finds the app of the host that was asked. Browsers send hosts in lower case and,
// on the port of https, without it: everyone else takes the longer way.
func (h *Handler) door(host string) door {
	if d, ours := h.hosts[host]; ours {
		return d
	}
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	if d, ours := h.hosts[strings.ToLower(host)]; ours {
		return d
	}
	return h.usual
}

// page is where a face's scanners land in the host's app: "" its home page, where its
// role has nothing to do with the face. Consumers come in numbers, and their pages are
// known without asking.
func (h *Handler) page(ctx context.Context, d door, face model.Face) (string, error) {
	switch {
	case d.role == model.RoleConsumer && face == model.FaceUnitInner:
		return "pages/claim/index", nil
	case d.role == model.RoleConsumer:
		return "pages/verify/index", nil
	}
	route, _, err := h.scans.Lands(ctx, face, d.role)
	return route.Page, err
}
