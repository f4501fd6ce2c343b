package router

import (
	"channelrouter/api/console"
	"channelrouter/service"
)

// liveRoute is a stream that does not end by itself.
const liveRoute = "/console/live"

// insightRoutes are the figures of the home page, and the feed of what happens.
func insightRoutes(rooms *service.Rooms) []Route {
	h := console.NewInsightHandler(rooms.Insight, rooms.Identity, rooms.Code)
	return []Route{
		row("GET", "/console/overview", atConsole(readers), "Figures of today and of a period, against those before", h.Overview),
		row("GET", "/console/areas", atConsole(readers), "Figures by province, or by city of a province", h.Areas),
		row("GET", "/console/organisations/{id}/figures", atConsole(readers), "An organisation's figures by day", h.Org),
		row("GET", "/console/organisations/{id}/scans", atConsole(readers), "An organisation's scans, newest first", h.Scans),
		row("GET", liveRoute, atConsole(readers), "What happens, as server-sent events", h.Live),
	}
}
