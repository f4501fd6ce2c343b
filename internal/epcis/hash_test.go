package epcis

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// document wraps events of tests.
func document(events string) string {
	return `{"@context":["` + ContextURL + `",{"example":"https://ns.example.com/epcis/"}],"type":"EPCISDocument",
"schemaVersion":"2.0","creationDate":"2022-02-17T11:30:47.0Z","epcisBody":{"eventList":[` + events + `]}}`
}

// one reads a document of one event, which must be valid.
func one(t *testing.T, text string) (Event, json.RawMessage) {
	t.Helper()
	header, events, wrong, err := readAll(strings.NewReader(text))
	if err != nil || len(wrong) > 0 || len(events) != 1 {
		t.Fatalf("%d events, %v %v", len(events), wrong, err)
	}
	return events[0], header.Context
}

// The events are the examples of CBV 2.0, 8.9, and further ones of its reference
// implementation, with the ids that it publishes for ver=CBV2.0.
func TestHashIDs(t *testing.T) {
	for name, test := range map[string]struct{ event, id string }{
		"extensions": {`{"type":"ObjectEvent","eventTime":"2020-03-04T11:00:30.000+01:00","eventTimeZoneOffset":"+01:00",
			"recordTime":"2020-03-04T11:00:30.999+01:00","action":"OBSERVE","bizStep":"departing",
			"epcList":["urn:epc:id:sscc:4012345.0000000333","urn:epc:id:sscc:4012345.0000000111","urn:epc:id:sscc:4012345.0000000222"],
			"readPoint":{"id":"urn:epc:id:sgln:4012345.00011.987"},"example:myField2":"0",
			"example:myField1":{"example:mySubField1":"2","example:mySubField2":"5"},
			"example:myField3":{"example:mySubField3":["3","1"]}}`,
			"6ae96341e0acc6d7a261364751f60e68278a81cdf51da0abb6b4e617014e39d7"},
		"sensors": {`{"type":"ObjectEvent","eventTime":"2020-04-01T15:00:00+01:00","eventTimeZoneOffset":"+01:00",
			"epcList":["urn:epc:id:sgtin:4012345.011111.9876"],"action":"OBSERVE","bizStep":"inspecting",
			"readPoint":{"id":"urn:epc:id:sgln:4012345.00005.0"},"sensorElementList":[{
			"sensorMetadata":{"deviceID":"urn:epc:id:giai:4000001.111","deviceMetadata":"https://id.gs1.org/8004/4000001111"},
			"sensorReport":[{"type":"Temperature","value":26.0,"sDev":0.1,"uom":"CEL"},{"type":"AbsoluteHumidity","value":12.1,"uom":"A93"},
			{"type":"Dimensionless","microorganism":"https://www.ncbi.nlm.nih.gov/taxonomy/1126011","value":0.050,"uom":"C35"},
			{"type":"Dimensionless","chemicalSubstance":"https://identifiers.org/inchikey:CZMRCDWAGMRECN-UGDNZRGBSA-N","value":18e-2,"uom":"C35"}]}]}`,
			"271565c346ae2fb28c4583c4dca4ab4772d465eb4e0b6e548d77d8b49377d95c"},
		"parties": {`{"type":"ObjectEvent","eventTime":"2020-03-04T11:00:30+01:00","eventTimeZoneOffset":"+01:00",
			"epcList":["urn:epc:id:sgtin:0614141.011111.987"],"action":"OBSERVE","bizStep":"departing","disposition":"in_transit",
			"readPoint":{"id":"urn:epc:id:sgln:4012345.00011.0","example:myField1":"AB-12"},
			"bizTransactionList":[{"type":"po","bizTransaction":"urn:epc:id:gdti:4012345.11111.123"}],
			"sourceList":[{"type":"owning_party","source":"urn:epc:id:pgln:4012345.00000"}],
			"destinationList":[{"type":"owning_party","destination":"urn:epc:id:pgln:0614141.00000"}],"example:userExt":"CD-34"}`,
			"3ae14c02c4bdc220cc31942cf804f6845eb8dec96ba6483391c92a9b165f9329"},
		"a fourth decimal rounds up": {`{"type":"ObjectEvent","eventTime":"2023-02-02T11:04:03.1415Z","eventTimeZoneOffset":"+01:00",
			"epcList":["https://id.gs1.de/00/040123451111111110"],"action":"OBSERVE","bizStep":"shipping","disposition":"in_transit",
			"readPoint":{"id":"https://id.gs1.de/414/4012345000115"}}`,
			"af7658e711574363633f20b3dadc7bc4c13c6f612cf96d95e03c421c0e58f3c6"},
		"a place that is no key": {`{"type":"ObjectEvent","eventTime":"2023-02-02T11:04:03.1414Z","eventTimeZoneOffset":"+01:00",
			"epcList":["https://id.gs1.de/00/040123451111111110"],"action":"OBSERVE","bizStep":"transporting",
			"readPoint":{"id":"geo:50.947573340894124,6.922120147375441"}}`,
			"0550df44527332c1fe417c5837fe61b9e71eaa93307b88519dac549bf2d4dcf9"},
		"certificate and exception": {`{"type":"ObjectEvent","eventTime":"2023-02-12T11:04:03.1415Z","eventTimeZoneOffset":"+01:00",
			"certificationInfo":"https://accreditation-council.example.org/certificate/ABC12345",
			"epcList":["https://id.gs1.de/01/04012345999990/21/XYZ-1234"],"action":"OBSERVE","bizStep":"receiving","disposition":"in_progress",
			"readPoint":{"id":"https://id.gs1.de/414/4012345000115"},"sensorElementList":[{"sensorMetadata":{
			"time":"2023-02-12T11:04:03.1007Z","bizRules":"https://id.example.com/253/4012345000054987"},"sensorReport":[{
			"type":"Dimensionless","exception":"ALARM_CONDITION","coordinateReferenceSystem":"http://www.opengis.net/def/crs/EPSG/0/27700"}]}]}`,
			"bf052637920f56c28bd6bc4ce10bb296203fcddc543f1e293d5a77b07592dcec"},
		"every kind of identifier": {`{"type":"ObjectEvent","eventTime":"2019-04-02T15:00:00.000+01:00","eventTimeZoneOffset":"+01:00",
			"action":"OBSERVE","bizStep":"inspecting","readPoint":{"id":"urn:epc:id:sgln:4012345.00005.0"},"epcList":[
			"urn:epc:id:sgtin:4012345.011111.9876","urn:epc:id:sgtin:4012345.011111.98%22","urn:epc:id:sgtin:415056789012.0.987654",
			"urn:epc:id:sgtin:0614141.812345.6789%2F%26%25%22!%3F()","urn:epc:id:sscc:4012345.3111111111",
			"urn:epc:id:sgln:4012345.00005.122","urn:epc:id:sgln:4012345.00005.0","urn:epc:id:grai:4012345.00022.334455",
			"urn:epc:id:giai:4012345.ABC345","urn:epc:id:gsrn:4012345.0000006765","urn:epc:id:gsrnp:4012345.0000000007",
			"urn:epc:id:gdti:4012345.00009.PO-4711","urn:epc:id:gdti:987659999999..9","urn:epc:id:cpi:0614141.11111111111111-A%23%2F.1234",
			"urn:epc:id:ginc:0614141.xyz47%2F11","urn:epc:id:gsin:4012345.222333444","urn:epc:id:itip:4012345.011111.01.02.987",
			"urn:epc:id:upui:1234567.098765.51qIgY)%3C%26Jp3*j7'SDB","urn:epc:id:pgln:4000001.00000","urn:epc:id:pgln:999999999999.",
			"urn:epc:class:lgtin:4012345.012345.Lot987","https://id.gs1.org/gtin/09780345418913",
			"https://example.com/gtin/09780345418913/21/765tz?abc=211121"]}`,
			"028e1a1a0aef2be946fa8026eec361159033cab9d4da3f94bee1d58070b20198"},
	} {
		e, context := one(t, document(test.event))
		checkHashID(t, name, e, context, test.id)
	}
}

func checkHashID(t *testing.T, name string, e Event, context json.RawMessage, id string) {
	t.Helper()
	got, err := HashID(e, context)
	if want := "ni:///sha-256;" + id + "?ver=CBV2.0"; err != nil || got != want {
		said, _ := PreHash(e, context)
		t.Errorf("%s: %s, not %s: %v\n%s", name, got, want, err, said)
	}
}

// The same documents stand in the reference implementation's examples, with these ids.
func TestHashIDsOfVectors(t *testing.T) {
	folder := filepath.Dir(vectors(t, "documents")[0])
	for name, id := range map[string]string{
		"AggregationEvent_all_possible_fields":    "41cf5d2be6b6926acc531597e43932eb4b9b23926ccb6ce08c882bda7a74d1a8",
		"AssociationEvent_all_possible_fields":    "3dada0cdabe84618e9f0b842031159cb49534f487d5714cac9cfd647bf5f6c54",
		"TransformationEvent_all_possible_fields": "529cc54b8cf9d8664208cc6c77473274d8c2dd473469920a7d09a814623f52cc",
		"TransformationEvent_with_userExtensions": "dca180f4e6005d4b6a6408a8d143977ca2e4f3e72048d7aa03b4df4055d484f9",
		"epcisDocWithAllGS1Keys":                  "40744f32beff53a4bf5bb5956d465cb52de5bbcc9f131409d8efb903b04d9351",
	} {
		content, err := os.ReadFile(filepath.Join(folder, name+".json"))
		if err != nil {
			t.Fatal(err)
		}
		e, context := one(t, string(content))
		checkHashID(t, name, e, context, id)
	}
}

// What extensions say, however they are written.
func TestHashedExtensions(t *testing.T) {
	for written, want := range map[string]string{
		`"example:a":"x"`:                             "{https://ns.example.com/epcis/}a=x",
		`"example:b":2.50,"example:a":true`:           "{https://ns.example.com/epcis/}a=true{https://ns.example.com/epcis/}b=2.5",
		`"example:a":[" 1.0 ",{"b":["y","x"]}]`:       "{https://ns.example.com/epcis/}a=1{https://ns.example.com/epcis/}ab=xb=y",
		`"example:a":null`:                            "{https://ns.example.com/epcis/}a",
		`"example:a":""`:                              "{https://ns.example.com/epcis/}a",
		`"example:a":{}`:                              "{https://ns.example.com/epcis/}a",
		`"example:a":"example:b"`:                     "{https://ns.example.com/epcis/}a=https://ns.example.com/epcis/b",
		`"example:a":"example: two words"`:            "{https://ns.example.com/epcis/}a=example: two words",
		`"example:a":"urn:epcglobal:cbv:disp:active"`: "{https://ns.example.com/epcis/}a=https://ref.gs1.org/cbv/Disp-active",
		`"example:a":"urn:epc:id:giai:4012345.ABC"`:   "{https://ns.example.com/epcis/}a=https://id.gs1.org/8004/4012345ABC",
		`"cbvmda:a":"x"`:                              "{urn:epcglobal:cbv:mda}a=x",
		`"rdfs:comment":"x","example:a":{"comment":"y","rdfs:comment":"z"}`: "{https://ns.example.com/epcis/}a",
		`"example:a":{"@context":{"o":"https://o.example/"},"o:b":"x"}`:     "{https://ns.example.com/epcis/}a{https://o.example/}b=x",
		`"https://o.example/a":"x"`:                                         "https://o.example/a=x",
	} {
		e, context := one(t, document(`{`+leastObject+`,`+written+`}`))
		said, err := PreHash(e, context)
		if got := said[strings.Index(said, "action=ADD")+len("action=ADD"):]; err != nil || got != want {
			t.Errorf("%s is %s, and not %s: %v", written, got, want, err)
		}
	}
}

func TestPreHashNeedsAContext(t *testing.T) {
	for _, context := range []string{`4`, ``, `{`, `["`} {
		if _, err := HashID(Event{}, json.RawMessage(context)); err == nil {
			t.Errorf("%q is no @context", context)
		}
	}
}

// An event that a program has built may have anything for an extension.
func TestExtensionsThatAreNoJSON(t *testing.T) {
	for _, value := range []string{`{`, `{"a`, `{"a":`, `[1`, `"`, `"\`, `x`, ` `, `1,"b":2`, `{"a":"\q"}`} {
		extensions := []Extension{{Name: "cbvmda:x", Value: json.RawMessage(value)}}
		for name, e := range map[string]Event{
			"event": {Extensions: extensions}, "ilmd": {ILMD: &ILMD{extensions}}, "readPoint": {ReadPoint: &Location{Extensions: extensions}},
		} {
			var invalid *Invalid
			if _, err := HashID(e, nil); !errors.As(err, &invalid) {
				t.Errorf("%s with %q: %v", name, value, err)
			}
		}
	}
	if said, err := PreHash(Event{Extensions: []Extension{{Name: "cbvmda:x"}}}, nil); err != nil || !strings.HasSuffix(said, "x") {
		t.Errorf("none is null: %q, %v", said, err)
	}
}
