package identity

import (
	"context"

	"channelrouter/model"
)

// The apps a token can be for. A role's app is called after the role.
const (
	AppConsumer    = "consumer"
	AppGuide       = "guide"
	AppTerminal    = "terminal"
	AppSalesperson = "salesperson"
	AppDistributor = "distributor"
	AppConsole     = "console"
)

var roleApps = []string{AppConsumer, AppGuide, AppTerminal, AppSalesperson, AppDistributor}

// Actor is who a request comes from: a person in a role app, or a user at the console.
type Actor struct {
	App      string
	PersonID model.PersonID // in the role apps
	UserID   model.UserID   // at the console
	UserRole model.UserRole // at the console, as of the last login or refresh
	FamilyID int64          // the session, for Logout
	// MustEnrol: the role needs a second factor, and until there is one nothing else is open.
	MustEnrol bool
}

// newActor places a subject, which is a person or a user depending on the app.
func newActor(app string, subject int64, role model.UserRole, family int64) Actor {
	if app == AppConsole {
		return Actor{App: app, UserID: model.UserID(subject), UserRole: role, FamilyID: family}
	}
	return Actor{App: app, PersonID: model.PersonID(subject), FamilyID: family}
}

// subject is the id behind the actor, whichever kind it is.
func (a Actor) subject() int64 {
	if a.App == AppConsole {
		return int64(a.UserID)
	}
	return int64(a.PersonID)
}

type actorKey struct{}

// WithActor puts the actor into ctx.
func WithActor(ctx context.Context, a Actor) context.Context {
	return context.WithValue(ctx, actorKey{}, a)
}

// ActorFrom finds the actor that WithActor put into ctx.
func ActorFrom(ctx context.Context) (Actor, bool) {
	a, found := ctx.Value(actorKey{}).(Actor)
	return a, found
}
