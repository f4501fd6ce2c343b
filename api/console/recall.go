package console

import (
	"context"
	"time"

	"channelrouter/api/httpx"
	"channelrouter/internal/word"
	"channelrouter/model"
	"channelrouter/service/channel"
	"channelrouter/service/recall"
)

// RecallHandler serves what the brand calls back.
type RecallHandler struct {
	recalls *recall.Service
	channel *channel.Service
}

// NewRecallHandler makes the handler.
func NewRecallHandler(r *recall.Service, ch *channel.Service) *RecallHandler {
	return &RecallHandler{recalls: r, channel: ch}
}

var recallLevels = map[string]model.RecallLevel{"stop_sale": model.StopSale, "consumer": model.ConsumerRecall}

// Recall is one with how far it has come.
type Recall struct {
	ID        httpx.ID   `json:"id"`
	Batch     httpx.ID   `json:"batch_id"`
	Severity  string     `json:"severity" enum:"stop_sale,consumer"`
	Reason    string     `json:"reason"`
	StartedAt time.Time  `json:"started_at"`
	MarkedAt  *time.Time `json:"marked_at,omitempty" doc:"when all codes of the goods were"`
	ClosedAt  *time.Time `json:"closed_at,omitempty"`
}

func newRecall(r model.Recall) Recall {
	return Recall{
		ID: httpx.ID(r.ID), Batch: httpx.ID(r.BatchID), Severity: word.KeyOf(recallLevels, r.Level), Reason: r.Reason,
		StartedAt: r.StartedAt, MarkedAt: r.MarkedAt, ClosedAt: r.ClosedAt,
	}
}

// RecallInput calls goods back.
type RecallInput struct {
	Key  string `header:"Idempotency-Key" required:"true" minLength:"1" maxLength:"64" pattern:"^[!-~]+$" doc:"the same for a retry; a retry gets the first answer"`
	Body struct {
		Batch httpx.ID `json:"batch_id"`
		IntervalBody
		Severity string `json:"severity" enum:"stop_sale,consumer" doc:"stop_sale: the channel is told; consumer: those who claimed a unit are, too"`
		Reason   string `json:"reason" minLength:"1" maxLength:"200" doc:"people read it"`
	}
}

// Start calls goods back, with all that is inside them now.
func (h *RecallHandler) Start(ctx context.Context, in *RecallInput) (*httpx.Out[Recall], error) {
	interval, err := in.Body.interval()
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	r, err := h.recalls.Start(ctx, recall.Order{
		Key: in.Key, Batch: model.BatchID(in.Body.Batch), Interval: interval, Level: recallLevels[in.Body.Severity], Reason: in.Body.Reason,
	})
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return httpx.Answer(newRecall(r)), nil
}

// RecallsInput narrows recalls down.
type RecallsInput struct {
	httpx.PageInput
	State string `query:"state" enum:"open,closed"`
}

// List pages through recalls, newest first.
func (h *RecallHandler) List(ctx context.Context, in *RecallsInput) (*httpx.Out[httpx.Page[Recall]], error) {
	var closed *bool
	if in.State != "" {
		is := in.State == "closed"
		closed = &is
	}
	rows, err := h.recalls.List(ctx, closed, model.RecallID(in.After.N), in.Limit)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return httpx.Answer(httpx.NewPage(rows, in.Limit, func(r model.Recall) int64 { return int64(r.ID) }, newRecall)), nil
}

// RecallProgress is a recall with where its units are.
type RecallProgress struct {
	Recall
	Where []Whereabouts `json:"where" doc:"the most first"`
}

// Get shows how far a recall has come.
func (h *RecallHandler) Get(ctx context.Context, in *IDInput) (*httpx.Out[RecallProgress], error) {
	r, err := h.recalls.Get(ctx, model.RecallID(in.ID.N))
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	found, err := h.recalls.Where(ctx, r.ID)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	where, err := whereabouts(ctx, h.channel, found)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return httpx.Answer(RecallProgress{Recall: newRecall(r), Where: where}), nil
}

// Close ends a recall.
func (h *RecallHandler) Close(ctx context.Context, in *IDInput) (*httpx.Out[Recall], error) {
	r, err := h.recalls.Close(ctx, model.RecallID(in.ID.N))
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return httpx.Answer(newRecall(r)), nil
}

// RecallNotice is a person who was told.
type RecallNotice struct {
	Person       httpx.ID   `json:"person_id"`
	Role         string     `json:"role"`
	Organisation httpx.ID   `json:"organisation_id" doc:"0 of a consumer"`
	ToldAt       time.Time  `json:"told_at"`
	ReadAt       *time.Time `json:"read_at,omitempty"`
}

// NoticesInput asks for a page of a recall's notices.
type NoticesInput struct {
	ID httpx.Ref `path:"id" doc:"the recall's id"`
	httpx.PageInput
}

// Notices lists who was told of a recall, and who has read it.
func (h *RecallHandler) Notices(ctx context.Context, in *NoticesInput) (*httpx.Out[httpx.Page[RecallNotice]], error) {
	rows, more, err := h.recalls.Notices(ctx, model.RecallID(in.ID.N), model.PersonID(in.After.N), in.Limit)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	page := httpx.Page[RecallNotice]{Items: make([]RecallNotice, len(rows))}
	for i, n := range rows {
		page.Items[i] = RecallNotice{
			Person: httpx.ID(n.PersonID), Role: channel.RoleName(n.Role), Organisation: httpx.ID(n.OrgID), ToldAt: n.ToldAt, ReadAt: n.ReadAt,
		}
	}
	if more {
		next := httpx.ID(rows[len(rows)-1].PersonID)
		page.NextAfter = &next
	}
	return httpx.Answer(page), nil
}
