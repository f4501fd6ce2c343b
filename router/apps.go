package router

import (
	"slices"

	"channelrouter/api/httpx"
	"channelrouter/model"
	"channelrouter/service"
	"channelrouter/service/identity"
)

// everyApp is the rows that every role's app has.
func everyApp(rooms *service.Rooms, app string, role model.Role) []Route {
	return slices.Concat(sessions(rooms, app), messages(rooms, app, role))
}

// payoutsOf is the rows of an app whose wallet is paid out.
func payoutsOf(rooms *service.Rooms, app string, wallet model.AccountKind) []Route {
	return slices.Concat(payouts(rooms, app, wallet), taxpayers(rooms, app))
}

// sessions are the rows by which people come, and learn who they are.
func sessions(rooms *service.Rooms, app string) []Route {
	h := httpx.NewSessions(rooms.Identity, app)
	public, member := Guard{}, Guard{App: app}
	return []Route{
		row("POST", "/"+app+"/sessions", public, "Log in with the code of wx.login", h.Login),
		row("POST", "/"+app+"/sessions/refresh", public, "Exchange a refresh token for the next pair", h.Refresh),
		row("DELETE", "/"+app+"/sessions/current", member, "Log out", h.Logout),
		row("GET", "/"+app+"/me", member, "Who I am, and for whom I act", httpx.NewPeople(rooms.Channel, rooms.Clock).Me),
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
		row("POST", "/"+app+"/payouts/{id}/cancel", member, "Take back a payout that waits for me to accept it", cash.Cancel),
	}
}

// taxpayers are the rows by which people say who they are to the tax office.
func taxpayers(rooms *service.Rooms, app string) []Route {
	h := httpx.NewTaxpayers(rooms.Tax)
	member := Guard{App: app}
	return []Route{
		row("GET", "/"+app+"/me/taxpayer", member, "Whom the tax office knows me as, masked", h.Get),
		row("PUT", "/"+app+"/me/taxpayer", member, "Say who I am to the tax office, with my consent", h.Put),
	}
}

// messages are the rows of a role's inbox and of what its person wants to be told by WeChat.
func messages(rooms *service.Rooms, app string, role model.Role) []Route {
	inbox := httpx.NewInbox(rooms.Message, role)
	member := Guard{App: app}
	return []Route{
		row("GET", "/"+app+"/messages", member, "What I was told, newest first", inbox.List),
		row("GET", "/"+app+"/messages/unread", member, "How much of it I have not read", inbox.Unread),
		row("POST", "/"+app+"/messages/{id}/read", member, "Mark a message as read", inbox.Read),
		row("POST", "/"+app+"/messages/read-all", member, "Mark all messages as read", inbox.ReadAll),
		row("GET", "/"+app+"/message-templates", member, "Templates to ask for by wx.requestSubscribeMessage", inbox.Templates),
		row("POST", "/"+app+"/message-consents", member, "Report what wx.requestSubscribeMessage answered", inbox.Consent),
		row("GET", "/"+app+"/quiet-hours", member, "When WeChat messages wait", inbox.Quiet),
		row("PUT", "/"+app+"/quiet-hours", member, "Set when WeChat messages wait", inbox.SetQuiet),
	}
}
