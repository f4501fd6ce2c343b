package console

import (
	"context"

	"channelrouter/api/httpx"
	"channelrouter/internal/clock"
	"channelrouter/model"
	"channelrouter/service/channel"
	"channelrouter/service/code"
	"channelrouter/service/custody"
	"channelrouter/service/recall"
)

// CustodyHandler serves the goods' way.
type CustodyHandler struct {
	custody *custody.Service
	channel *channel.Service
	codes   *code.Service
	recalls *recall.Service
	clock   clock.Clock
}

// NewCustodyHandler makes the handler.
func NewCustodyHandler(c *custody.Service, ch *channel.Service, codes *code.Service, r *recall.Service, now clock.Clock) *CustodyHandler {
	return &CustodyHandler{custody: c, channel: ch, codes: codes, recalls: r, clock: now}
}

// EventInput is a custody event of the brand's warehouse or line.
type EventInput struct {
	Key  string `header:"Idempotency-Key" required:"true" minLength:"1" maxLength:"64" pattern:"^[!-~]+$" doc:"the same for a retry; a retry gets the first answer"`
	Body struct {
		Kind    string     `json:"kind" enum:"commission,pack,unpack,ship,receive,return,destroy,designate" doc:"goods go from one distributor to another by a transfer that is approved: /console/transfers"`
		Codes   []string   `json:"codes" minItems:"1" maxItems:"10000" doc:"of units or containers, on any face"`
		Into    string     `json:"into,omitempty" doc:"for a pack: the container's code"`
		From    string     `json:"from,omitempty" doc:"code of the giving organisation"`
		To      string     `json:"to,omitempty" doc:"code of the receiving organisation"`
		At      httpx.Time `json:"at,omitempty" doc:"event time; now when left out"`
		Offline bool       `json:"offline,omitempty" doc:"recorded without a connection: kept even when it does not fit yet"`
		httpx.Use
	}
}

// Record stores a custody event.
func (h *CustodyHandler) Record(ctx context.Context, in *EventInput) (*httpx.Out[httpx.CustodyEvent], error) {
	kind, err := custody.ParseKind(in.Body.Kind)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	use, loss, err := in.Body.Parse()
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	command := custody.CodesCommand{
		Key: "console/" + in.Key, Kind: kind, Codes: in.Body.Codes, Into: in.Body.Into, At: in.Body.At.T, Offline: in.Body.Offline,
		For: use, Loss: loss,
	}
	for text, org := range map[string]*model.OrgID{in.Body.From: &command.From, in.Body.To: &command.To} {
		if text == "" {
			continue
		}
		found, err := h.channel.GetOrgByCode(ctx, text)
		if err != nil {
			return nil, httpx.Problem(ctx, err)
		}
		*org = found.ID
	}
	e, err := h.custody.RecordCodes(ctx, command)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	shown, err := httpx.Receipt(ctx, h.recalls, e, in.Body.Codes)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return httpx.Answer(shown), nil
}

// LookUpInput is any code.
type LookUpInput struct {
	Code string     `query:"code" required:"true" maxLength:"512" doc:"as printed, or an item as lists write it: 1/unit/42"`
	At   httpx.Time `query:"at" doc:"as of; now when left out"`
}

// CodeInfo is what staff may know of a code.
type CodeInfo struct {
	Face     string      `json:"face"`
	Item     string      `json:"item" example:"1/unit/42"`
	Batch    httpx.ID    `json:"batch_id"`
	BatchRef string      `json:"batch_ref"`
	Product  httpx.ID    `json:"product_id"`
	Trace    httpx.Trace `json:"trace"`
	Labels   []Label     `json:"labels" doc:"spare labels that stand for the goods, whose own could not be read any more"`
}

// LookUp answers who held the goods of a code, and for whom they were meant, at a time.
func (h *CustodyHandler) LookUp(ctx context.Context, in *LookUpInput) (*httpx.Out[CodeInfo], error) {
	resolved, err := h.codes.LookUp(ctx, in.Code)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	at := in.At.T
	if at.IsZero() {
		at = h.clock.Now()
	}
	trace, err := h.custody.TraceAt(ctx, resolved.Item, at)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	labels, err := labelsOf(ctx, h.codes, resolved.Item)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return httpx.Answer(CodeInfo{
		Face: resolved.Face.String(), Item: resolved.Item.String(), Batch: httpx.ID(resolved.Batch.ID),
		BatchRef: resolved.Batch.Ref, Product: httpx.ID(resolved.Batch.ProductID), Trace: httpx.NewTrace(trace), Labels: labels,
	}), nil
}
