package router

import (
	"slices"

	"channelrouter/api/guide"
	"channelrouter/api/httpx"
	"channelrouter/model"
	"channelrouter/service"
	"channelrouter/service/scan"
)

func guideRoutes(rooms *service.Rooms, queue *scan.Queue) []Route {
	scans := guide.NewScanHandler(queue)
	wallet := httpx.NewWallets(rooms.Ledger, model.WalletGuide)
	member := Guard{App: appGuide}
	return append(slices.Concat(everyApp(rooms, appGuide, model.RoleGuide), payoutsOf(rooms, appGuide, model.WalletGuide)),
		row("POST", "/guide/scans", member, "Scan a sold unit for the guide's reward", scans.Create),
		row("GET", "/guide/wallet", member, "What I have earned", wallet.Get),
	)
}
