package router

import (
	"slices"

	"channelrouter/api/httpx"
	"channelrouter/api/salesperson"
	"channelrouter/model"
	"channelrouter/service"
	"channelrouter/service/scan"
)

func salespersonRoutes(rooms *service.Rooms, queue *scan.Queue) []Route {
	scans := salesperson.NewScanHandler(queue)
	wallet := httpx.NewWallets(rooms.Ledger, model.WalletSalesperson)
	member := Guard{App: appSalesperson}
	return append(slices.Concat(
		staffApp(rooms, appSalesperson, model.RoleSalesperson), invitations(rooms, appSalesperson, model.RoleSalesperson),
		payoutsOf(rooms, appSalesperson, model.WalletSalesperson), inspectorRoutes(rooms),
	),
		row("POST", "/salesperson/scans", member, "Scan a code: trace goods", scans.Create),
		row("GET", "/salesperson/wallet", member, "What I have earned", wallet.Get),
	)
}
