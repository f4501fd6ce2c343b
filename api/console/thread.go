package console

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"channelrouter/api/httpx"
	"channelrouter/model"
	"channelrouter/service/channel"
	"channelrouter/service/contact"
	"channelrouter/service/identity"
)

// ThreadHandler serves what people write to the brand.
type ThreadHandler struct{ contact *contact.Service }

// NewThreadHandler makes the handler.
func NewThreadHandler(s *contact.Service) *ThreadHandler { return &ThreadHandler{contact: s} }

// BrandThread is a thread as the brand sees it.
type BrandThread struct {
	httpx.Thread
	Person     httpx.ID   `json:"person_id"`
	Role       string     `json:"role" enum:"consumer,guide,terminal,salesperson,distributor"`
	Owner      httpx.ID   `json:"owner_id,omitempty" doc:"the console user who takes care of it"`
	AnsweredBy httpx.ID   `json:"answered_by,omitempty"`
	AnsweredAt *time.Time `json:"answered_at,omitempty"`
}

func newThread(t model.Thread) BrandThread {
	return BrandThread{
		Thread: httpx.NewThread(t), Person: httpx.ID(t.PersonID), Role: channel.RoleName(t.Role),
		Owner: httpx.ID(t.OwnerID), AnsweredBy: httpx.ID(t.AnsweredBy), AnsweredAt: t.AnsweredAt,
	}
}

// ThreadPost is a post as the brand sees it.
type ThreadPost struct {
	httpx.Post
	User    httpx.ID `json:"user_id,omitempty" doc:"the console user who wrote it"`
	Content string   `json:"content" enum:"unchecked,passed,review,risky" doc:"what WeChat makes of the text; review: people have to look at it"`
	Checks  []string `json:"photo_contents,omitempty" doc:"what WeChat makes of each photo: unchecked, asked, passed, review, risky"`
}

func newThreadPost(p contact.PostView) ThreadPost {
	out := ThreadPost{Post: httpx.NewPost(p), User: httpx.ID(p.UserID), Content: contact.ContentName(p.Content)}
	for _, photo := range p.Photos {
		out.Checks = append(out.Checks, contact.ContentName(photo.Content))
	}
	return out
}

// ListThreadsInput narrows to threads of a state and more.
type ListThreadsInput struct {
	State string    `query:"state" enum:"open,answered,closed" default:"open"`
	Topic string    `query:"topic" enum:"goods,reward,rebate,order,diversion,other"`
	Role  string    `query:"role" enum:"consumer,guide,terminal,salesperson,distributor"`
	Org   httpx.Ref `query:"org_id" doc:"for which they were written"`
	Owner string    `query:"owner" pattern:"^(none|[0-9]{1,18})$" doc:"a console user's id, or none"`
	After string    `query:"after" pattern:"^[0-9]{1,17}-[0-9]{1,19}$" doc:"the next_after of the page before"`
	Limit int       `query:"limit" minimum:"1" maximum:"200" default:"50"`
}

func (in *ListThreadsInput) filter() contact.Filter {
	f := contact.Filter{State: contact.ParseState(in.State), Topic: contact.ParseTopic(in.Topic), Org: model.OrgID(in.Org.N)}
	f.Role, _ = channel.ParseRole(in.Role) // the schema lets known roles and nothing through
	if in.Owner != "" {
		n, _ := strconv.ParseInt(in.Owner, 10, 64) // "none" is 0
		owner := model.UserID(n)
		f.Owner = &owner
	}
	return f
}

// place reads a cursor: when the last thread of the page before began to wait, in
// microseconds, and its id.
func (in *ListThreadsInput) place() (p contact.Place) {
	var micros, id int64
	if n, err := fmt.Sscanf(in.After, "%d-%d", &micros, &id); err != nil || n != 2 {
		return p
	}
	return contact.Place{Since: time.UnixMicro(micros).UTC(), ID: model.ThreadID(id)}
}

// ThreadList is a page of threads.
type ThreadList struct {
	Items     []BrandThread `json:"items"`
	NextAfter string        `json:"next_after,omitempty" doc:"pass as after for the next page"`
}

// List pages through threads, those that have waited longest first.
func (h *ThreadHandler) List(ctx context.Context, in *ListThreadsInput) (*httpx.Out[ThreadList], error) {
	rows, err := h.contact.List(ctx, in.filter(), in.place(), in.Limit)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	page := ThreadList{Items: make([]BrandThread, len(rows))}
	for i, t := range rows {
		page.Items[i] = newThread(t)
	}
	if len(rows) == in.Limit {
		last := rows[in.Limit-1]
		page.NextAfter = fmt.Sprintf("%d-%d", last.Since.UnixMicro(), last.ID)
	}
	return httpx.Answer(page), nil
}

// BrandThreadPage is a thread with a page of its posts, oldest first.
type BrandThreadPage struct {
	BrandThread
	Page httpx.Page[ThreadPost] `json:"page"`
}

// Get shows a thread.
func (h *ThreadHandler) Get(ctx context.Context, in *httpx.ThreadRef) (*httpx.Out[BrandThreadPage], error) {
	v, err := h.contact.Get(ctx, model.ThreadID(in.ID.N), model.PostID(in.After.N), in.Limit)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	posts := httpx.NewPage(v.Posts, in.Limit, func(p contact.PostView) int64 { return int64(p.ID) }, newThreadPost)
	return httpx.Answer(BrandThreadPage{BrandThread: newThread(v.Thread), Page: posts}), nil
}

// ReplyInput is what the brand answers.
type ReplyInput struct {
	ID   httpx.Ref `path:"id" doc:"the thread's id"`
	Key  string    `header:"Idempotency-Key" required:"true" minLength:"1" maxLength:"64" pattern:"^[!-~]+$" doc:"the same for a retry; a retry is the same reply"`
	Body struct {
		Text string `json:"text" minLength:"1" maxLength:"2000"`
	}
}

// Replied is a reply in its thread.
type Replied struct {
	Thread BrandThread `json:"thread"`
	Post   ThreadPost  `json:"post"`
}

// Reply answers a thread.
func (h *ThreadHandler) Reply(ctx context.Context, in *ReplyInput) (*httpx.Out[Replied], error) {
	actor, _ := identity.ActorFrom(ctx)
	w, err := h.contact.Reply(ctx, contact.Answer{Thread: model.ThreadID(in.ID.N), By: actor.UserID, Text: in.Body.Text, Key: in.Key})
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return httpx.Answer(Replied{Thread: newThread(w.Thread), Post: newThreadPost(w.Post)}), nil
}

// AssignInput gives a thread to a console user.
type AssignInput struct {
	ID   httpx.Ref `path:"id" doc:"the thread's id"`
	Body struct {
		Owner httpx.ID `json:"owner_id" doc:"who takes care of it from now on; 0 for nobody"`
		Seen  httpx.ID `json:"seen_owner_id,omitempty" doc:"who took care of it when it was looked at; left out: nobody"`
	}
}

// Assign gives a thread to a console user.
func (h *ThreadHandler) Assign(ctx context.Context, in *AssignInput) (*httpx.Out[BrandThread], error) {
	t, err := h.contact.Assign(ctx, model.ThreadID(in.ID.N), model.UserID(in.Body.Seen), model.UserID(in.Body.Owner))
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return httpx.Answer(newThread(t)), nil
}

// CloseInput ends a thread.
type CloseInput struct {
	ID   httpx.Ref `path:"id" doc:"the thread's id"`
	Body struct {
		Posts int `json:"posts" minimum:"1" doc:"how many posts it had when it was looked at: what came since must not go unseen"`
	}
}

// Close ends a thread.
func (h *ThreadHandler) Close(ctx context.Context, in *CloseInput) (*httpx.Out[BrandThread], error) {
	t, err := h.contact.Close(ctx, model.ThreadID(in.ID.N), in.Body.Posts)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return httpx.Answer(newThread(t)), nil
}
