package epcis

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"io"
	"maps"
	"slices"
)

// beside reads a field that stands beside the events.
func (r *Reader) beside(parent, name, path string) error {
	raw, err := r.raw()
	if err != nil {
		return err
	}
	if r.around += int64(len(raw) + len(name)); r.around > r.limits.EventBytes {
		return r.explain(errTooLarge)
	}
	v, err := parse(raw, r.limits.Depth)
	if err != nil {
		r.about.add(root(path), "%s", err)
		return nil
	}
	r.seen[path] = true
	if parent == "" {
		r.top = append(r.top, named{name, v})
	}
	if path == "/@context" {
		r.names = r.decoder().context(v, root(path), nil)
	}
	if parent != "" {
		r.header.take(r.decoder(), parent, name, v, root(path))
		return nil
	}
	r.early(named{name, v})
	return nil
}

// early takes the outermost fields that no event has, so that Header knows them before
// the events.
func (r *Reader) early(f named) {
	quiet := decoder{reasons: &reasons{}}
	switch f.name {
	case "@context", "schemaVersion", "creationDate", "instanceIdentifier", "sender", "receiver", "epcisHeader", "id":
		r.header.take(&quiet, "", f.name, f.value, root(""))
	case "type":
		if f.text == Document || f.text == QueryDocument {
			r.header.Type = f.text
		}
	}
}

func (r *Reader) decoder() *decoder {
	d := &decoder{reasons: r.about, names: r.names}
	if r.names == nil {
		d.pending = r.wait
	}
	return d
}

// end is when the outermost object was closed.
func (r *Reader) end() (Event, error) {
	if r.ended {
		return Event{}, io.EOF
	}
	r.ended = true
	r.allow()
	var syntax *json.SyntaxError
	switch _, err := r.json.Token(); {
	case err == nil || errors.As(err, &syntax):
		return Event{}, errors.New("there is more text after the end of the document")
	case !errors.Is(err, io.EOF):
		return Event{}, r.explain(err)
	}
	if r.alone() {
		return r.lone()
	}
	r.header.Extensions = nil
	for _, f := range r.top {
		r.header.take(r.decoder(), "", f.name, f.value, root("").field(f.name))
	}
	r.header.check(r.decoder(), r.seen)
	r.checkContext()
	return Event{}, r.finish()
}

// alone tells whether what was read is one event and no document.
func (r *Reader) alone() bool {
	for _, f := range r.top {
		if f.name == "type" && f.kind == text {
			return !r.seen[bodyPath] && f.text != Document && f.text != QueryDocument
		}
	}
	return false
}

// lone reads the outermost object as an event.
func (r *Reader) lone() (Event, error) {
	var b bytes.Buffer
	for _, f := range r.top {
		b.Write(append(appendText([]byte(","), f.name), ':'))
		b.Write(f.raw)
	}
	object := append(bytes.Replace(b.Bytes(), []byte(","), []byte("{"), 1), '}')
	r.header = Header{Context: r.header.Context}
	r.about = &reasons{event: 1, most: r.limits.Reasons}
	if r.names == nil {
		r.about.add(root("/@context"), "is missing")
	}
	r.checkContext()
	about := r.about.list
	outer := r.names
	r.names = &namespaces{} // the event has it itself
	e, err := r.event(object, "")
	r.names = outer
	r.about, r.uses = &reasons{}, nil
	if len(about) == 0 {
		return e, err
	}
	invalid := &Invalid{}
	errors.As(err, &invalid)
	return e, &Invalid{Reasons: append(slices.Clone(about), invalid.Reasons...), More: invalid.More}
}

// checkContext complains when nothing gives the standard's names their meaning.
func (r *Reader) checkContext() {
	if n := r.names; n != nil && n.urls == 0 && !n.terms {
		r.about.add(root("/@context"), "does not name EPCIS's context, %s", ContextURL)
	}
}

// finish tells what is wrong around the events, if anything.
func (r *Reader) finish() error {
	byEvent := func(a, b string) int {
		return cmp.Or(cmp.Compare(r.uses[a].event, r.uses[b].event), cmp.Compare(a, b))
	}
	for _, prefix := range slices.SortedFunc(maps.Keys(r.uses), byEvent) {
		if !r.names.knows(prefix) {
			r.about.event = r.uses[prefix].event
			r.decoder().undeclared(prefix, root(r.uses[prefix].pointer))
		}
	}
	if err := r.about.err(); err != nil {
		return err
	}
	return io.EOF
}
