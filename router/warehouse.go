package router

import (
	"channelrouter/api/console"
	"channelrouter/api/httpx"
	"channelrouter/service"
)

// warehouseRoutes is the work around goods, as the brand sees it.
func warehouseRoutes(rooms *service.Rooms) []Route {
	devices := httpx.NewHandhelds(rooms.Warehouse, rooms.Channel, rooms.Recall, 0)
	stocks := httpx.NewStocks(rooms.Custody, rooms.Channel, rooms.Clock, 0)
	takes := console.NewTakeHandler(rooms.Warehouse)
	transfers := console.NewTransferHandler(rooms.Warehouse)
	return []Route{
		row("POST", "/console/handheld-events", atConsole(handlers), "What a hand-held device did off-line, each event answered for itself", devices.Tell).auditedAfter(),
		row("GET", "/console/organisations/{id}/stock", atConsole(everyone), "What an organisation has, by batch, as of any time", stocks.Of),
		row("GET", "/console/stock-takes", atConsole(readers), "Counts compared with the book", takes.List),
		row("GET", "/console/stock-takes/{id}/differences", atConsole(readers), "What a count and the book disagree in", takes.Differences),
		row("GET", "/console/stock-takes/{id}/report", atConsole(readers), "The same as CSV", takes.Report),
		row("POST", "/console/stock-takes/{id}/adjustments", atConsole(managers), "Have the book follow a count, each difference for itself", takes.Adjust).auditedAfter(),
		row("GET", "/console/transfers", atConsole(readers), "Transfers between distributors", transfers.List),
		row("GET", "/console/transfers/{id}", atConsole(readers), "A transfer with where its goods are", transfers.Get),
		row("POST", "/console/transfers/{id}/approve", atConsole(managers), "Make the goods the receiver's from now on", transfers.Approve),
		row("POST", "/console/transfers/{id}/refuse", atConsole(managers), "Leave the goods whose they are", transfers.Refuse),
	}
}
