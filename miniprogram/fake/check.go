package fake

import (
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// judge is what WeChat thinks of people and contents.
type judge struct {
	visits   map[string]time.Time // openid → last use of its app
	risks    map[string]int       // by name
	verdicts []Verdict
	media    map[string]media // by trace id, until the result is pushed
}

// Verdict is what WeChat thinks of contents that have the fragment in them.
type Verdict struct {
	Fragment, Suggest string
	Label             int
}

type media struct{ appID, url string }

func newJudge() judge {
	return judge{visits: map[string]time.Time{}, risks: map[string]int{}, media: map[string]media{}}
}

// SetRisk sets the person's rank, 0 to 4; nobody is risky unless set.
func (s *Server) SetRisk(name string, rank int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.judge.risks[name] = rank
}

// Risk is the person's rank.
func (s *Server) Risk(name string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.judge.risks[name]
}

// SetVerdict lets texts and media URLs that contain the fragment be judged so:
// suggest is pass, review or risky, label WeChat's reason. The first that fits
// counts; what none fits passes. A second one for a fragment takes the first's place.
func (s *Server) SetVerdict(fragment, suggest string, label int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	next := Verdict{fragment, suggest, label}
	for i, v := range s.judge.verdicts {
		if v.Fragment == fragment {
			s.judge.verdicts[i] = next
			return
		}
	}
	s.judge.verdicts = append(s.judge.verdicts, next)
}

// Verdicts are those that were set, in the order in which they are tried.
func (s *Server) Verdicts() []Verdict {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.judge.verdicts)
}

// ClearVerdicts lets everything pass again.
func (s *Server) ClearVerdicts() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.judge.verdicts = nil
}

func (j *judge) of(content string) Verdict {
	for _, v := range j.verdicts {
		if strings.Contains(content, v.Fragment) {
			return v
		}
	}
	return Verdict{Suggest: "pass", Label: 100}
}

// checkPerson holds an openid against the app: WeChat judges its own people who were
// there within two hours.
func (s *Server) checkPerson(appID, openID string) (name string, errcode int) {
	name, known := s.personOf(appID, openID)
	if !known {
		for other := range s.apps {
			if _, foreign := s.personOf(other, openID); foreign {
				return "", foreignOpenID
			}
		}
		return "", invalidOpenID
	}
	if last, ever := s.judge.visits[openID]; !ever || s.now().Sub(last) > 2*time.Hour {
		return "", personAway
	}
	return name, 0
}

type rankRequest struct {
	AppID    string `json:"appid"`
	OpenID   string `json:"openid"`
	Scene    *int   `json:"scene"`
	ClientIP string `json:"client_ip"`
}

type rankAnswer struct {
	done
	Rank    int   `json:"risk_rank"`
	UnionID int64 `json:"unoin_id"` // so spelled by WeChat
}

func (s *Server) answerChecks() {
	handle(s, "/wxa/getuserriskrank", s.rank)
	handle(s, "/wxa/msg_sec_check", s.checkText)
	handle(s, "/wxa/media_check_async", s.checkMedia)
}

func (s *Server) rank(appID string, body rankRequest) (any, int) {
	name, errcode := s.checkPerson(appID, body.OpenID)
	_, err := netip.ParseAddr(body.ClientIP)
	switch {
	case body.AppID != appID:
		return nil, invalidAppID
	case body.Scene == nil || *body.Scene < 0 || *body.Scene > 1:
		return nil, invalidScene
	case err != nil:
		return nil, badData
	case errcode != 0:
		return nil, errcode
	}
	return rankAnswer{done{0, "getuserriskrank succ"}, s.judge.risks[name], s.now().UnixNano()}, 0
}

type contentRequest struct {
	Version   int    `json:"version"`
	OpenID    string `json:"openid"`
	Scene     int    `json:"scene"`
	Content   string `json:"content"`
	MediaURL  string `json:"media_url"`
	MediaType int    `json:"media_type"`
}

// check holds what texts and media have in common.
func (s *Server) check(appID string, body contentRequest) (errcode int) {
	switch {
	case body.Version != 2:
		return badData
	case body.Scene < 1 || body.Scene > 4:
		return invalidScene
	}
	_, errcode = s.checkPerson(appID, body.OpenID)
	if errcode == foreignOpenID {
		return invalidOpenID
	}
	return errcode
}

type result struct {
	Suggest string `json:"suggest"`
	Label   int    `json:"label"`
}

type detail struct {
	Strategy string `json:"strategy"`
	Errcode  int    `json:"errcode"`
	result
	Prob int `json:"prob"`
}

type contentAnswer struct {
	done
	Result  *result  `json:"result,omitempty"`
	Detail  []detail `json:"detail,omitempty"`
	TraceID string   `json:"trace_id"`
}

func (s *Server) checkText(appID string, body contentRequest) (any, int) {
	switch errcode := s.check(appID, body); {
	case errcode != 0:
		return nil, errcode
	case body.Content == "":
		return nil, emptyPost
	case utf8.RuneCountInString(body.Content) > 2500:
		return nil, tooLong
	}
	v := s.judge.of(body.Content)
	said := result{v.Suggest, v.Label}
	return contentAnswer{okay, &said, []detail{{"content_model", 0, said, 90}}, s.requestID()}, 0
}

func (s *Server) checkMedia(appID string, body contentRequest) (any, int) {
	target, err := url.Parse(body.MediaURL)
	switch errcode := s.check(appID, body); {
	case errcode != 0:
		return nil, errcode
	case err != nil || target.Host == "" || body.MediaType < 1 || body.MediaType > 2:
		return nil, invalidArgs
	}
	trace := s.requestID()
	s.judge.media[trace] = media{appID, body.MediaURL}
	return contentAnswer{done: okay, TraceID: trace}, 0
}
