package main

import (
	"encoding/json"
	"net/http"
)

// handler serves WeChat's own paths, and beside them what people do by hand.
func (s *stand) handler() http.Handler {
	paths := http.NewServeMux()
	paths.Handle("/", s.wechat)
	paths.HandleFunc("GET /fake/login-code", s.loginCode)
	paths.HandleFunc("GET /fake/bills", s.bills)
	paths.HandleFunc("POST /fake/accept", func(w http.ResponseWriter, r *http.Request) {
		done(w, s.wechat.Pay().Accept(r.URL.Query().Get("package")))
	})
	paths.HandleFunc("POST /fake/bills/{number}/confirm", s.decide(s.wechat.Pay().Confirm))
	paths.HandleFunc("POST /fake/bills/{number}/reject", func(w http.ResponseWriter, r *http.Request) {
		reason := r.URL.Query().Get("reason")
		if reason == "" {
			reason = "PAYEE_ACCOUNT_ABNORMAL"
		}
		s.decide(func(merchant, number string) bool { return s.wechat.Pay().Reject(merchant, number, reason) })(w, r)
	})
	paths.HandleFunc("POST /fake/people/{person}/name", s.name)
	return paths
}

// loginCode is a person calling wx.login; who is not known comes to be.
func (s *stand) loginCode(w http.ResponseWriter, r *http.Request) {
	app, known := s.apps[r.URL.Query().Get("role")]
	person := r.URL.Query().Get("person")
	if !known || person == "" {
		tell(w, http.StatusBadRequest, map[string]string{"error": "role is one of the five, and person anybody's name"})
		return
	}
	s.wechat.AddPerson(person, "union-"+person)
	tell(w, http.StatusOK, map[string]string{"code": s.wechat.IssueLoginCode(app, person)})
}

// bills is what a merchant has paid.
func (s *stand) bills(w http.ResponseWriter, r *http.Request) {
	number, known := s.shops[r.URL.Query().Get("merchant")]
	if !known {
		tell(w, http.StatusBadRequest, map[string]string{"error": "merchant is prize or commission"})
		return
	}
	tell(w, http.StatusOK, s.wechat.Pay().PaidByBill(number))
}

// decide is a person's, or WeChat's, decision about a bill of any merchant.
func (s *stand) decide(do func(merchant, number string) bool) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		decided := false
		for _, merchant := range s.shops {
			decided = decided || do(merchant, r.PathValue("number"))
		}
		done(w, decided)
	}
}

func done(w http.ResponseWriter, did bool) {
	if !did {
		tell(w, http.StatusConflict, map[string]string{"error": "no such bill waits for its person"})
		return
	}
	tell(w, http.StatusOK, map[string]bool{"done": true})
}

// name is what WeChat knows a person as, in every app.
func (s *stand) name(w http.ResponseWriter, r *http.Request) {
	for _, app := range s.apps {
		s.wechat.Pay().SetRealName(s.wechat.OpenID(app, r.PathValue("person")), r.URL.Query().Get("name"))
	}
	done(w, true)
}

func tell(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Access-Control-Allow-Origin", "*") // pages under work come from other ports
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body)
}
