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
	return slices.Concat(sessions(rooms, app), dataRequests(rooms, app), messages(rooms, app, role))
}

// staffApp is the rows of the apps of those who act for an organisation.
func staffApp(rooms *service.Rooms, app string, role model.Role) []Route {
	return slices.Concat(everyApp(rooms, app, role), memberships(rooms, app))
}

// payoutsOf is the rows of an app whose wallet is paid out.
func payoutsOf(rooms *service.Rooms, app string, wallet model.AccountKind) []Route {
	return slices.Concat(payouts(rooms, app, wallet), taxpayers(rooms, app))
}

// sessions are the rows by which people come, and learn who they are.
func sessions(rooms *service.Rooms, app string) []Route {
	h := httpx.NewSessions(rooms.Identity, app)
	people := httpx.NewPeople(rooms.Staff, rooms.Channel, app)
	consents := httpx.NewConsents(rooms.Identity, app)
	public, member := Guard{}, Guard{App: app}
	return []Route{
		row("POST", "/"+app+"/sessions", public, "Log in with the code of wx.login", h.Login),
		row("POST", "/"+app+"/sessions/refresh", public, "Exchange a refresh token for the next pair", h.Refresh),
		row("DELETE", "/"+app+"/sessions/current", member, "Log out", h.Logout),
		row("GET", "/"+app+"/me", member, "Who I am, and for whom I act", people.Me),
		row("POST", "/"+app+"/hops", member, "Come from another of my roles' apps, with its ticket", httpx.NewHops(rooms.Link, app).Arrive),
		row("PUT", "/"+app+"/me/choice", member, "Choose which of my roles or organisations I act in", people.Choose),
		row("POST", "/"+app+"/me/phone", member, "Verify my phone number, and take up what was offered to it in this app's role", people.VerifyPhone),
		row("POST", "/"+app+"/me/offers/{id}/take-up", member, "Act for the organisation that offered it to my phone number", people.TakeOffer),
		row("POST", "/"+app+"/me/offers/{id}/decline", member, "Decline what an organisation offered to my phone number", people.DeclineOffer),
		row("GET", "/"+app+"/me/consents", member, "What I have consented to", consents.List),
		row("POST", "/"+app+"/me/consents", member, "Consent to a purpose", consents.Give),
		row("DELETE", "/"+app+"/me/consents/{purpose}", member, "Withdraw a consent", consents.Withdraw),
	}
}

// memberships are the rows by which people of a role come and go.
func memberships(rooms *service.Rooms, app string) []Route {
	people := httpx.NewPeople(rooms.Staff, rooms.Channel, app)
	member := Guard{App: app}
	return []Route{
		row("POST", "/"+app+"/memberships", member, "Act for the organisation that invited me", people.TakeUp),
		row("DELETE", "/"+app+"/memberships/{org}", member, "Act for an organisation no more", people.Leave),
	}
}

// invitations are the rows by which a role looks after the people of organisations.
func invitations(rooms *service.Rooms, app string, role model.Role) []Route {
	h := httpx.NewInvitations(rooms.Staff, role)
	member := Guard{App: app}
	return []Route{
		row("GET", "/"+app+"/invitations", member, "Invitations into an organisation of mine", h.List),
		row("POST", "/"+app+"/invitations", member, "Invite into an organisation of mine", h.Create),
		row("DELETE", "/"+app+"/invitations/{id}", member, "Withdraw an invitation", h.Withdraw),
		row("GET", "/"+app+"/members", member, "Who acts for an organisation of mine", h.Members),
		row("DELETE", "/"+app+"/members/{person}", member, "End what a person does for an organisation of mine", h.Remove),
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
		row("DELETE", "/"+app+"/me/taxpayer", member, "Take back my consent: what I entered is forgotten", h.Delete),
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
