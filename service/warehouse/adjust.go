package warehouse

import (
	"context"
	"unicode/utf8"

	"channelrouter/internal/db"
	"channelrouter/internal/errs"
	"channelrouter/model"
	"channelrouter/service/custody"
)

var differenceKinds = map[model.StockDifferenceKind]string{model.StockMissing: "missing", model.StockSurplus: "surplus", model.StockOpened: "opened"}

// DifferenceKindName is "missing", "surplus" or "opened".
func DifferenceKindName(k model.StockDifferenceKind) string { return differenceKinds[k] }

// Adjustment is differences that somebody at the brand agrees with, and why.
type Adjustment struct {
	Take        model.StockTakeID
	Differences []int64 // by number
	By          model.UserID
	Reason      string // 1 to 200 characters
}

// Adjusted is a difference with why the book could not follow it.
type Adjusted struct {
	model.StockDifference
	Err error
}

// Adjust has the book follow a count, each difference for itself: what is missing is no more,
// and a surplus is received. What was adjusted before stays. Of opened containers what is
// left is to be counted first.
func (s *Service) Adjust(ctx context.Context, a Adjustment) ([]Adjusted, error) {
	take, err := s.GetTake(ctx, a.Take)
	if err != nil {
		return nil, err
	}
	if a.Reason == "" || utf8.RuneCountInString(a.Reason) > maxReason {
		return nil, ErrBadAdjustment.With("reason %q", a.Reason)
	}
	adjusted := make([]Adjusted, len(a.Differences))
	for i, n := range a.Differences {
		d, err := s.adjust(ctx, take, a, n)
		if err != nil && !errs.IsRefusal(err) {
			return nil, err
		}
		d.TakeID, d.N = take.ID, n
		adjusted[i] = Adjusted{StockDifference: d, Err: err}
	}
	return adjusted, nil
}

func (s *Service) adjust(ctx context.Context, take model.StockTake, a Adjustment, n int64) (d model.StockDifference, err error) {
	now := s.clock.Now()
	err = s.db.Run(ctx, func(ctx context.Context) error {
		db.Note(ctx, "stock-take %d, difference %d", take.ID, n)
		claimed, err := s.store.claimDifference(ctx, take.ID, n, model.StockDifference{Reason: a.Reason, AdjustedBy: a.By, AdjustedAt: &now})
		if err != nil {
			return err
		}
		found, err := s.store.difference(ctx, take.ID, n)
		if err != nil {
			return err
		}
		if found == nil {
			return ErrBadAdjustment.With("there is no difference %d", n)
		}
		if d = *found; !claimed {
			return nil
		}
		command := custody.Command{
			Key:   "stock-take/" + itoa(take.ID) + "/" + itoa(n),
			Goods: commandGoods([]model.ItemRange{{From: d.FromItem, To: d.ToItem}}),
		}
		switch d.Kind {
		case model.StockMissing:
			command.Kind, command.From, command.Loss = model.Destroy, take.OrgID, model.LossMissing
		case model.StockSurplus:
			command.Kind, command.To = model.Receive, take.OrgID
		default:
			return ErrBadAdjustment.With("difference %d is a container that was opened", n)
		}
		e, err := s.Custody.Record(ctx, command)
		if err != nil {
			return err
		}
		d.EventID = e.ID
		return s.store.setDifferenceEvent(ctx, take.ID, n, e.ID)
	})
	return d, err
}

// GetTake returns a stock-take.
func (s *Service) GetTake(ctx context.Context, id model.StockTakeID) (model.StockTake, error) {
	take, err := s.store.take(ctx, id)
	if err == nil && take == nil {
		err = ErrUnknownTake.With("id %d", id)
	}
	if err != nil {
		return model.StockTake{}, err
	}
	return *take, nil
}

// OwnTake returns a stock-take of an organisation; another's is not there.
func (s *Service) OwnTake(ctx context.Context, id model.StockTakeID, org model.OrgID) (model.StockTake, error) {
	take, err := s.GetTake(ctx, id)
	if err == nil && take.OrgID != org {
		return model.StockTake{}, ErrUnknownTake.With("id %d", id)
	}
	return take, err
}

// Takes pages through stock-takes by id, of an organisation or (0) of all.
func (s *Service) Takes(ctx context.Context, org model.OrgID, after model.StockTakeID, limit int) ([]model.StockTake, error) {
	return s.store.takes(ctx, org, after, limit)
}

// Differences pages through what a stock-take and the book disagree in, by number.
func (s *Service) Differences(ctx context.Context, take model.StockTakeID, after int64, limit int) ([]model.StockDifference, error) {
	return s.store.differences(ctx, take, after, limit)
}
