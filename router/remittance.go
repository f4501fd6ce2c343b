package router

import (
	"channelrouter/api/console"
	"channelrouter/api/httpx"
	"channelrouter/model"
	"channelrouter/service"
)

// remittanceRoutes are the console's rows of payments: what two have to agree in, both are of
// those who answer for the money, but for asking for an account.
func remittanceRoutes(rooms *service.Rooms) []Route {
	h := console.NewRemittanceHandler(rooms.Remittance, rooms.Settlement)
	accounts, runs, credits := "/console/settlement/bank-accounts", "/console/settlement/bank-runs", "/console/settlement/credits"
	return []Route{
		row("GET", accounts, atConsole(readers), "Bank accounts of organisations, all that ever were, newest first", h.Accounts),
		row("POST", accounts, atConsole(settlers), "Ask that an organisation be paid to a bank account", h.AskAccount),
		row("POST", accounts+"/{id}/approve", atConsole(finance), "Have an organisation paid to an account that somebody else asked for", h.ApproveAccount),
		row("POST", accounts+"/{id}/refuse", atConsole(finance), "Turn a bank account down", h.RefuseAccount),
		row("POST", accounts+"/{id}/withdraw", atConsole(finance), "Pay nobody to a bank account any more", h.WithdrawAccount),
		row("GET", runs, atConsole(readers), "Bank runs, newest first", h.Runs),
		row("POST", runs, atConsole(finance), "Propose to pay a closed period by bank", h.Propose),
		row("GET", runs+"/{id}", atConsole(readers), "A bank run, and how far it is", h.Run),
		row("GET", runs+"/{id}/lines", atConsole(readers), "Whom a bank run pays, and what the bank says of it", h.Lines),
		row("GET", runs+"/{id}/omissions", atConsole(readers), "Whom a bank run leaves out, and why", h.Omissions),
		row("POST", runs+"/{id}/approve", atConsole(finance), "Have a bank run paid that somebody else proposed", h.ApproveRun),
		row("POST", runs+"/{id}/refuse", atConsole(finance), "Turn a bank run down", h.RefuseRun),
		row("GET", runs+"/{id}/file", atConsole(finance), "A bank run's file for the bank", h.BankFile).auditedRead(),
		row("POST", runs+"/{id}/results", atConsole(finance), "What the bank says of a run's lines: CSV or XLSX, row by row", h.Results).auditedAfter(),
		row("POST", "/console/settlement/periods/{id}/statements/{org}/credit", atConsole(finance), "Pay a closed statement in credit against orders", h.CreditStatement),
		row("GET", credits, atConsole(readers), "Organisations' credit against orders", h.Credits),
		row("GET", credits+"/{org}/uses", atConsole(readers), "What an organisation's credit was used for", h.Uses),
		row("POST", credits+"/{org}/uses", atConsole(settlers), "Use an organisation's credit for an order", h.Use),
		row("POST", credits+"/{org}/uses/{id}/return", atConsole(settlers), "Give back what an order has used, when it is cancelled", h.GiveBack),
	}
}

// remittancesOf are the rows by which an organisation sees in its role's app how it is paid.
func remittancesOf(rooms *service.Rooms, app string, role model.Role) []Route {
	h, member := httpx.NewRemittances(rooms.Remittance, rooms.Channel, role), Guard{App: app}
	return []Route{
		row("GET", "/"+app+"/bank-account", member, "Where my organisation is paid to", h.Account),
		row("GET", "/"+app+"/credit", member, "My organisation's credit against orders, and what it was used for", h.Credit),
	}
}
