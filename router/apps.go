package router

import (
	"channelrouter/api/httpx"
	"channelrouter/model"
	"channelrouter/service"
	"channelrouter/service/identity"
)

// sessions is the rows that every role app has.
func sessions(rooms *service.Rooms, app string) []Route {
	h := httpx.NewSessions(rooms.Identity, app)
	public, member := Guard{}, Guard{App: app}
	return []Route{
		row("POST", "/"+app+"/sessions", public, "Log in with the code of wx.login", h.Login),
		row("POST", "/"+app+"/sessions/refresh", public, "Exchange a refresh token for the next pair", h.Refresh),
		row("DELETE", "/"+app+"/sessions/current", member, "Log out", h.Logout),
		row("GET", "/"+app+"/me", member, "Who I am, and for whom I act", httpx.NewPeople(rooms.Channel, rooms.Clock).Me),
		row("POST", "/"+app+"/hops", member, "Come from another of my roles' apps, with its ticket", httpx.NewHops(rooms.Link, app).Arrive),
	}
}

// Names of the apps, whose sessions guard their routes.
const (
	appConsumer    = identity.AppConsumer
	appGuide       = identity.AppGuide
	appTerminal    = identity.AppTerminal
	appSalesperson = identity.AppSalesperson
	appDistributor = identity.AppDistributor
	appConsole     = identity.AppConsole
)

// payouts are the rows by which a role's wallet is paid out.
func payouts(rooms *service.Rooms, app string, wallet model.AccountKind) []Route {
	cash := httpx.NewPayouts(rooms.Payout, wallet)
	member := Guard{App: app}
	return []Route{
		row("POST", "/"+app+"/payouts", member, "Have money of my wallet paid to my WeChat", cash.Create),
		row("GET", "/"+app+"/payouts", member, "My payouts", cash.List),
		row("GET", "/"+app+"/payouts/{id}", member, "Where a payout of mine stands", cash.Get),
	}
}
