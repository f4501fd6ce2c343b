package epcis

import "encoding/json"

// The kinds of events. Another type, a URI, is a user's own kind.
const (
	ObjectEvent         = "ObjectEvent"
	AggregationEvent    = "AggregationEvent"
	TransactionEvent    = "TransactionEvent"
	TransformationEvent = "TransformationEvent"
	AssociationEvent    = "AssociationEvent"
)

// What an event does to the objects that it names.
const (
	Add     = "ADD"
	Observe = "OBSERVE"
	Delete  = "DELETE"
)

// Event is an event of any kind. A field is absent when it is zero; of a list, nil is
// absent and empty is there. What is text is as the document has it: a bare word of CBV,
// a compact URI or a URI.
type Event struct {
	Context json.RawMessage // an event's own @context, over the document's
	Type    string

	EventTime           Time
	RecordTime          Time
	EventTimeZoneOffset string
	EventID             string
	CertificationInfo   []string
	ErrorDeclaration    *ErrorDeclaration

	EPCList            []string
	ParentID           string
	InputEPCList       []string
	ChildEPCs          []string
	QuantityList       []Quantity
	ChildQuantityList  []Quantity
	InputQuantityList  []Quantity
	OutputEPCList      []string
	OutputQuantityList []Quantity

	Action                string
	TransformationID      string
	BizStep               string
	Disposition           string
	PersistentDisposition *PersistentDisposition
	ReadPoint             *Location
	BizLocation           *Location
	BizTransactionList    []BizTransaction
	SourceList            []Source
	DestinationList       []Destination
	SensorElementList     []SensorElement
	ILMD                  *ILMD
	Extensions            []Extension
}

// Extension is a field of a user's own namespace, or of a master data vocabulary: its
// name as it stands, mostly a compact URI, and its value as it came.
type Extension struct {
	Name  string
	Value json.RawMessage
}

// ErrorDeclaration takes an event back.
type ErrorDeclaration struct {
	DeclarationTime    Time
	Reason             string
	CorrectiveEventIDs []string
	Extensions         []Extension
}

// Quantity is so much of a class of objects. Without a quantity it is some; without a
// unit (UN/ECE Recommendation 20) it is a count.
type Quantity struct {
	EPCClass string
	Quantity json.Number
	UOM      string
}

// PersistentDisposition is what holds on after later events, and what does not any more.
type PersistentDisposition struct {
	Set   []string
	Unset []string
}

// Location is a read point or business location.
type Location struct {
	ID         string
	Extensions []Extension
}

// BizTransaction is a business document that an event belongs to.
type BizTransaction struct {
	Type           string
	BizTransaction string
}

// Source is whom or where a transfer comes from.
type Source struct{ Type, Source string }

// Destination is whom or where a transfer goes to.
type Destination struct{ Type, Destination string }

// ILMD is the master data of what comes into being with the event.
type ILMD struct{ Extensions []Extension }

// SensorElement is what sensors reported, and about what circumstances.
type SensorElement struct {
	SensorMetadata *SensorMetadata
	SensorReport   []SensorReport
	Extensions     []Extension
}

// SensorMetadata holds for every report of its element.
type SensorMetadata struct {
	Time                 Time
	StartTime            Time
	EndTime              Time
	DeviceID             string
	DeviceMetadata       string
	RawData              string
	DataProcessingMethod string
	BizRules             string
	Extensions           []Extension
}

// SensorReport is one property that was measured.
type SensorReport struct {
	Type                      string
	Exception                 string
	DeviceID                  string
	DeviceMetadata            string
	RawData                   string
	DataProcessingMethod      string
	BizRules                  string
	Time                      Time
	Microorganism             string
	ChemicalSubstance         string
	Value                     json.Number
	Component                 string
	StringValue               *string
	BooleanValue              *bool
	HexBinaryValue            string
	URIValue                  string
	MinValue                  json.Number
	MaxValue                  json.Number
	MeanValue                 json.Number
	SDev                      json.Number
	PercRank                  json.Number
	PercValue                 json.Number
	UOM                       string
	CoordinateReferenceSystem string
	Extensions                []Extension
}
