package router

import (
	"channelrouter/api/salesperson"
	"channelrouter/service"
	"channelrouter/service/scan"
)

func salespersonRoutes(rooms *service.Rooms, queue *scan.Queue) []Route {
	scans := salesperson.NewScanHandler(queue)
	return append(sessions(rooms, appSalesperson),
		row("POST", "/salesperson/scans", Guard{App: appSalesperson}, "Scan a code: trace goods", scans.Create),
	)
}
