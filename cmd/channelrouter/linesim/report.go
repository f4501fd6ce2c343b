package linesim

import (
	"fmt"
	"io"
	"maps"
	"slices"
)

// Report is what a run came to.
type Report struct {
	Pallets, Units int
	Recorded       int
	Known          int            // told again, and recognised
	Pending        int            // kept, waiting for a fact
	Short          int            // containers that the server called short
	Refused        map[string]int // by the error's code: what cameras saw wrongly
	// Surprises are answers that a line does not expect.
	Surprises []string
}

const mostSurprises = 20

// OK tells whether every answer was the one that a line expects.
func (r *Report) OK() bool { return len(r.Surprises) == 0 }

func (r *Report) pack(p Pallet) {
	r.Pallets++
	for _, c := range p.Packs[:len(p.Packs)-1] {
		r.Units += len(c.Items)
	}
}

// first is the answer to a pallet as the cameras saw it.
func (r *Report) first(p Pallet, t told) {
	if !p.Wrong() {
		r.final(p, t)
		return
	}
	if t.State != "refused" || t.Error == nil {
		r.surprise(p, t, "it should have been refused")
		return
	}
	r.Refused[t.Error.Code]++
}

// final is the answer to a pallet as it is.
func (r *Report) final(p Pallet, t told) {
	r.Short += t.Short
	switch t.State {
	case "recorded":
		r.Recorded++
	case "known": // the answer to it was lost
		r.Known++
	case "pending":
		r.Pending++
	default:
		r.surprise(p, t, "it should have been recorded")
	}
}

// again is the answer to a pallet that was told before.
func (r *Report) again(p Pallet, t told) {
	if t.State != "known" {
		r.surprise(p, t, "it should have been known")
		return
	}
	r.Known++
}

func (r *Report) surprise(p Pallet, t told, why string) {
	if len(r.Surprises) == mostSurprises {
		return
	}
	detail := ""
	if t.Error != nil {
		detail = ", " + t.Error.Code + " " + t.Error.Detail
	}
	r.Surprises = append(r.Surprises, fmt.Sprintf("pallet %s with %v is %s%s: %s", p.Packs[len(p.Packs)-1].Into, p.Faults, t.State, detail, why))
}

// Write writes the report for people.
func (r *Report) Write(w io.Writer) error {
	_, err := fmt.Fprintf(w, "%d pallets of %d units: %d recorded, %d known, %d pending, %d containers short\n",
		r.Pallets, r.Units, r.Recorded, r.Known, r.Pending, r.Short)
	for _, code := range slices.Sorted(maps.Keys(r.Refused)) {
		if err == nil {
			_, err = fmt.Fprintf(w, "  refused as the cameras saw it, and sent again: %d × %s\n", r.Refused[code], code)
		}
	}
	for _, s := range r.Surprises {
		if err == nil {
			_, err = fmt.Fprintln(w, "  unexpected:", s)
		}
	}
	return err
}
