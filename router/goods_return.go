package router

import (
	"channelrouter/api/console"
	"channelrouter/api/distributor"
	"channelrouter/service"
)

// returnRoutes is what distributors give back, as the brand sees it.
func returnRoutes(rooms *service.Rooms) []Route {
	h := console.NewReturnHandler(rooms.Warehouse)
	return []Route{
		row("GET", "/console/returns", atConsole(everyone), "Returns of distributors to the brand", h.List),
		row("GET", "/console/returns/{id}", atConsole(everyone), "A return with where its goods are", h.Get),
		row("GET", "/console/returns/{id}/goods", atConsole(everyone), "A return's goods with what was found of them", h.Goods),
		row("GET", "/console/returns/{id}/inspections", atConsole(everyone), "What was found of a return's goods, and why", h.Inspections),
		row("POST", "/console/returns/{id}/approve", atConsole(managers), "Allow a distributor to ship what it wants to give back", h.Approve),
		row("POST", "/console/returns/{id}/refuse", atConsole(managers), "Leave the goods where they are", h.Refuse),
		row("POST", "/console/returns/{id}/inspections", atConsole(handlers), "Accept, reject or scrap goods that came back, or say that they are missing", h.Inspect),
		row("POST", "/console/returns/{id}/settlements", atConsole(handlers), "Send back what was rejected, or close what is missing", h.Settle),
	}
}

// ownReturnRoutes is the same, as the distributor sees it.
func ownReturnRoutes(rooms *service.Rooms, member Guard) []Route {
	h := distributor.NewReturnHandler(rooms.Warehouse, rooms.Channel)
	return []Route{
		row("POST", "/distributor/returns", member, "Ask the brand to take goods back", h.Ask),
		row("GET", "/distributor/returns", member, "My organisation's returns", h.List),
		row("GET", "/distributor/returns/{id}", member, "A return of mine", h.Get),
		row("GET", "/distributor/returns/{id}/goods", member, "A return's goods with what was found of them", h.Goods),
		row("GET", "/distributor/returns/{id}/inspections", member, "What was found of a return's goods, and why", h.Inspections),
		row("POST", "/distributor/returns/{id}/withdraw", member, "Take back a return whose goods have not left", h.Withdraw),
		row("POST", "/distributor/returns/{id}/ship", member, "Send the goods of an approved return on their way, once", h.Ship),
	}
}
