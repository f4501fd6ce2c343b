package router

import (
	"channelrouter/api/console"
	"channelrouter/service"
)

// rebateRoutes: managers draft and see displays, who answers for the money publishes and sets
// targets.
func rebateRoutes(rooms *service.Rooms) []Route {
	h := console.NewRebateHandler(rooms.Rebate)
	one := "/console/rebate-programmes/{id}"
	return []Route{
		row("GET", "/console/rebate-programmes", atConsole(readers), "Rebate programmes, newest first", h.List),
		row("POST", "/console/rebate-programmes", atConsole(managers), "Make a rebate programme, without versions yet", h.Create),
		row("GET", one, atConsole(readers), "A rebate programme with its versions", h.Get),
		row("POST", one+"/versions", atConsole(managers), "Draft the next version of a programme", h.Draft),
		row("PUT", one+"/versions/{number}", atConsole(managers), "Edit a draft", h.Edit),
		row("POST", one+"/versions/{number}/publish", atConsole(finance), "Put a draft in force on its days, for good", h.Publish),
		row("GET", one+"/versions/{number}/what-if", atConsole(readers), "What a version would have paid over past days, against what was paid", h.WhatIf),
		row("POST", one+"/retire", atConsole(finance), "End a programme with a day that is to come", h.Retire),
		row("GET", one+"/standings", atConsole(readers), "How organisations stand with a programme in a period", h.Standings),
		row("GET", one+"/terminals", atConsole(readers), "Terminals that count for an organisation: new ones, or with a display", h.Terminals),
		row("GET", one+"/targets", atConsole(readers), "A programme's targets of a period", h.Targets),
		row("PUT", one+"/targets", atConsole(finance), "Set targets: all of them or none", h.SetTargets),
		row("GET", one+"/displays", atConsole(readers), "Displays under a programme, newest first", h.Displays),
		row("POST", one+"/displays", atConsole(managers), "Approve a terminal's display by its photo", h.ApproveDisplay),
		row("POST", "/console/rebate-displays/{id}/withdraw", atConsole(managers), "Take an approval back, with what was paid for it", h.WithdrawDisplay),
		row("GET", "/console/organisations/{id}/rebates", atConsole(readers), "What an organisation got by a programme in a period, with what it rests on", h.OrgRebates),
		row("GET", "/console/organisations/{id}/rebate-sales", atConsole(readers), "Units that counted for an organisation in some months", h.Sales),
	}
}
