package router

import (
	"channelrouter/api/console"
	"channelrouter/api/distributor"
	"channelrouter/api/salesperson"
	"channelrouter/service"
)

// caseRoutes are the console's rows of diversion cases.
func caseRoutes(rooms *service.Rooms) []Route {
	cases := console.NewCaseHandler(rooms.Diversion, rooms.CaseFile, rooms.Watch, rooms.Channel, rooms.Catalog)
	alerts := console.NewWatchHandler(rooms.Watch)
	people := console.NewPersonHandler(rooms.Staff, rooms.Diversion)
	return []Route{
		row("GET", "/console/diversion-cases", atConsole(readers), "Diversion cases", cases.List),
		row("GET", "/console/diversion-case-counts", atConsole(readers), "How many diversion cases there are of each status", cases.Count),
		row("GET", "/console/diversion-inspectors", atConsole(readers), "Whom diversion cases are given to", people.Inspectors),
		row("GET", "/console/persons", atConsole(readers), "People of the apps, by what is known of them: masked phones, and what they do", people.List),
		row("GET", "/console/diversion-appeals", atConsole(readers), "Cases whose appeal waits for an answer", cases.Appeals),
		row("GET", "/console/diversion-cases/{id}", atConsole(readers), "A case with its flags", cases.Get),
		row("GET", "/console/diversion-cases/{id}/penalty", atConsole(readers), "What confirming a case would cost its distributor now", cases.Penalty),
		row("GET", "/console/diversion-cases/{id}/events", atConsole(readers), "Who did what in a case, first to last", cases.Events),
		row("GET", "/console/diversion-cases/{id}/records", atConsole(readers), "What inspectors and the distributor laid down in a case", cases.Records),
		row("GET", "/console/diversion-cases/{id}/evidence", atConsole(readers), "A case's evidence pack: one signed archive", cases.Pack).auditedRead(),
		row("POST", "/console/diversion-cases/{id}/open", atConsole(managers), "Make a case of a lot that is watched", cases.Open),
		row("POST", "/console/diversion-cases/{id}/assign", atConsole(managers), "Give a case to an inspector", cases.Assign),
		row("POST", "/console/diversion-cases/{id}/notify", atConsole(managers), "Tell the distributor what is alleged, and let him appeal", cases.Notify),
		row("POST", "/console/diversion-cases/{id}/confirm", atConsole(managers), "Penalise the origin", cases.Confirm),
		row("POST", "/console/diversion-cases/{id}/dismiss", atConsole(managers), "Close as unfounded", cases.Dismiss),
		row("POST", "/console/diversion-cases/{id}/uphold", atConsole(managers), "Turn down the appeal against a confirmed case", cases.Uphold),
		row("POST", "/console/diversion-cases/{id}/reverse", atConsole(managers), "Take a confirmed case back", cases.Reverse),
		row("GET", "/console/diversion-alerts", atConsole(readers), "What the detector suspects, the newest first", alerts.List),
		row("POST", "/console/diversion-replays", atConsole(managers), "Run a diversion policy over days that are over, beside the one in force", alerts.Replay),
		row("GET", "/console/diversion-defaults", atConsole(readers), "The diversion policy that is in force until one is published, with all that a policy may leave to what is usual", alerts.Defaults),
		row("GET", "/console/diversion-replays", atConsole(readers), "Replays of diversion policies, newest first", alerts.Replays),
		row("GET", "/console/diversion-replays/{id}", atConsole(readers), "How far a replay is, and what came of it", alerts.GetReplay),
		row("POST", "/console/case-evidence/{id}/strike", atConsole(managers), "Strike out a piece of evidence that was a mistake", cases.Strike),
	}
}

// inspectorRoutes are the rows by which a salesperson looks into the cases that he was given.
func inspectorRoutes(rooms *service.Rooms) []Route {
	cases := salesperson.NewCaseHandler(rooms.Diversion, rooms.CaseFile, rooms.Channel)
	member := Guard{App: appSalesperson}
	return []Route{
		row("GET", "/salesperson/cases", member, "Diversion cases that I was given", cases.List),
		row("GET", "/salesperson/cases/{id}", member, "A case of mine, with what was found", cases.Get),
		row("GET", "/salesperson/round", member, "Where my cases take me", cases.Round),
		row("POST", "/salesperson/cases/{id}/inspections", member, "Write down what I found for a case", cases.Inspect),
	}
}

// originRoutes are the rows by which a distributor hears of cases about its goods, and answers.
func originRoutes(rooms *service.Rooms) []Route {
	cases := distributor.NewCaseHandler(rooms.Diversion, rooms.CaseFile, rooms.Channel)
	member := Guard{App: appDistributor}
	return []Route{
		row("GET", "/distributor/cases", member, "Diversion cases that my organisation was told of", cases.List),
		row("GET", "/distributor/cases/{id}", member, "A case: what is alleged, what we said, what came of it", cases.Get),
		row("POST", "/distributor/cases/{id}/appeal", member, "Appeal, until the day that the notice says", cases.Appeal),
	}
}
