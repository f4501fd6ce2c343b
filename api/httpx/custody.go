package httpx

import (
	"context"
	"time"

	"channelrouter/model"
	"channelrouter/service/custody"
	"channelrouter/service/recall"
)

// CustodyEvent is an event of the goods' way.
type CustodyEvent struct {
	ID         ID        `json:"id"`
	Kind       string    `json:"kind"`
	State      string    `json:"state" enum:"applied,pending,voided" doc:"pending: kept, and tried again when the missing fact arrives; voided: taken back"`
	EventTime  time.Time `json:"event_time"`
	RecordTime time.Time `json:"record_time"`
	Use
	// Recalls are of a receipt only.
	Recalls []RecallWarning `json:"recalls,omitempty" doc:"of a receipt: what of the goods the brand calls back; keep it apart and send it back"`
}

// Use is what an event says of goods that are not to be sold, or are no more.
type Use struct {
	For  string `json:"for,omitempty" enum:"sale,sample,gift" doc:"of a designate: what the goods are for from now. Nothing is earned with samples and gifts, and nobody is blamed for where they are"`
	Loss string `json:"loss,omitempty" enum:"damaged,expired,recalled,missing,stolen,consumed" doc:"of a destroy: why the goods are no more"`
}

// Parse reads both.
func (u Use) Parse() (model.Designation, model.Loss, error) {
	use, err := custody.ParseDesignation(u.For)
	if err != nil {
		return 0, 0, err
	}
	loss, err := custody.ParseLoss(u.Loss)
	return use, loss, err
}

// RecallWarning says that goods which were received are called back.
type RecallWarning struct {
	ID     ID     `json:"recall_id"`
	Reason string `json:"reason"`
	Units  int64  `json:"units" doc:"how many of the goods' units"`
}

// Receipt shows a stored event of some codes. When it is a receipt, it warns where goods of
// it are called back, and those who act for the receiver are told.
func Receipt(ctx context.Context, r *recall.Service, e model.CustodyEvent, codes []string) (CustodyEvent, error) {
	out := NewCustodyEvent(e)
	if e.Kind != model.Receive {
		return out, nil
	}
	warnings, err := r.OnReceipt(ctx, e.ToOrg, codes)
	out.Recalls = newRecallWarnings(warnings)
	return out, err
}

func newRecallWarnings(warnings []recall.Warning) (shown []RecallWarning) {
	for _, w := range warnings {
		shown = append(shown, RecallWarning{ID: ID(w.ID), Reason: w.Reason, Units: w.Units})
	}
	return shown
}

// NewCustodyEvent shows a stored event.
func NewCustodyEvent(e model.CustodyEvent) CustodyEvent {
	out := CustodyEvent{
		ID: ID(e.ID), Kind: custody.KindName(e.Kind), State: custody.StateName(e.State), EventTime: e.EventTime, RecordTime: e.RecordTime,
		Use: Use{Loss: custody.LossName(e.Loss)},
	}
	if e.Kind == model.Designate {
		out.For = custody.DesignationName(e.For)
	}
	return out
}

// Trace is where goods were and were meant to be, with ids as strings.
type Trace struct {
	Chain     []string `json:"chain" doc:"item and containers, outwards" example:"1/unit/42"`
	Holder    ID       `json:"holder"`
	InTransit ID       `json:"in_transit" doc:"the receiver while the goods are on their way"`
	Assigned  ID       `json:"assigned" doc:"the distributor they are meant for"`
	For       string   `json:"for" enum:"sale,sample,gift" doc:"the use they are meant for"`
}

// NewTrace shows a trace.
func NewTrace(t custody.Trace) Trace {
	chain := make([]string, len(t.Chain))
	for i, item := range t.Chain {
		chain[i] = item.String()
	}
	return Trace{Chain: chain, Holder: ID(t.Holder), InTransit: ID(t.InTransit), Assigned: ID(t.Assigned), For: custody.DesignationName(t.For)}
}
