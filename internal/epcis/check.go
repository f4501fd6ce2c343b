package epcis

// checkEvent is what the standard says of an event's fields together, kind by kind
// (EPCIS 2.0, 7.4).
func checkEvent(d *decoder, at *place, e *Event) {
	if d.kind&kindsOfActions != 0 && e.Action == "" {
		d.missing(at, "action")
	}
	switch d.kind {
	case kindObject:
		checkObject(d, at, e)
	case kindAggregation, kindAssociation:
		checkChildren(d, at, e)
	case kindTransaction:
		checkTransaction(d, at, e)
	case kindTransformation:
		checkTransformation(d, at, e)
	}
}

// missing complains of a field, unless something was wrong with it already.
func (d *decoder) missing(at *place, name string) {
	where := at.field(name)
	pointer := where.pointer()
	for _, r := range d.reasons.list {
		if r.Pointer == pointer {
			return
		}
	}
	d.reasons.add(where, "is missing")
}

func checkObject(d *decoder, at *place, e *Event) {
	sensed := len(e.SensorElementList) > 0 && e.ReadPoint != nil
	if e.EPCList == nil && len(e.QuantityList) == 0 && !sensed {
		d.reasons.add(at, "says of nothing: an ObjectEvent has epcList or quantityList, or sensorElementList with readPoint")
	}
	if e.ILMD != nil && e.Action != Add {
		d.reasons.add(at.field("ilmd"), "is master data of what comes into being: an ObjectEvent has it with action ADD only")
	}
}

// checkChildren: only taking all children out of a parent goes without naming them.
func checkChildren(d *decoder, at *place, e *Event) {
	if e.Action != Delete && len(e.ChildEPCs) == 0 && len(e.ChildQuantityList) == 0 {
		d.reasons.add(at, "names no children: childEPCs and childQuantityList may both be left out with action DELETE only")
	}
	switch {
	case e.ParentID != "":
	case d.kind == kindAssociation:
		d.missing(at, "parentID")
	case e.Action == Add || e.Action == Delete:
		d.missing(at, "parentID")
	}
}

func checkTransaction(d *decoder, at *place, e *Event) {
	if len(e.BizTransactionList) == 0 {
		d.missing(at, "bizTransactionList")
	}
	if e.Action != Delete && e.EPCList == nil && len(e.QuantityList) == 0 {
		d.reasons.add(at, "names no objects: epcList and quantityList may both be left out with action DELETE only")
	}
}

// checkTransformation: inputs and outputs may be told in several events when a
// transformationID joins them.
func checkTransformation(d *decoder, at *place, e *Event) {
	in := len(e.InputEPCList) > 0 || len(e.InputQuantityList) > 0
	out := len(e.OutputEPCList) > 0 || len(e.OutputQuantityList) > 0
	switch {
	case in && out:
	case !in && !out:
		d.reasons.add(at, "has neither inputs nor outputs")
	case e.TransformationID == "":
		d.reasons.add(at, "has not both inputs and outputs: then transformationID joins it to the event that has the others")
	}
}
