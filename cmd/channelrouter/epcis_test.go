package main

import (
	"bytes"
	"compress/gzip"
	"strings"
	"testing"
)

const epcisEvent = `{"type":"ObjectEvent","eventTime":"2026-05-01T08:00:00+08:00","eventTimeZoneOffset":"+08:00",
	"action":"ADD","epcList":["https://id.gs1.org/01/09521141012345/21/2017"]}`

func epcisDocument(events string) string {
	return `{"@context":["https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"],"type":"EPCISDocument",
"schemaVersion":"2.0","creationDate":"2026-05-01T09:00:00Z","epcisBody":{"eventList":[` + events + `]}}`
}

func TestEPCISValidate(t *testing.T) {
	s := newShell(t)
	good := s.file("good.json", epcisDocument(epcisEvent+","+epcisEvent))
	s.says(s.run("epcis", "validate", good), "good.json: EPCISDocument, 2 events")
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	_, _ = w.Write([]byte(epcisDocument(epcisEvent))) // into memory
	_ = w.Close()
	s.says(s.run("epcis", "validate", s.file("good.json.gz", packed.String())), "EPCISDocument, 1 event\n")
	s.input = strings.Replace(epcisEvent, "{", `{"@context":"https://ref.gs1.org/standards/epcis/epcis-context.jsonld",`, 1)
	s.says(s.run("epcis", "validate", "-"), "-: a single event")

	bad := s.file("bad.json", epcisDocument(epcisEvent+","+strings.Replace(epcisEvent, "ADD", "CREATE", 1)+`,{"type":"Thing"}`))
	s.refused([]string{"epcis", "validate", good, bad}, "good.json: EPCISDocument, 2 events",
		`bad.json: event 2 (/epcisBody/eventList/1/action): "CREATE" is none of ADD, OBSERVE and DELETE`,
		`bad.json: event 3 (/epcisBody/eventList/2/type): "Thing"`, "not valid: 1 of 2 files")
	s.refused([]string{"epcis", "validate", "--reasons", "1", bad}, "bad.json: and 3 more")
	s.refused([]string{"epcis", "validate", s.file("half.json", epcisDocument("")[:90])}, "half.json: around the events: the document ends")
	s.refused([]string{"epcis", "validate", "none.json"}, "none.json", "no such file")
}

func TestEPCISHash(t *testing.T) {
	s := newShell(t)
	good := s.file("good.json", epcisDocument(epcisEvent+","+epcisEvent))
	ids := strings.Fields(s.run("epcis", "hash", good))
	if len(ids) != 2 || ids[0] != ids[1] || !strings.HasPrefix(ids[0], "ni:///sha-256;") {
		t.Errorf("%q", ids)
	}
	s.says(s.run("epcis", "hash", "--pre-hash", good), "eventType=ObjectEventeventTime=2026-05-01T00:00:00.000Z")
	late := strings.Replace(epcisDocument(epcisEvent), `"@context":["https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"],`, ``, 1)
	late = strings.TrimSuffix(late, "}") + `,"@context":"https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"}`
	s.says(s.run("epcis", "validate", s.file("late.json", late)), "1 event")
	s.refused([]string{"epcis", "hash", "late.json"}, "@context stands behind the events", "put it first")
	s.refused([]string{"epcis", "hash", s.file("bad.json", epcisDocument(`{}`))}, "event 1", "is missing")
}
