package message

import (
	"channelrouter/internal/clock"
	"channelrouter/internal/db"
	"channelrouter/internal/id"
	"channelrouter/internal/policy"
	"channelrouter/model"
	"channelrouter/service/identity"
)

// App is a role's mini-program.
type App struct {
	ID string
	// Pushed tells that WeChat pushes the app's events to this server.
	Pushed bool
}

// Service tells people things.
type Service struct {
	db       *db.DB
	store    store
	clock    clock.Clock
	ids      *id.Generator
	apps     map[model.Role]App
	identity *identity.Service
	sender   Sender
	// Policies is the book of templates, quiet hours and daily limits.
	Policies *policy.Book[Policy]
}

// New makes the room. Roles without an app have their inbox only.
func New(d *db.DB, c clock.Clock, ids *id.Generator, i *identity.Service, sender Sender, apps map[model.Role]App) *Service {
	return &Service{
		db: d, store: store{d}, clock: c, ids: ids, identity: i, sender: sender, apps: apps,
		Policies: policy.NewBook(d, c, "messages", DefaultPolicy, Policy.check),
	}
}
