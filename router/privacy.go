package router

import (
	"channelrouter/api/console"
	"channelrouter/api/httpx"
	"channelrouter/model"
	"channelrouter/service"
)

// registrars see the register of personal-data requests: who answers for them, and who audits. It is
// no business of who answers for money.
var registrars = []model.UserRole{model.UserOwner, model.UserChannelManager, model.UserAuditor}

// privacyRoutes are the console's rows of personal-data requests. It is audited who reads the
// register, and who fetches a copy.
func privacyRoutes(rooms *service.Rooms) []Route {
	h := console.NewDataRequestHandler(rooms.Privacy)
	requests := "/console/personal-data-requests"
	return []Route{
		row("GET", requests, atConsole(registrars), "The register of personal-data requests", h.List).auditedRead(),
		row("POST", requests, atConsole(managers), "Record a personal-data request that came by telephone or letter", h.Record),
		row("POST", "/console/personal-data-subjects", atConsole(managers), "Find the person whom a personal-data request is about", h.Find),
		row("GET", requests+"/{id}", atConsole(registrars), "A personal-data request: what an erasure does, and how far it is", h.Get).auditedRead(),
		row("POST", requests+"/{id}/approve", atConsole(managers), "Have a personal-data request carried out that somebody else recorded", h.Approve),
		row("POST", requests+"/{id}/refuse", atConsole(managers), "Turn a personal-data request down", h.Refuse),
		row("GET", requests+"/{id}/file", atConsole(managers), "A person's copy as ZIP, for who hands it to him", h.File).auditedRead(),
	}
}

// dataRequests are the rows by which people ask in a role's app what is to be done with their data.
func dataRequests(rooms *service.Rooms, app string) []Route {
	h, member := httpx.NewDataRequests(rooms.Privacy, app), Guard{App: app}
	return []Route{
		row("GET", "/"+app+"/me/personal-data-requests", member, "What I asked to be done with my data", h.Mine),
		row("POST", "/"+app+"/me/personal-data-requests", member, "Ask for a copy of my data, or for their erasure", h.Ask),
	}
}
