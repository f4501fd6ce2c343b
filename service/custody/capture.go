package custody

import (
	"cmp"
	"context"
	"fmt"
	"time"

	"channelrouter/internal/errs"
	"channelrouter/internal/id"
	"channelrouter/model"
)

// Packed is a container with what a line has put into it, in the order in which it went in.
type Packed struct {
	Container model.ItemID
	Items     []model.ItemID
	later     int32        // by how many microseconds later than its event, which has grown
	base      model.ItemID // the first item of their batch's level
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
// pallet. Where off-line pallets contradict each other about caps, the earlier stands, whichever
// is told first (dispute.go). It fails only for reasons that have nothing to do with the pallets.
func (s *Service) Capture(ctx context.Context, c Capture) ([]CaptureOutcome, error) {
	if c.Line == "" || len(c.Line) > maxLine || c.Org == 0 {
		return nil, ErrBadCapture.With("line %q", c.Line)
	}
	outcomes := make([]CaptureOutcome, len(c.Pallets))
	for i, p := range c.Pallets {
		o, err := s.capturePallet(ctx, c, p)
		if err != nil {
			if !errs.IsRefusal(err) {
				return nil, err
			}
			o = CaptureOutcome{State: CaptureRefused, Err: err}
		}
		outcomes[i] = o
	}
	return outcomes, nil
}

const maxLine = 40

func (s *Service) capturePallet(ctx context.Context, c Capture, p Captured) (o CaptureOutcome, err error) {
	pallet, err := s.packed(p)
	if err != nil {
		return o, err
	}
	if p.At.IsZero() {
		p.At = s.clock.Now()
	}
	command := Command{
		Key:  fmt.Sprintf("line/%s/%d/%d", c.Line, pallet.outermost, p.At.UnixMicro()),
		Kind: model.Pack, Goods: pallet.goods, From: c.Org, At: p.At, Offline: c.Offline,
	}
	hash, err := id.Hash(command)
	if err != nil {
		return o, err
	}
	err = s.atOnce(ctx, func(ctx context.Context) error {
		e, known, err := s.recordCapture(ctx, command, hash, pallet.scattered)
		o = CaptureOutcome{State: CaptureRecorded, Pallet: pallet.outermost, Event: e.ID, Short: pallet.short}
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

// recordCapture records a pallet, or finds it recorded. One of whose scattered items some are
// elsewhere, because that was packed earlier, is answered as pending.
func (s *Service) recordCapture(ctx context.Context, c Command, hash string, scattered []Packed) (_ model.CustodyEvent, known bool, err error) {
	e, err := s.plan(ctx, c, hash)
	if err != nil {
		return e.CustodyEvent, false, err
	}
	before := s.neighbours(e)
	family, err := s.take(ctx, e, before...)
	if err != nil {
		return e.CustodyEvent, false, err
	}
	if earlier, err := s.earlier(ctx, c.Key, hash); earlier != nil || err != nil {
		return *cmp.Or(earlier, &e.CustodyEvent), earlier != nil, err
	}
	told, err := s.toldOf(ctx, scattered, telling{source{at: e.EventTime, line: lineOf(e.Key)}, !e.Offline})
	if err != nil {
		return e.CustodyEvent, false, err
	}
	e.scattered = told.missing
	current, err := s.load(ctx, model.MergeRanges(append(before, family...)))
	if err != nil {
		return e.CustodyEvent, false, err
	}
	if current.holds(e) && !told.anything() {
		return model.CustodyEvent{}, true, nil
	}
	stored, err := s.recordPallet(ctx, e, family, current)
	if err != nil {
		return stored, false, err
	}
	if told.settled.lost > 0 {
		stored.State = model.EventPending
	}
	return stored, false, s.follow(ctx, step{CustodyEvent: stored, scattered: scattered}, told)
}

// recordPallet records a pallet that is not recorded: as part of the line's last event,
// if it carries on there, or as one of its own.
func (s *Service) recordPallet(ctx context.Context, e step, family []model.ItemRange, current *loaded) (model.CustodyEvent, error) {
	latest := current.latest(family)
	waiting, err := s.store.pendingOver(ctx, family, time.Time{})
	if err != nil {
		return e.CustodyEvent, err
	}
	if latest.IsZero() && len(waiting) == 0 { // new goods
		if grown, err := s.grow(ctx, e, current); grown != nil || err != nil {
			return *cmp.Or(grown, &e.CustodyEvent), err
		}
	}
	if !latest.Before(e.EventTime) {
		if e.Offline {
			return s.recordAnew(ctx, e, family)
		}
		e.EventTime = latest.Add(time.Microsecond)
	}
	return s.recordInOrder(ctx, e, family)
}

// holds tells whether all that an event packs is in its containers already at its time.
func (s *state) holds(e step) bool {
	for _, r := range e.ranges {
		items := model.ItemRange{From: r.FromItem, To: r.ToItem}
		if r.Parent == 0 { // containers that were filled
			for _, h := range s.heldAt(items, e.EventTime) {
				if !h.known {
					return false
				}
			}
			continue
		}
		l := linkOf(r)
		for _, c := range s.byParent(items, e.EventTime) {
			if c.parent == 0 || l.of(c.items.From) != c.parent || l.of(c.items.To-1) != c.parent {
				return false
			}
		}
	}
	return true
}
