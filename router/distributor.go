package router

import (
	"slices"

	"channelrouter/api/distributor"
	"channelrouter/api/httpx"
	"channelrouter/model"
	"channelrouter/service"
	"channelrouter/service/scan"
)

func distributorRoutes(rooms *service.Rooms, queue *scan.Queue) []Route {
	scans := distributor.NewScanHandler(queue)
	goods := httpx.NewGoods(rooms.Custody, rooms.Channel, rooms.Recall, model.RoleDistributor)
	rebates := distributor.NewRebateHandler(rooms.Rebate, rooms.Channel)
	member := Guard{App: appDistributor}
	return append(slices.Concat(staffApp(rooms, appDistributor, model.RoleDistributor), invitations(rooms, appDistributor, model.RoleDistributor)),
		row("POST", "/distributor/scans", member, "Scan a code: trace goods", scans.Create),
		row("POST", "/distributor/receipts", member, "Take goods in", goods.Receive),
		row("POST", "/distributor/shipments", member, "Send goods to an organisation of one's own part of the channel", goods.Ship),
		row("GET", "/distributor/rebates", member, "What my organisation has earned, unit by unit", rebates.List),
	)
}
