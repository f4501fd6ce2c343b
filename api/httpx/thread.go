package httpx

import (
	"context"
	"time"

	"channelrouter/model"
	"channelrouter/service/channel"
	"channelrouter/service/contact"
	"channelrouter/service/identity"
)

// Thread is one matter between a person and the brand.
type Thread struct {
	ID         ID        `json:"id"`
	Topic      string    `json:"topic" enum:"goods,reward,rebate,order,diversion,other"`
	State      string    `json:"state" enum:"open,answered,closed" doc:"open: the person waits for the brand"`
	Since      time.Time `json:"since" doc:"since when it stands in this state; an open one, since its first post without an answer"`
	Org        ID        `json:"org_id,omitempty" doc:"for which he writes; none for consumers"`
	Item       string    `json:"item,omitempty" doc:"the goods that it is about" example:"1/unit/42"`
	Face       string    `json:"face,omitempty" doc:"where its code stands on them"`
	Product    ID        `json:"product_id,omitempty"`
	Posts      int       `json:"posts"`
	LastPostAt time.Time `json:"last_post_at"`
	OpenedAt   time.Time `json:"opened_at"`
}

// NewThread shows a thread.
func NewThread(t model.Thread) Thread {
	out := Thread{
		ID: ID(t.ID), Topic: contact.TopicName(t.Topic), State: contact.StateName(t.State), Since: t.Since, Org: ID(t.OrgID),
		Product: ID(t.ProductID), Posts: t.Posts, LastPostAt: t.LastPostAt, OpenedAt: t.OpenedAt,
	}
	if t.Item != 0 {
		out.Item, out.Face = t.Item.String(), t.Face.String()
	}
	return out
}

// Post is one text in a thread.
type Post struct {
	ID     ID        `json:"id"`
	From   string    `json:"from" enum:"person,brand"`
	Text   string    `json:"text"`
	Photos []Photo   `json:"photos"`
	At     time.Time `json:"at"`
}

// Photo is a picture that a person sent.
type Photo struct {
	ID     ID     `json:"id"`
	URL    string `json:"url,omitempty" doc:"below the server's root, good for an hour; none while it is hidden"`
	Width  int    `json:"width"`
	Height int    `json:"height"`
	Hidden bool   `json:"hidden,omitempty" doc:"WeChat holds it to be risky"`
}

// NewPost shows a post.
func NewPost(p contact.PostView) Post {
	out := Post{ID: ID(p.ID), From: "person", Text: p.Text, Photos: make([]Photo, len(p.Photos)), At: p.CreatedAt}
	if p.PersonID == 0 {
		out.From = "brand"
	}
	for i, photo := range p.Photos {
		out.Photos[i] = newPhoto(photo)
	}
	return out
}

func newPhoto(p contact.PhotoView) Photo {
	return Photo{ID: ID(p.ID), URL: p.Address, Width: p.Width, Height: p.Height, Hidden: p.Address == ""}
}

// ThreadPage is a thread with a page of its posts, oldest first.
type ThreadPage struct {
	Thread
	Page Page[Post] `json:"page"`
}

// WrittenPost is what was just written, in its thread.
type WrittenPost struct {
	Thread Thread `json:"thread"`
	Post   Post   `json:"post"`
}

func newWritten(w contact.Written) WrittenPost {
	return WrittenPost{Thread: NewThread(w.Thread), Post: NewPost(w.Post)}
}

// Threads serves what people of a role write to the brand, in their app.
type Threads struct {
	contact *contact.Service
	role    model.Role
}

// NewThreads makes the handler of a role's app.
func NewThreads(s *contact.Service, app string) *Threads {
	role, err := channel.ParseRole(app)
	if err != nil {
		panic(err) // the table of routes names the apps
	}
	return &Threads{contact: s, role: role}
}

// Words is a text with photos.
type Words struct {
	Text   string `json:"text" minLength:"1" maxLength:"2000"`
	Photos []ID   `json:"photos,omitempty" maxItems:"9" doc:"ids of photos uploaded in this app within a day, each used once"`
}

// OpenThreadInput opens a thread.
type OpenThreadInput struct {
	Key  string `header:"Idempotency-Key" required:"true" minLength:"1" maxLength:"64" pattern:"^[!-~]+$" doc:"the same for a retry; a retry is the same text"`
	Body struct {
		Words
		Topic string `json:"topic" enum:"goods,reward,rebate,order,diversion,other"`
		Code  string `json:"code,omitempty" maxLength:"200" doc:"the printed code, or its URL, of the goods that it is about"`
	}
}

// PostInput writes in a thread.
type PostInput struct {
	ID   Ref    `path:"id" doc:"the thread's id"`
	Key  string `header:"Idempotency-Key" required:"true" minLength:"1" maxLength:"64" pattern:"^[!-~]+$" doc:"the same for a retry; a retry is the same text"`
	Body Words
}

func (h *Threads) draft(ctx context.Context, w Words, key string) contact.Draft {
	actor, _ := identity.ActorFrom(ctx)
	photos := make([]model.PhotoID, len(w.Photos))
	for i, id := range w.Photos {
		photos[i] = model.PhotoID(id)
	}
	return contact.Draft{Person: actor.PersonID, Role: h.role, Text: w.Text, Photos: photos, Key: key}
}

// Open opens a thread.
func (h *Threads) Open(ctx context.Context, in *OpenThreadInput) (*Out[WrittenPost], error) {
	w, err := h.contact.Open(ctx, contact.NewThread{
		Draft: h.draft(ctx, in.Body.Words, in.Key), Topic: contact.ParseTopic(in.Body.Topic), Code: in.Body.Code, IP: ClientIP(ctx),
	})
	if err != nil {
		return nil, Problem(ctx, err)
	}
	return Answer(newWritten(w)), nil
}

// Post writes in a thread of the caller's.
func (h *Threads) Post(ctx context.Context, in *PostInput) (*Out[WrittenPost], error) {
	w, err := h.contact.Post(ctx, model.ThreadID(in.ID.N), h.draft(ctx, in.Body, in.Key))
	if err != nil {
		return nil, Problem(ctx, err)
	}
	return Answer(newWritten(w)), nil
}

// List shows the caller's threads, newest first.
func (h *Threads) List(ctx context.Context, in *PageInput) (*Out[Page[Thread]], error) {
	actor, _ := identity.ActorFrom(ctx)
	rows, err := h.contact.Mine(ctx, actor.PersonID, h.role, model.ThreadID(in.After.N), in.Limit)
	if err != nil {
		return nil, Problem(ctx, err)
	}
	return Answer(NewPage(rows, in.Limit, func(t model.Thread) int64 { return int64(t.ID) }, NewThread)), nil
}

// ThreadRef names a thread, and where its page of posts begins.
type ThreadRef struct {
	ID Ref `path:"id" doc:"the thread's id"`
	PageInput
}

// Get shows a thread of the caller's.
func (h *Threads) Get(ctx context.Context, in *ThreadRef) (*Out[ThreadPage], error) {
	actor, _ := identity.ActorFrom(ctx)
	v, err := h.contact.Read(ctx, actor.PersonID, h.role, model.ThreadID(in.ID.N), model.PostID(in.After.N), in.Limit)
	if err != nil {
		return nil, Problem(ctx, err)
	}
	posts := NewPage(v.Posts, in.Limit, func(p contact.PostView) int64 { return int64(p.ID) }, NewPost)
	return Answer(ThreadPage{Thread: NewThread(v.Thread), Page: posts}), nil
}
