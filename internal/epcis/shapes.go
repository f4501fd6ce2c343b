package epcis

import (
	"encoding/json"
	"regexp"
)

// kinds is a set of kinds of events.
type kinds int

const (
	kindObject kinds = 1 << iota
	kindAggregation
	kindTransaction
	kindTransformation
	kindAssociation
)

// kindNames are the types of events that the standard knows.
var kindNames = map[string]kinds{
	ObjectEvent: kindObject, AggregationEvent: kindAggregation, TransactionEvent: kindTransaction,
	TransformationEvent: kindTransformation, AssociationEvent: kindAssociation,
}

func (k kinds) String() string {
	for name, kind := range kindNames {
		if kind == k {
			return name
		}
	}
	return "the event"
}

var unitShape = regexp.MustCompile(`^[A-Z0-9]{2,3}$`)

func unitComplaint(uom string) *Fault {
	if !unitShape.MatchString(uom) {
		return faultf("%s is no unit of UN/ECE Recommendation 20, like KGM", quoted(uom))
	}
	return nil
}

var hexShape = regexp.MustCompile(`^[A-Fa-f0-9]+$`)

func hexComplaint(hex string) *Fault {
	if !hexShape.MatchString(hex) {
		return faultf("%s is not hexadecimal", quoted(hex))
	}
	return nil
}

var quantityShape = &shapeOf[Quantity]{
	table: []member[Quantity]{
		uriMember("epcClass", func(q *Quantity) *string { return &q.EPCClass }),
		numberMember("quantity", func(q *Quantity) *json.Number { return &q.Quantity }),
		shapeMember("uom", func(q *Quantity) *string { return &q.UOM }, unitComplaint),
	},
	required: []string{"epcClass"},
	check: func(d *decoder, at *place, q *Quantity) {
		if q.UOM != "" && q.Quantity == "" {
			d.reasons.add(at.field("uom"), "is the unit of no quantity")
		}
	},
}

var bizTransactionShape = &shapeOf[BizTransaction]{
	table: []member[BizTransaction]{
		wordMember("type", func(t *BizTransaction) *string { return &t.Type }, &bizTransactionTypes),
		uriMember("bizTransaction", func(t *BizTransaction) *string { return &t.BizTransaction }),
	},
	required: []string{"bizTransaction"},
}

var sourceShape = &shapeOf[Source]{
	table: []member[Source]{
		wordMember("type", func(s *Source) *string { return &s.Type }, &partyTypes),
		uriMember("source", func(s *Source) *string { return &s.Source }),
	},
	required: []string{"type", "source"},
}

var destinationShape = &shapeOf[Destination]{
	table: []member[Destination]{
		wordMember("type", func(s *Destination) *string { return &s.Type }, &partyTypes),
		uriMember("destination", func(s *Destination) *string { return &s.Destination }),
	},
	required: []string{"type", "destination"},
}

var locationShape = &shapeOf[Location]{
	table:      []member[Location]{uriMember("id", func(l *Location) *string { return &l.ID })},
	required:   []string{"id"},
	extensions: func(l *Location) *[]Extension { return &l.Extensions },
}

var persistentShape = &shapeOf[PersistentDisposition]{
	table: []member[PersistentDisposition]{
		textsMember("set", "set", func(p *PersistentDisposition) *[]string { return &p.Set },
			listRule{least: 1, unique: kindsOfStandards}, dispositions.complaint, (*hasher).disposition),
		textsMember("unset", "unset", func(p *PersistentDisposition) *[]string { return &p.Unset },
			listRule{least: 1, unique: kindsOfStandards}, dispositions.complaint, (*hasher).disposition),
	},
	check: func(d *decoder, at *place, p *PersistentDisposition) {
		if p.Set == nil && p.Unset == nil {
			d.reasons.add(at, "neither sets nor unsets a disposition")
		}
	},
}

var errorShape = &shapeOf[ErrorDeclaration]{
	table: []member[ErrorDeclaration]{
		timeMember("declarationTime", func(e *ErrorDeclaration) *Time { return &e.DeclarationTime }),
		wordMember("reason", func(e *ErrorDeclaration) *string { return &e.Reason }, &errorReasons),
		urisMember("correctiveEventIDs", func(e *ErrorDeclaration) *[]string { return &e.CorrectiveEventIDs }, listRule{}),
	},
	required:   []string{"declarationTime"},
	extensions: func(e *ErrorDeclaration) *[]Extension { return &e.Extensions },
}

var ilmdShape = &shapeOf[ILMD]{extensions: func(i *ILMD) *[]Extension { return &i.Extensions }}

var sensorMetadataShape = &shapeOf[SensorMetadata]{
	table: []member[SensorMetadata]{
		timeMember("time", func(m *SensorMetadata) *Time { return &m.Time }),
		timeMember("startTime", func(m *SensorMetadata) *Time { return &m.StartTime }),
		timeMember("endTime", func(m *SensorMetadata) *Time { return &m.EndTime }),
		uriMember("deviceID", func(m *SensorMetadata) *string { return &m.DeviceID }),
		uriMember("deviceMetadata", func(m *SensorMetadata) *string { return &m.DeviceMetadata }),
		uriMember("rawData", func(m *SensorMetadata) *string { return &m.RawData }),
		uriMember("dataProcessingMethod", func(m *SensorMetadata) *string { return &m.DataProcessingMethod }),
		uriMember("bizRules", func(m *SensorMetadata) *string { return &m.BizRules }),
	},
	extensions: func(m *SensorMetadata) *[]Extension { return &m.Extensions },
}

var sensorReportShape = &shapeOf[SensorReport]{
	table: []member[SensorReport]{
		textMember("type", func(r *SensorReport) *string { return &r.Type }, measurementTypes.complaint, (*hasher).measurement),
		wordMember("exception", func(r *SensorReport) *string { return &r.Exception }, &sensorAlerts),
		uriMember("deviceID", func(r *SensorReport) *string { return &r.DeviceID }),
		uriMember("deviceMetadata", func(r *SensorReport) *string { return &r.DeviceMetadata }),
		uriMember("rawData", func(r *SensorReport) *string { return &r.RawData }),
		uriMember("dataProcessingMethod", func(r *SensorReport) *string { return &r.DataProcessingMethod }),
		// The JSON schema has bizRules here too, the list of what is hashed has not.
		uriMember("bizRules", func(r *SensorReport) *string { return &r.BizRules }).unhashed(),
		timeMember("time", func(r *SensorReport) *Time { return &r.Time }),
		uriMember("microorganism", func(r *SensorReport) *string { return &r.Microorganism }),
		uriMember("chemicalSubstance", func(r *SensorReport) *string { return &r.ChemicalSubstance }),
		numberMember("value", func(r *SensorReport) *json.Number { return &r.Value }),
		wordMember("component", func(r *SensorReport) *string { return &r.Component }, &components),
		stringValueMember,
		booleanValueMember,
		shapeMember("hexBinaryValue", func(r *SensorReport) *string { return &r.HexBinaryValue }, hexComplaint),
		uriMember("uriValue", func(r *SensorReport) *string { return &r.URIValue }),
		numberMember("minValue", func(r *SensorReport) *json.Number { return &r.MinValue }),
		numberMember("maxValue", func(r *SensorReport) *json.Number { return &r.MaxValue }),
		numberMember("meanValue", func(r *SensorReport) *json.Number { return &r.MeanValue }),
		numberMember("sDev", func(r *SensorReport) *json.Number { return &r.SDev }),
		numberMember("percRank", func(r *SensorReport) *json.Number { return &r.PercRank }),
		numberMember("percValue", func(r *SensorReport) *json.Number { return &r.PercValue }),
		shapeMember("uom", func(r *SensorReport) *string { return &r.UOM }, unitComplaint),
		uriMember("coordinateReferenceSystem", func(r *SensorReport) *string { return &r.CoordinateReferenceSystem }),
	},
	required:   []string{"type"},
	extensions: func(r *SensorReport) *[]Extension { return &r.Extensions },
}

// stringValueMember may be empty text, which is not the same as none.
var stringValueMember = member[SensorReport]{
	name: "stringValue",
	read: func(d *decoder, v value, at *place, r *SensorReport) {
		s := d.text(v, at, anything)
		r.StringValue = &s
	},
	write: func(b []byte, r *SensorReport) []byte {
		if r.StringValue != nil {
			b = appendText(appendName(b, "stringValue"), *r.StringValue)
		}
		return b
	},
	hash: func(h *hasher, r *SensorReport) string {
		if r.StringValue == nil {
			return ""
		}
		return said("stringValue", h.trimmed(*r.StringValue))
	},
}

var booleanValueMember = member[SensorReport]{
	name: "booleanValue",
	read: func(d *decoder, v value, at *place, r *SensorReport) {
		if v.kind != boolean {
			d.reasons.add(at, "is %s: it must be true or false", v.kind)
			return
		}
		is := v.text == "true"
		r.BooleanValue = &is
	},
	write: func(b []byte, r *SensorReport) []byte {
		if r.BooleanValue != nil {
			b = append(appendName(b, "booleanValue"), truth(*r.BooleanValue)...)
		}
		return b
	},
	hash: func(_ *hasher, r *SensorReport) string {
		if r.BooleanValue == nil {
			return ""
		}
		return said("booleanValue", truth(*r.BooleanValue))
	},
}

func truth(is bool) string {
	if is {
		return "true"
	}
	return "false"
}

var sensorElementShape = &shapeOf[SensorElement]{
	table: []member[SensorElement]{
		objectMember("sensorMetadata", func(e *SensorElement) **SensorMetadata { return &e.SensorMetadata }, sensorMetadataShape),
		objectsMember("sensorReport", "", "sensorReport",
			func(e *SensorElement) *[]SensorReport { return &e.SensorReport }, 1, sensorReportShape),
	},
	required:   []string{"sensorReport"},
	extensions: func(e *SensorElement) *[]Extension { return &e.Extensions },
}
