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
	devices := httpx.NewHandhelds(rooms.Warehouse, rooms.Channel, rooms.Recall, model.RoleDistributor)
	transfers := distributor.NewTransferHandler(rooms.Warehouse, rooms.Channel)
	stocks := httpx.NewStocks(rooms.Custody, rooms.Channel, rooms.Clock, model.RoleDistributor)
	takes := distributor.NewTakeHandler(rooms.Warehouse, rooms.Channel)
	rebates := distributor.NewRebateHandler(rooms.Rebate, rooms.Channel)
	member := Guard{App: appDistributor}
	papers := slices.Concat(deliveriesOf(rooms, appDistributor, model.RoleDistributor), ownReturnRoutes(rooms, member), originRoutes(rooms), statementRoutes(rooms, appDistributor, model.RoleDistributor), remittancesOf(rooms, appDistributor, model.RoleDistributor))
	return append(slices.Concat(staffApp(rooms, appDistributor, model.RoleDistributor), invitations(rooms, appDistributor, model.RoleDistributor), papers),
		row("POST", "/distributor/scans", member, "Scan a code: trace goods", scans.Create),
		row("POST", "/distributor/receipts", member, "Take goods in", goods.Receive),
		row("POST", "/distributor/shipments", member, "Send goods to an organisation of one's own part of the channel", goods.Ship),
		row("POST", "/distributor/handheld-events", member, "What a hand-held device did off-line, each event answered for itself", devices.Tell),
		row("GET", "/distributor/stock", member, "What my organisation has, by batch, as of any time", stocks.Own),
		row("POST", "/distributor/stock-takes", member, "Compare what was counted with the book", takes.Create),
		row("GET", "/distributor/stock-takes", member, "My organisation's stock-takes", takes.List),
		row("GET", "/distributor/stock-takes/{id}/differences", member, "What a count and the book disagree in", takes.Differences),
		row("POST", "/distributor/transfers", member, "Ask the brand that goods go to another distributor, or come from one", transfers.Ask),
		row("GET", "/distributor/transfers", member, "Transfers that my organisation gives or takes by", transfers.List),
		row("POST", "/distributor/transfers/{id}/withdraw", member, "Take back a request that nobody has decided", transfers.Withdraw),
		row("GET", "/distributor/rebates", member, "What my organisation has earned, each amount with what it rests on", rebates.List),
		row("GET", "/distributor/rebate-programmes", member, "Programmes that my organisation takes part in, and how far it is to the next step", rebates.Programmes),
	)
}
