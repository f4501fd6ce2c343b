package epcis

import (
	"bytes"
	"encoding/json"
	"errors"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"
)

// rewritten writes events under a header and reads them again.
func rewritten(t *testing.T, header Header, events []Event) (Header, []Event) {
	t.Helper()
	var out bytes.Buffer
	w := NewWriter(&out, header)
	for _, e := range events {
		if err := w.Write(e); err != nil {
			t.Fatalf("%v: %+v", err, e)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	again, list, wrong, err := readAll(&out)
	if err != nil || len(wrong) > 0 {
		t.Fatalf("%v %v: %s", wrong, err, out.String())
	}
	return again, list
}

// What is read is written, whichever field it is.
func TestVectorsAreWrittenAsTheyWereRead(t *testing.T) {
	for _, folder := range []string{"documents", "query"} {
		for _, path := range vectors(t, folder) {
			header, events, _, err := readAll(open(t, path))
			if err != nil {
				t.Fatal(err)
			}
			again, list := rewritten(t, header, events)
			if !reflect.DeepEqual(list, events) || !reflect.DeepEqual(again, header) {
				t.Errorf("%s differs", filepath.Base(path))
			}
			var want, got map[string]any
			decodeJSON(t, open(t, path), &want)
			var out bytes.Buffer
			w := NewWriter(&out, header)
			for _, e := range events {
				if err := w.Write(e); err != nil {
					t.Fatal(err)
				}
			}
			if err := w.Close(); err != nil {
				t.Fatal(err)
			}
			decodeJSON(t, &out, &got)
			if !reflect.DeepEqual(got, want) {
				t.Errorf("%s has another content:\n%v\n%v", filepath.Base(path), got, want)
			}
		}
	}
}

func decodeJSON(t *testing.T, in interface{ Read([]byte) (int, error) }, into any) {
	t.Helper()
	if err := json.NewDecoder(in).Decode(into); err != nil {
		t.Fatal(err)
	}
}

func TestFieldsInTheirOrder(t *testing.T) {
	e := NewObjectEvent(time.Date(2026, 5, 1, 8, 0, 0, 0, time.FixedZone("", 8*3600)), Add, "https://id.gs1.org/01/09521141012345/21/1")
	e.BizStep, e.Disposition = "commissioning", "active"
	e.ReadPoint = &Location{ID: "urn:epc:id:sgln:6901234.00001.0"}
	e.Extensions = []Extension{{"example:line", json.RawMessage(`"A<B>&\n"`)}}
	if err := e.AddMasterData("cbvmda:lotNumber", "L1"); err != nil {
		t.Fatal(err)
	}
	context := Context(map[string]string{"example": "https://ns.example.com/epcis/"})
	if err := e.SetHashID(context); err != nil {
		t.Fatal(err)
	}
	raw, err := json.Marshal(e)
	if err != nil {
		t.Fatal(err)
	}
	var order []string
	v, err := parse(raw, 10)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range v.fields {
		order = append(order, f.name)
	}
	if want := []string{"type", "eventTime", "eventTimeZoneOffset", "eventID", "epcList", "action", "bizStep", "disposition", "readPoint", "ilmd", "example:line"}; !slices.Equal(order, want) {
		t.Errorf("%v", order)
	}
	if e.EventTime.String() != "2026-05-01T08:00:00.000+08:00" || e.EventTimeZoneOffset != "+08:00" {
		t.Errorf("%s %s", e.EventTime, e.EventTimeZoneOffset)
	}
	_, list := rewritten(t, Header{Context: context, CreationDate: At(time.Now())}, []Event{e})
	again, err := HashID(list[0], context)
	if err != nil || again != e.EventID {
		t.Errorf("%s became %s: %v", e.EventID, again, err)
	}
}

func TestAWriterRefusesWhatIsNotValid(t *testing.T) {
	var out bytes.Buffer
	w := NewWriter(&out, Header{CreationDate: At(time.Now())})
	good := NewAggregationEvent(time.Now(), Delete, "urn:epc:id:sscc:6901234.0000000001")
	bad := good
	bad.BizStep = "unwrapping"
	broken := good
	broken.Extensions = []Extension{{Name: "cbvmda:x", Value: json.RawMessage(`{`)}}
	for _, e := range []Event{bad, broken} {
		var invalid *Invalid
		if err := w.Write(e); !errors.As(err, &invalid) {
			t.Errorf("%v", err)
		}
	}
	if err := errors.Join(w.Write(good), w.Close()); err != nil {
		t.Fatal(err)
	}
	if _, events, wrong, err := readAll(&out); len(events) != 1 || len(wrong) > 0 || err != nil {
		t.Errorf("%d events, %v %v", len(events), wrong, err)
	}
	if w.Write(good) == nil || w.Close() == nil {
		t.Error("a closed document was written to")
	}
	if err := NewWriter(&out, Header{}).Close(); err == nil || !strings.Contains(err.Error(), "/creationDate") {
		t.Errorf("a header without a date: %v", err)
	}
}

// Values that the vectors do not have.
func TestRareValuesAreKept(t *testing.T) {
	empty, odd, not := "", "a\"b\\c\n\x01\u00e9", false
	e := NewObjectEvent(time.Now(), Observe)
	e.EPCList = []string{}
	e.CertificationInfo = []string{"https://example.com/a", "https://example.com/b"}
	e.SensorElementList = []SensorElement{{SensorReport: []SensorReport{
		{Type: "Count", StringValue: &empty}, {Type: "Count", StringValue: &odd}, {Type: "Count", BooleanValue: &not},
	}}}
	_, list := rewritten(t, Header{CreationDate: At(time.Now())}, []Event{e})
	list[0].EventTime, e.EventTime = Time{}, Time{} // the monotonic clock is not written
	if !reflect.DeepEqual(list[0], e) {
		t.Errorf("%+v became %+v", e, list[0])
	}
}

type full struct{ room int }

func (f *full) Write(b []byte) (int, error) {
	if f.room -= len(b); f.room < 0 {
		return 0, errors.New("no space left")
	}
	return len(b), nil
}

func TestAWriterThatFailedStaysSo(t *testing.T) {
	w := NewWriter(&full{room: 300}, Header{CreationDate: At(time.Now())})
	e := NewObjectEvent(time.Now(), Observe, "urn:epc:id:sgtin:6901234.000001.1")
	if err := errors.Join(w.Write(e), w.Write(e), w.Write(e)); err == nil {
		t.Fatal("there was no space")
	}
	if w.Write(e) == nil || w.Close() == nil {
		t.Error("a document that was cut was ended")
	}
}

// FuzzDocument: nothing that is read makes the reader fail but by an error, what is
// valid is written as a valid document of the same content, and its hash ids stay.
func FuzzDocument(f *testing.F) {
	for _, least := range []string{leastObject, leastAggregation, leastTransaction, leastTransformation, leastAssociation} {
		f.Add(document(`{` + least + `}`))
		f.Add(`{"@context":"` + ContextURL + `",` + least + `}`)
	}
	for _, rule := range eventRules {
		f.Add(document(`{` + rule.least + rule.new + `}`))
	}
	for _, rule := range documentRules {
		if len(rule.text) < 4<<10 {
			f.Add(rule.text)
		}
	}
	f.Add(document(`{` + strings.Replace(leastObject, "urn:epc:id:sgtin:6901234.000001.1", "https://example.org/01/%304012345678901", 1) + `}`))
	f.Fuzz(func(t *testing.T, text string) {
		header, events, wrong, err := readAll(strings.NewReader(text))
		if err != nil || len(wrong) > 0 {
			return
		}
		if header.Type == "" {
			header = Header{Context: header.Context, CreationDate: At(time.Unix(0, 0).UTC())}
		}
		again, list := rewritten(t, header, events)
		if !reflect.DeepEqual(list, events) {
			t.Errorf("%+v became %+v", events, list)
		}
		for i := range list {
			before, err := HashID(events[i], header.Context)
			after, errAfter := HashID(list[i], again.Context)
			if err != nil || errAfter != nil || before != after {
				t.Errorf("%s became %s: %v %v", before, after, err, errAfter)
			}
		}
	})
}
