package epcis

import "encoding/json"

const (
	kindsOfParents   = kindAggregation | kindTransaction | kindAssociation
	kindsOfChildren  = kindAggregation | kindAssociation
	kindsOfObjects   = kindObject | kindTransaction
	kindsOfBirths    = kindObject | kindTransformation
	kindsOfActions   = kindObject | kindAggregation | kindTransaction | kindAssociation
	kindsOfStandards = kindsOfActions | kindTransformation
)

// eventShape lists the fields of all kinds of events, in the order in which they are
// hashed and written.
var eventShape = &shapeOf[Event]{
	table: []member[Event]{
		contextMember,
		textMember("type", func(e *Event) *string { return &e.Type }, anything, (*hasher).trimmed).unhashed(),
		timeMember("eventTime", func(e *Event) *Time { return &e.EventTime }),
		timeMember("recordTime", func(e *Event) *Time { return &e.RecordTime }).unhashed(),
		shapeMember("eventTimeZoneOffset", func(e *Event) *string { return &e.EventTimeZoneOffset }, offsetComplaint),
		uriMember("eventID", func(e *Event) *string { return &e.EventID }).unhashed(),
		certificationMember,
		objectMember("errorDeclaration", func(e *Event) **ErrorDeclaration { return &e.ErrorDeclaration }, errorShape).unhashed(),

		urisMember("epcList", func(e *Event) *[]string { return &e.EPCList }, listRule{unique: kindObject}).of(kindsOfObjects),
		uriMember("parentID", func(e *Event) *string { return &e.ParentID }).of(kindsOfParents),
		urisMember("inputEPCList", func(e *Event) *[]string { return &e.InputEPCList }, listRule{unique: kindTransformation}).of(kindTransformation),
		urisMember("childEPCs", func(e *Event) *[]string { return &e.ChildEPCs }, listRule{}).of(kindsOfChildren),
		quantities("quantityList", func(e *Event) *[]Quantity { return &e.QuantityList }).of(kindsOfObjects),
		quantities("childQuantityList", func(e *Event) *[]Quantity { return &e.ChildQuantityList }).of(kindsOfChildren),
		quantities("inputQuantityList", func(e *Event) *[]Quantity { return &e.InputQuantityList }).of(kindTransformation),
		urisMember("outputEPCList", func(e *Event) *[]string { return &e.OutputEPCList }, listRule{unique: kindTransformation}).of(kindTransformation),
		quantities("outputQuantityList", func(e *Event) *[]Quantity { return &e.OutputQuantityList }).of(kindTransformation),

		shapeMember("action", func(e *Event) *string { return &e.Action }, actionComplaint).of(kindsOfActions),
		uriMember("transformationID", func(e *Event) *string { return &e.TransformationID }).of(kindTransformation),
		wordMember("bizStep", func(e *Event) *string { return &e.BizStep }, &bizSteps).of(kindsOfStandards),
		wordMember("disposition", func(e *Event) *string { return &e.Disposition }, &dispositions).of(kindsOfStandards),
		objectMember("persistentDisposition",
			func(e *Event) **PersistentDisposition { return &e.PersistentDisposition }, persistentShape).of(kindsOfStandards),
		objectMember("readPoint", func(e *Event) **Location { return &e.ReadPoint }, locationShape).of(kindsOfStandards),
		objectMember("bizLocation", func(e *Event) **Location { return &e.BizLocation }, locationShape).of(kindsOfStandards),
		objectsMember("bizTransactionList", "bizTransactionList", "",
			func(e *Event) *[]BizTransaction { return &e.BizTransactionList }, 0, bizTransactionShape).of(kindsOfStandards),
		objectsMember("sourceList", "sourceList", "",
			func(e *Event) *[]Source { return &e.SourceList }, 0, sourceShape).of(kindsOfStandards),
		objectsMember("destinationList", "destinationList", "",
			func(e *Event) *[]Destination { return &e.DestinationList }, 0, destinationShape).of(kindsOfStandards),
		objectsMember("sensorElementList", "", "sensorElement",
			func(e *Event) *[]SensorElement { return &e.SensorElementList }, 0, sensorElementShape).of(kindsOfStandards),
		objectMember("ilmd", func(e *Event) **ILMD { return &e.ILMD }, ilmdShape).of(kindsOfBirths),
	},
	required:   []string{"type", "eventTime", "eventTimeZoneOffset"},
	extensions: func(e *Event) *[]Extension { return &e.Extensions },
	check:      checkEvent,
}

func quantities(name string, ref func(*Event) *[]Quantity) member[Event] {
	return objectsMember(name, name, "quantityElement", ref, 0, quantityShape)
}

// contextMember is looked at before the others, see decodeObject.
var contextMember = member[Event]{
	name: "@context",
	read: func(_ *decoder, v value, _ *place, e *Event) { e.Context = v.raw },
	write: func(b []byte, e *Event) []byte {
		if e.Context != nil {
			b = append(appendName(b, "@context"), e.Context...)
		}
		return b
	},
	hash: func(*hasher, *Event) string { return "" },
}

// certificationMember is a URI or a list of them. It takes no part in hash ids.
var certificationMember = member[Event]{
	name: "certificationInfo",
	read: func(d *decoder, v value, at *place, e *Event) {
		e.CertificationInfo = d.texts(v, at, listRule{single: true}, uriComplaint)
	},
	write: func(b []byte, e *Event) []byte {
		switch {
		case e.CertificationInfo == nil:
			return b
		case len(e.CertificationInfo) == 1:
			return appendText(appendName(b, "certificationInfo"), e.CertificationInfo[0])
		}
		return appendTexts(appendName(b, "certificationInfo"), e.CertificationInfo)
	},
	hash: func(*hasher, *Event) string { return "" },
}

func offsetComplaint(offset string) *Fault {
	if !offsetShape.MatchString(offset) {
		return faultf("%s is no offset from UTC between -14:00 and +14:00, like +08:00", quoted(offset))
	}
	return nil
}

func actionComplaint(action string) *Fault {
	switch action {
	case Add, Observe, Delete:
		return nil
	}
	return faultf("%s is none of ADD, OBSERVE and DELETE", quoted(action))
}

// event reads an event below the namespaces of its document.
func (d *decoder) event(raw json.RawMessage, at *place, depth int) (e Event) {
	v, err := parse(raw, depth)
	if err != nil {
		d.reasons.say(at, faultOf(err))
		return Event{}
	}
	if v.kind == object {
		d.setKind(v, at)
	}
	decodeObject(d, v, at, eventShape, &e)
	return e
}

// setKind learns of which kind an event is, before its fields are read.
func (d *decoder) setKind(v value, at *place) {
	d.kind, d.free = 0, false
	t := v.field("type")
	if t == nil || t.kind != text {
		d.free = true // that it is missing is said by its table
		return
	}
	if k, known := kindNames[t.text]; known {
		d.kind = k
		return
	}
	d.free = true
	if complaint := uriComplaint(t.text); complaint != nil {
		d.reasons.add(at.field("type"), "%s is no kind of event, nor the URI of one of your own", quoted(t.text))
	}
}
