package router

import (
	"channelrouter/api/console"
	"channelrouter/api/httpx"
	"channelrouter/model"
	"channelrouter/service"
)

// settlers may ask for an adjustment, and take it back; who answers for the money approves it.
var settlers = []model.UserRole{model.UserOwner, model.UserChannelManager, model.UserFinance}

// settlementRoutes are the console's rows of settlement: who answers for the money cuts,
// presents, answers, approves and closes.
func settlementRoutes(rooms *service.Rooms) []Route {
	h := console.NewSettlementHandler(rooms.Settlement)
	periods, statement := "/console/settlement/periods", "/console/settlement/periods/{id}/statements/{org}"
	adjustments := "/console/settlement/adjustments"
	return []Route{
		row("GET", periods, atConsole(readers), "Settlement periods, newest first", h.Periods),
		row("POST", periods, atConsole(finance), "End a period now, and have its statements prepared", h.Cut),
		row("GET", periods+"/{id}", atConsole(readers), "A period: how far it is, and what keeps it from being closed", h.Period),
		row("POST", periods+"/{id}/rebuild", atConsole(settlers), "Have the statements of a period that does not add up written anew", h.Rebuild),
		row("POST", periods+"/{id}/present", atConsole(finance), "Let organisations see a period that was prepared", h.Present),
		row("POST", periods+"/{id}/close", atConsole(finance), "Close a period with all of its statements, for good", h.Close),
		row("GET", periods+"/{id}/statements", atConsole(readers), "A period's statements, by organisation", h.Statements),
		row("GET", "/console/organisations/{id}/statements", atConsole(readers), "An organisation's statements, newest first", h.OrgStatements),
		row("GET", periods+"/{id}/workbook", atConsole(readers), "A period's statements as a workbook, one a row", h.Workbook),
		row("GET", statement, atConsole(readers), "A statement", h.Statement),
		row("GET", statement+"/file", atConsole(readers), "A statement as a page, XLSX or PDF", h.File),
		row("GET", statement+"/events", atConsole(readers), "What was done with a statement, first to last", h.Events),
		row("GET", statement+"/lines/{number}/transactions", atConsole(readers), "What a line sums up, down to the scans", h.Open),
		row("POST", statement+"/lines/{number}/reject", atConsole(finance), "Say why a disputed line stays as it is", h.Reject),
		row("GET", adjustments, atConsole(readers), "Adjustments of statements, newest first", h.Adjustments),
		row("POST", adjustments, atConsole(settlers), "Ask for an adjustment of a statement", h.Adjust),
		row("POST", adjustments+"/{id}/approve", atConsole(finance), "Carry out an adjustment that somebody else asked for", h.Approve),
		row("POST", adjustments+"/{id}/refuse", atConsole(settlers), "Turn an adjustment down, or take back one's own", h.Refuse),
	}
}

// statementRoutes are the rows by which an organisation reads its statements in its role's app,
// and answers.
func statementRoutes(rooms *service.Rooms, app string, role model.Role) []Route {
	h, member := httpx.NewStatements(rooms.Settlement, rooms.Channel, role), Guard{App: app}
	path := "/" + app + "/statements"
	return []Route{
		row("GET", path, member, "My organisation's statements, newest first", h.List),
		row("GET", path+"/{id}", member, "A statement of my organisation", h.Get),
		row("GET", path+"/{id}/file", member, "A statement of my organisation as a page, XLSX or PDF", h.File),
		row("GET", path+"/{id}/lines/{number}/transactions", member, "What a line sums up, down to the scans", h.Open),
		row("POST", path+"/{id}/confirm", member, "Agree to a statement, or to some of its lines", h.Confirm),
		row("POST", path+"/{id}/lines/{number}/dispute", member, "Say why a line is wrong", h.Dispute),
	}
}
