package linesim

import (
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"strings"
	"time"
)

// Fault is something that goes wrong on a line.
type Fault string

const (
	Short    Fault = "short"    // a unit falls off: its case holds one less
	Swap     Fault = "swap"     // a unit is taken out, and another takes its place
	Misread  Fault = "misread"  // the camera reads a symbol wrong
	Double   Fault = "double"   // the camera reads a unit of the neighbouring case, too
	Overfull Fault = "overfull" // one unit too many is in a case
	Resend   Fault = "resend"   // the gateway has no answer, and sends the pallet again
	Outage   Fault = "outage"   // the gateway has no connection for some pallets
)

// Faults are all of them, in order.
var Faults = []Fault{Short, Swap, Misread, Double, Overfull, Resend, Outage}

// wrong are the faults that a server must refuse.
var wrong = []Fault{Misread, Double, Overfull}

// Line says what a line packs, how fast, and how often which fault happens to a pallet.
type Line struct {
	UnitsPerCase   int
	CasesPerPallet int
	CasesPerSecond float64
	Begin          time.Time
	Chance         map[Fault]float64 // 0 to 1
	Seed           uint64

	Units, Cases, Pallets *Codes

	chance *rand.Rand
	packed int
	last   string // the unit before, for a camera that sees too much
}

// Pack is a container with what went into it.
type Pack struct {
	Into  string   `json:"into"`
	Items []string `json:"items"`
}

// Pallet is what a line has closed.
type Pallet struct {
	At     time.Time `json:"at"`
	Packs  []Pack    `json:"packs"`
	Faults []Fault   `json:"-"`
	// Seen is what the cameras saw, where that is not what was packed.
	Seen []Pack `json:"-"`
}

// Next packs a pallet. io.EOF when a reel is used up; a pallet that was begun is closed
// as it is.
func (l *Line) Next() (Pallet, error) {
	if l.chance == nil {
		l.chance = rand.New(rand.NewPCG(l.Seed, 1))
	}
	seconds := float64(l.packed*l.CasesPerPallet) / l.CasesPerSecond
	p := Pallet{At: l.Begin.Add(time.Duration(seconds * float64(time.Second)))}
	for _, f := range Faults {
		if l.chance.Float64() < l.Chance[f] {
			p.Faults = append(p.Faults, f)
		}
	}
	whole := Pack{}
	for range l.CasesPerPallet {
		c, err := l.pack(p, len(whole.Items) == 0)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return p, err
		}
		p.Packs, whole.Items = append(p.Packs, c), append(whole.Items, c.Into)
	}
	if len(p.Packs) == 0 {
		return p, io.EOF
	}
	var err error
	if whole.Into, err = l.Pallets.Next(); err != nil {
		return p, err
	}
	p.Packs = append(p.Packs, whole)
	l.see(&p)
	l.packed++
	return p, nil
}

// pack fills a case. The faults of a pallet happen to its first.
func (l *Line) pack(p Pallet, first bool) (Pack, error) {
	wanted := l.UnitsPerCase
	if first && p.has(Short) {
		wanted--
	}
	var c Pack
	for len(c.Items) < wanted {
		unit, err := l.Units.Next()
		if errors.Is(err, io.EOF) && len(c.Items) > 0 {
			break
		}
		if err != nil {
			return c, err
		}
		if first && p.has(Swap) && len(c.Items) == wanted/2 {
			unit, err = l.Units.Next() // the one before went to the bin
			if err != nil {
				return c, err
			}
		}
		c.Items = append(c.Items, unit)
	}
	into, err := l.Cases.Next()
	c.Into = into
	return c, err
}

// see is what the cameras make of a pallet: what they see wrongly in its first case.
func (l *Line) see(p *Pallet) {
	if p.Wrong() {
		p.Seen = slices.Clone(p.Packs)
		items := slices.Clone(p.Seen[0].Items)
		switch {
		case p.has(Misread):
			items[0] = misread(items[0])
		case p.has(Double) && len(p.Packs) > 2:
			items[len(items)-1] = p.Packs[1].Items[0]
		default:
			for len(items) <= l.UnitsPerCase {
				items = append(items, l.before(p))
			}
		}
		p.Seen[0].Items = items
	}
	l.last = p.Packs[0].Items[0]
}

// before is a unit that was packed elsewhere.
func (l *Line) before(p *Pallet) string {
	if l.last != "" {
		return l.last
	}
	return p.Packs[len(p.Packs)-1].Into
}

// alike are digits, and what each is taken for.
const alike = "08172Z384A5S6G718394"

// misread changes the last digit of a code as a dirty lens does.
func misread(code string) string {
	i := strings.LastIndexAny(code, "0123456789")
	if i <= 0 {
		return code[:len(code)-1] + "0"
	}
	at := 2 * int(code[i]-'0')
	return code[:i] + alike[at+1:at+2] + code[i+1:]
}

// Wrong tells whether the cameras saw something that was not packed.
func (p Pallet) Wrong() bool { return slices.ContainsFunc(wrong, p.has) }

func (p Pallet) has(f Fault) bool { return slices.Contains(p.Faults, f) }

// ParseFaults reads "short=0.02,outage=0.01", or one share for all.
func ParseFaults(text string) (map[Fault]float64, error) {
	chance := map[Fault]float64{}
	for part := range strings.SplitSeq(text, ",") {
		name, share, named := strings.Cut(part, "=")
		if !named {
			name, share = "all", part
		}
		var n float64
		if _, err := fmt.Sscanf(share, "%g", &n); err != nil || n < 0 || n > 1 {
			return nil, fmt.Errorf("%q is no share between 0 and 1", share)
		}
		switch {
		case name == "all":
			for _, f := range Faults {
				chance[f] = n
			}
		case slices.Contains(Faults, Fault(name)):
			chance[Fault(name)] = n
		default:
			return nil, fmt.Errorf("no fault is called %q: there are %v", name, Faults)
		}
	}
	return chance, nil
}
