package router

import (
	"channelrouter/api/console"
	"channelrouter/api/httpx"
	"channelrouter/model"
	"channelrouter/service"
)

// deliveriesOf is the rows of an app whose people receive deliveries.
func deliveriesOf(rooms *service.Rooms, app string, role model.Role) []Route {
	h := httpx.NewDeliveries(rooms.Warehouse, rooms.Channel, rooms.Recall, role)
	member := Guard{App: app}
	rows := []Route{
		row("GET", "/"+app+"/deliveries", member, "Deliveries that my organisation is to receive, or sends", h.List),
		row("GET", "/"+app+"/deliveries/{id}", member, "A delivery with how much of it has come", h.Get),
		row("POST", "/"+app+"/deliveries/{id}/receipts", member, "Take goods of a delivery in: all, or what was scanned", h.Receive),
		row("GET", "/"+app+"/deliveries/{id}/receipts", member, "What was received of a delivery, and what came damaged", h.Receipts),
	}
	if role == model.RoleTerminal { // they send nothing
		return rows
	}
	return append(rows,
		row("POST", "/"+app+"/deliveries", member, "Send goods to an organisation of one's own part of the channel, with the paper of it", h.Ship),
		row("POST", "/"+app+"/deliveries/{id}/close", member, "Say what became of goods of my delivery that never came", h.Close),
	)
}

// deliveryRoutes is deliveries as the brand sees them.
func deliveryRoutes(rooms *service.Rooms) []Route {
	h := httpx.NewDeliveries(rooms.Warehouse, rooms.Channel, rooms.Recall, 0)
	return []Route{
		row("POST", "/console/deliveries", atConsole(handlers), "Send goods of the brand, with the paper of it", h.Ship).auditedAfter(),
		row("GET", "/console/deliveries", atConsole(everyone), "Deliveries", console.NewDeliveryHandler(rooms.Warehouse).List),
		row("GET", "/console/deliveries/{id}", atConsole(everyone), "A delivery with how much of it has come", h.Get),
		row("POST", "/console/deliveries/{id}/receipts", atConsole(handlers), "Take goods of a delivery to the brand in: all, or what was scanned", h.Receive).auditedAfter(),
		row("GET", "/console/deliveries/{id}/receipts", atConsole(everyone), "What was received of a delivery, and what came damaged", h.Receipts),
		row("POST", "/console/deliveries/{id}/close", atConsole(managers), "Say what became of goods of a delivery that never came", h.Close).auditedAfter(),
	}
}
