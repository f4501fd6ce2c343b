package router

import (
	"channelrouter/api/httpx"
	"channelrouter/service"
)

// warehouseRoutes is the work around goods, as the brand sees it.
func warehouseRoutes(rooms *service.Rooms) []Route {
	devices := httpx.NewHandhelds(rooms.Warehouse, rooms.Channel, 0)
	return []Route{
		row("POST", "/console/handheld-events", atConsole(handlers), "What a hand-held device did off-line, each event answered for itself", devices.Tell).auditedAfter(),
	}
}
