package router

import (
	"slices"

	"channelrouter/api/httpx"
	"channelrouter/api/terminal"
	"channelrouter/model"
	"channelrouter/service"
	"channelrouter/service/scan"
)

func terminalRoutes(rooms *service.Rooms, queue *scan.Queue) []Route {
	scans := terminal.NewScanHandler(queue)
	goods := httpx.NewGoods(rooms.Custody, rooms.Channel, rooms.Recall, model.RoleTerminal)
	devices := httpx.NewHandhelds(rooms.Warehouse, rooms.Channel, rooms.Recall, model.RoleTerminal)
	stocks := httpx.NewStocks(rooms.Custody, rooms.Channel, rooms.Clock, model.RoleTerminal)
	member := Guard{App: appTerminal}
	return append(slices.Concat(staffApp(rooms, appTerminal, model.RoleTerminal), invitations(rooms, appTerminal, model.RoleTerminal), deliveriesOf(rooms, appTerminal, model.RoleTerminal),
		statementRoutes(rooms, appTerminal, model.RoleTerminal), remittancesOf(rooms, appTerminal, model.RoleTerminal)),
		row("POST", "/terminal/scans", member, "Scan a code: open a case, or trace goods", scans.Create),
		row("GET", "/terminal/me/wxacode", member, "My shop's mini-program code", httpx.NewWxacodes(rooms.Link, rooms.Channel).OwnShop),
		row("POST", "/terminal/receipts", member, "Take goods in", goods.Receive),
		row("GET", "/terminal/stock", member, "What my shop has, by batch, as of any time", stocks.Own),
		row("POST", "/terminal/handheld-events", member, "What a hand-held device did off-line, each event answered for itself", devices.Tell),
	)
}
