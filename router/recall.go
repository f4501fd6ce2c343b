package router

import (
	"channelrouter/api/console"
	"channelrouter/service"
)

// recallRoutes are the rows of what the brand calls back. Starting one takes several
// transactions: its codes are marked, then everybody is told.
func recallRoutes(rooms *service.Rooms) []Route {
	recalls := console.NewRecallHandler(rooms.Recall, rooms.Channel)
	return []Route{
		row("GET", "/console/recalls", atConsole(everyone), "Recalls, newest first", recalls.List),
		row("POST", "/console/recalls", atConsole(managers), "Call goods back: mark their codes, tell everybody concerned", recalls.Start).auditedAfter(),
		row("GET", "/console/recalls/{id}", atConsole(everyone), "A recall, with where its units are now", recalls.Get),
		row("POST", "/console/recalls/{id}/close", atConsole(managers), "End a recall: nobody is told any more", recalls.Close),
		row("GET", "/console/recalls/{id}/notices", atConsole(readers), "Who was told of a recall, and who has read it", recalls.Notices),
	}
}
