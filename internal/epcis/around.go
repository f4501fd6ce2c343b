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
		r.about.say(root(path), faultOf(err))
		return nil
	}
	r.seen[path] = true
	if parent == "" {
		r.top = append(r.top, named{name, v})
	}
	if path == "/@context" {
		r.names = r.decoder(r.about).context(v, root(path), nil)
	}
	r.header.take(r.decoder(r.about), parent, name, v, root(path))
	return nil
}

// decoder is one that waits for the namespaces of a @context that has not come yet.
func (r *Reader) decoder(about *reasons) *decoder {
	d := &decoder{reasons: about, names: r.names}
	if r.names == nil {
		d.pending = func(prefix string, at *place) { r.wait(about.event, prefix, at) }
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
		return Event{}, faultf("there is more text after the end of the document")
	case !errors.Is(err, io.EOF):
		return Event{}, r.explain(err)
	}
	if r.alone() {
		return r.lone()
	}
	r.header.check(r.decoder(r.about), r.seen)
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
			r.decoder(r.about).undeclared(prefix, root(r.uses[prefix].pointer))
		}
	}
	if err := r.about.err(); err != nil {
		return err
	}
	return io.EOF
}
