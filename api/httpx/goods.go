package httpx

import (
	"context"

	"channelrouter/model"
	"channelrouter/service/channel"
	"channelrouter/service/custody"
	"channelrouter/service/recall"
)

// Goods serves an organisation's own receiving and shipping, in its role's app.
type Goods struct {
	custody *custody.Service
	channel *channel.Service
	recalls *recall.Service
	role    model.Role
}

// NewGoods makes the handler of a role.
func NewGoods(c *custody.Service, ch *channel.Service, r *recall.Service, role model.Role) *Goods {
	return &Goods{custody: c, channel: ch, recalls: r, role: role}
}

// GoodsInput is what was scanned at the door.
type GoodsInput struct {
	Key  string `header:"Idempotency-Key" required:"true" minLength:"1" maxLength:"40" pattern:"^[!-~]+$" doc:"the same for a retry; a retry gets the first answer"`
	Body struct {
		Codes   []string `json:"codes" minItems:"1" maxItems:"10000" doc:"of units or containers, on any face"`
		At      Time     `json:"at,omitempty" doc:"event time; now when left out"`
		Offline bool     `json:"offline,omitempty" doc:"recorded without a connection"`
	}
}

// Receive takes goods in.
func (h *Goods) Receive(ctx context.Context, in *GoodsInput) (*Out[CustodyEvent], error) {
	return h.record(ctx, in, func(org model.OrgID, c *custody.CodesCommand) error {
		c.Kind, c.To = model.Receive, org
		return nil
	})
}

// ShipInput is what leaves, and to whom.
type ShipInput struct {
	GoodsInput
	To string `query:"to" required:"true" maxLength:"32" doc:"code of the receiving organisation"`
}

// Ship sends goods to an organisation of one's own part of the channel.
func (h *Goods) Ship(ctx context.Context, in *ShipInput) (*Out[CustodyEvent], error) {
	return h.record(ctx, &in.GoodsInput, func(org model.OrgID, c *custody.CodesCommand) error {
		to, err := h.channel.OwnReceiver(ctx, org, in.To)
		c.Kind, c.From, c.To = model.Ship, org, to
		return err
	})
}

// record fills a command in for the caller's organisation. The key is the caller's own:
// two people may choose the same.
func (h *Goods) record(ctx context.Context, in *GoodsInput, fill func(model.OrgID, *custody.CodesCommand) error) (*Out[CustodyEvent], error) {
	person, org, err := Acting(ctx, h.channel, h.role)
	if err != nil {
		return nil, Problem(ctx, err)
	}
	command := custody.CodesCommand{
		Key: ID(person).String() + "/" + in.Key, Codes: in.Body.Codes, At: in.Body.At.T, Offline: in.Body.Offline,
	}
	if err := fill(org, &command); err != nil {
		return nil, Problem(ctx, err)
	}
	e, err := h.custody.RecordCodes(ctx, command)
	if err != nil {
		return nil, Problem(ctx, err)
	}
	shown, err := Receipt(ctx, h.recalls, e, in.Body.Codes)
	if err != nil {
		return nil, Problem(ctx, err)
	}
	return Answer(shown), nil
}
