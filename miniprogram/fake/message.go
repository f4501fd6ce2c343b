package fake

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// Message is a subscription message that was sent.
type Message struct {
	ID                                     int64
	AppID, OpenID, TemplateID, Page, State string
	Data                                   map[string]string // keyword → value
	At                                     time.Time
}

// mailBook has each app's templates, what people have accepted, and what was sent.
type mailBook struct {
	templates map[templateKey][]string // → keywords
	accepted  map[consentKey]int       // → messages that may still be sent
	sent      []Message
}

type templateKey struct{ appID, templateID string }

type consentKey struct{ openID, templateID string }

func newMailBook() mailBook {
	return mailBook{templates: map[templateKey][]string{}, accepted: map[consentKey]int{}}
}

// AddTemplate gives the app a template with its keywords, such as thing1 or amount2.
func (s *Server) AddTemplate(appID, templateID string, keywords ...string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.mail.templates[templateKey{appID, templateID}] = slices.Sorted(slices.Values(keywords))
}

// Templates are the app's, with their keywords.
func (s *Server) Templates(appID string) map[string][]string {
	s.mu.Lock()
	defer s.mu.Unlock()
	found := map[string][]string{}
	for key, keywords := range s.mail.templates {
		if key.appID == appID {
			found[key.templateID] = keywords
		}
	}
	return found
}

// Accepted is how many messages of the template the person may still be sent.
func (s *Server) Accepted(openID, templateID string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.mail.accepted[consentKey{openID, templateID}]
}

// Accept is the person with this openid accepting a message of the template: one
// acceptance, one message.
func (s *Server) Accept(openID, templateID string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.mail.accepted[consentKey{openID, templateID}]++
}

// Reject is the person refusing messages of the template in WeChat's settings: what
// was accepted is gone.
func (s *Server) Reject(openID, templateID string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.mail.accepted, consentKey{openID, templateID})
}

// Sent are the messages that were sent, in order.
func (s *Server) Sent() []Message {
	s.mu.Lock()
	defer s.mu.Unlock()
	sent := slices.Clone(s.mail.sent)
	for i := range sent {
		sent[i].Data = maps.Clone(sent[i].Data)
	}
	return sent
}

type messageRequest struct {
	To         string `json:"touser"`
	TemplateID string `json:"template_id"`
	Page       string `json:"page"`
	State      string `json:"miniprogram_state"`
	Data       map[string]struct {
		Value string `json:"value"`
	} `json:"data"`
}

func (s *Server) answerMessages() {
	type answer struct {
		done
		ID int64 `json:"msgid"`
	}
	handle(s, "/cgi-bin/message/subscribe/send", func(appID string, body messageRequest) (any, int) {
		message := Message{
			ID: int64(len(s.mail.sent)) + 1, AppID: appID, OpenID: body.To, TemplateID: body.TemplateID,
			Page: body.Page, State: body.State, Data: map[string]string{}, At: s.now(),
		}
		for keyword, value := range body.Data {
			message.Data[keyword] = value.Value
		}
		if errcode := s.checkMessage(message); errcode != 0 {
			return nil, errcode
		}
		s.mail.accepted[consentKey{message.OpenID, message.TemplateID}]--
		s.mail.sent = append(s.mail.sent, message)
		return answer{okay, message.ID}, 0
	})
}

var states = []string{"", "developer", "trial", "formal"}

func (s *Server) checkMessage(m Message) (errcode int) {
	page, _, _ := strings.Cut(m.Page, "?")
	keywords, known := s.mail.templates[templateKey{m.AppID, m.TemplateID}]
	if _, person := s.personOf(m.AppID, m.OpenID); !person {
		return invalidOpenID
	}
	switch {
	case !known:
		return invalidTemplate
	case !s.links.published(m.AppID, page):
		return invalidPage
	case !slices.Contains(states, m.State) || !fits(m.Data, keywords):
		return badArgument
	case s.mail.accepted[consentKey{m.OpenID, m.TemplateID}] <= 0:
		return consentGone
	}
	return 0
}

// lengths are how many characters a keyword's value may have, by the keyword's kind.
var lengths = map[string]int{"thing": 20, "phrase": 5, "name": 10, "character_string": 32, "letter": 32, "number": 32}

var kindOf = regexp.MustCompile(`^([a-z_]+)\d+$`)

// fits tells whether the values are those of the template, none empty, none too long.
func fits(data map[string]string, keywords []string) bool {
	if !slices.Equal(slices.Sorted(maps.Keys(data)), keywords) {
		return false
	}
	for keyword, value := range data {
		kind := kindOf.FindStringSubmatch(keyword)
		if kind == nil {
			panic(fmt.Sprintf("fake: no template has a keyword %q", keyword))
		}
		longest, bounded := lengths[kind[1]]
		if value == "" || bounded && utf8.RuneCountInString(value) > longest {
			return false
		}
	}
	return true
}
