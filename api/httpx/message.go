package httpx

import (
	"context"
	"time"

	"channelrouter/model"
	"channelrouter/service/identity"
	"channelrouter/service/message"
)

// InboxMessage is something the caller was told.
type InboxMessage struct {
	ID     ID         `json:"id"`
	Event  string     `json:"event" doc:"what it is about: reward_points, payout_paid, …"`
	Title  string     `json:"title"`
	Body   string     `json:"body"`
	Page   string     `json:"page,omitempty" doc:"of the app, to open it"`
	At     time.Time  `json:"at" doc:"when it happened"`
	ReadAt *time.Time `json:"read_at,omitempty"`
}

func newMessage(m model.Message) InboxMessage {
	return InboxMessage{ID: ID(m.ID), Event: m.Event, Title: m.Title, Body: m.Body, Page: m.Page, At: m.At, ReadAt: m.ReadAt}
}

// Inbox is the caller's messages in one role.
type Inbox struct {
	messages *message.Service
	role     model.Role
}

// NewInbox makes the handler of a role's inbox.
func NewInbox(s *message.Service, role model.Role) *Inbox { return &Inbox{messages: s, role: role} }

// InboxInput asks for a page of the inbox.
type InboxInput struct {
	PageInput
	Unread bool `query:"unread" doc:"only what is not read"`
}

// List shows the caller's messages, newest first.
func (h *Inbox) List(ctx context.Context, in *InboxInput) (*Out[Page[InboxMessage]], error) {
	actor, _ := identity.ActorFrom(ctx)
	rows, err := h.messages.Inbox(ctx, actor.PersonID, h.role, in.Unread, model.MessageID(in.After.N), in.Limit)
	if err != nil {
		return nil, Problem(ctx, err)
	}
	return Answer(NewPage(rows, in.Limit, func(m model.Message) int64 { return int64(m.ID) }, newMessage)), nil
}

// InboxUnread is how many messages are not read.
type InboxUnread struct {
	Unread int64 `json:"unread" doc:"counted up to 100"`
}

// Unread counts what the caller has not read.
func (h *Inbox) Unread(ctx context.Context, _ *Empty) (*Out[InboxUnread], error) {
	actor, _ := identity.ActorFrom(ctx)
	n, err := h.messages.Unread(ctx, actor.PersonID, h.role)
	if err != nil {
		return nil, Problem(ctx, err)
	}
	return Answer(InboxUnread{Unread: n}), nil
}

// MessageRef names one message.
type MessageRef struct {
	ID Ref `path:"id" doc:"the message's id"`
}

// Read marks a message as read.
func (h *Inbox) Read(ctx context.Context, in *MessageRef) (*Out[InboxMessage], error) {
	actor, _ := identity.ActorFrom(ctx)
	m, err := h.messages.Read(ctx, actor.PersonID, h.role, model.MessageID(in.ID.N))
	if err != nil {
		return nil, Problem(ctx, err)
	}
	return Answer(newMessage(m)), nil
}

// ReadAllInput says how far the caller has seen.
type ReadAllInput struct {
	UpTo Ref `query:"up_to" doc:"the newest message that was shown; all when left out"`
}

// ReadAll marks messages as read.
func (h *Inbox) ReadAll(ctx context.Context, in *ReadAllInput) (*Empty, error) {
	actor, _ := identity.ActorFrom(ctx)
	if err := h.messages.ReadAll(ctx, actor.PersonID, h.role, model.MessageID(in.UpTo.N)); err != nil {
		return nil, Problem(ctx, err)
	}
	return &Empty{}, nil
}
