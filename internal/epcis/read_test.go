package epcis

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"
)

// Each row is a document, and what is said of it; "" when it is valid.
var documentRules = []struct{ name, text, want string }{
	{"no events", document(``), ""},
	{"a byte order mark", "\uFEFF" + document(``), ""},
	{"a context that is text", strings.Replace(document(``), `["`+ContextURL+`",{"example":"https://ns.example.com/epcis/"}]`, `"`+ContextURL+`"`, 1), ""},
	{"no context", `{"type":"EPCISDocument","schemaVersion":"2.0","creationDate":"2026-05-01T08:00:00Z","epcisBody":{"eventList":[]}}`,
		"document (/@context): is missing"},
	{"no context of EPCIS", strings.Replace(document(``), `"`+ContextURL+`",`, ``, 1), "document (/@context): does not name EPCIS's context"},
	{"a context of its own", strings.Replace(document(``), `"`+ContextURL+`",`, `{"@vocab":"https://ref.gs1.org/epcis/"},`, 1), ""},
	{"a name of its own", strings.Replace(document(``), `{"example"`, `{"@vocab":"https://v.example/","colour":"color","size":{"@id":"https://v.example/size"},"example"`, 1), ""},
	{"a context twice", strings.Replace(document(``), ContextURL+`",`, ContextURL+`","`+ContextURL+`",`, 1), "document (/@context/1): stands twice"},
	{"a namespace that is none", strings.Replace(document(``), `https://ns.example.com/epcis/`, `epcis`, 1), `document (/@context/1/example): "example" stands for no namespace`},
	{"a number for a context", strings.Replace(document(``), `{"example":"https://ns.example.com/epcis/"}`, `4`, 1), "document (/@context/1): is a number"},
	{"no date", strings.Replace(document(``), `"creationDate":"2022-02-17T11:30:47.0Z",`, ``, 1), "document (/creationDate): is missing"},
	{"a version that is a number", strings.Replace(document(``), `"2.0"`, `2.0`, 1), "document (/schemaVersion): is a number: it must be text"},
	{"a version that is none", strings.Replace(document(``), `"2.0"`, `"two"`, 1), `document (/schemaVersion): "two" is no version`},
	{"no type", strings.Replace(document(``), `"type":"EPCISDocument",`, ``, 1), "document (/type): is missing"},
	{"another type", strings.Replace(document(``), `EPCISDocument`, `Document`, 1), `document (/type): "Document" is neither`},
	{"an unknown field", strings.Replace(document(``), `"type"`, `"colour":1,"type"`, 1), "document (/colour): is no field of the standard"},
	{"an extension", strings.Replace(document(``), `"type"`, `"example:colour":1,"type"`, 1), ""},
	{"a field twice", strings.Replace(document(``), `"type"`, `"schemaVersion":"2.0","type"`, 1), "document (/schemaVersion): stands twice"},
	{"a header", strings.Replace(document(``), `"epcisBody"`, `"epcisHeader":{"epcisMasterData":{"vocabularyList":[{"type":"urn:epcglobal:epcis:vtype:BusinessLocation",
		"vocabularyElementList":[{"id":"urn:epc:id:sgln:0037000.00729.0","attributes":[{"id":"cbvmda:site","attribute":"x"}]}]}]}},"epcisBody"`, 1), ""},
	{"a wrong header", strings.Replace(document(``), `"epcisBody"`, `"epcisHeader":{"epcisMasterData":{"vocabularyList":[{}]}},"epcisBody"`, 1),
		"document (/epcisHeader/epcisMasterData/vocabularyList/0/type): is missing"},
	{"no list", strings.Replace(document(``), `{"eventList":[]}`, `{}`, 1), "document (/epcisBody/eventList): is missing"},
	{"a list that is none", strings.Replace(document(``), `[]`, `{}`, 1), "document (/epcisBody/eventList): must be an array"},
	{"an event that is none", document(`4`), "event 1 (/epcisBody/eventList/0): is a number: it must be an object"},
	{"an unknown field of the body", strings.Replace(document(``), `"eventList"`, `"events":[],"eventList"`, 1), "document (/epcisBody/events): is no field"},
	{"results in a document", strings.Replace(document(``), `"eventList":[]`, `"queryResults":{"queryName":"q","resultsBody":{"eventList":[]}},"eventList":[]`, 1),
		"document (/epcisBody/queryResults): has no place in an EPCISDocument"},
	{"a query document", queryDocument(`"queryName":"q"`, ``), ""},
	{"a query document with its day", queryDocument(`"queryName":"q","subscriptionID":"s"`, `,"schemaVersion":"2.0","creationDate":"2026-05-01T08:00:00Z"`), ""},
	{"a query without name", queryDocument(`"subscriptionID":"s"`, ``), "document (/epcisBody/queryResults/queryName): is missing"},
	{"a sender of a query", queryDocument(`"queryName":"q"`, `,"sender":"s"`), "document (/sender): has no place in an EPCISQueryDocument"},
	{"an event alone", `{"@context":"` + ContextURL + `",` + leastObject + `}`, ""},
	{"an event alone without context", `{` + leastObject + `}`, "event 1 (/@context): is missing"},
	{"a wrong event alone", `{"@context":"` + ContextURL + `",` + leastObject + `,"x":1}`, "event 1 (/x): is no field"},
	{"what is no event", `{"@context":"` + ContextURL + `","type":"Thing","eventTime":"2026-05-01T08:00:00Z","eventTimeZoneOffset":"+00:00"}`, `event 1 (/type): "Thing" is no kind of event`},
	{"the context last", `{"epcisBody":{"eventList":[{` + leastObject + `,"example:x":1,"other:x":1}]},"type":"EPCISDocument","schemaVersion":"2.0",
		"creationDate":"2026-05-01T08:00:00Z","@context":["` + ContextURL + `",{"example":"https://e.example/"}]}`,
		"event 1 (/epcisBody/eventList/0/other:x): the namespace of other is not declared"},
	{"fields on both sides of the events before the context", `{"other:x":1,"example:x":1,"epcisBody":{"eventList":[{` + leastObject + `}]},"third:x":1,"type":"EPCISDocument",
		"schemaVersion":"2.0","creationDate":"2026-05-01T08:00:00Z","@context":["` + ContextURL + `",{"example":"https://e.example/","other":"https://o.example/"}]}`,
		"document (/third:x): the namespace of third is not declared"},
	{"an event alone before its context", `{"example:x":1,` + leastObject + `,"@context":["` + ContextURL + `",{"example":"https://e.example/"}]}`, ""},
	{"a context of others", strings.Replace(document(`{`+leastObject+`,"other:x":1}`), `{"example"`, `"https://other.example/context.jsonld",{"example"`, 1), ""},

	{"nothing", ``, "ends before it is complete"},
	{"half", document(``)[:150], "ends before it is complete"},
	{"half an event", document(`{` + leastObject)[:330], "event 1 (/epcisBody/eventList/0): the document ends"},
	{"an array", `[]`, "a document is a JSON object"},
	{"two", document(``) + `{}`, "more text after the end"},
	{"no JSON", `{"type":nil}`, "is no JSON at byte"},
	{"a comma too many", document(`{` + leastObject + `},`), "is no JSON"},
	{"bytes that are no text", document("{" + leastObject + ",\"example:x\":\"\xff\"}"), "event 1 (/epcisBody/eventList/0): is not UTF-8"},
	{"a deep event", document(`{` + leastObject + `,"example:x":` + strings.Repeat("[", 100) + strings.Repeat("]", 100) + `}`), "is nested too deeply"},
	{"a large event", document(`{` + leastObject + `,"example:x":"` + strings.Repeat("x", 5<<20) + `"}`), "event 1 (/epcisBody/eventList/0): is larger than 4194304 bytes"},
	{"a large header", strings.Replace(document(``), `"type"`, `"example:x":"`+strings.Repeat("x", 5<<20)+`","type"`, 1), "around the events: is larger"},
	{"many fields beside", `{` + strings.Repeat(`"example:x":"`+strings.Repeat("x", 1<<20)+`",`, 5) + `"type":1}`, "around the events: is larger"},
	{"blanks without end", `{` + strings.Repeat(" ", 5<<20) + `}`, "is larger"},
}

func queryDocument(results, beside string) string {
	return `{"@context":["` + ContextURL + `"],"type":"EPCISQueryDocument"` + beside +
		`,"epcisBody":{"queryResults":{` + results + `,"resultsBody":{"eventList":[{` + leastObject + `}]}}}}`
}

func TestDocumentRules(t *testing.T) {
	for _, rule := range documentRules {
		_, _, wrong, err := readAll(strings.NewReader(rule.text))
		said := fmt.Sprint(wrong, err)
		if rule.want == "" && (len(wrong) > 0 || err != nil) || !strings.Contains(said, rule.want) || len(wrong) > 1 {
			t.Errorf("%s: %.300s, and not %s", rule.name, said, rule.want)
		}
	}
}

func TestReadingGoesOnAfterAnInvalidEvent(t *testing.T) {
	r := NewReader(strings.NewReader(document(`{`+leastObject+`},{"type":"ObjectEvent"},{`+leastAssociation+`}`)), Limits{})
	var kinds []string
	for {
		e, err := r.Next()
		var invalid *Invalid
		if errors.Is(err, io.EOF) {
			break
		}
		if errors.As(err, &invalid) {
			if invalid.Reasons[0].Event != 2 || e.Type != ObjectEvent {
				t.Errorf("%v %v", invalid, e)
			}
			continue
		}
		kinds = append(kinds, e.Type)
	}
	if !slices.Equal(kinds, []string{ObjectEvent, AssociationEvent}) || r.Events() != 3 || r.Header().Type != Document {
		t.Errorf("%v of %d, %s", kinds, r.Events(), r.Header().Type)
	}
	if _, err := r.Next(); !errors.Is(err, io.EOF) {
		t.Error(err)
	}
}

// A context behind the events may be far away: what it must still declare is bounded.
func TestTooManyNamespacesBeforeTheContext(t *testing.T) {
	var fields strings.Builder
	for i := range mostPending + 2 {
		fmt.Fprintf(&fields, `,"n%d:x":1`, i)
	}
	_, _, wrong, err := readAll(strings.NewReader(`{"epcisBody":{"eventList":[{` + leastObject + fields.String() + `}]},"type":"EPCISDocument",
		"schemaVersion":"2.0","creationDate":"2026-05-01T08:00:00Z","@context":["` + ContextURL + `","https://other.example/context.jsonld"]}`))
	if err != nil || len(wrong) != 1 || !strings.Contains(wrong[0].String(), "more than 1000 namespaces") {
		t.Errorf("%v %v", wrong, err)
	}
}

func TestAnErrorThatIsFinalStays(t *testing.T) {
	r := NewReader(strings.NewReader(`{"epcisBody":{"eventList":[{}, x`), Limits{})
	_, _ = r.Next()
	_, first := r.Next()
	_, again := r.Next()
	if first == nil || errors.Is(first, io.EOF) || !errors.Is(again, first) {
		t.Errorf("%v, then %v", first, again)
	}
}

// made is a document that is written while it is read: it never exists as a whole.
func made(events int) io.Reader {
	in, out := io.Pipe()
	go func() {
		w := NewWriter(out, Header{CreationDate: At(time.Unix(1_800_000_000, 0).UTC())})
		at := time.Unix(1_800_000_000, 0).UTC()
		var err error
		for i := range events {
			if err == nil {
				err = w.Write(NewObjectEvent(at, Add, fmt.Sprintf("https://id.gs1.org/01/09521141012345/21/%d", i)))
			}
		}
		out.CloseWithError(errors.Join(err, w.Close()))
	}()
	return in
}

// A hundred thousand events pass through without memory growing with them.
func TestMemoryIsBounded(t *testing.T) {
	if testing.Short() {
		t.Skip("a hundred thousand events: nothing here for the race detector")
	}
	const events, most = 100_000, 16 << 20
	r := NewReader(made(events), Limits{})
	var start, now runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&start)
	for {
		_, err := r.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		if r.Events()%10_000 == 0 {
			runtime.GC()
			runtime.ReadMemStats(&now)
			if now.HeapAlloc > start.HeapAlloc+most {
				t.Fatalf("%d bytes are held after %d events", now.HeapAlloc-start.HeapAlloc, r.Events())
			}
		}
	}
	if r.Events() != events {
		t.Errorf("%d events", r.Events())
	}
}

func BenchmarkRead(b *testing.B) {
	text := []byte(document(strings.Repeat(`{`+leastObject+`,"bizStep":"commissioning","readPoint":{"id":"urn:epc:id:sgln:6901234.00001.0"}},`, 99) + `{` + leastObject + `}`))
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		r := NewReader(bytes.NewReader(text), Limits{})
		for {
			if _, err := r.Next(); err != nil {
				if !errors.Is(err, io.EOF) {
					b.Fatal(err)
				}
				break
			}
		}
	}
}
