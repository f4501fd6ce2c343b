package router

import (
	"channelrouter/api/console"
	"channelrouter/service"
)

// intakeRoutes are those of files that people hand in.
func intakeRoutes(rooms *service.Rooms) []Route {
	uploads := console.NewIntakeHandler(rooms.Intake)
	imports := console.NewImportHandler(rooms.Intake, rooms.Catalog, rooms.Channel)
	orgs := console.NewOrgImportHandler(rooms.Intake, rooms.Channel)
	files := console.NewOrgFileHandler(rooms.Channel)
	return []Route{
		row("POST", "/console/uploads", atConsole(handlers), "Declare a file, to be sent in pieces", uploads.CreateUpload),
		row("GET", "/console/uploads/{id}", atConsole(handlers), "How far an upload of mine is", uploads.GetUpload),
		row("PATCH", "/console/uploads/{id}", atConsole(handlers), "Send a piece of a file", uploads.Append).auditedAfter(),
		row("GET", "/console/imports", atConsole(everyone), "Imports of files, newest first", imports.List),
		row("POST", "/console/imports", atConsole(handlers), "Import an uploaded file", imports.Create),
		row("GET", "/console/imports/{id}", atConsole(everyone), "How far an import is", imports.Get),
		row("GET", "/console/imports/{id}/report", atConsole(everyone), "The rows that were not taken in as CSV: row, code, error, reason, hint", imports.Report),
		row("POST", "/console/imports/{id}/cancel", atConsole(handlers), "End an import", imports.Cancel),
		row("GET", "/console/channel/file", atConsole(readers), "The whole channel as CSV or XLSX, as an import takes it", files.File),
		row("GET", "/console/channel/imports", atConsole(readers), "Imports of organisations, newest first", orgs.List),
		row("POST", "/console/channel/imports", atConsole(managers), "Judge an uploaded file of organisations, or take it in", orgs.CreateOrgs),
		row("GET", "/console/channel/imports/{id}", atConsole(readers), "How far an import of organisations is", orgs.Get),
		row("GET", "/console/channel/imports/{id}/rejections", atConsole(readers), "The rows that are wrong: column, why, what to do", orgs.Rejections),
		row("GET", "/console/channel/imports/{id}/report", atConsole(readers), "The rows that are wrong as CSV, or all rows as XLSX: what became of each, and what to do", orgs.OrgReport),
		row("POST", "/console/channel/imports/{id}/cancel", atConsole(managers), "End an import of organisations; what it has written stays", orgs.Cancel),
	}
}
