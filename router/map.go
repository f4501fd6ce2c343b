package router

import "channelrouter/api/console"

// mapRoutes draw the map on which figures and territories are shown.
func mapRoutes() []Route {
	return []Route{row("GET", "/console/map", atConsole(everyone), "Divisions as GeoJSON, for maps", console.NewMapHandler().Draw)}
}
