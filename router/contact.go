package router

import (
	"net/http"

	"github.com/danielgtaylor/huma/v2"
	"github.com/gin-gonic/gin"

	"channelrouter/api/console"
	"channelrouter/api/httpx"
	"channelrouter/api/media"
	"channelrouter/service"
)

// threadRoutes are the rows of threads of every role's app.
func threadRoutes(rooms *service.Rooms) (all []Route) {
	for _, app := range []string{appConsumer, appGuide, appTerminal, appSalesperson, appDistributor} {
		all = append(all, threads(rooms, app)...)
	}
	return all
}

// threads are the rows by which people of a role write to the brand.
func threads(rooms *service.Rooms, app string) []Route {
	h := httpx.NewThreads(rooms.Contact, app)
	member := Guard{App: app}
	return []Route{
		row("POST", "/"+app+"/photos", member, "Upload a photo for what I am going to write", h.Upload).taking("JPEG, PNG or WebP, up to 10 MB: the body itself, or the file of a form"),
		row("POST", "/"+app+"/threads", member, "Write to the brand about a new matter", h.Open),
		row("GET", "/"+app+"/threads", member, "What I have written about", h.List),
		row("GET", "/"+app+"/threads/{id}", member, "A thread of mine", h.Get),
		row("POST", "/"+app+"/threads/{id}/posts", member, "Write in a thread of mine", h.Post),
	}
}

func contactRoutes(rooms *service.Rooms) []Route {
	threads, news := console.NewThreadHandler(rooms.Contact), console.NewAnnouncementHandler(rooms.Contact)
	return []Route{
		row("GET", "/console/threads", atConsole(readers), "What people write, longest waiting first", threads.List),
		row("GET", "/console/threads/{id}", atConsole(readers), "A thread", threads.Get),
		row("POST", "/console/threads/{id}/replies", atConsole(managers), "Answer a thread", threads.Reply),
		row("PUT", "/console/threads/{id}/owner", atConsole(managers), "Give a thread to who takes care of it", threads.Assign),
		row("POST", "/console/threads/{id}/close", atConsole(managers), "End a thread", threads.Close),
		row("POST", "/console/announcements/audience", atConsole(managers), "How many people an audience has; nobody is told", news.Estimate),
		row("POST", "/console/announcements", atConsole(managers), "Tell many people at once", news.Create),
		row("GET", "/console/announcements", atConsole(readers), "Announcements, newest first", news.List),
		row("GET", "/console/announcements/{id}", atConsole(readers), "How far an announcement has come", news.Get),
		row("GET", "/console/announcements/{id}/recipients", atConsole(readers), "What became of each message", news.Recipients),
		row("POST", "/console/announcements/{id}/cancel", atConsole(managers), "Tell nobody more", news.Cancel),
	}
}

// taking documents a body that the handler reads as it arrives.
func (r Route) taking(what string) Route {
	mount := r.mount
	r.mount = func(api huma.API, op huma.Operation) {
		mount(api, op)
		file := &huma.MediaType{Schema: &huma.Schema{Type: huma.TypeString, Format: "binary"}}
		form := &huma.MediaType{Schema: &huma.Schema{
			Type: huma.TypeObject, Properties: map[string]*huma.Schema{"file": {Type: huma.TypeString, Format: "binary"}}, Required: []string{"file"},
		}}
		api.OpenAPI().Paths[op.Path].Post.RequestBody = &huma.RequestBody{
			Description: what, Required: true, Content: map[string]*huma.MediaType{"multipart/form-data": form, "image/*": file},
		}
	}
	return r
}

// photos serves what signed addresses lead to.
func photos(g *gin.RouterGroup, rooms *service.Rooms) {
	g.Handle(http.MethodGet, "/media/:hash", media.New(rooms.Contact).Open)
}
