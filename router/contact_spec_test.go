package router_test

import (
	"bytes"
	"fmt"
	"image"
	"image/png"
	"mime/multipart"
	"strings"
	"testing"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/service/testkit"
)

// The parts of answers that the specs of threads read.
type (
	photo struct {
		ID, URL string
		Width   int
	}
	post struct {
		From, Text, Content string
		Photos              []photo
	}
	thread struct {
		ID, Topic, State, Item, Face string
		Org                          string `json:"org_id"`
		Owner                        string `json:"owner_id"`
		Posts                        int
		OpenedAt                     string `json:"opened_at"`
		Page                         struct{ Items []post }
	}
	written struct {
		Thread thread
		Post   post
	}
	threadList struct {
		Items []thread
		Next  string `json:"next_after"`
	}
)

// pngOf is a picture of n by n pixels of noise, so that it is as large as it looks.
func pngOf(n int) string {
	m := image.NewNRGBA(image.Rect(0, 0, n, n))
	state := uint32(1)
	for i := range m.Pix {
		state = state*1664525 + 1013904223
		m.Pix[i] = byte(state >> 24)
	}
	var b bytes.Buffer
	So(png.Encode(&b, m), ShouldBeNil)
	return b.String()
}

func (s *story) upload(app, token, kind, body string) answer {
	return s.do(request{method: "POST", path: "/api/v1/" + app + "/photos", token: token, header: map[string]string{"Content-Type": kind}, body: body})
}

// form is a file as wx.uploadFile sends it.
func form(file string) (kind, body string) {
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	So(w.WriteField("user", "test"), ShouldBeNil)
	part, err := w.CreateFormFile("file", "../../evil.html")
	So(err, ShouldBeNil)
	_, err = part.Write([]byte(file))
	So(err, ShouldBeNil)
	So(w.Close(), ShouldBeNil)
	return w.FormDataContentType(), b.String()
}

func TestThreads(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given people of every role, and the console", t, func() {
			s := newStory(t, e)
			li, gu := s.token("consumer", "li"), s.member("gu", "guide", model.RoleGuide, s.t1)
			manager, auditor := s.console(model.UserChannelManager), s.console(model.UserAuditor)

			Convey("each role writes from its app", func() {
				tokens := map[string]string{
					"consumer": li, "guide": gu, "terminal": s.member("tian", "terminal", model.RoleTerminal, s.t1),
					"salesperson": s.member("xiao", "salesperson", model.RoleSalesperson, s.d1),
					"distributor": s.member("wang", "distributor", model.RoleDistributor, s.d1),
				}
				for app, token := range tokens {
					a := s.keyed("/api/v1/"+app+"/threads", token, "k", object{"topic": "other", "text": "hello"})
					So(a.status, ShouldEqual, 200)
					So(read[written](s.house, a).Thread.Org == "", ShouldEqual, app == "consumer")
				}
				list := read[threadList](s.house, s.get("/api/v1/console/threads?limit=3", manager))
				So(list.Items, ShouldHaveLength, 3)
				rest := read[threadList](s.house, s.get("/api/v1/console/threads?limit=3&after="+list.Next, manager))
				So(rest.Items, ShouldHaveLength, 2)
				So(rest.Next, ShouldBeEmpty)
				So(read[threadList](s.house, s.get(fmt.Sprintf("/api/v1/console/threads?role=guide&owner=none&org_id=%d", s.t1.ID), auditor)).Items, ShouldHaveLength, 1)
			})
			Convey("a thread with photos and goods is answered, and the answer arrives", func() {
				kind, body := form(pngOf(200)) // above the limit of other bodies
				So(len(body), ShouldBeGreaterThan, bodyLimit)
				first := s.upload("consumer", li, kind, body)
				So(first.status, ShouldEqual, 200)
				second := s.upload("consumer", li, "application/octet-stream", pngOf(3))
				ids := []string{read[photo](s.house, first).ID, read[photo](s.house, second).ID}
				a := s.keyed("/api/v1/consumer/threads", li, "k", object{"topic": "goods", "text": "it leaks", "photos": ids, "code": s.label(0)})
				w := read[written](s.house, a)
				So([]any{w.Thread.State, w.Thread.Item, w.Thread.Face}, ShouldResemble, []any{"open", s.unit(0).String(), "unit_outer"})
				So(w.Thread.OpenedAt, ShouldStartWith, "2026-03-02T")

				seen := s.get(w.Post.Photos[0].URL, "")
				So(seen.status, ShouldEqual, 200)
				So(string(seen.body), ShouldEqual, pngOf(200))
				for name, value := range map[string]string{
					"Content-Type": "image/png", "X-Content-Type-Options": "nosniff", "Content-Security-Policy": "default-src 'none'; sandbox",
				} {
					So(seen.header.Get(name), ShouldEqual, value)
				}
				again := s.do(request{method: "GET", path: w.Post.Photos[0].URL, header: map[string]string{"If-None-Match": seen.header.Get("ETag")}})
				So(again.status, ShouldEqual, 304)
				forged := s.get(w.Post.Photos[0].URL+"x", "")
				So([]any{forged.status, forged.code()}, ShouldResemble, []any{403, "contact.media_refused"})

				path := "/api/v1/console/threads/" + w.Thread.ID
				So(s.keyed(path+"/replies", manager, "k", object{"text": "sorry"}).status, ShouldEqual, 200)
				mine := read[thread](s.house, s.get("/api/v1/consumer/threads/"+w.Thread.ID, li))
				So(mine.State, ShouldEqual, "answered")
				So(mine.Page.Items, ShouldHaveLength, 2)
				So([]any{mine.Page.Items[1].From, mine.Page.Items[1].Text, mine.Owner}, ShouldResemble, []any{"brand", "sorry", ""})
				So(read[thread](s.house, s.get(path, auditor)).Page.Items[0].Content, ShouldEqual, "passed")
				So(s.do(request{method: "POST", path: path + "/close", token: manager, body: object{"posts": 1}}).code(), ShouldEqual, "contact.changed_meanwhile")
				So(s.do(request{method: "POST", path: path + "/close", token: manager, body: object{"posts": 2}}).status, ShouldEqual, 200)
				So(s.keyed("/api/v1/consumer/threads/"+w.Thread.ID+"/posts", li, "k2", object{"text": "thanks"}).status, ShouldEqual, 200)
				So(s.do(request{method: "PUT", path: path + "/owner", token: manager, body: object{"owner_id": "0"}}).code(), ShouldEqual, "contact.changed_meanwhile")
				log := s.auditLog()
				So([]any{log[0].Action, log[0].Outcome, log[0].Code}, ShouldResemble, []any{"PUT /api/v1/console/threads/{id}/owner", "conflict", "contact.changed_meanwhile"})
				So([]any{log[1].Action, log[1].Outcome}, ShouldResemble, []any{"POST /api/v1/console/threads/{id}/close", "done"})
				So(log[3].Target, ShouldStartWith, path+"/replies, post ")
			})
			Convey("what is refused writes nothing", func() {
				w := read[written](s.house, s.keyed("/api/v1/consumer/threads", li, "k", object{"topic": "other", "text": "mine"}))
				own, other := "/api/v1/consumer/threads/"+w.Thread.ID, s.token("consumer", "other")
				foreign := read[photo](s.house, s.upload("consumer", other, "image/png", pngOf(3))).ID
				post := func(path, token string, body object) request {
					r := posting(path, token, body)
					r.header = withKey("another")
					return r
				}
				text := object{"topic": "other", "text": "x"}
				file := func(kind, body string) request {
					return request{method: "POST", path: "/api/v1/consumer/photos", token: li, header: map[string]string{"Content-Type": kind}, body: body}
				}
				s.refusals(t, []scenario{
					{"reading another's thread", request{method: "GET", path: own, token: other}, 404, "contact.unknown_thread"},
					{"writing in another's thread", post(own+"/posts", other, object{"text": "x"}), 404, "contact.unknown_thread"},
					{"one's own thread in another app", request{method: "GET", path: "/api/v1/guide/threads/" + w.Thread.ID, token: s.token("guide", "li")}, 404, "contact.unknown_thread"},
					{"another's photo", post("/api/v1/consumer/threads", li, text.with("photos", []string{foreign})), 400, "contact.bad_photos"},
					{"a photo that does not exist", post("/api/v1/consumer/threads", li, text.with("photos", []string{"1"})), 400, "contact.bad_photos"},
					{"a code that was never issued", post("/api/v1/consumer/threads", li, text.with("code", s.neverIssued())), 404, "code.unknown"},
					{"a mistyped code", post("/api/v1/consumer/threads", li, text.with("code", mistype(s.cap(0)))), 400, "code.mistyped"},
					{"a topic that does not exist", post("/api/v1/consumer/threads", li, text.with("topic", "love")), 400, "request.invalid"},
					{"a text of blanks", post("/api/v1/consumer/threads", li, text.with("text", "  ")), 400, "contact.bad_text"},
					{"a text without end", post("/api/v1/consumer/threads", li, text.with("text", strings.Repeat("x", 2001))), 400, "request.invalid"},
					{"no key", request{method: "POST", path: "/api/v1/consumer/threads", token: li, body: text}, 400, "request.invalid"},
					{"another text under a key", posting("/api/v1/consumer/threads", li, text).under("k"), 409, "contact.idempotency_key_reused"},
					{"a guide of no terminal", post("/api/v1/guide/threads", s.token("guide", "li"), text), 403, "channel.no_membership"},
					{"a page that is no photo", file("image/png", "<html>"), 400, "contact.photo_kind"},
					{"a form without a file", file("multipart/form-data; boundary=x", "--x--"), 400, "contact.photo_broken"},
					{"a form without a boundary", file("multipart/form-data", "--x--"), 400, "contact.photo_broken"},
					{"a photo of more than 10 MB", file("image/png", strings.Repeat("x", 10<<20+1)), 413, "contact.photo_too_large"},
					{"an answer to no thread", post("/api/v1/console/threads/1/replies", manager, object{"text": "x"}), 404, "contact.unknown_thread"},
					{"a thread for an auditor", request{method: "PUT", path: "/api/v1/console/threads/" + w.Thread.ID + "/owner", token: manager, body: object{"owner_id": "1"}}, 404, "identity.unknown_user"},
				})
			})
		})
	})
}

// under is the request with another idempotency key.
func (r request) under(key string) request {
	r.header = withKey(key)
	return r
}
