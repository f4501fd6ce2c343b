package main

import (
	"regexp"
	"time"
)

func (s *stand) messageDeeds() []deed {
	return []deed{
		{"POST /fake/templates", "role template keywords", "/fake/templates?role=guide&template=t-cash&keywords=amount1,thing2,time3",
			"An app gets a template of subscription messages; the policy 'messages' at the console is to name it.", s.template},
		{"GET /fake/templates", "role", "/fake/templates?role=guide",
			"An app's templates and their keywords.", func(q *asked) (any, error) {
				app := q.app()
				return s.wechat.Templates(app), q.err
			}},
		{"POST /fake/popup", "role person [accept] [reject]", "/fake/popup?role=guide&person=li&accept=t-cash",
			"A person chooses in wx.requestSubscribeMessage's popup; WeChat tells the server. One acceptance is one message.", s.popup},
		{"POST /fake/refuse", "role person templates", "/fake/refuse?role=guide&person=li&templates=t-cash",
			"He refuses templates in WeChat's settings: what he accepted is gone; WeChat tells the server.", s.refuse},
		{"GET /fake/messages", "", "/fake/messages",
			"The subscription messages that were sent.", s.messages},
		{"POST /fake/messages/{id}/arrival", "[errcode] [status]", "/fake/messages/1/arrival?errcode=0&status=success",
			"WeChat tells the server what became of a message; errcode 0 is that it arrived.", s.arrival},
	}
}

var keywordText = regexp.MustCompile(`^[a-z_]+[0-9]+$`)

func (s *stand) template(q *asked) (any, error) {
	app, keywords := q.app(), q.list("keywords")
	for _, keyword := range keywords {
		if !keywordText.MatchString(keyword) {
			q.fail(bad("%q is no keyword such as thing1 or amount2", keyword))
		}
	}
	if len(keywords) == 0 || len(keywords) > 5 {
		q.fail(bad("a template has one keyword to five"))
	}
	if q.err != nil {
		return nil, q.err
	}
	s.wechat.AddTemplate(app, q.text("template"), keywords...)
	return nil, nil
}

// templates are templates of the app.
func (q *asked) templates(app, parameter string) []string {
	known, ids := q.stand.wechat.Templates(app), q.list(parameter)
	for _, id := range ids {
		if _, exists := known[id]; !exists {
			q.fail(missing("the app of the %s has no template %q; it gets it by POST /fake/templates", q.text("role"), id))
		}
	}
	return ids
}

func (s *stand) popup(q *asked) (any, error) {
	app, person := q.app(), q.person()
	accepted, rejected := q.templates(app, "accept"), q.templates(app, "reject")
	if len(accepted)+len(rejected) == 0 {
		q.fail(bad("nothing is chosen: say accept or reject with templates"))
	}
	if q.err != nil {
		return nil, q.err
	}
	openID := s.wechat.OpenID(app, person)
	for _, choice := range []struct {
		accepted  bool
		templates []string
	}{{true, accepted}, {false, rejected}} {
		if len(choice.templates) == 0 {
			continue
		}
		if err := s.wechat.PushConsent(app, openID, choice.accepted, choice.templates...); err != nil {
			return nil, err
		}
	}
	left := map[string]int{}
	for _, id := range append(accepted, rejected...) {
		left[id] = s.wechat.Accepted(openID, id)
	}
	return map[string]any{"done": true, "accepted": left}, nil
}

func (s *stand) refuse(q *asked) (any, error) {
	app, person := q.app(), q.person()
	templates := q.templates(app, "templates")
	if q.err != nil {
		return nil, q.err
	}
	return nil, s.wechat.PushRejection(app, s.wechat.OpenID(app, person), templates...)
}

type messageView struct {
	ID       int64             `json:"id"`
	Role     string            `json:"role"`
	Person   string            `json:"person"`
	Template string            `json:"template"`
	Page     string            `json:"page,omitempty"`
	State    string            `json:"miniprogram_state,omitempty"`
	Data     map[string]string `json:"data"`
	At       time.Time         `json:"at"`
}

func (s *stand) messages(*asked) (any, error) {
	views := []messageView{}
	for _, m := range s.wechat.Sent() {
		views = append(views, messageView{
			m.ID, s.roleOf(m.AppID), s.wechat.WhoIs(m.AppID, m.OpenID), m.TemplateID, m.Page, m.State, m.Data, m.At,
		})
	}
	return views, nil
}

func (s *stand) arrival(q *asked) (any, error) {
	id, errcode := q.pathNumber("id"), q.number("errcode", 0, 0, 1<<31-1)
	status := q.text("status")
	if q.err != nil {
		return nil, q.err
	}
	if status == "" {
		status = map[bool]string{true: "success", false: "fail"}[errcode == 0]
	}
	for _, m := range s.wechat.Sent() {
		if m.ID == id {
			return nil, s.wechat.PushSent(m, int(errcode), status)
		}
	}
	return nil, missing("no message %d was sent; GET /fake/messages lists them", id)
}
