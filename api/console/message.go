package console

import (
	"context"
	"time"

	"channelrouter/api/httpx"
	"channelrouter/internal/clock"
	"channelrouter/model"
	"channelrouter/service/channel"
	"channelrouter/service/message"
)

// MessageHandler shows operators what becomes of messages.
type MessageHandler struct {
	messages *message.Service
	clock    clock.Clock
}

// NewMessageHandler makes the handler.
func NewMessageHandler(s *message.Service, c clock.Clock) *MessageHandler {
	return &MessageHandler{messages: s, clock: c}
}

// DeliveriesInput names a day.
type DeliveriesInput struct {
	Date int32 `query:"date" minimum:"20200101" maximum:"29991231" doc:"yyyymmdd in Shanghai; today when left out"`
}

// MessageCount is how many messages stand alike on their way through WeChat.
type MessageCount struct {
	Role     string `json:"role" enum:"consumer,guide,terminal,salesperson,distributor"`
	Event    string `json:"event"`
	State    string `json:"state" enum:"waiting,sending,sent,failed,skipped"`
	Code     string `json:"code,omitempty" doc:"WeChat's errcode, or why this server gave up: no_consent, too_old, person_quota, …"`
	Messages int64  `json:"messages"`
	Arrived  int64  `json:"arrived" doc:"of those, WeChat says that they did"`
}

// Deliveries counts the messages of a day by where they stand.
func (h *MessageHandler) Deliveries(ctx context.Context, in *DeliveriesInput) (*httpx.Out[[]MessageCount], error) {
	if in.Date == 0 {
		in.Date = clock.BizDate(h.clock.Now())
	}
	counts, err := h.messages.Counts(ctx, in.Date)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	all := make([]MessageCount, len(counts))
	for i, c := range counts {
		all[i] = MessageCount{
			Role: channel.RoleName(c.Role), Event: c.Event, State: message.StateName(c.State), Code: c.Code,
			Messages: c.Messages, Arrived: c.Arrived,
		}
	}
	return httpx.Answer(all), nil
}

// RestingTemplate is a template, or an app, that WeChat has refused and that has not worked since.
type RestingTemplate struct {
	AppID      string    `json:"app_id"`
	TemplateID string    `json:"template_id,omitempty" doc:"left out: the whole app"`
	Code       string    `json:"code" doc:"WeChat's errcode; down: it does not answer; app_quota: the policy's limit of the day"`
	Refusals   int       `json:"refusals" doc:"in a row; each makes it rest longer"`
	Since      time.Time `json:"since"`
	Until      time.Time `json:"until" doc:"one message tries then"`
}

func newResting(r model.MessageRest) RestingTemplate {
	return RestingTemplate{AppID: r.AppID, TemplateID: r.TemplateID, Code: r.Code, Refusals: r.Refusals, Since: r.Since, Until: r.Until}
}

// Resting lists them.
func (h *MessageHandler) Resting(ctx context.Context, _ *httpx.Empty) (*httpx.Out[[]RestingTemplate], error) {
	rests, err := h.messages.Rests(ctx)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	all := make([]RestingTemplate, len(rests))
	for i, r := range rests {
		all[i] = newResting(r)
	}
	return httpx.Answer(all), nil
}
