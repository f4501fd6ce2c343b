package message

import (
	"channelrouter/internal/clock"
	"channelrouter/internal/db"
	"channelrouter/internal/id"
	"channelrouter/internal/policy"
	"channelrouter/model"
	"channelrouter/service/campaign"
	"channelrouter/service/catalog"
	"channelrouter/service/channel"
	"channelrouter/service/diversion"
	"channelrouter/service/identity"
	"channelrouter/service/payout"
	"channelrouter/service/rebate"
	"channelrouter/service/reward"
)

// App is a role's mini-program.
type App struct {
	ID string
	// Pushed tells that WeChat pushes the app's events to this server.
	Pushed bool
}

// Rooms are the lower rooms whose facts become messages, and who knows whom they are for.
type Rooms struct {
	Identity  *identity.Service
	Catalog   *catalog.Service
	Channel   *channel.Service
	Reward    *reward.Service
	Payout    *payout.Service
	Rebate    *rebate.Service
	Diversion *diversion.Service
	Campaign  *campaign.Service
}

// Service tells people things.
type Service struct {
	db     *db.DB
	store  store
	clock  clock.Clock
	ids    *id.Generator
	apps   map[model.Role]App
	sender Sender
	Rooms
	// Policies is the book of templates, quiet hours and daily limits.
	Policies *policy.Book[Policy]
}

// New makes the room. Roles without an app have their inbox only.
func New(d *db.DB, c clock.Clock, ids *id.Generator, sender Sender, apps map[model.Role]App, r Rooms) *Service {
	return &Service{
		db: d, store: store{d}, clock: c, ids: ids, sender: sender, apps: apps, Rooms: r,
		Policies: policy.NewBook(d, c, "messages", DefaultPolicy, Policy.check),
	}
}
