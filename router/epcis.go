package router

import (
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"channelrouter/api/console"
	"channelrouter/service"
)

// epcisRoutes are the rows of GS1's EPCIS 2.0, by the standard's own paths. A capture may
// take a transaction for each event.
func epcisRoutes(rooms *service.Rooms) []Route {
	events := console.NewEPCISHandler(rooms.Visibility)
	return []Route{
		row("POST", "/epcis/capture", atConsole(handlers), "Tell what happened to goods, as EPCIS events", events.Capture).capturing().auditedAfter(),
		row("GET", "/epcis/capture/{id}", atConsole(everyone), "What became of a capture", events.Job),
		row("GET", "/epcis/events", atConsole(everyone), "What happened to goods, as recorded here and as others have told, by the standard's filters", events.Events),
	}
}

// capturing has a row take documents of the standard, which are described elsewhere, and
// answer 202.
func (r Route) capturing() Route {
	mount := r.mount
	r.mount = func(api huma.API, op huma.Operation) {
		op.DefaultStatus = http.StatusAccepted
		mount(api, op)
		document := &huma.MediaType{Schema: &huma.Schema{
			Type: huma.TypeObject, Description: "EPCISDocument, EPCISQueryDocument or one event: https://ref.gs1.org/standards/epcis/",
		}}
		api.OpenAPI().Paths[op.Path].Post.RequestBody = &huma.RequestBody{
			Required: true, Content: map[string]*huma.MediaType{"application/ld+json": document, "application/json": document},
		}
	}
	return r
}
