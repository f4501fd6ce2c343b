package demo

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"channelrouter/model"
	"channelrouter/service/code"
)

// act is one scan of a scene and what must come of it.
type act struct {
	who     string
	face    model.Face
	item    model.ItemID
	outcome string
	verdict string
}

// perform plays acts in order.
func (s *story) perform(ctx context.Context, acts ...act) error {
	for _, a := range acts {
		texts, err := s.read(a.face, a.item)
		if err != nil {
			return err
		}
		got, err := s.scan(ctx, a.who, texts[0])
		if err != nil {
			return err
		}
		if err := errors.Join(expect("outcome", got.Outcome, a.outcome), expect("verdict", got.Verdict, a.verdict)); err != nil {
			return fmt.Errorf("%s scans %s: %w", a.who, a.face, err)
		}
	}
	return nil
}

func (s *story) honestSale(ctx context.Context) error {
	linked, packed := s.world.linked, s.world.packed
	return s.perform(ctx,
		act{"D-NJ", model.FacePallet, item(linked, model.LevelPallet, 0), "traced", "exempt"},
		act{"salesman Zhao", model.FaceCaseOuter, item(linked, model.LevelCase, 0), "traced", "exempt"},
		act{"T-SZ1", model.FaceCaseInner, item(linked, model.LevelCase, 0), "rewarded", "match"},
		act{"guide Li", model.FaceUnitOuter, item(linked, model.LevelUnit, 0), "rewarded", "match"},
		act{"consumer Chen", model.FaceUnitOuter, item(linked, model.LevelUnit, 0), "traced", "match"},
		act{"consumer Chen", model.FaceUnitInner, item(linked, model.LevelUnit, 0), "claimed", "match"},
		act{"guide Wang", model.FaceUnitOuter, item(packed, model.LevelUnit, 0), "rewarded", "match"},
		act{"consumer Sun", model.FaceUnitInner, item(packed, model.LevelUnit, 0), "claimed", "match"},
	)
}

func (s *story) trouble(ctx context.Context) error {
	err := s.perform(ctx, act{"consumer Zhou", model.FaceUnitInner, item(s.world.linked, model.LevelUnit, 0), "repeat", "match"})
	if err != nil {
		return err
	}
	if err := s.race(ctx); err != nil {
		return err
	}
	return s.forgery(ctx)
}

const racers = 20

// race lets many consumers claim one code at the same moment.
func (s *story) race(ctx context.Context) error {
	texts, err := s.read(model.FaceUnitInner, item(s.world.linked, model.LevelUnit, 1))
	if err != nil {
		return err
	}
	callers := make([]*caller, racers)
	for i := range callers {
		if callers[i], err = s.enter(ctx, fmt.Sprintf("racer %d", i+1), "consumer", ""); err != nil {
			return err
		}
	}
	answers := make([]scanAnswer, racers)
	faults := make([]error, racers)
	var ready, running sync.WaitGroup
	ready.Add(1)
	for i, c := range callers {
		running.Go(func() {
			ready.Wait()
			answers[i], faults[i] = c.scan(ctx, texts[0])
		})
	}
	ready.Done()
	running.Wait()
	won := 0
	for _, a := range answers {
		s.note("consumer", a)
		if a.Outcome == "claimed" {
			won++
		}
	}
	s.report.Race = Race{Claims: racers, Won: won}
	s.say("   %d consumers claim one code at once: %d wins, the others are told it was claimed", racers, won)
	return errors.Join(append(faults, expect("winners", won, 1))...)
}

// forgery scans a code that a forger made: right shape, right check symbol, a MAC made
// with keys of his own.
func (s *story) forgery(ctx context.Context) error {
	forger, err := code.NewKeyring(time.Now(), code.StandardFaces())
	if err != nil {
		return err
	}
	codec, err := code.NewCodec(forger)
	if err != nil {
		return err
	}
	text, err := codec.Encode(code.Code{Face: model.FaceUnitInner, Epoch: forger.Current(), Slot: 7})
	if err != nil {
		return err
	}
	_, err = s.cast["consumer Zhou"].scan(ctx, s.Rooms.Code.URL(model.FaceUnitInner, text))
	var refused *refusal
	if !errors.As(err, &refused) {
		return fmt.Errorf("the forged code: %w", errors.Join(errNoProblem, err))
	}
	s.report.Scans = append(s.report.Scans, Scan{
		Actor: "consumer", Face: model.FaceUnitInner.String(), App: "consumer", Outcome: "refused", Verdict: "unknown", Reasons: []string{refused.Code},
	})
	s.say("   a forged code is refused: %s", refused.Code)
	return expect("code", refused.Code, "code.unknown")
}

// settled waits until the relay has delivered what was recorded.
func (s *story) settled(ctx context.Context) error {
	deadline := time.Now().Add(10 * time.Second)
	var quiet atomic.Int32
	for time.Now().Before(deadline) {
		pending, dead, err := s.Rooms.Outbox.Depth(ctx)
		if err != nil {
			return err
		}
		if dead > 0 {
			return fmt.Errorf("%d facts could not be delivered", dead)
		}
		if pending == 0 && quiet.Add(1) > 1 {
			return nil
		}
		time.Sleep(20 * time.Millisecond)
	}
	return errors.New("the outbox did not empty")
}
