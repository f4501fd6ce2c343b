// Package fake is a local stand-in for WeChat's servers. It speaks their HTTP
// protocol, so that the demo and the tests run the very client that talks to
// WeChat: same paths and parameters, same answers down to the content type, same
// error codes and texts, same rules about what works once and for how long.
//
// A script plays the people: it registers apps and persons, lets a person call
// wx.login (IssueLoginCode), tap the phone number button (IssuePhoneCode) and accept
// messages (Accept), opens web pages that ask who is there (Authorize), and reads what
// was sent and drawn (Sent, Codes, OpenLink). It sets what WeChat thinks of people and
// contents (SetRisk, SetVerdict), lets WeChat push messages (SetPush, PushMediaResult…)
// and plays faults (Fail, Limit), of which it may ask what is still to come (Faults). Openids depend on the app and the person's name alone,
// so a restarted stand-in knows everyone again.
package fake

import (
	"net"
	"net/http"
	"sync"
	"time"

	"channelrouter/internal/kv"
)

// Server is the stand-in: an http.Handler, and a listener on loopback for those
// who want one. It is safe for concurrent use.
type Server struct {
	now    func() time.Time
	paths  *http.ServeMux
	logins kv.Limiter

	mu      sync.Mutex
	limits  limits
	apps    map[string]string // appid → secret
	people  map[string]string // name → unionid, or ""
	codes   loginCodes
	tokens  tokenBook
	phones  phoneBook
	links   linkBook
	mail    mailBook
	judge   judge
	web     webBook
	codesOf codeBook              // of one item one code
	pushes  map[string]PushTarget // by appid
	faults  []PendingFault

	pay *Pay

	http *http.Server
	url  string
}

// New makes a stand-in that lives by the machine's clock, with no apps or people.
func New() *Server { return NewAt(time.Now) }

// NewAt makes a stand-in that lives by the given clock.
func NewAt(now func() time.Time) *Server {
	s := &Server{
		now:     now,
		paths:   http.NewServeMux(),
		logins:  kv.Limiter{Store: kv.NewMemory(now), Name: "logins", Limit: loginsPerMinute, Window: time.Minute},
		apps:    map[string]string{},
		people:  map[string]string{},
		limits:  newLimits(now),
		codes:   newLoginCodes(),
		tokens:  newTokenBook(),
		phones:  newPhoneBook(),
		links:   newLinkBook(),
		mail:    newMailBook(),
		judge:   newJudge(),
		web:     newWebBook(),
		codesOf: newCodeBook(),
		pushes:  map[string]PushTarget{},
	}
	s.paths.HandleFunc("/sns/jscode2session", s.jscode2session)
	s.answerTokens()
	s.answerPhones()
	s.answerLinks()
	s.answerMessages()
	s.answerChecks()
	s.answerWeb()
	s.answerCodes()
	s.pay = newPay(now, s.paths)
	return s
}

func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if s.meetFault(w, r) {
		return
	}
	s.paths.ServeHTTP(w, r)
}

// Start listens on a free loopback port. Call it once.
func (s *Server) Start() error {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	s.url = "http://" + listener.Addr().String()
	s.http = &http.Server{Handler: s, ReadHeaderTimeout: 10 * time.Second}
	go func() { _ = s.http.Serve(listener) }() // ends with Close
	return nil
}

// URL is the base URL of a started server.
func (s *Server) URL() string { return s.url }

// Close stops listening and cuts what is under way.
func (s *Server) Close() error {
	if s.http == nil {
		return nil
	}
	return s.http.Close()
}
