package recall

import (
	"context"
	"slices"
	"unicode/utf8"

	"channelrouter/internal/db"
	"channelrouter/internal/id"
	"channelrouter/model"
	"channelrouter/service/code"
)

// Order is an order to call goods back. Key makes it safe to repeat.
type Order struct {
	Key      string            `json:"-"`
	Batch    model.BatchID     `json:"batch"`
	Interval code.Interval     `json:"interval"`
	Level    model.RecallLevel `json:"level"`
	Reason   string            `json:"reason"`
}

func (o Order) check() error {
	length := utf8.RuneCountInString(o.Reason)
	if o.Key == "" || len(o.Key) > 80 || length == 0 || length > 200 || o.Level != model.StopSale && o.Level != model.ConsumerRecall {
		return ErrBadRecall.With("key %q, level %d", o.Key, o.Level)
	}
	return nil
}

// Start calls goods back, marks their codes and tells everybody concerned. Repeated, it does
// what is left of that. Errors: ErrBadRecall, ErrNothing, ErrKeyReused, code.ErrUnknownBatch,
// code.ErrIntervalOutside.
func (s *Service) Start(ctx context.Context, o Order) (model.Recall, error) {
	var r model.Recall
	if err := o.check(); err != nil {
		return r, err
	}
	hash, err := id.Hash(o)
	if err != nil {
		return r, err
	}
	r = model.Recall{
		ID: model.RecallID(s.ids.Next()), Key: o.Key, InputHash: hash,
		BatchID: o.Batch, Level: o.Level, Reason: o.Reason, StartedAt: s.clock.Now(),
	}
	goods, err := s.goods(ctx, o)
	if err != nil {
		return r, err
	}
	err = s.db.Run(ctx, func(ctx context.Context) error {
		r, err = s.insert(ctx, r, goods)
		return err
	})
	if err != nil {
		return r, err
	}
	return s.advance(ctx, r)
}

// goods is what an order is about: its interval, and the units that are inside it now.
func (s *Service) goods(ctx context.Context, o Order) ([]model.ItemRange, error) {
	b, err := s.Code.Batch(ctx, o.Batch)
	if err != nil {
		return nil, err
	}
	goods, err := b.Within(o.Interval)
	if err != nil {
		return nil, err
	}
	units, err := s.Custody.UnitsOf(ctx, b, o.Interval, s.clock.Now())
	if err != nil {
		return nil, err
	}
	goods = model.MergeRanges(append(slices.Clone(goods), units...))
	if len(goods) == 0 {
		return nil, ErrNothing.With("batch %s", b.Ref)
	}
	return s.Code.ByBatch(goods), nil
}

// insert stores a recall, or finds it stored.
func (s *Service) insert(ctx context.Context, r model.Recall, goods []model.ItemRange) (model.Recall, error) {
	fresh, err := s.store.insert(ctx, r, goods)
	if err != nil || fresh {
		db.Note(ctx, "recall %d", r.ID)
		return r, err
	}
	earlier, err := s.store.byKey(ctx, r.Key)
	if err != nil {
		return r, err
	}
	if earlier == nil || earlier.InputHash != r.InputHash {
		return r, ErrKeyReused.With("key %q", r.Key)
	}
	db.Note(ctx, "recall %d", earlier.ID)
	return *earlier, nil
}

// advance does what is left to do of a recall: marks, and notices.
func (s *Service) advance(ctx context.Context, r model.Recall) (model.Recall, error) {
	if r.ClosedAt != nil {
		return r, nil
	}
	goods, err := s.store.goods(ctx, r.ID)
	if err != nil {
		return r, err
	}
	if r.MarkedAt == nil {
		if err := s.Code.RecallItems(ctx, goods, r.Reason); err != nil {
			return r, err
		}
		now := s.clock.Now()
		if err := s.store.marked(ctx, r.ID, now); err != nil {
			return r, err
		}
		r.MarkedAt = &now
	}
	return r, s.tell(ctx, r, goods)
}

// Work does what is left to do of all open recalls, as far as goods have moved on: for a job.
func (s *Service) Work(ctx context.Context) error {
	open, err := s.store.open(ctx)
	if err != nil {
		return err
	}
	for _, r := range open {
		if _, err := s.advance(ctx, r); err != nil {
			return err
		}
	}
	return nil
}

// Close ends a recall: nobody is told any more. Its goods stay marked. Closing twice is once.
func (s *Service) Close(ctx context.Context, id model.RecallID) (model.Recall, error) {
	var r model.Recall
	err := s.db.Run(ctx, func(ctx context.Context) error {
		if err := s.store.close(ctx, id, s.clock.Now()); err != nil {
			return err
		}
		var err error
		r, err = s.Get(ctx, id)
		return err
	})
	return r, err
}
