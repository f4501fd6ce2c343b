package epcis

import (
	"errors"
	"slices"
	"strings"
	"testing"
)

// The least that a valid event of each kind says.
const (
	leastObject = `"type":"ObjectEvent","eventTime":"2026-05-01T08:00:00+08:00","eventTimeZoneOffset":"+08:00",
		"action":"ADD","epcList":["urn:epc:id:sgtin:6901234.000001.1"]`
	leastAggregation = `"type":"AggregationEvent","eventTime":"2026-05-01T08:00:00+08:00","eventTimeZoneOffset":"+08:00",
		"action":"OBSERVE","childEPCs":["urn:epc:id:sgtin:6901234.000001.1"]`
	leastTransaction = `"type":"TransactionEvent","eventTime":"2026-05-01T08:00:00+08:00","eventTimeZoneOffset":"+08:00",
		"action":"DELETE","bizTransactionList":[{"bizTransaction":"https://example.com/po/1"}]`
	leastTransformation = `"type":"TransformationEvent","eventTime":"2026-05-01T08:00:00+08:00","eventTimeZoneOffset":"+08:00",
		"inputEPCList":["urn:epc:id:sgtin:6901234.000001.1"],"outputEPCList":["urn:epc:id:sgtin:6901234.000001.2"]`
	leastAssociation = `"type":"AssociationEvent","eventTime":"2026-05-01T08:00:00+08:00","eventTimeZoneOffset":"+08:00",
		"action":"DELETE","parentID":"urn:epc:id:grai:6901234.00001.1"`
	leastSensor = `"sensorElementList":[{"sensorReport":[{"type":"Temperature","value":4,"uom":"CEL"}]}]`
)

// wrongs is what is wrong with an event, each a pointer below the event and a text.
func wrongs(t *testing.T, fields string) (found []string) {
	t.Helper()
	_, _, list, err := readAll(strings.NewReader(document("{" + fields + "}")))
	if err != nil {
		t.Fatalf("%s: %v", fields, err)
	}
	for _, r := range list {
		found = append(found, strings.TrimPrefix(r.Pointer, "/epcisBody/eventList/0")+" "+r.Text)
	}
	return found
}

func TestLeastEventsAreValid(t *testing.T) {
	for _, fields := range []string{leastObject, leastAggregation, leastTransaction, leastTransformation, leastAssociation} {
		if found := wrongs(t, fields); found != nil {
			t.Errorf("%s: %q", fields, found)
		}
	}
}

// Each row takes a valid event and puts new text for old, or behind it when old is "".
var eventRules = []struct{ least, old, new, want string }{
	{leastObject, `"ADD"`, `"CREATE"`, "/action \"CREATE\" is none of ADD"},
	{leastObject, `"ADD"`, `1`, "/action is a number: it must be text"},
	{leastObject, `"action":"ADD",`, ``, "/action is missing"},
	{leastObject, `"eventTimeZoneOffset":"+08:00",`, ``, "/eventTimeZoneOffset is missing"},
	{leastObject, `"eventTimeZoneOffset":"+08:00"`, `"eventTimeZoneOffset":"+8"`, "/eventTimeZoneOffset \"+8\" is no offset"},
	{leastObject, `"eventTimeZoneOffset":"+08:00"`, `"eventTimeZoneOffset":"+14:30"`, "/eventTimeZoneOffset \"+14:30\" is no offset"},
	{leastObject, `"eventTimeZoneOffset":"+08:00"`, `"eventTimeZoneOffset":"-14:00"`, ""},
	{leastObject, `08:00:00+08:00"`, `08:00:00"`, "/eventTime \"2026-05-01T08:00:00\" is no time"},
	{leastObject, `2026-05-01T`, `2026-02-30T`, "/eventTime \"2026-02-30T08:00:00+08:00\" is a time that does not exist"},
	{leastObject, `08:00:00+08:00"`, `08:00:00.123456789+08:00"`, ""},
	{leastObject, `"type":"ObjectEvent"`, `"type":"ThingEvent"`, "/type \"ThingEvent\" is no kind of event"},
	{leastObject, `"type":"ObjectEvent"`, `"type":"https://example.com/ThingEvent"`, ""},
	{leastObject, `"type":"ObjectEvent",`, ``, "/type is missing"},
	{leastObject, `"type":"ObjectEvent"`, `"type":null`, "/type is null: it must be text"},

	{leastObject, `"urn:epc:id:sgtin:6901234.000001.1"`, ``, ""},
	{leastObject, `,
		"action":"ADD","epcList":["urn:epc:id:sgtin:6901234.000001.1"]`, `,"action":"ADD"`, " says of nothing"},
	{leastObject, `"epcList":["urn:epc:id:sgtin:6901234.000001.1"]`, `"quantityList":[]`, " says of nothing"},
	{leastObject, `"epcList":["urn:epc:id:sgtin:6901234.000001.1"]`, leastSensor, " says of nothing"},
	{leastObject, `"epcList":["urn:epc:id:sgtin:6901234.000001.1"]`, leastSensor + `,"readPoint":{"id":"geo:31.2,121.5"}`, ""},
	{leastObject, `6901234.000001.1"`, `6901234.000001.1","urn:epc:id:sgtin:6901234.000001.1"`, "/epcList/1 \"urn:epc:id:sgtin:6901234.000001.1\" stands twice"},
	{leastObject, `["urn:epc:id:sgtin:6901234.000001.1"]`, `"urn:epc:id:sgtin:6901234.000001.1"`, "/epcList is text: it must be an array"},
	{leastObject, ``, `,"ilmd":{"example:lot":"A"}`, ""},
	{leastObject, ``, `,"ilmd":{"cbvmda:lotNumber":"A"}`, ""},
	{leastObject, ``, `,"ilmd":{"lot":"A"}`, "/ilmd/lot is no field of the standard; one of your own has a namespace"},
	{leastObject, `"ADD"`, `"OBSERVE","ilmd":{"example:lot":"A"}`, "/ilmd is master data of what comes into being"},
	{leastObject, ``, `,"parentID":"urn:epc:id:sscc:6901234.0000000001"`, "/parentID ObjectEvent has no such field"},
	{leastObject, ``, `,"colour":"red"`, "/colour is no field of the standard"},
	{leastObject, ``, `,"other:colour":"red"`, "/other:colour the namespace of other is not declared"},
	{leastObject, ``, `,"@context":{"other":"https://other.example.com/"},"other:colour":"red"`, ""},
	{leastObject, ``, `,"https://other.example.com/colour":"red"`, ""},
	{leastObject, ``, `,"example:":"red"`, "/example: is no compact URI"},
	{leastObject, ``, `,"action":"ADD"`, "/action stands twice"},
	{leastObject, ``, `,"recordTime":"2026-05-01"`, "/recordTime \"2026-05-01\" is no time"},
	{leastObject, ``, `,"eventID":"42"`, "/eventID \"42\" is no absolute URI"},
	{leastObject, ``, `,"certificationInfo":"https://example.com/c"`, ""},
	{leastObject, ``, `,"certificationInfo":["https://example.com/c","https://example.com/d"]`, ""},
	{leastObject, ``, `,"certificationInfo":[{}]`, "/certificationInfo/0 is an object: it must be text"},
	{leastObject, ``, `,"errorDeclaration":{"reason":"incorrect_data"}`, "/errorDeclaration/declarationTime is missing"},
	{leastObject, ``, `,"errorDeclaration":{"declarationTime":"2026-05-02T08:00:00Z","reason":"typo"}`, "/errorDeclaration/reason \"typo\" is no error reason"},
	{leastObject, ``, `,"errorDeclaration":{"declarationTime":"2026-05-02T08:00:00Z","example:by":"me"}`, ""},

	{leastObject, ``, `,"readPoint":"geo:31.2,121.5"`, "/readPoint is text: it must be an object"},
	{leastObject, ``, `,"readPoint":{}`, "/readPoint/id is missing"},
	{leastObject, ``, `,"readPoint":{"id":"geo:31.2,121.5","example:dock":4}`, ""},
	{leastObject, ``, `,"readPoint":{"id":"geo:31.2,121.5","@context":{"o":"https://o.example/"},"o:dock":4}`, ""},
	{leastObject, ``, `,"readPoint":{"id":"geo:31.2,121.5","@context":{"o":"https://o.example/"}},"o:dock":4`, "/o:dock the namespace of o is not declared"},
	{leastObject, ``, `,"errorDeclaration":{"declarationTime":"2026-05-02T08:00:00Z","correctiveEventIDs":[]}`, ""},
	{leastObject, ``, `,"errorDeclaration":{"declarationTime":5}`, "/errorDeclaration/declarationTime is a number: it must be text"},
	{leastObject, ``, `,"sensorElementList":{}`, "/sensorElementList is an object: it must be an array"},
	{leastObject, ``, `,"` + strings.Repeat("example:a\":1,\"example:b", 20) + `":1`, "stands twice"},
	{leastTransformation, `"inputEPCList":["urn:epc:id:sgtin:6901234.000001.1"],"outputEPCList":["urn:epc:id:sgtin:6901234.000001.2"]`,
		`"bizStep":"other"`, " has neither inputs nor outputs"},
	{leastObject, ``, `,"bizLocation":{"id":"gate 4"}`, "/bizLocation/id \"gate 4\" is no absolute URI"},
	{leastObject, ``, `,"bizTransactionList":[{"type":"po"}]`, "/bizTransactionList/0/bizTransaction is missing"},
	{leastObject, ``, `,"bizTransactionList":[{"bizTransaction":"https://example.com/1","example:x":1}]`, "no room for extensions here"},
	{leastObject, ``, `,"sourceList":[{"source":"urn:epc:id:pgln:6901234.00001"}]`, "/sourceList/0/type is missing"},
	{leastObject, ``, `,"destinationList":[{"type":"owner","destination":"urn:epc:id:pgln:6901234.00001"}]`, "\"owner\" is no source or destination type"},
	{leastObject, ``, `,"quantityList":[{"quantity":1}]`, "/quantityList/0/epcClass is missing"},
	{leastObject, ``, `,"quantityList":[{"epcClass":"urn:epc:idpat:sgtin:6901234.000001.*","quantity":"1"}]`, "/quantityList/0/quantity is text: it must be a number"},
	{leastObject, ``, `,"quantityList":[{"epcClass":"urn:epc:idpat:sgtin:6901234.000001.*","quantity":1,"uom":"kg"}]`, "/quantityList/0/uom \"kg\" is no unit"},
	{leastObject, ``, `,"quantityList":[{"epcClass":"urn:epc:idpat:sgtin:6901234.000001.*","uom":"KGM"}]`, "/quantityList/0/uom is the unit of no quantity"},
	{leastObject, ``, `,"quantityList":[{"epcClass":"urn:epc:idpat:sgtin:6901234.000001.*"}]`, ""},
	{leastObject, ``, `,"persistentDisposition":{}`, "/persistentDisposition neither sets nor unsets"},
	{leastObject, ``, `,"persistentDisposition":{"set":[]}`, "/persistentDisposition/set is empty"},
	{leastObject, ``, `,"persistentDisposition":{"set":["recalled","recalled"]}`, "/persistentDisposition/set/1 \"recalled\" stands twice"},
	{leastObject, ``, `,"sensorElementList":[{"sensorReport":[]}]`, "/sensorElementList/0/sensorReport is empty"},
	{leastObject, ``, `,"sensorElementList":[{"sensorMetadata":{}}]`, "/sensorElementList/0/sensorReport is missing"},
	{leastObject, ``, `,"sensorElementList":[{"sensorReport":[{"value":4}]}]`, "/sensorReport/0/type is missing"},
	{leastObject, ``, `,"sensorElementList":[{"sensorReport":[{"type":"Warmth"}]}]`, "\"Warmth\" is no measurement type"},
	{leastObject, ``, `,"sensorElementList":[{"sensorReport":[{"type":"Time","hexBinaryValue":"0g"}]}]`, "\"0g\" is not hexadecimal"},
	{leastObject, ``, `,"sensorElementList":[{"sensorReport":[{"type":"Time","booleanValue":"true"}]}]`, "is text: it must be true or false"},

	{leastAggregation, `"OBSERVE"`, `"ADD"`, "/parentID is missing"},
	{leastAggregation, `"OBSERVE","childEPCs":["urn:epc:id:sgtin:6901234.000001.1"]`, `"DELETE","parentID":"urn:epc:id:sscc:6901234.0000000001"`, ""},
	{leastAggregation, `["urn:epc:id:sgtin:6901234.000001.1"]`, `[]`, " names no children"},
	{leastAggregation, `"OBSERVE"`, `"DELETE"`, "/parentID is missing"},
	{leastAggregation, ``, `,"ilmd":{"example:lot":"A"}`, "/ilmd AggregationEvent has no such field"},
	{leastTransaction, `[{"bizTransaction":"https://example.com/po/1"}]`, `[]`, "/bizTransactionList is missing"},
	{leastTransaction, `"DELETE"`, `"ADD"`, " names no objects"},
	{leastTransaction, `"DELETE"`, `"ADD","epcList":[]`, ""},
	{leastTransformation, `"inputEPCList":["urn:epc:id:sgtin:6901234.000001.1"],`, ``, " has not both inputs and outputs"},
	{leastTransformation, `"inputEPCList":["urn:epc:id:sgtin:6901234.000001.1"]`, `"transformationID":"https://example.com/t/1"`, ""},
	{leastTransformation, ``, `,"action":"ADD"`, "/action TransformationEvent has no such field"},
	{leastAssociation, `"DELETE","parentID":"urn:epc:id:grai:6901234.00001.1"`, `"DELETE"`, "/parentID is missing"},
	{leastAssociation, `"DELETE"`, `"ADD"`, " names no children"},
}

func TestEventRules(t *testing.T) {
	for _, rule := range eventRules {
		fields := rule.least + rule.new
		if rule.old != "" {
			fields = strings.Replace(rule.least, rule.old, rule.new, 1)
			if fields == rule.least {
				t.Fatalf("%q is not in %s", rule.old, rule.least)
			}
		}
		found := wrongs(t, fields)
		if rule.want == "" && found != nil || rule.want != "" && (len(found) == 0 || !strings.Contains(found[0], rule.want)) {
			t.Errorf("%q for %q: %q, and not %q", rule.new, rule.old, found, rule.want)
		}
	}
}

func TestAllReasonsAtOnceAndNoEnd(t *testing.T) {
	found := wrongs(t, `"type":"ObjectEvent","eventTime":"now","action":"DO","bizStep":"selling"`)
	if len(found) != 5 {
		t.Errorf("%d: %q", len(found), found)
	}
	bad := strings.Repeat(`"x",`, 1000) + `"x"`
	_, err := NewReader(strings.NewReader(document(`{`+strings.Replace(leastAggregation, `"urn:epc:id:sgtin:6901234.000001.1"`, bad, 1)+`}`)), Limits{Reasons: 7}).Next()
	var invalid *Invalid
	if !errors.As(err, &invalid) || len(invalid.Reasons) != 7 || invalid.More != 994 || !strings.HasSuffix(err.Error(), "and 994 more") {
		t.Errorf("%v", err)
	}
}

func TestVocabularies(t *testing.T) {
	for word, want := range map[string]string{
		"receiving": "", "cbv:BizStep-receiving": "", "https://ref.gs1.org/cbv/BizStep-receiving": "",
		"https://example.com/step": "", "ext:step": "", "cbv:my_own_step": "",
		"recalling": "no business step", "Receiving": "no business step", "": "no business step",
		"cbv:BizStep-recalling": "no business step", "https://ref.gs1.org/cbv/Disp-active": "no business step",
		"urn:epcglobal:cbv:bizstep:receiving": "URN of EPCIS 1", "https://ns.gs1.org/cbv/BizStep-receiving": "stands bare",
		"https://example.com/a step": "must escape", "https:": "no absolute URI",
	} {
		if got := bizSteps.complaint(word); (want == "") != (got == nil) || got != nil && !strings.Contains(got.Error(), want) {
			t.Errorf("%q: %v, and not %q", word, got, want)
		}
	}
	h := hasher{names: &namespaces{prefixes: map[string]string{"ext": "https://example.com/"}}}
	for _, word := range []string{"receiving", "cbv:BizStep-receiving", "https://ref.gs1.org/cbv/BizStep-receiving", "urn:epcglobal:cbv:bizstep:receiving"} {
		if got := h.word(&bizSteps, word); got != "https://ref.gs1.org/cbv/BizStep-receiving" {
			t.Errorf("%q is %q", word, got)
		}
	}
	if got := h.word(&bizSteps, "ext:step"); got != "https://example.com/step" {
		t.Error(got)
	}
	for _, v := range []vocabulary{bizSteps, dispositions, bizTransactionTypes, partyTypes, errorReasons, components, measurementTypes, sensorAlerts} {
		if words := slices.Clone(v.words); len(slices.Compact(slices.Sorted(slices.Values(words)))) != len(v.words) {
			t.Errorf("a %s stands twice", v.name)
		}
	}
}
