package epcis

import (
	"encoding/json"
	"fmt"
	"time"
)

// NewEvent begins an event of a kind that happened at a moment, in whose location the
// clocks showed what it says.
func NewEvent(kind string, at time.Time) Event {
	return Event{Type: kind, EventTime: At(at), EventTimeZoneOffset: Offset(at)}
}

// NewObjectEvent is an event of single objects: they come into being (Add), were seen
// (Observe), or are no more (Delete).
func NewObjectEvent(at time.Time, action string, epcs ...string) Event {
	e := NewEvent(ObjectEvent, at)
	e.Action, e.EPCList = action, epcs
	return e
}

// NewAggregationEvent is an event of children that go into a parent (Add), were seen in
// it (Observe), or leave it (Delete; without children, all leave).
func NewAggregationEvent(at time.Time, action, parent string, children ...string) Event {
	e := NewEvent(AggregationEvent, at)
	e.Action, e.ParentID, e.ChildEPCs = action, parent, children
	return e
}

// AddMasterData adds a field of instance or lot master data: of a namespace that a
// @context declares, or of CBV's cbvmda.
func (e *Event) AddMasterData(name string, value any) error {
	raw, err := json.Marshal(value)
	if err != nil {
		return fmt.Errorf("master data %s: %w", name, err)
	}
	if e.ILMD == nil {
		e.ILMD = &ILMD{}
	}
	e.ILMD.Extensions = append(e.ILMD.Extensions, Extension{Name: name, Value: raw})
	return nil
}

// SetHashID makes an event's hash id its id.
func (e *Event) SetHashID(context json.RawMessage) error {
	id, err := HashID(*e, context)
	if err != nil {
		return err
	}
	e.EventID = id
	return nil
}
