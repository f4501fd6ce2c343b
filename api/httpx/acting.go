package httpx

import (
	"context"

	"channelrouter/model"
	"channelrouter/service/channel"
	"channelrouter/service/identity"
)

// Acting is who asks in a role's app, and the organisation that he acts for.
func Acting(ctx context.Context, ch *channel.Service, role model.Role) (model.PersonID, model.OrgID, error) {
	actor, _ := identity.ActorFrom(ctx)
	org, err := ch.ActingOrg(ctx, actor.PersonID, role)
	return actor.PersonID, org, err
}
