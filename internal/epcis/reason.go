package epcis

import (
	"fmt"
	"strconv"
	"strings"
)

// Reason is one thing that is wrong with a document, and where.
type Reason struct {
	Event   int    // counted from 1; 0 when it is about the document
	Pointer string // RFC 6901; "" is the whole document or event
	Text    string

	fault *Fault
}

// Fault is what is wrong by itself, for other languages.
func (r Reason) Fault() *Fault { return r.fault }

// String says it as people read it: event 3 (/epcisBody/eventList/2/action): …
func (r Reason) String() string {
	pointer := r.Pointer
	if pointer == "" {
		pointer = "/"
	}
	if r.Event == 0 {
		return fmt.Sprintf("document (%s): %s", pointer, r.Text)
	}
	return fmt.Sprintf("event %d (%s): %s", r.Event, pointer, r.Text)
}

// Invalid is the error for an event, or for the document around the events, that is not
// what the standard says. Reading can go on after it.
type Invalid struct {
	Reasons []Reason
	More    int // reasons beyond those listed
}

// Error is every reason, one a line.
func (i *Invalid) Error() string {
	lines := make([]string, 0, len(i.Reasons)+1)
	for _, r := range i.Reasons {
		lines = append(lines, r.String())
	}
	if i.More > 0 {
		lines = append(lines, fmt.Sprintf("and %d more", i.More))
	}
	return strings.Join(lines, "\n")
}

// reasons gathers what is wrong, the first most of it.
type reasons struct {
	event int
	most  int
	list  []Reason
	more  int
}

func (r *reasons) add(at *place, format string, args ...any) {
	r.say(at, faultf(format, args...))
}

// say adds what is wrong at a place.
func (r *reasons) say(at *place, f *Fault) {
	if len(r.list) >= r.most {
		r.more++
		return
	}
	r.list = append(r.list, Reason{Event: r.event, Pointer: at.pointer(), Text: f.Error(), fault: f})
}

// err is nil when nothing is wrong.
func (r *reasons) err() error {
	if len(r.list) == 0 {
		return nil
	}
	return &Invalid{Reasons: r.list, More: r.more}
}

// place is where a value stands. Only a place that is complained of is written out.
type place struct {
	up    *place
	name  string // of a field
	index int    // of an item, when name is ""
}

// root is a place whose pointer is given.
func root(pointer string) *place { return &place{name: pointer} }

func (p *place) field(name string) *place { return &place{up: p, name: name} }

func (p *place) item(index int) *place { return &place{up: p, index: index} }

var pointerEscapes = strings.NewReplacer("~", "~0", "/", "~1")

func (p *place) pointer() string {
	switch {
	case p.up == nil:
		return p.name
	case p.name == "":
		return p.up.pointer() + "/" + strconv.Itoa(p.index)
	}
	return p.up.pointer() + "/" + pointerEscapes.Replace(p.name)
}

// quoted is what a document says, for a reason: cut, so that a reason stays a line.
func quoted(text string) string {
	const longest = 80
	if len(text) > longest {
		text = strings.ToValidUTF8(text[:longest], "") + "…"
	}
	return strconv.Quote(text)
}
