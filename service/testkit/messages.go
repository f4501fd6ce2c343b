package testkit

import (
	"context"
	"fmt"
	"sync/atomic"

	"channelrouter/model"
	"channelrouter/service/channel"
	"channelrouter/service/message"
)

// MessageApps are the world's apps for messages: every role's, by the ids that logins get.
func MessageApps() map[model.Role]message.App {
	apps := map[model.Role]message.App{}
	for _, role := range []model.Role{model.RoleConsumer, model.RoleGuide, model.RoleTerminal, model.RoleSalesperson, model.RoleDistributor} {
		apps[role] = message.App{ID: "wx-" + channel.RoleName(role)}
	}
	return apps
}

// letters counts, so that each has a number of its own.
var letters atomic.Int64

// Send carries every message. What WeChat refuses is tested in the message room.
func (weChat) Send(context.Context, message.Letter) (string, error) {
	return fmt.Sprint("msg-", letters.Add(1)), nil
}
