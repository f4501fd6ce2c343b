package main

import (
	"maps"
	"slices"
	"strings"
	"time"
)

func (s *stand) linkDeeds() []deed {
	return []deed{
		{"GET /fake/links", "", "/fake/links",
			"The URL links and schemes that were made, and what they open.", s.links},
		{"GET /fake/open", "link", "/fake/open?link=https%3A%2F%2Fwxaurl.cn%2FAAAAAAAAAAA",
			"Somebody taps a link or a scheme: what opens.", s.open},
		{"GET /fake/codes", "", "/fake/codes",
			"The mini-program codes that were drawn, with the scene that the app is opened with. The pictures cannot be scanned.", s.codes},
		{"POST /fake/pages", "role page", "/fake/pages?role=consumer&page=pages/scan/index",
			"An app publishes a page. Before the first every page counts as published.", func(q *asked) (any, error) {
				app := q.app()
				if q.err == nil {
					s.wechat.Publish(app, strings.TrimPrefix(q.text("page"), "/"))
				}
				return nil, q.err
			}},
	}
}

type linkView struct {
	Link    string    `json:"link"`
	Role    string    `json:"role"`
	AppID   string    `json:"appid"`
	Path    string    `json:"path"`
	Query   string    `json:"query"`
	Version string    `json:"version,omitempty"`
	Expires time.Time `json:"expires"`
}

func (s *stand) links(*asked) (any, error) {
	links, views := s.wechat.Links(), []linkView{}
	for _, text := range slices.Sorted(maps.Keys(links)) {
		l := links[text]
		views = append(views, linkView{text, s.roleOf(l.AppID), l.AppID, l.Path, l.Query, l.EnvVersion, l.Expires})
	}
	return views, nil
}

func (s *stand) open(q *asked) (any, error) {
	text := q.text("link")
	l, opens := s.wechat.OpenLink(text)
	if !opens {
		return nil, missing("nothing opens: the link was never made, or has ended; GET /fake/links lists them")
	}
	return linkView{text, s.roleOf(l.AppID), l.AppID, l.Path, l.Query, l.EnvVersion, l.Expires}, nil
}

type codeView struct {
	Role    string `json:"role"`
	AppID   string `json:"appid"`
	Page    string `json:"page"`
	Scene   string `json:"scene"`
	Version string `json:"version,omitempty"`
}

func (s *stand) codes(*asked) (any, error) {
	views := []codeView{}
	for _, c := range s.wechat.Codes() {
		views = append(views, codeView{s.roleOf(c.AppID), c.AppID, c.Page, c.Scene, c.EnvVersion})
	}
	return views, nil
}

func (s *stand) marketDeeds() []deed {
	return []deed{
		{"GET /fake/market-orders", "", "/fake/market-orders",
			"Orders of WeChat's own codes (one item one code), which it takes a minute to make, and what opens on them.", s.marketOrders},
		{"POST /fake/market-orders/{application}/finish", "", "/fake/market-orders/581865877/finish",
			"WeChat has made the codes before the minute is over.", s.finishMarketOrder},
		{"GET /fake/market-orders/{application}/codes/{number}", "", "/fake/market-orders/581865877/codes/0",
			"One of an order's codes, counted from 0.", s.marketCode},
		{"POST /fake/market-scans", "person application number", "/fake/market-scans?person=li&application=581865877&number=0",
			"A person scans it in WeChat: which app opens, on which page, with which ticket for POST /api/v1/consumer/scans.", s.marketScan},
	}
}

type marketOrderView struct {
	Application int64        `json:"application"`
	Reference   string       `json:"reference"`
	Count       int64        `json:"count"`
	Finished    bool         `json:"finished"`
	Active      []marketView `json:"active"`
}

type marketView struct {
	From int64  `json:"from"`
	To   int64  `json:"to"`
	Role string `json:"role"`
	Page string `json:"page"`
}

func (s *stand) marketOrders(*asked) (any, error) {
	views := []marketOrderView{}
	for _, o := range s.wechat.MarketOrders() {
		view := marketOrderView{o.Application, o.Reference, o.Count, o.Finished, []marketView{}}
		for _, a := range o.Active {
			view.Active = append(view.Active, marketView{a.Start, a.End, s.roleOf(a.AppID), a.Page})
		}
		views = append(views, view)
	}
	return views, nil
}

// marketText is the original and the printed text of a code that was ordered.
func (q *asked) marketText(application, number int64) (original, printed string) {
	for _, o := range q.stand.wechat.MarketOrders() {
		if o.Application == application && number < o.Count {
			return q.stand.wechat.MarketCode(application, number)
		}
	}
	q.fail(missing("no code %d of an order %d; GET /fake/market-orders lists the orders", number, application))
	return "", ""
}

func (s *stand) finishMarketOrder(q *asked) (any, error) {
	application := q.pathNumber("application")
	if q.err == nil && !s.wechat.FinishMarketOrder(application) {
		q.fail(conflict("no order %d is being made; GET /fake/market-orders lists the orders", application))
	}
	return nil, q.err
}

func (s *stand) marketCode(q *asked) (any, error) {
	application, number := q.pathNumber("application"), q.pathNumber("number")
	if q.err != nil {
		return nil, q.err
	}
	original, printed := q.marketText(application, number)
	return map[string]string{"original": original, "printed": printed}, q.err
}

func (s *stand) marketScan(q *asked) (any, error) {
	person, number := q.person(), q.number("number", 0, 0, 1<<40)
	application := q.number("application", 0, 0, 1<<40)
	_, printed := q.marketText(application, number)
	if q.err != nil {
		return nil, q.err
	}
	app, page, ticket, opens := s.wechat.ScanMarketCode(person, printed)
	if !opens {
		return nil, conflict("nothing opens: no activation of the order holds the code")
	}
	return map[string]string{"role": s.roleOf(app), "appid": app, "page": page, "ticket": ticket}, nil
}
