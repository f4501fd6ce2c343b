package epcis

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// Limits bound what a document may cost. A zero limit is its default.
type Limits struct {
	EventBytes int64 // of one event, and of all that stands around the events (4 MiB)
	Depth      int   // of nesting within an event (64)
	Reasons    int   // that are listed of one event (20)
}

const (
	defaultBytes = 4 << 20
	defaultDepth = 64
	mostReasons  = 20
	mostPending  = 1000 // namespaces that a document's end may still declare
)

func (l Limits) orDefaults() Limits {
	if l.EventBytes <= 0 {
		l.EventBytes = defaultBytes
	}
	if l.Depth <= 0 {
		l.Depth = defaultDepth
	}
	if l.Reasons <= 0 {
		l.Reasons = mostReasons
	}
	return l
}

// Reader reads a document event by event: a capture document, a query document, or one
// event that stands alone. What it holds at a time is one event, so that a document may
// be of any length.
type Reader struct {
	limits Limits
	source *bounded
	json   *json.Decoder

	header Header
	names  *namespaces // nil until the @context was read
	events int
	about  *reasons // what is wrong around the events
	seen   map[string]bool
	top    []named // the outermost fields, for an event that stands alone
	around int64   // bytes beside the events

	open    []string // paths of the objects that are open, the outermost ""
	inList  bool
	list    string // the path of the list that is open
	uses    map[string]use
	started bool
	ended   bool
	err     error // final
}

// use is where a prefix was first used before it was known whether it is declared.
type use struct {
	event   int
	pointer string
}

// NewReader begins to read a document.
func NewReader(r io.Reader, limits Limits) *Reader {
	limits = limits.orDefaults()
	source := &bounded{r: withoutMark(r)}
	d := json.NewDecoder(source)
	return &Reader{
		limits: limits, source: source, json: d,
		about: &reasons{most: limits.Reasons}, seen: map[string]bool{}, uses: map[string]use{},
	}
}

// Header is what was read so far of what stands around the events: before the first
// event, that is mostly all; after io.EOF it is all.
func (r *Reader) Header() Header { return r.header }

// Events is how many events were read, valid or not.
func (r *Reader) Events() int { return r.events }

// Next returns the next event. The error is io.EOF after the last; *Invalid for an event
// that the standard does not allow, with as much of the event as could be read, and once
// before the end for what is wrong around the events: reading goes on after these. Any
// other error is final: what was read is no JSON, or is beyond the limits.
func (r *Reader) Next() (Event, error) {
	if r.err != nil {
		return Event{}, r.err
	}
	e, err := r.next()
	var invalid *Invalid
	if err != nil && !errors.As(err, &invalid) {
		r.err = err
	}
	return e, err
}

func (r *Reader) next() (Event, error) {
	if !r.started {
		r.started = true
		if err := r.begin(); err != nil {
			return Event{}, err
		}
	}
	for len(r.open) > 0 {
		r.allow()
		more := r.json.More()
		switch {
		case r.inList && more:
			return r.listed()
		case more:
			if err := r.field(); err != nil {
				return Event{}, err
			}
		default:
			if _, err := r.json.Token(); err != nil {
				return Event{}, r.explain(err)
			}
			if r.inList {
				r.inList = false
			} else {
				r.open = r.open[:len(r.open)-1]
			}
		}
	}
	return r.end()
}

// begin expects an object.
func (r *Reader) begin() error {
	r.allow()
	token, err := r.json.Token()
	if err != nil {
		return r.explain(err)
	}
	if token != json.Delim('{') {
		return faultf("this is no EPCIS document: a document is a JSON object")
	}
	r.open = []string{""}
	return nil
}

// allow lets the decoder read one event, or one field, beyond where it is.
func (r *Reader) allow() {
	const slack = 64 << 10 // what the decoder reads ahead
	r.source.allowed = r.json.InputOffset() + r.limits.EventBytes + slack
}

// explain says where reading came to its end.
func (r *Reader) explain(err error) error {
	where := faultf("around the events")
	if r.inList {
		where = faultf("event %d (%s/%d)", r.events+1, r.list, r.events)
	}
	var syntax *json.SyntaxError
	switch {
	case errors.Is(err, errTooLarge):
		return faultf("%s: is larger than %d bytes", where, r.limits.EventBytes)
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return faultf("%s: the document ends before it is complete", where)
	case errors.As(err, &syntax):
		return faultf("%s: is no JSON at byte %d: %v", where, syntax.Offset, err)
	}
	return faultf("%s: %v", where, err)
}

// raw is the next value, unread.
func (r *Reader) raw() (json.RawMessage, error) {
	var raw json.RawMessage
	if err := r.json.Decode(&raw); err != nil {
		return nil, r.explain(err)
	}
	if int64(len(raw)) > r.limits.EventBytes {
		return nil, r.explain(errTooLarge)
	}
	return raw, nil
}

// listed reads the next event of the list.
func (r *Reader) listed() (Event, error) {
	raw, err := r.raw()
	if err != nil {
		return Event{}, err
	}
	return r.event(raw, fmt.Sprintf("%s/%d", r.list, r.events))
}

func (r *Reader) event(raw json.RawMessage, pointer string) (Event, error) {
	r.events++
	d := r.decoder(&reasons{event: r.events, most: r.limits.Reasons})
	e := d.event(raw, root(pointer), r.limits.Depth)
	return e, d.reasons.err()
}

// wait remembers the use of a namespace until the document's @context comes.
func (r *Reader) wait(event int, prefix string, at *place) {
	if _, known := r.uses[prefix]; known {
		return
	}
	switch {
	case len(r.uses) < mostPending:
		r.uses[prefix] = use{event: event, pointer: at.pointer()}
	case len(r.about.list) == 0:
		r.about.add(root("/@context"), "stands behind the uses of more than %d namespaces", mostPending)
	}
}

// field reads a field that is not in the list: goes into what holds the events, and
// keeps the rest.
func (r *Reader) field() error {
	token, err := r.json.Token()
	if err != nil {
		return r.explain(err)
	}
	name, _ := token.(string)
	parent := r.open[len(r.open)-1]
	path := root(parent).field(name).pointer()
	if r.seen[path] {
		r.about.add(root(path), "stands twice")
	}
	switch {
	case holders[path] || (parent == bodyPath || parent == queryPath) && name == listName[1:]:
		return r.enter(path)
	default:
		return r.beside(parent, name, path)
	}
}

// enter opens an object that holds the events, or their list.
func (r *Reader) enter(path string) error {
	r.seen[path] = true
	token, err := r.json.Token()
	if err != nil {
		return r.explain(err)
	}
	list := !holders[path]
	switch {
	case token == json.Delim('{') && !list:
		r.open = append(r.open, path)
	case token == json.Delim('[') && list:
		r.inList, r.list = true, path
	case list:
		return faultf("document (%s): must be an array", path)
	default:
		return faultf("document (%s): must be an object", path)
	}
	return nil
}
