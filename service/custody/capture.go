package custody

import (
	"cmp"
	"context"
	"fmt"
	"time"

	"channelrouter/internal/errs"
	"channelrouter/model"
)

// Packed is a container with what a line has put into it, in the order in which it went in.
type Packed struct {
	Container model.ItemID
	Items     []model.ItemID
}

// Captured is an outermost container, such as a pallet, that a line has closed: what went
// into it, and into all containers inside it.
type Captured struct {
	Packs []Packed
	At    time.Time // when it was closed; zero is now
}

// Capture is what a line tells of its work. Off-line is what was buffered while there was
// no connection: it is kept even where it does not fit yet.
type Capture struct {
	Line    string // the line's name, 1 to 40 characters
	Org     model.OrgID
	Offline bool
	Pallets []Captured
}

// CaptureState is what became of a pallet.
type CaptureState string

const (
	CaptureRecorded CaptureState = "recorded"
	CaptureKnown    CaptureState = "known"   // it was recorded before, as it is told now
	CapturePending  CaptureState = "pending" // kept, and waiting for a fact that is missing
	CaptureRefused  CaptureState = "refused" // nothing of it was recorded
)

// CaptureOutcome is what became of a pallet and, when it was refused, why.
type CaptureOutcome struct {
	Pallet model.ItemID
	State  CaptureState
	Event  model.EventID
	Short  int // containers that hold less than their profile says
	Err    error
}

// Capture records pallets one by one, each whole or not at all: what is wrong with one is
// told and keeps no other from being recorded. The same pallet told again is known. Pallets
// that carry on where the line's last ended become part of the same event as long as that is
// younger than a minute, so that a regular line costs rows by the minute and not by the
// pallet. It fails only for reasons that have nothing to do with the pallets.
func (s *Service) Capture(ctx context.Context, c Capture) ([]CaptureOutcome, error) {
	if c.Line == "" || len(c.Line) > maxLine || c.Org == 0 {
		return nil, ErrBadCapture.With("line %q", c.Line)
	}
	outcomes := make([]CaptureOutcome, len(c.Pallets))
	for i, p := range c.Pallets {
		o, err := s.capturePallet(ctx, c, p)
		if err != nil {
			if !isRefusal(err) {
				return nil, err
			}
			o = CaptureOutcome{State: CaptureRefused, Err: err}
		}
		outcomes[i] = o
	}
	return outcomes, nil
}

// isRefusal tells whether an error is about what was told, and not about us.
func isRefusal(err error) bool {
	declared := errs.As(err)
	return declared != nil && declared.Kind != errs.Unavailable && declared.Kind != errs.Internal
}

const maxLine = 40

func (s *Service) capturePallet(ctx context.Context, c Capture, p Captured) (o CaptureOutcome, err error) {
	goods, pallet, short, err := s.packed(p)
	if err != nil {
		return o, err
	}
	if p.At.IsZero() {
		p.At = s.clock.Now()
	}
	command := Command{
		Key:  fmt.Sprintf("line/%s/%d/%d", c.Line, pallet, p.At.UnixMicro()),
		Kind: model.Pack, Goods: goods, From: c.Org, At: p.At, Offline: c.Offline,
	}
	hash, err := command.hash()
	if err != nil {
		return o, err
	}
	err = s.db.Run(ctx, func(ctx context.Context) error {
		e, known, err := s.recordCapture(ctx, command, hash)
		o = CaptureOutcome{State: CaptureRecorded, Pallet: pallet, Event: e.ID, Short: short}
		switch {
		case known:
			o.State = CaptureKnown
		case e.State == model.EventPending:
			o.State = CapturePending
		}
		return err
	})
	return o, err
}

// recordCapture records a pallet, or finds it recorded.
func (s *Service) recordCapture(ctx context.Context, c Command, hash string) (_ model.CustodyEvent, known bool, err error) {
	e, err := s.plan(ctx, c, hash)
	if err != nil {
		return e.CustodyEvent, false, err
	}
	before := s.neighbours(e)
	family, err := s.take(ctx, e, before...)
	if err != nil {
		return e.CustodyEvent, false, err
	}
	if earlier, err := s.store.eventByKey(ctx, c.Key); earlier != nil || err != nil {
		if err == nil && earlier.InputHash != hash {
			err = ErrKeyReused.With("pallet %s", e.ranges[len(e.ranges)-1].Parent)
		}
		return *cmp.Or(earlier, &e.CustodyEvent), earlier != nil, err
	}
	current, err := s.load(ctx, model.MergeRanges(append(before, family...)))
	if err != nil {
		return e.CustodyEvent, false, err
	}
	if current.holds(e) {
		return model.CustodyEvent{}, true, nil
	}
	latest, err := s.store.latest(ctx, family)
	if err != nil {
		return e.CustodyEvent, false, err
	}
	waiting, err := s.store.pendingOver(ctx, family, time.Time{})
	if err != nil {
		return e.CustodyEvent, false, err
	}
	if latest.IsZero() && len(waiting) == 0 { // new goods
		if grown, err := s.grow(ctx, e, current); grown != nil || err != nil {
			return *cmp.Or(grown, &e.CustodyEvent), false, err
		}
	}
	switch {
	case latest.Before(e.EventTime):
	case c.Offline:
		stored, err := s.recordAnew(ctx, e, family)
		return stored, false, err
	default:
		e.EventTime = latest.Add(time.Microsecond)
	}
	stored, err := s.recordInOrder(ctx, e, family)
	return stored, false, err
}

// holds tells whether all that an event packs is in its containers already at its time.
func (s *state) holds(e step) bool {
	for _, r := range e.ranges {
		l := linkOf(r)
		for _, c := range s.byParent(model.ItemRange{From: r.FromItem, To: r.ToItem}, e.EventTime) {
			if c.parent == 0 || l.of(c.items.From) != c.parent || l.of(c.items.To-1) != c.parent {
				return false
			}
		}
	}
	return true
}

// packed is the goods that a pallet's containers hold, as runs, which container the pallet
// is, and how many hold less than their profile says. ErrOverfilled where one holds more;
// ErrBadCapture where one is empty, or where they are not all inside one.
func (s *Service) packed(p Captured) (goods []Goods, pallet model.ItemID, short int, err error) {
	inside := map[model.ItemID]bool{}
	for _, c := range p.Packs {
		if len(c.Items) == 0 {
			return nil, 0, 0, ErrBadCapture.With("nothing in %s", c.Container)
		}
		if b := s.codes.BatchOf(c.Items[0]); b != nil {
			switch most := b.Level(c.Items[0].Level()).PerParent; {
			case most > 0 && int64(len(c.Items)) > most:
				return nil, 0, 0, ErrOverfilled.With("%d in %s, of %d", len(c.Items), c.Container, most)
			case int64(len(c.Items)) < most:
				short++
			}
		}
		for _, item := range c.Items {
			inside[item] = true
		}
		goods = append(goods, c.runs()...)
	}
	for _, c := range p.Packs {
		if inside[c.Container] {
			continue
		}
		if pallet != 0 {
			return nil, 0, 0, ErrBadCapture.With("%s is not inside %s", c.Container, pallet)
		}
		pallet = c.Container
	}
	if pallet == 0 {
		return nil, 0, 0, ErrBadCapture.With("no container is the outermost")
	}
	return goods, pallet, short, nil
}

// runs are the items of a container as runs of neighbours.
func (c Packed) runs() []Goods {
	var runs []Goods
	for _, item := range c.Items {
		if n := len(runs); n > 0 && runs[n-1].Items.To == item {
			runs[n-1].Items.To++
			runs[n-1].PerParent++
			continue
		}
		runs = append(runs, Goods{Items: model.One(item), Parent: c.Container, PerParent: 1})
	}
	return runs
}
