package httpx

import (
	"time"

	"channelrouter/model"
	"channelrouter/service/custody"
)

// CustodyEvent is an event of the goods' way.
type CustodyEvent struct {
	ID         ID        `json:"id"`
	Kind       string    `json:"kind"`
	State      string    `json:"state" enum:"applied,pending" doc:"pending: kept, and tried again when the missing fact arrives"`
	EventTime  time.Time `json:"event_time"`
	RecordTime time.Time `json:"record_time"`
}

// NewCustodyEvent shows a stored event.
func NewCustodyEvent(e model.CustodyEvent) CustodyEvent {
	state := "applied"
	if e.State == model.EventPending {
		state = "pending"
	}
	return CustodyEvent{ID: ID(e.ID), Kind: custody.KindName(e.Kind), State: state, EventTime: e.EventTime, RecordTime: e.RecordTime}
}

// Trace is where goods were and were meant to be, with ids as strings.
type Trace struct {
	Chain     []string `json:"chain" doc:"item and containers, outwards" example:"1/unit/42"`
	Holder    ID       `json:"holder"`
	InTransit ID       `json:"in_transit" doc:"the receiver while the goods are on their way"`
	Assigned  ID       `json:"assigned" doc:"the distributor they are meant for"`
}

// NewTrace shows a trace.
func NewTrace(t custody.Trace) Trace {
	chain := make([]string, len(t.Chain))
	for i, item := range t.Chain {
		chain[i] = item.String()
	}
	return Trace{Chain: chain, Holder: ID(t.Holder), InTransit: ID(t.InTransit), Assigned: ID(t.Assigned)}
}
