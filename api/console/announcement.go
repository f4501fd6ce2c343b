package console

import (
	"context"
	"time"

	"channelrouter/api/httpx"
	"channelrouter/internal/word"
	"channelrouter/model"
	"channelrouter/service/channel"
	"channelrouter/service/contact"
	"channelrouter/service/identity"
)

// AnnouncementHandler serves what the brand tells many at once.
type AnnouncementHandler struct{ contact *contact.Service }

// NewAnnouncementHandler makes the handler.
func NewAnnouncementHandler(s *contact.Service) *AnnouncementHandler {
	return &AnnouncementHandler{contact: s}
}

// Audience is whom an announcement addresses.
type Audience struct {
	Roles         []string   `json:"roles" minItems:"1" maxItems:"5" enum:"consumer,guide,terminal,salesperson,distributor"`
	Organisations []httpx.ID `json:"organisation_ids,omitempty" maxItems:"200" doc:"staff of these and of all below them, and consumers who claimed something that a terminal among them sold"`
	Regions       []string   `json:"regions,omitempty" maxItems:"200" doc:"adcode prefixes: where the organisation sits, or the consumer claimed something"`
	Lines         []string   `json:"lines,omitempty" maxItems:"200" doc:"product lines that the organisation is supplied with, or the consumer claimed something of"`
	Products      []httpx.ID `json:"product_ids,omitempty" maxItems:"200" doc:"products of whose lines the organisation is supplied, or that the consumer claimed"`
	GTINs         []string   `json:"gtins,omitempty" maxItems:"200" doc:"more products, by GTIN of 14 digits; answers have their ids"`
	ClaimedDays   int        `json:"claimed_days,omitempty" minimum:"0" maximum:"365" doc:"how many days before the announcement a consumer's claim counts; 0: 365, where there is any list that claims have to fit, and all consumers where there is none"`
}

func (a Audience) room() contact.Audience {
	out := contact.Audience{Roles: a.Roles, Regions: a.Regions, Lines: a.Lines, GTINs: a.GTINs, ClaimedDays: a.ClaimedDays}
	for _, id := range a.Products {
		out.Products = append(out.Products, model.ProductID(id))
	}
	for _, id := range a.Organisations {
		out.Organisations = append(out.Organisations, model.OrgID(id))
	}
	return out
}

// Announcement is how far one has come.
type Announcement struct {
	ID        httpx.ID   `json:"id"`
	User      httpx.ID   `json:"user_id" doc:"who sent it"`
	Title     string     `json:"title"`
	Body      string     `json:"body"`
	Page      string     `json:"page,omitempty"`
	Audience  Audience   `json:"audience"`
	State     string     `json:"state" enum:"counting,sending,done,cancelled"`
	Counted   int64      `json:"counted" doc:"people found so far"`
	Sent      int64      `json:"sent" doc:"of them, those who have it in their inbox"`
	Delivered int64      `json:"delivered" doc:"of them, those to whom WeChat took it; looked at from time to time, for a month"`
	Read      int64      `json:"read" doc:"those who have read it, likewise"`
	CreatedAt time.Time  `json:"created_at"`
	EndedAt   *time.Time `json:"ended_at,omitempty"`
}

var announcementStates = map[model.AnnouncementState]string{
	model.AnnouncementCounting: "counting", model.AnnouncementSending: "sending",
	model.AnnouncementDone: "done", model.AnnouncementCancelled: "cancelled",
}

func newAnnouncement(a model.Announcement) Announcement {
	out := Announcement{
		ID: httpx.ID(a.ID), User: httpx.ID(a.UserID), Title: a.Title, Body: a.Body, Page: a.Page, State: announcementStates[a.State],
		Counted: a.Counted, Sent: a.Sent, Delivered: a.Delivered, Read: a.Read, CreatedAt: a.CreatedAt, EndedAt: a.EndedAt,
	}
	if audience, err := contact.AudienceOf(a); err == nil { // the room wrote it
		out.Audience = Audience{Roles: audience.Roles, Regions: audience.Regions, Lines: audience.Lines, ClaimedDays: audience.ClaimedDays}
		for _, id := range audience.Products {
			out.Audience.Products = append(out.Audience.Products, httpx.ID(id))
		}
		for _, id := range audience.Organisations {
			out.Audience.Organisations = append(out.Audience.Organisations, httpx.ID(id))
		}
	}
	return out
}

// AnnounceInput is what to tell whom.
type AnnounceInput struct {
	Key  string `header:"Idempotency-Key" required:"true" minLength:"1" maxLength:"64" pattern:"^[!-~]+$" doc:"the same for a retry; a retry is the same announcement"`
	Body struct {
		Audience Audience `json:"audience"`
		Title    string   `json:"title" minLength:"1" maxLength:"60"`
		Body     string   `json:"body" minLength:"1" maxLength:"1000"`
		Page     string   `json:"page,omitempty" maxLength:"256" doc:"of the roles' apps, which a tap opens, with its query"`
	}
}

// Create begins to tell an audience.
func (h *AnnouncementHandler) Create(ctx context.Context, in *AnnounceInput) (*httpx.Out[Announcement], error) {
	actor, _ := identity.ActorFrom(ctx)
	a, err := h.contact.Announce(ctx, contact.NewAnnouncement{
		By: actor.UserID, Key: in.Key, Title: in.Body.Title, Body: in.Body.Body, Page: in.Body.Page, Audience: in.Body.Audience.room(),
	})
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return httpx.Answer(newAnnouncement(a)), nil
}

// EstimateInput is an audience to count.
type EstimateInput struct{ Body Audience }

// Estimate is how many people an audience has.
type Estimate struct {
	People   int  `json:"people"`
	Complete bool `json:"complete" doc:"false: there are more than that; the announcement counts them all"`
}

// Estimate counts an audience and tells it nothing.
func (h *AnnouncementHandler) Estimate(ctx context.Context, in *EstimateInput) (*httpx.Out[Estimate], error) {
	e, err := h.contact.Estimate(ctx, in.Body.room())
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return httpx.Answer(Estimate{People: e.People, Complete: e.Complete}), nil
}

// AnnouncementsInput narrows announcements down.
type AnnouncementsInput struct {
	httpx.PageInput
	State string `query:"state" enum:"counting,sending,done,cancelled"`
}

// List pages through announcements, newest first.
func (h *AnnouncementHandler) List(ctx context.Context, in *AnnouncementsInput) (*httpx.Out[httpx.Page[Announcement]], error) {
	rows, err := h.contact.Announcements(ctx, word.KeyOf(announcementStates, in.State), model.AnnouncementID(in.After.N), in.Limit)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return httpx.Answer(httpx.NewPage(rows, in.Limit, func(a model.Announcement) int64 { return int64(a.ID) }, newAnnouncement)), nil
}

// Get shows how far an announcement has come.
func (h *AnnouncementHandler) Get(ctx context.Context, in *IDInput) (*httpx.Out[Announcement], error) {
	a, err := h.contact.Announcement(ctx, model.AnnouncementID(in.ID.N))
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return httpx.Answer(newAnnouncement(a)), nil
}

// Cancel ends an announcement that is under way.
func (h *AnnouncementHandler) Cancel(ctx context.Context, in *IDInput) (*httpx.Out[Announcement], error) {
	a, err := h.contact.Cancel(ctx, model.AnnouncementID(in.ID.N))
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return httpx.Answer(newAnnouncement(a)), nil
}

// Recipient is a person of an announcement's, and what became of his message.
type Recipient struct {
	Person httpx.ID `json:"person_id"`
	Role   string   `json:"role"`
	Org    httpx.ID `json:"org_id,omitempty"`
	State  string   `json:"state" enum:"waiting,inbox,sent,delivered,failed,skipped" doc:"inbox: only there so far; sent: WeChat took it, too; failed, skipped: only in the inbox, for the code's reason"`
	Code   string   `json:"code,omitempty"`
	Read   bool     `json:"read"`
}

var recipientStates = map[model.RecipientState]string{
	model.RecipientWaiting: "waiting", model.RecipientInbox: "inbox", model.RecipientSent: "sent",
	model.RecipientDelivered: "delivered", model.RecipientFailed: "failed", model.RecipientSkipped: "skipped",
}

func newRecipient(r model.AnnouncementRecipient) Recipient {
	return Recipient{
		Person: httpx.ID(r.PersonID), Role: channel.RoleName(r.Role), Org: httpx.ID(r.OrgID), State: recipientStates[r.State], Code: r.Code, Read: r.Read,
	}
}

// RecipientsInput names an announcement, and where the page of its people begins.
type RecipientsInput struct {
	ID httpx.Ref `path:"id" doc:"the announcement's id"`
	httpx.PageInput
}

// Recipients pages through the people of an announcement.
func (h *AnnouncementHandler) Recipients(ctx context.Context, in *RecipientsInput) (*httpx.Out[httpx.Page[Recipient]], error) {
	rows, err := h.contact.Recipients(ctx, model.AnnouncementID(in.ID.N), model.PersonID(in.After.N), in.Limit)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return httpx.Answer(httpx.NewPage(rows, in.Limit, func(r model.AnnouncementRecipient) int64 { return int64(r.PersonID) }, newRecipient)), nil
}
