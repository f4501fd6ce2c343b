package console

import (
	"context"
	"time"

	"channelrouter/api/httpx"
	"channelrouter/model"
	"channelrouter/service/identity"
	"channelrouter/service/link"
)

// LinkHandler serves printed hosts, their tests, and links into the apps.
type LinkHandler struct{ links *link.Service }

// NewLinkHandler makes the handler.
func NewLinkHandler(s *link.Service) *LinkHandler { return &LinkHandler{links: s} }

// Links is every way into the apps: hosts by what is still to do, links newest first.
type Links struct {
	Hosts []LinkHost `json:"hosts"`
	Today []LinkDay  `json:"today" doc:"links and schemes made today, in Shanghai, for each app"`
	httpx.Page[AppLink]
}

// LinkHost is a host that belongs to an app.
type LinkHost struct {
	Host      string       `json:"host"`
	App       string       `json:"app" doc:"the role whose app opens"`
	AppID     string       `json:"app_id,omitempty"`
	Version   string       `json:"env_version,omitempty"`
	Printed   bool         `json:"printed" doc:"it stands on goods"`
	Faces     []string     `json:"faces,omitempty" doc:"printed with it by name; the default host has all others"`
	UpperCase bool         `json:"upper_case" doc:"as it is printed"`
	Rule      string       `json:"rule" doc:"to be entered at WeChat"`
	Files     []string     `json:"verify_files,omitempty" doc:"served at the root"`
	Steps     []LinkStep   `json:"steps"`
	Tests     []DeviceTest `json:"tests,omitempty" doc:"the newest of each system, for this case and app"`
	Unlocked  bool         `json:"unlocked" doc:"codes may be exported"`
}

// LinkStep is a thing to do before a host's codes are printed.
type LinkStep struct {
	Step   string `json:"step" enum:"app,file,rule,ios_test,android_test"`
	Done   bool   `json:"done" doc:"a test on a phone has shown it"`
	HintZH string `json:"hint_zh"`
	HintEN string `json:"hint_en"`
}

// LinkDay is how many links an app has made today.
type LinkDay struct {
	App   string `json:"app"`
	Made  int    `json:"made"`
	Limit int    `json:"limit"`
}

// AppLink is a link that opens an app.
type AppLink struct {
	ID        httpx.ID  `json:"id"`
	App       string    `json:"app"`
	Kind      string    `json:"kind" enum:"link,scheme"`
	Page      string    `json:"page"`
	Query     string    `json:"query"`
	Days      int       `json:"days"`
	URL       string    `json:"url"`
	ExpiresAt time.Time `json:"expires_at"`
	CreatedAt time.Time `json:"created_at"`
}

var linkKinds = map[string]model.LinkKind{"link": model.URLLink, "scheme": model.URLScheme}

func newAppLink(l model.AppLink) AppLink {
	out := AppLink{
		ID: httpx.ID(l.ID), App: l.App, Kind: "link", Page: l.Page, Query: l.Query, Days: l.Days, URL: l.URL,
		ExpiresAt: l.ExpiresAt, CreatedAt: l.CreatedAt,
	}
	if l.Kind == model.URLScheme {
		out.Kind = "scheme"
	}
	return out
}

// List shows hosts with what is still to do, today's counts, and links, newest first.
func (h *LinkHandler) List(ctx context.Context, in *httpx.PageInput) (*httpx.Out[Links], error) {
	sites, err := h.links.Checklist(ctx)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	days, err := h.links.Today(ctx)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	rows, err := h.links.Links(ctx, model.AppLinkID(in.After.N), in.Limit)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return httpx.Answer(newLinks(sites, days, httpx.NewPage(rows, in.Limit, func(l model.AppLink) int64 { return int64(l.ID) }, newAppLink))), nil
}

func newLinks(sites []link.Site, days []link.Day, page httpx.Page[AppLink]) Links {
	out := Links{Hosts: make([]LinkHost, len(sites)), Today: make([]LinkDay, len(days)), Page: page}
	for i, s := range sites {
		out.Hosts[i] = newLinkHost(s)
	}
	for i, d := range days {
		out.Today[i] = LinkDay{App: d.App, Made: d.Made, Limit: link.DailyLimit}
	}
	return out
}

func newLinkHost(s link.Site) LinkHost {
	host := LinkHost{
		Host: s.Host, App: s.Opens.Role, AppID: s.Opens.AppID, Version: s.Opens.EnvVersion, Printed: s.Printed,
		UpperCase: s.UpperCase, Rule: s.Rule, Files: s.Files, Unlocked: s.Unlocked,
	}
	for _, face := range s.Faces {
		host.Faces = append(host.Faces, face.String())
	}
	for _, step := range s.Steps {
		host.Steps = append(host.Steps, LinkStep{Step: step.Name, Done: step.Done, HintZH: step.HintZH, HintEN: step.HintEN})
	}
	for _, t := range s.Tests {
		host.Tests = append(host.Tests, newDeviceTest(t))
	}
	return host
}

// NewLinkInput is a wish for a link.
type NewLinkInput struct {
	Body struct {
		App   string `json:"app" enum:"consumer,guide,terminal,salesperson,distributor"`
		Kind  string `json:"kind" enum:"link,scheme" doc:"link: https, opens in browsers and messages; scheme: weixin, for where https opens no app"`
		Page  string `json:"page,omitempty" maxLength:"128" doc:"of the published app, without a slash in front; left out: the home page"`
		Query string `json:"query,omitempty" maxLength:"1024" doc:"without a question mark"`
		Days  int    `json:"days" minimum:"1" maximum:"30" doc:"until it ends"`
	}
}

// Make gives a link into an app: the kept one while it has a day to live, else a new one.
func (h *LinkHandler) Make(ctx context.Context, in *NewLinkInput) (*httpx.Out[AppLink], error) {
	b := in.Body
	l, err := h.links.Link(ctx, link.NewLink{App: b.App, Kind: linkKinds[b.Kind], Page: b.Page, Query: b.Query, Days: b.Days})
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return httpx.Answer(newAppLink(l)), nil
}

// DeviceTest is what an owner saw on a phone.
type DeviceTest struct {
	ID            httpx.ID  `json:"id"`
	Host          string    `json:"host"`
	UpperCase     bool      `json:"upper_case"`
	OS            string    `json:"os" enum:"ios,android"`
	Device        string    `json:"device"`
	WeChatVersion string    `json:"wechat_version"`
	Passed        bool      `json:"passed"`
	Note          string    `json:"note,omitempty"`
	UserID        httpx.ID  `json:"user_id"`
	At            time.Time `json:"at"`
}

func newDeviceTest(t model.DeviceTest) DeviceTest {
	return DeviceTest{
		ID: httpx.ID(t.ID), Host: t.Host, UpperCase: t.UpperCase, OS: link.OSName(t.OS), Device: t.Device,
		WeChatVersion: t.WeChatVersion, Passed: t.Passed, Note: t.Note, UserID: httpx.ID(t.UserID), At: t.At,
	}
}

// DeviceTestInput records a test.
type DeviceTestInput struct {
	Key  string `header:"Idempotency-Key" required:"true" minLength:"1" maxLength:"64" pattern:"^[!-~]+$" doc:"the same for a retry; a retry is the same test"`
	Body struct {
		Host          string `json:"host" minLength:"1" maxLength:"128"`
		UpperCase     bool   `json:"upper_case" doc:"the code that was scanned read HTTPS://HOST/"`
		OS            string `json:"os" enum:"ios,android"`
		Device        string `json:"device" minLength:"1" maxLength:"60" example:"iPhone 17"`
		WeChatVersion string `json:"wechat_version" minLength:"1" maxLength:"20" example:"8.0.60"`
		Passed        bool   `json:"passed" doc:"the right app opened, at the right page"`
		Note          string `json:"note,omitempty" maxLength:"200"`
	}
}

// RecordTest keeps what happened when a printed host was scanned by a real phone.
func (h *LinkHandler) RecordTest(ctx context.Context, in *DeviceTestInput) (*httpx.Out[DeviceTest], error) {
	actor, _ := identity.ActorFrom(ctx)
	b := in.Body
	os := model.IOS
	if b.OS == link.OSName(model.Android) {
		os = model.Android
	}
	t, err := h.links.RecordTest(ctx, link.NewTest{
		User: actor.UserID, Key: in.Key, Host: b.Host, UpperCase: b.UpperCase, OS: os, Device: b.Device,
		WeChatVersion: b.WeChatVersion, Passed: b.Passed, Note: b.Note,
	})
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return httpx.Answer(newDeviceTest(t)), nil
}
