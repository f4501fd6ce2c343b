package router

import (
	"channelrouter/api/httpx"
	"channelrouter/api/terminal"
	"channelrouter/model"
	"channelrouter/service"
	"channelrouter/service/scan"
)

func terminalRoutes(rooms *service.Rooms, queue *scan.Queue) []Route {
	scans := terminal.NewScanHandler(queue)
	goods := httpx.NewGoods(rooms.Custody, rooms.Channel, model.RoleTerminal)
	member := Guard{App: appTerminal}
	return append(everyApp(rooms, appTerminal, model.RoleTerminal),
		row("POST", "/terminal/scans", member, "Scan a code: open a case, or trace goods", scans.Create),
		row("POST", "/terminal/receipts", member, "Take goods in", goods.Receive),
	)
}
