package main

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// deed is something that a person or WeChat does when its path is called. It is written
// once: the paths, the list of them and the help are made of the same rows.
type deed struct {
	route   string // method and path, as http.ServeMux takes them
	takes   string // parameters, by blanks; those in brackets may be left out
	example string // path and query
	says    string
	do      func(q *asked) (answer any, err error)
}

// deeds are all that can be done by hand.
func (s *stand) deeds() []deed {
	return slices.Concat(s.peopleDeeds(), s.messageDeeds(), s.contentDeeds(), s.linkDeeds(), s.marketDeeds(), s.payDeeds(), s.faultDeeds())
}

// handler serves WeChat's own paths, and beside them what is done by hand.
func (s *stand) handler() http.Handler {
	paths := http.NewServeMux()
	paths.Handle("/", s.wechat)
	paths.HandleFunc("/fake/", func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodOptions { // a page from another port asks before it deletes
			w.Header().Set("Access-Control-Allow-Methods", "GET, POST, DELETE")
			tell(w, http.StatusOK, nil)
			return
		}
		tell(w, http.StatusNotFound, fault{Error: r.Method + " " + r.URL.Path + " is none of the paths; GET /fake lists them"})
	})
	paths.HandleFunc("GET /fake", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		_, _ = w.Write([]byte(s.listing()))
	})
	for _, d := range s.deeds() {
		paths.HandleFunc(d.route, func(w http.ResponseWriter, r *http.Request) { s.perform(d, w, r) })
	}
	return paths
}

// listing is every path with what it does and a call that can be copied.
func (s *stand) listing() string {
	var out strings.Builder
	for _, d := range s.deeds() {
		route := strings.TrimSpace(d.route + "  " + d.takes)
		fmt.Fprintf(&out, "%s\n    %s\n    %s\n\n", d.says, route, s.curl(d))
	}
	return out.String()
}

func (s *stand) curl(d deed) string {
	method, _, _ := strings.Cut(d.route, " ")
	if method == http.MethodGet {
		return "curl '" + s.url + d.example + "'"
	}
	return "curl -X " + method + " '" + s.url + d.example + "'"
}

type fault struct {
	Error   string `json:"error"`
	Example string `json:"example,omitempty"`
}

// unfit is a deed that cannot be done, and the HTTP status that says so.
type unfit struct {
	status int
	text   string
}

func (u unfit) Error() string { return u.text }

func bad(format string, args ...any) error {
	return unfit{http.StatusBadRequest, fmt.Sprintf(format, args...)}
}

func missing(format string, args ...any) error {
	return unfit{http.StatusNotFound, fmt.Sprintf(format, args...)}
}

func conflict(format string, args ...any) error {
	return unfit{http.StatusConflict, fmt.Sprintf(format, args...)}
}

// perform does a deed whose parameters are those that it takes.
func (s *stand) perform(d deed, w http.ResponseWriter, r *http.Request) {
	q := &asked{stand: s, r: r}
	err := q.check(strings.Fields(d.takes))
	var answer any
	if err == nil {
		answer, err = d.do(q)
	}
	if err != nil {
		// What a deed tried and could not do was at the server that it notifies.
		status, refused := http.StatusBadGateway, unfit{}
		if errors.As(err, &refused) {
			status = refused.status
		}
		tell(w, status, fault{err.Error(), s.curl(d)})
		return
	}
	if answer == nil {
		answer = map[string]bool{"done": true}
	}
	tell(w, http.StatusOK, answer)
}

func tell(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Access-Control-Allow-Origin", "*") // pages under work come from other ports
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body) // a caller who has gone away needs no answer
}

// asked is the parameters of a deed, in the query or in a form. The first that makes no
// sense is its err.
type asked struct {
	stand *stand
	r     *http.Request
	err   error
}

func (q *asked) check(takes []string) error {
	if err := q.r.ParseForm(); err != nil {
		return bad("the parameters cannot be read: %s", err)
	}
	known := map[string]bool{}
	for _, name := range takes {
		bare := strings.Trim(name, "[]")
		known[bare] = true
		if bare == name && q.text(name) == "" {
			return bad("%s is missing; parameters go into the query or a form", name)
		}
	}
	for name := range q.r.Form {
		if !known[name] {
			return bad("%s is no parameter here; there is %s", name, cmp.Or(strings.Join(takes, " "), "none"))
		}
	}
	return nil
}

func (q *asked) fail(err error) {
	if q.err == nil {
		q.err = err
	}
}

func (q *asked) text(name string) string { return q.r.Form.Get(name) }

func (q *asked) has(name string) bool { return q.r.Form.Has(name) }

// list is the parts of a text that commas divide.
func (q *asked) list(name string) []string {
	return strings.FieldsFunc(q.text(name), func(c rune) bool { return c == ',' || c == ' ' })
}

// word is one of the words, or otherwise where it is left out.
func (q *asked) word(name, otherwise string, words ...string) string {
	value := cmp.Or(q.text(name), otherwise)
	if !slices.Contains(words, value) {
		q.fail(bad("%s is one of %s", name, strings.Join(words, ", ")))
	}
	return value
}

func (q *asked) number(name string, otherwise, least, most int64) int64 {
	if !q.has(name) {
		return otherwise
	}
	value, err := strconv.ParseInt(q.text(name), 10, 64)
	if err != nil || value < least || value > most {
		q.fail(bad("%s is a whole number from %d to %d", name, least, most))
	}
	return value
}

// pathNumber is a part of the path that is a number.
func (q *asked) pathNumber(name string) int64 {
	value, err := strconv.ParseInt(q.r.PathValue(name), 10, 64)
	if err != nil || value < 0 {
		q.fail(bad("%q in the path is no number", q.r.PathValue(name)))
	}
	return value
}

// share is a part of all, above 0; 0 where it is left out.
func (q *asked) share(name string) float64 {
	if !q.has(name) {
		return 0
	}
	value, err := strconv.ParseFloat(q.text(name), 64)
	if err != nil || !(value > 0 && value <= 1) {
		q.fail(bad("%s is a share above 0, up to 1", name))
	}
	return value
}

func (q *asked) yes(name string, otherwise bool) bool {
	if !q.has(name) {
		return otherwise
	}
	value, err := strconv.ParseBool(q.text(name))
	if err != nil {
		q.fail(bad("%s is true or false", name))
	}
	return value
}

// wait is a duration such as 3s; 0 where it is left out.
func (q *asked) wait(name string) time.Duration {
	if !q.has(name) {
		return 0
	}
	value, err := time.ParseDuration(q.text(name))
	if err != nil || value <= 0 || value > time.Hour {
		q.fail(bad("%s is a duration such as 500ms or 3s, an hour at most", name))
	}
	return value
}

// app is the appid of the role.
func (q *asked) app() string {
	id, known := q.stand.apps[q.text("role")]
	if !known {
		q.fail(bad("role is consumer, guide, terminal, salesperson or distributor"))
	}
	return id
}

// person is somebody who exists, in the path or among the parameters.
func (q *asked) person() string {
	name := cmp.Or(q.r.PathValue("person"), q.text("person"))
	if _, known := q.stand.wechat.People()[name]; !known {
		q.fail(missing("nobody is %q; he comes to be by POST /fake/people/%s, and when he logs in", name, url.PathEscape(name)))
	}
	return name
}

// shop is a merchant's number.
func (q *asked) shop() string {
	name := cmp.Or(q.r.PathValue("merchant"), q.text("merchant"))
	number, known := q.stand.shops[name]
	if !known {
		q.fail(bad("merchant is prize or commission"))
	}
	return number
}

// roleOf is the role whose app has the appid.
func (s *stand) roleOf(appID string) string {
	for role, id := range s.apps {
		if id == appID {
			return role
		}
	}
	return ""
}
