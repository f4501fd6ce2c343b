package router

import (
	"slices"

	"channelrouter/api/console"
	"channelrouter/api/download"
	"channelrouter/api/httpx"
	"channelrouter/model"
	"channelrouter/service"
)

// Who of the console's users may what: everyone reads, an auditor writes nothing.
var (
	readers  = []model.UserRole{model.UserOwner, model.UserChannelManager, model.UserFinance, model.UserAuditor}
	owners   = []model.UserRole{model.UserOwner}
	managers = []model.UserRole{model.UserOwner, model.UserChannelManager}
	everyone = append(slices.Clone(readers), model.UserOperator)
	handlers = []model.UserRole{model.UserOwner, model.UserChannelManager, model.UserOperator} // of goods
	finance  = []model.UserRole{model.UserOwner, model.UserFinance}
)

func consoleRoutes(rooms *service.Rooms) []Route {
	return slices.Concat(
		peopleRoutes(rooms), privacyRoutes(rooms), channelRoutes(rooms), linkRoutes(rooms), goodsRoutes(rooms), orderRoutes(rooms), intakeRoutes(rooms), marketRoutes(rooms),
		warehouseRoutes(rooms), deliveryRoutes(rooms), returnRoutes(rooms), recallRoutes(rooms), epcisRoutes(rooms),
		mapRoutes(), insightRoutes(rooms), listingRoutes(rooms), policyRoutes(rooms), caseRoutes(rooms), moneyRoutes(rooms), rebateRoutes(rooms), settlementRoutes(rooms), remittanceRoutes(rooms), campaignRoutes(rooms), messageRoutes(rooms), contactRoutes(rooms),
	)
}

func atConsole(roles []model.UserRole) Guard { return Guard{App: appConsole, Roles: roles} }

func peopleRoutes(rooms *service.Rooms) []Route {
	users := console.NewUserHandler(rooms.Identity)
	own, theirs := "/console/me", "/console/users/{id}"
	return []Route{
		row("POST", "/console/sessions", Guard{}, "Log in", users.Login),
		row("POST", "/console/sessions/refresh", Guard{}, "Exchange a refresh token for the next pair", users.Refresh),
		row("DELETE", "/console/sessions/current", Guard{App: appConsole}, "Log out", users.Logout),
		row("GET", own, atConsole(everyone), "Who I am", users.Me).whileEnrolling(),
		row("POST", own+"/password", atConsole(everyone), "Change my password", users.ChangePassword).auditedAfter().whileEnrolling(),
		row("GET", own+"/second-factor", atConsole(everyone), "Whether I have a second factor", users.SecondFactor).whileEnrolling(),
		row("POST", own+"/second-factor", atConsole(everyone), "Begin a second factor", users.Enrol).auditedAfter().whileEnrolling(),
		row("POST", own+"/second-factor/confirm", atConsole(everyone), "Put my second factor into use", users.Confirm).auditedAfter().whileEnrolling(),
		row("POST", own+"/second-factor/remove", atConsole(everyone), "Go without a second factor again", users.RemoveFactor).auditedAfter(),
		row("GET", own+"/sessions", atConsole(everyone), "My sessions", users.MySessions),
		row("DELETE", own+"/sessions/{id}", atConsole(everyone), "End a session of mine", users.EndMySession),
		row("POST", own+"/sessions/end-others", atConsole(everyone), "End all my sessions but this one", users.EndMyOthers),
		row("GET", "/console/users", atConsole(readers), "Console users", users.List),
		row("POST", "/console/users", atConsole(owners), "Add a console user", users.Create),
		row("PATCH", theirs, atConsole(owners), "Change a console user's role, or shut him out", users.Change),
		row("GET", theirs+"/sessions", atConsole(owners), "A user's sessions", users.UserSessions),
		row("DELETE", theirs+"/sessions", atConsole(owners), "End all sessions of a user", users.EndUserSessions),
		row("DELETE", theirs+"/sessions/{session}", atConsole(owners), "End one session of a user", users.EndUserSession),
		row("DELETE", theirs+"/second-factor", atConsole(owners), "Take the second factor away from who has lost his device", users.ResetFactor),
		row("GET", "/console/audit", atConsole(readers), "Who did what, or was refused it, newest first", users.Audit),
	}
}

func channelRoutes(rooms *service.Rooms) []Route {
	orgs := console.NewOrgHandler(rooms.Channel, rooms.Identity, rooms.Clock)
	staff := console.NewInvitationHandler(rooms.Staff)
	return []Route{
		row("GET", "/console/organisations", atConsole(readers), "Organisations", orgs.List),
		row("POST", "/console/organisations", atConsole(managers), "Add an organisation", orgs.Create),
		row("GET", "/console/organisations/{id}", atConsole(readers), "An organisation", orgs.Get),
		row("PATCH", "/console/organisations/{id}", atConsole(managers), "Change an organisation's name or place, as it was read", orgs.Change),
		row("GET", "/console/organisations/{id}/closing", atConsole(managers), "What closing an organisation would end, and what stands in its way", orgs.PlanClosing),
		row("PUT", "/console/organisations/{id}/closing", atConsole(managers), "Close an organisation, as it was read", orgs.Close),
		row("DELETE", "/console/organisations/{id}/closing", atConsole(managers), "Open a closed organisation again, as it was read", orgs.Reopen),
		row("GET", "/console/organisations/{id}/children", atConsole(readers), "Whom an organisation supplies today, each with how many it supplies", orgs.Children),
		row("GET", "/console/organisations/{id}/path", atConsole(readers), "Who stands above an organisation today", orgs.Path),
		row("GET", "/console/organisations/{id}/history", atConsole(readers), "What was believed of an organisation: suppliers, territories, logistics, members", orgs.History),
		row("GET", "/console/territories", atConsole(readers), "Territories with their holders, by division", orgs.Territories),
		row("GET", "/console/territories/overlaps", atConsole(readers), "Areas that two distributors have for the same product line", orgs.Overlaps),
		row("GET", "/console/territories/areas", atConsole(readers), "Who has each division of a map", orgs.Areas),
		row("DELETE", "/console/organisations/{id}/territories/{territory}", atConsole(managers), "End a territory", orgs.EndTerritory),
		row("POST", "/console/organisations/{id}/links", atConsole(managers), "Give an organisation a supplier", orgs.Link),
		row("POST", "/console/organisations/{id}/territories", atConsole(managers), "Give a distributor an area", orgs.AddTerritory),
		row("GET", "/console/organisations/{id}/logistics", atConsole(readers), "Whether a distributor works with the logistics system, and since when", orgs.Logistics),
		row("POST", "/console/organisations/{id}/logistics", atConsole(managers), "Say whether a distributor works with the logistics system", orgs.SetLogistics),
		row("GET", "/console/organisations/{id}/members", atConsole(readers), "Who acts for an organisation", staff.Members),
		row("POST", "/console/organisations/{id}/members", atConsole(managers), "Make a person act for an organisation", orgs.AddMember),
		row("DELETE", "/console/organisations/{id}/members/{person}", atConsole(managers), "End what a person does for an organisation", orgs.RemoveMember),
		row("GET", "/console/organisations/{id}/invitations", atConsole(readers), "Invitations into an organisation", staff.List),
		row("POST", "/console/organisations/{id}/invitations", atConsole(managers), "Invite people into an organisation", staff.Create),
		row("DELETE", "/console/invitations/{id}", atConsole(managers), "Withdraw an invitation", staff.Withdraw),
	}
}

func linkRoutes(rooms *service.Rooms) []Route {
	links := console.NewLinkHandler(rooms.Link)
	return []Route{
		row("GET", "/console/links", atConsole(readers), "Printed hosts with what is still to do, and links into the apps", links.List),
		row("POST", "/console/links", atConsole(managers), "A link into an app: one that is kept, or a new one", links.Make).auditedAfter(),
		row("POST", "/console/links/tests", atConsole(owners), "Record a printed host's test on a real phone", links.RecordTest),
		row("GET", "/console/organisations/{id}/wxacode", atConsole(readers), "A terminal's mini-program code", httpx.NewWxacodes(rooms.Link, rooms.Channel).Shop),
	}
}

func goodsRoutes(rooms *service.Rooms) []Route {
	batches := console.NewBatchHandler(rooms.Code, rooms.Catalog)
	lines := console.NewLineHandler(rooms.Custody, rooms.Channel)
	goods := console.NewCustodyHandler(rooms.Custody, rooms.Channel, rooms.Code, rooms.Recall, rooms.Clock)
	labels := console.NewRelabelHandler(rooms.Custody, rooms.Code)
	traces := console.NewTraceHandler(rooms.Custody, rooms.Channel, rooms.Code, rooms.Clock)
	history := console.NewCodeHistoryHandler(rooms.Code, rooms.Scan, rooms.Reward, rooms.Rebate, rooms.Diversion, rooms.Channel)
	return []Route{
		row("GET", "/console/products", atConsole(everyone), "The catalogue", batches.Products),
		row("POST", "/console/products", atConsole(managers), "Create or update products by SKU: all or none", batches.ImportProducts),
		row("PUT", "/console/products/{id}", atConsole(managers), "Change a product, as it was read", batches.ChangeProduct),
		row("GET", "/console/packaging-profiles", atConsole(everyone), "Packagings that are kept, by title", batches.Packagings),
		row("POST", "/console/packaging-profiles", atConsole(managers), "Keep a packaging to order codes in", batches.KeepPackaging),
		row("PATCH", "/console/packaging-profiles/{id}", atConsole(managers), "Change a packaging's title, or whether it is used, as it was read", batches.ChangePackaging),
		row("GET", "/console/batches", atConsole(readers), "Batches of codes", batches.List),
		row("POST", "/console/batches", atConsole(managers), "Issue a batch of codes", batches.Issue),
		row("GET", "/console/batches/{id}", atConsole(readers), "A batch", batches.Get),
		row("GET", "/console/batches/{id}/codes", atConsole(managers), "The codes of a face as CSV: code, url, parent", batches.Export).auditedRead(),
		row("POST", "/console/batches/{id}/activations", atConsole(managers), "Make an interval of codes live", batches.Activate),
		row("POST", "/console/batches/{id}/revocations", atConsole(managers), "Withdraw an interval of codes", batches.Revoke),
		row("GET", "/console/batches/{id}/whereabouts", atConsole(everyone), "Where all units of a batch are, or of an interval of it", traces.Where),
		row("POST", "/console/custody-events", atConsole(handlers), "Record where goods go", goods.Record),
		row("POST", "/console/lines/{line}/pallets", atConsole(handlers), "Record the pallets that a line has packed, each whole or not at all", lines.Capture).auditedAfter(),
		row("POST", "/console/lines/{line}/stream", atConsole(handlers), "Record pallets as they arrive, one JSON object a line, each answered by a line", lines.Stream).auditedAfter().streamed(),
		row("POST", "/console/lines/{line}/pairs", atConsole(handlers), "Record which caps close which bottles, each pair for itself", lines.Pair).auditedAfter(),
		row("POST", "/console/labels", atConsole(handlers), "Have a spare label stand for goods whose own cannot be read", labels.Relabel),
		row("GET", "/console/codes", atConsole(everyone), "Look a code up: its goods, their way", goods.LookUp),
		row("GET", "/console/codes/tree", atConsole(everyone), "What goods are in, and all that is in them", traces.Tree),
		row("GET", "/console/codes/trail", atConsole(everyone), "What happened to goods, in order of time", traces.Trail),
		row("GET", "/console/codes/scans", atConsole(readers), "The scans of an item, newest first", history.Scans),
		row("GET", "/console/codes/money", atConsole(readers), "What an item was worth, and to whom: rewards, rebates, and the cases that it is in", history.Money),
	}
}

func orderRoutes(rooms *service.Rooms) []Route {
	orders := console.NewCodeOrderHandler(rooms.CodeOrder, rooms.Code)
	return []Route{
		row("GET", "/console/code-orders", atConsole(everyone), "Orders of codes, newest first", orders.List),
		row("POST", "/console/code-orders", atConsole(handlers), "Ask for codes", orders.Ask),
		row("GET", "/console/code-orders/{id}", atConsole(everyone), "An order of codes", orders.Get),
		row("POST", "/console/code-orders/{id}/approve", atConsole(managers), "Allow an order that somebody else asked for, and issue its batch", orders.Approve),
		row("POST", "/console/code-orders/{id}/refuse", atConsole(managers), "Turn an order down", orders.Refuse),
		row("GET", "/console/code-orders/{id}/activations", atConsole(everyone), "What of an order was or will be made live", orders.Activations),
		row("POST", "/console/code-orders/{id}/activations", atConsole(managers), "Make an interval of an order's codes live, at once or at a time", orders.Activate),
		row("DELETE", "/console/code-orders/{id}/activations/{activation}", atConsole(managers), "Take an activation back before its time", orders.Withdraw),
		row("GET", "/console/batches/{id}/codes/{ordinal}/picture", atConsole(managers), "One code as SVG or PNG", orders.Picture).auditedRead(),
		row("GET", "/console/code-exports", atConsole(readers), "Exports of codes, newest first", orders.Exports),
		row("POST", "/console/code-exports", atConsole(managers), "Export codes of a batch in files, for who prints them", orders.MakeExport),
		row("GET", "/console/code-exports/{id}", atConsole(readers), "An export with its progress", orders.Export),
		row("DELETE", "/console/code-exports/{id}", atConsole(managers), "Keep everybody from fetching an export's files", orders.RevokeExport),
		row("GET", "/console/code-exports/{id}/files", atConsole(readers), "An export's files with their checksums", orders.Files),
		row("POST", "/console/code-exports/{id}/links", atConsole(managers), "Addresses from which an export's files are fetched without a session", orders.MakeLink),
		row("GET", "/console/code-exports/{id}/downloads", atConsole(readers), "Who fetched what of an export, newest first", orders.Downloads),
		row("GET", "/code-exports/{id}/files/{number}", Guard{}, "A file of codes, or a range of it, by its signed address", download.New(rooms.CodeOrder).Open),
	}
}

func marketRoutes(rooms *service.Rooms) []Route {
	market := console.NewMarketHandler(rooms.Market)
	return []Route{
		row("GET", "/console/market-codes", atConsole(readers), "Orders of WeChat's codes, newest first", market.List),
		row("POST", "/console/market-codes", atConsole(managers), "Have WeChat make codes for a face of a batch", market.Order),
		row("GET", "/console/market-codes/{id}/codes", atConsole(managers), "What the printer prints as CSV: ordinal, code", market.Print).auditedRead(),
		row("GET", "/console/market-codes/{id}/activations", atConsole(readers), "What of an order was activated", market.Activations),
		row("POST", "/console/market-codes/{id}/activations", atConsole(managers), "Make a run of an order's codes live, at WeChat and here", market.Activate),
	}
}

func policyRoutes(rooms *service.Rooms) []Route {
	routing := console.NewRoutingHandler(rooms.Scan.Routing, rooms.Clock)
	return slices.Concat(
		[]Route{row("POST", "/console/routing/dry-run", atConsole(readers), "Who lands where, under a draft or the policy in force", routing.DryRun)},
		bookRoutes("routing", console.NewPolicyHandler(rooms.Scan.Routing, rooms.Clock), managers),
		bookRoutes("rewards", console.NewPolicyHandler(rooms.Reward.Policies, rooms.Clock), finance),
		bookRoutes("payouts", console.NewPolicyHandler(rooms.Payout.Policies, rooms.Clock), finance),
		bookRoutes("taxes", console.NewPolicyHandler(rooms.Tax.Policies, rooms.Clock), finance),
		bookRoutes("rebates", console.NewPolicyHandler(rooms.Rebate.Policies, rooms.Clock), finance),
		bookRoutes("settlement", console.NewPolicyHandler(rooms.Settlement.Policies, rooms.Clock), finance),
		bookRoutes("logistics", console.NewPolicyHandler(rooms.Channel.Logistics, rooms.Clock), finance),
		bookRoutes("messages", console.NewPolicyHandler(rooms.Message.Policies, rooms.Clock), managers),
		bookRoutes("diversion", console.NewPolicyHandler(rooms.Diversion.Policies, rooms.Clock), managers),
		bookRoutes("code-orders", console.NewPolicyHandler(rooms.CodeOrder.Policies, rooms.Clock), owners),
		bookRoutes("risk", console.NewPolicyHandler(rooms.Risk.Policies, rooms.Clock), managers),
	)
}

// bookRoutes is the rows of one kind of policy.
func bookRoutes[T any](kind string, h *console.PolicyHandler[T], writers []model.UserRole) []Route {
	path := "/console/policies/" + kind
	return []Route{
		row("GET", path+"/current", atConsole(readers), "The policy in force", h.Current),
		row("GET", path, atConsole(readers), "All versions", h.Versions),
		row("POST", path, atConsole(writers), "Publish the next version", h.Publish),
	}
}

func moneyRoutes(rooms *service.Rooms) []Route {
	taxes := console.NewTaxHandler(rooms.Tax)
	cash := console.NewPayoutHandler(rooms.Payout, rooms.Channel)
	books := console.NewLedgerHandler(rooms.Ledger, rooms.Channel, rooms.Settlement)
	money := console.NewMoneyHandler(rooms.Channel, rooms.Rebate, rooms.Ledger, rooms.Outbox)
	return []Route{
		row("GET", "/console/rebates", atConsole(readers), "Accrued rebates by organisation", money.Rebates),
		row("GET", "/console/organisations/{id}/balances", atConsole(readers), "What an organisation earned and owes", money.Balances),
		row("GET", "/console/payouts", atConsole(readers), "Everybody's payouts, newest first", cash.List),
		row("GET", "/console/reconciliations", atConsole(readers), "Payouts compared with merchants' statements, day by day", cash.Reconciliations),
		row("GET", "/console/reconciliations/{id}/differences", atConsole(readers), "What a statement and the payouts disagree in", cash.Differences),
		row("POST", "/console/reconciliations/{id}/differences/{difference}/settle", atConsole(finance), "Close a difference with a note", cash.Settle),
		row("GET", "/console/tax/reports/{year}", atConsole(finance), "A year's withholding return, names in clear: CSV or XLSX", taxes.Report).auditedRead(),
		row("GET", "/console/ledger/accounts", atConsole(readers), "The ledger's accounts with their balances", books.Accounts),
		row("GET", "/console/ledger/accounts/{id}/entries", atConsole(readers), "An account's entries, newest first, with the balance after each", books.Entries),
		row("GET", "/console/ledger/transactions/{id}", atConsole(readers), "A transaction of the ledger, and what it stands for", books.Transaction),
		row("GET", "/console/ledger/verification", atConsole(readers), "Recompute the whole ledger", money.Verify),
		row("GET", "/console/outbox/dead", atConsole(readers), "Facts that could not be delivered", money.DeadMessages),
		row("POST", "/console/outbox/replays", atConsole(owners), "Deliver dead facts again", money.Replay),
	}
}

func messageRoutes(rooms *service.Rooms) []Route {
	messages := console.NewMessageHandler(rooms.Message, rooms.Clock)
	return []Route{
		row("GET", "/console/messages/deliveries", atConsole(readers), "A day's messages by where they stand on their way through WeChat", messages.Deliveries),
		row("GET", "/console/messages/resting", atConsole(readers), "Templates and apps that WeChat refuses at present", messages.Resting),
	}
}
