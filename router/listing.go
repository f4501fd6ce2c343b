package router

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"channelrouter/api/console"
	"channelrouter/api/httpx"
	"channelrouter/internal/errs"
	"channelrouter/model"
	"channelrouter/service"
	"channelrouter/service/identity"
	"channelrouter/service/listing"
)

// listingRoutes are the rows of saved views, and of lists that are exported into files. They are
// each user's own.
func listingRoutes(rooms *service.Rooms) []Route {
	h := console.NewListingHandler(rooms.Listing)
	views, exports := "/console/views", "/console/list-exports"
	return []Route{
		row("GET", views, atConsole(everyone), "My views of a list", h.Views),
		row("PUT", views, atConsole(everyone), "Keep a view of a list", h.KeepView),
		row("DELETE", views, atConsole(everyone), "Remove a view of mine", h.ForgetView),
		row("GET", exports, atConsole(everyone), "My exports of lists, of the last week", h.Exports),
		row("POST", exports, atConsole(everyone), "Have a list written into a file", h.Ask).auditedAfter(),
		row("GET", exports+"/{id}", atConsole(everyone), "An export of mine with its progress", h.Get),
		row("GET", exports+"/{id}/file", atConsole(everyone), "An export of mine as CSV or XLSX", h.File),
		row("DELETE", exports+"/{id}", atConsole(everyone), "Remove an export of mine", h.Forget),
	}
}

// listReader asks the routes themselves for pages of lists, as their users would.
type listReader struct {
	pages    http.Handler
	identity *identity.Service
}

// Page asks a list's route for a page, with the rights that the user has now. Errors: those of the
// route, listing.ErrBadList.
func (l listReader) Page(ctx context.Context, by model.UserID, list, query, after string, limit int) ([]json.RawMessage, string, error) {
	user, err := l.identity.GetUser(ctx, by)
	if err != nil {
		return nil, "", err
	}
	if user.DisabledAt != nil {
		return nil, "", httpx.ErrNotPermitted
	}
	if strings.HasSuffix(list, liveRoute) {
		return nil, "", listing.ErrBadList.With("%q is a stream", list)
	}
	values, err := url.ParseQuery(query)
	if err != nil {
		return nil, "", listing.ErrBadList.With("query %.60q", query)
	}
	values.Set("limit", strconv.Itoa(limit))
	if after != "" {
		values.Set("after", after)
	}
	actor := identity.Actor{App: appConsole, UserID: by, UserRole: user.Role}
	asked, err := http.NewRequestWithContext(identity.WithActor(ctx, actor), http.MethodGet, list+"?"+values.Encode(), http.NoBody)
	if err != nil {
		return nil, "", listing.ErrBadList.With("%q", list)
	}
	answer := answered{head: http.Header{}}
	l.pages.ServeHTTP(&answer, asked)
	return answer.page(list)
}

// answered keeps an answer that the program gives itself.
type answered struct {
	head   http.Header
	status int
	body   bytes.Buffer
}

func (a *answered) Header() http.Header         { return a.head }
func (a *answered) WriteHeader(status int)      { a.status = status }
func (a *answered) Write(b []byte) (int, error) { return a.body.Write(b) }

// page reads the answer as a page of a list.
func (a *answered) page(list string) ([]json.RawMessage, string, error) {
	if a.status >= http.StatusBadRequest {
		var problem httpx.ProblemBody
		if err := json.Unmarshal(a.body.Bytes(), &problem); err != nil {
			return nil, "", httpx.ErrInternal.With("%s answers %d", list, a.status)
		}
		for _, declared := range errs.Declared() {
			if declared.Code == problem.Code {
				return nil, "", declared.With("%s", problem.Detail)
			}
		}
		return nil, "", httpx.ErrInternal.With("%s answers %q", list, problem.Code)
	}
	var page struct {
		Items *[]json.RawMessage `json:"items"`
		Next  string             `json:"next_after"`
	}
	if err := json.Unmarshal(a.body.Bytes(), &page); err != nil || page.Items == nil {
		return nil, "", listing.ErrBadList.With("%q", list)
	}
	return *page.Items, page.Next, nil
}
