package message

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"channelrouter/internal/errs"
	"channelrouter/model"
	"channelrouter/service/channel"
)

// Policy is how people are told things. Times are Shanghai's, "22:00"; the same time twice
// means no quiet hours.
type Policy struct {
	QuietFrom   string     `json:"quiet_from" pattern:"^[0-2][0-9]:[0-5][0-9]$" doc:"people who have set no quiet hours of their own get no WeChat messages from then"`
	QuietTo     string     `json:"quiet_to" pattern:"^[0-2][0-9]:[0-5][0-9]$" doc:"until then"`
	PersonDaily int        `json:"person_daily" minimum:"1" maximum:"1000" doc:"WeChat messages to one person on one day"`
	AppDaily    int        `json:"app_daily" minimum:"1" doc:"WeChat messages through one app on one day"`
	Templates   []Template `json:"templates" maxItems:"200"`
}

// Template is how a role is told of an event. Without a template of WeChat's the message
// is in the inbox only; without one at all, in the house's Chinese words.
type Template struct {
	Role       string            `json:"role" enum:"consumer,guide,terminal,salesperson,distributor"`
	Event      string            `json:"event" doc:"reward_points, reward_cash, rebate_statement, …"`
	Language   string            `json:"language,omitempty" enum:"zh,en" doc:"of the texts that are left out; zh if left out"`
	Title      string            `json:"title,omitempty" maxLength:"60" doc:"in the inbox; {name} stands for a value"`
	Body       string            `json:"body,omitempty" maxLength:"500"`
	TemplateID string            `json:"template_id,omitempty" maxLength:"64" doc:"WeChat's, of the role's app; empty: inbox only"`
	Page       string            `json:"page,omitempty" maxLength:"256" doc:"the app's page that a tap opens, with its query"`
	Keywords   map[string]string `json:"keywords,omitempty" doc:"WeChat's keywords (thing1, amount2) with what each says; {name} stands for a value"`
}

// DefaultPolicy is in force until the brand publishes one: WeChat's templates are the
// brand's own, so there are none.
var DefaultPolicy = Policy{QuietFrom: "22:00", QuietTo: "08:00", PersonDaily: 10, AppDaily: 1_000_000}

// template is the one of a role and event, or a bare one.
func (p Policy) template(r model.Role, event string) Template {
	name := channel.RoleName(r)
	for _, t := range p.Templates {
		if t.Role == name && t.Event == event {
			return t
		}
	}
	return Template{Role: name, Event: event}
}

// of are a role's templates.
func (p Policy) of(r model.Role) []Template {
	name := channel.RoleName(r)
	return slices.DeleteFunc(slices.Clone(p.Templates), func(t Template) bool { return t.Role != name })
}

// words are the texts of the inbox.
func (t Template) words() words {
	language := t.Language
	if language == "" {
		language = "zh"
	}
	w := texts[t.Event][language]
	if t.Title != "" {
		w.title = t.Title
	}
	if t.Body != "" {
		w.body = t.Body
	}
	return w
}

const (
	mostTitle    = 60 // characters, as published; values make it longer
	mostBody     = 500
	mostKeywords = 5 // WeChat's limit for a template
)

func (p Policy) check() error {
	if _, ok := minutes(p.QuietFrom); !ok {
		return ErrBadPolicy.With("quiet_from %q is no time of the day", p.QuietFrom)
	}
	if _, ok := minutes(p.QuietTo); !ok {
		return ErrBadPolicy.With("quiet_to %q is no time of the day", p.QuietTo)
	}
	if p.PersonDaily < 1 || p.PersonDaily > 1000 || p.AppDaily < 1 {
		return ErrBadPolicy.With("daily limits are positive, a person's at most 1000")
	}
	seen := map[[2]string]bool{}
	for i, t := range p.Templates {
		at := fmt.Sprintf("template %d (%s, %s)", i+1, t.Role, t.Event)
		if seen[[2]string{t.Role, t.Event}] {
			return ErrBadPolicy.With("%s: this role and event have one already", at)
		}
		seen[[2]string{t.Role, t.Event}] = true
		if err := t.check(); err != nil {
			return err.With("%s: %s", at, errs.Facts{Of: err})
		}
	}
	return nil
}

var (
	templateIDs = regexp.MustCompile(`^[A-Za-z0-9_-]{1,64}$`)
	pages       = regexp.MustCompile(`^[A-Za-z0-9_-][!-z|~]{0,255}$`)
)

// check returns the first fault, as ErrBadPolicy with its detail.
func (t Template) check() *errs.Error {
	role, err := channel.ParseRole(t.Role)
	about, known := subjects[t.Event]
	switch {
	case err != nil || !slices.Contains(everyone, role):
		return ErrBadPolicy.With("no role with an app is called so")
	case !known:
		return ErrBadPolicy.With("there is no such event")
	case !about.told(role):
		return ErrBadPolicy.With("this role is not told of this event")
	case t.Language != "" && t.Language != "zh" && t.Language != "en":
		return ErrBadPolicy.With("the language is zh or en")
	case utf8.RuneCountInString(t.Title) > mostTitle || utf8.RuneCountInString(t.Body) > mostBody:
		return ErrBadPolicy.With("a title has at most %d characters, a body %d", mostTitle, mostBody)
	case t.TemplateID != "" && !templateIDs.MatchString(t.TemplateID):
		return ErrBadPolicy.With("WeChat has no template ids like %q", t.TemplateID)
	case t.Page != "" && !pages.MatchString(t.Page):
		return ErrBadPolicy.With("a page is named without a / before it, in plain characters")
	case t.TemplateID != "" && (len(t.Keywords) == 0 || len(t.Keywords) > mostKeywords):
		return ErrBadPolicy.With("a template of WeChat's has 1 to %d keywords", mostKeywords)
	}
	for _, written := range []string{t.Title, t.Body} {
		if name, ok := unknownIn(about, written); !ok {
			return ErrBadPolicy.With("this event has no value {%s}", name)
		}
	}
	for keyword, written := range t.Keywords {
		if fault := checkKeyword(about, keyword, written); fault != "" {
			return ErrBadPolicy.With("%s: %s", keyword, fault)
		}
	}
	return nil
}

var placeholder = regexp.MustCompile(`\{([^{}]*)\}`)

// unknownIn finds the first placeholder that is no value of the event; ok if there is none.
func unknownIn(about subject, written string) (name string, ok bool) {
	for _, found := range placeholder.FindAllStringSubmatch(written, -1) {
		if _, known := about.kindOf(found[1]); !known {
			return found[1], false
		}
	}
	return "", true
}

// fill puts values in the places of their names.
func fill(written string, values map[string]string) string {
	if !strings.Contains(written, "{") {
		return written
	}
	return placeholder.ReplaceAllStringFunc(written, func(name string) string { return values[name[1:len(name)-1]] })
}

// cut shortens a text to so many characters.
func cut(s string, most int) string {
	if utf8.RuneCountInString(s) <= most {
		return s
	}
	return string([]rune(s)[:most-1]) + "…"
}
