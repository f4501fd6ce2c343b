package epcis

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
)

// Writer writes a document event by event. It refuses an event that the standard does
// not allow, and writes nothing of it.
type Writer struct {
	w       io.Writer
	header  Header
	names   *namespaces
	started bool
	events  int
	err     error
}

// NewWriter begins a document. Nothing is written before the first event or Close. A
// header without type is a capture document's; one without context gets EPCIS's.
func NewWriter(w io.Writer, header Header) *Writer {
	if header.Type == "" {
		header.Type = Document
	}
	if header.Context == nil {
		header.Context = Context(nil)
	}
	if header.SchemaVersion == "" {
		header.SchemaVersion = "2.0"
	}
	return &Writer{w: w, header: header}
}

// Write adds an event. The error is *Invalid when the standard does not allow it: the
// document can go on without it. An error of the io.Writer is final.
func (w *Writer) Write(e Event) error {
	if w.err != nil {
		return w.err
	}
	if err := w.begin(); err != nil {
		return err
	}
	line := appendObject(nil, eventShape, &e)
	if err := checkRaw(line, w.names, w.events+1); err != nil {
		return err
	}
	if w.events++; w.events > 1 {
		line = append([]byte{','}, line...)
	}
	return w.put(append([]byte{'\n'}, line...))
}

// Close ends the document. It does not close the io.Writer.
func (w *Writer) Close() error {
	if w.err != nil {
		return w.err
	}
	if err := w.begin(); err != nil {
		return err
	}
	end := "]}}\n"
	if w.header.Type == QueryDocument {
		end = "]}}}}\n"
	}
	err := w.put([]byte(end))
	w.err = errors.Join(w.err, errors.New("the document is closed"))
	return err
}

func (w *Writer) put(b []byte) error {
	_, err := w.w.Write(b)
	w.err = err
	return err
}

// begin writes the header, once, if a document may begin so.
func (w *Writer) begin() error {
	if w.started {
		return nil
	}
	start := w.header.start()
	end := "]}}"
	if w.header.Type == QueryDocument {
		end = "]}}}}"
	}
	r := NewReader(bytes.NewReader(append(bytes.Clone(start), end...)), Limits{})
	if _, err := r.Next(); !errors.Is(err, io.EOF) {
		w.err = err
		return err
	}
	w.started, w.names = true, r.names
	return w.put(start)
}

// start is a document up to its first event.
func (h *Header) start() []byte {
	b := append(appendName([]byte{'{'}, "@context"), h.Context...)
	for _, f := range []struct{ name, text string }{
		{"id", h.ID}, {"type", h.Type}, {"schemaVersion", h.SchemaVersion}, {"creationDate", h.CreationDate.text},
		{"instanceIdentifier", h.InstanceIdentifier}, {"sender", h.Sender}, {"receiver", h.Receiver},
	} {
		if f.text != "" {
			b = appendText(appendName(b, f.name), f.text)
		}
	}
	if h.MasterData != nil {
		b = append(appendName(b, "epcisHeader"), h.MasterData...)
	}
	b = appendExtensions(b, h.Extensions)
	b = append(appendName(b, "epcisBody"), '{')
	if h.Type == QueryDocument {
		b = append(appendName(b, "queryResults"), '{')
		if h.SubscriptionID != "" {
			b = appendText(appendName(b, "subscriptionID"), h.SubscriptionID)
		}
		b = appendText(appendName(b, "queryName"), h.QueryName)
		b = append(appendName(b, "resultsBody"), '{')
	}
	return append(appendName(b, "eventList"), '[')
}

// checkRaw says what the standard does not allow of an event as it is written.
func checkRaw(raw []byte, names *namespaces, event int) error {
	r := &reasons{event: event, most: mostReasons}
	if !json.Valid(raw) {
		r.add(root(""), "has an extension that %s", errSyntax)
		return r.err()
	}
	d := decoder{reasons: r, names: names}
	d.event(raw, root(""), defaultDepth)
	return r.err()
}
