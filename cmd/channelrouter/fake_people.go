package main

import (
	"maps"
	"slices"
)

func (s *stand) peopleDeeds() []deed {
	return []deed{
		{"GET /fake/login-code", "role person", "/fake/login-code?role=guide&person=li",
			"A person calls wx.login: the code for POST /api/v1/ROLE/sessions. Who is not known comes to be.", s.loginCode},
		{"GET /fake/phone-code", "role person [number] [country]", "/fake/phone-code?role=guide&person=li&number=13812345678",
			"He taps the phone number button: the code for POST /api/v1/ROLE/me/phone. Once he has a number, it may be left out.", s.phoneCode},
		{"GET /fake/people", "", "/fake/people",
			"Who exists, and what WeChat knows of him.", s.people},
		{"POST /fake/people/{person}", "[unionid]", "/fake/people/li?unionid=none",
			"A person comes to be, or has another unionid from now on: union-NAME if it is left out; none plays apps that are bound to no Open Platform account.", s.person},
		{"POST /fake/people/{person}/phone", "number [country]", "/fake/people/li/phone?number=13812345678&country=86",
			"His phone's number, without the country code.", s.phone},
		{"POST /fake/people/{person}/name", "name", "/fake/people/li/name?name=Li%20Lei",
			"What WeChat Pay knows him as, for large payouts.", s.name},
		{"POST /fake/people/{person}/risk", "rank", "/fake/people/li/risk?rank=4",
			"What WeChat thinks of him, 0 to 4; nobody is risky unless set.", s.risk},
		{"POST /fake/people/{person}/snapshot", "[on]", "/fake/people/li/snapshot?on=true",
			"WeChat shows him previews of pages only, as somebody who does not exist.", s.snapshot},
	}
}

// meet has a person come to be who does not exist.
func (s *stand) meet(name string) {
	if _, known := s.wechat.People()[name]; !known {
		s.wechat.AddPerson(name, "union-"+name)
	}
}

func (s *stand) loginCode(q *asked) (any, error) {
	app, person := q.app(), q.text("person")
	if q.err != nil {
		return nil, q.err
	}
	s.meet(person)
	return map[string]string{"code": s.wechat.IssueLoginCode(app, person)}, nil
}

func (s *stand) phoneCode(q *asked) (any, error) {
	app, person := q.app(), q.text("person")
	number, country := q.phone()
	if q.err != nil {
		return nil, q.err
	}
	s.meet(person)
	if number != "" {
		s.wechat.SetPhone(person, number, country)
	}
	if _, _, known := s.wechat.Phone(person); !known {
		return nil, bad("%s has no phone yet: say number", person)
	}
	return map[string]string{"code": s.wechat.IssuePhoneCode(app, person)}, nil
}

// phone is a number without its country's code, "" where it is left out, and that code.
func (q *asked) phone() (number, country string) {
	number, country = q.text("number"), "86"
	if q.has("country") {
		country = q.text("country")
	}
	if q.has("number") && !digits(number, 5, 15) {
		q.fail(bad("number is 5 to 15 digits, without the country code"))
	}
	if !digits(country, 1, 4) {
		q.fail(bad("country is the digits of a country code, such as 86"))
	}
	return number, country
}

func digits(text string, least, most int) bool {
	for _, c := range text {
		if c < '0' || c > '9' {
			return false
		}
	}
	return len(text) >= least && len(text) <= most
}

type personView struct {
	Person   string            `json:"person"`
	UnionID  string            `json:"unionid,omitempty"`
	OpenIDs  map[string]string `json:"openids"` // by role, and official
	Country  string            `json:"country,omitempty"`
	Phone    string            `json:"phone,omitempty"`
	Risk     int               `json:"risk"`
	Snapshot bool              `json:"snapshot"`
}

func (s *stand) people(*asked) (any, error) {
	people, views := s.wechat.People(), []personView{}
	for _, name := range slices.Sorted(maps.Keys(people)) {
		view := personView{
			Person: name, UnionID: people[name], OpenIDs: map[string]string{"official": s.wechat.OpenID(officialID, name)},
			Risk: s.wechat.Risk(name), Snapshot: s.wechat.Snapshot(name),
		}
		view.Phone, view.Country, _ = s.wechat.Phone(name)
		for role, app := range s.apps {
			view.OpenIDs[role] = s.wechat.OpenID(app, name)
		}
		views = append(views, view)
	}
	return views, nil
}

func (s *stand) person(q *asked) (any, error) {
	name, union := q.r.PathValue("person"), q.text("unionid")
	switch union {
	case "":
		union = "union-" + name
	case "none":
		union = ""
	}
	s.wechat.AddPerson(name, union)
	return nil, nil
}

func (s *stand) phone(q *asked) (any, error) {
	person := q.person()
	number, country := q.phone()
	if q.err != nil {
		return nil, q.err
	}
	s.wechat.SetPhone(person, number, country)
	return nil, nil
}

// name is what WeChat knows a person as, in every app.
func (s *stand) name(q *asked) (any, error) {
	person := q.person()
	if q.err != nil {
		return nil, q.err
	}
	for _, app := range s.apps {
		s.wechat.Pay().SetRealName(s.wechat.OpenID(app, person), q.text("name"))
	}
	return nil, nil
}

func (s *stand) risk(q *asked) (any, error) {
	person, rank := q.person(), q.number("rank", 0, 0, 4)
	if q.err != nil {
		return nil, q.err
	}
	s.wechat.SetRisk(person, int(rank))
	return nil, nil
}

func (s *stand) snapshot(q *asked) (any, error) {
	person, on := q.person(), q.yes("on", true)
	if q.err != nil {
		return nil, q.err
	}
	if on {
		s.wechat.SetSnapshot(person)
	} else {
		s.wechat.ClearSnapshot(person)
	}
	return nil, nil
}
