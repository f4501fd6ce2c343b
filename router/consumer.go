package router

import (
	"slices"

	"channelrouter/api/consumer"
	"channelrouter/api/httpx"
	"channelrouter/model"
	"channelrouter/service"
	"channelrouter/service/scan"
)

func consumerRoutes(rooms *service.Rooms, queue *scan.Queue) []Route {
	scans := consumer.NewScanHandler(queue)
	wallet := httpx.NewWallets(rooms.Ledger, model.WalletConsumer)
	member := Guard{App: appConsumer}
	return append(slices.Concat(everyApp(rooms, appConsumer, model.RoleConsumer), payoutsOf(rooms, appConsumer, model.WalletConsumer)),
		row("POST", "/consumer/scans", member, "Scan a code: claim, or look at the goods", scans.Create),
		row("GET", "/consumer/wallet", member, "What I have won", wallet.Get),
	)
}
