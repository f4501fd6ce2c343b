package marketcode

import (
	"context"
	"encoding/json"

	"channelrouter/internal/db"
	"channelrouter/model"
)

// Printable returns an order whose codes can be printed. Errors: ErrNotConfigured,
// ErrUnknown, ErrNotImported.
func (s *Service) Printable(ctx context.Context, id model.MarketOrderID) (model.MarketCodeOrder, error) {
	if s.wechat == nil {
		return model.MarketCodeOrder{}, ErrNotConfigured
	}
	o, err := s.Get(ctx, id)
	if err == nil && o.State != model.MarketImported && o.State != model.MarketActive {
		err = ErrNotImported
	}
	if err != nil {
		return o, err
	}
	// What leaves the house is noted for the audit log before it does.
	return o, s.db.Run(ctx, func(ctx context.Context) error {
		db.Note(ctx, "%d codes of order %d", o.Count, o.ID)
		return nil
	})
}

// Print hands the printed texts of a printable order's codes to yield, in order, one for
// each item of the face. They are fetched from WeChat again: this house keeps hashes only.
// It ends with what WeChat or yield answers.
func (s *Service) Print(ctx context.Context, o model.MarketCodeOrder, yield func(number int64, printed string) error) error {
	var ranges []Range
	if err := json.Unmarshal(o.Ranges, &ranges); err != nil {
		return err
	}
	for _, r := range ranges {
		if r.From >= o.Count {
			return nil
		}
		codes, err := s.wechat.Fetch(ctx, o.Application, r)
		if err != nil {
			return err
		}
		for i, c := range codes[:min(int64(len(codes)), o.Count-r.From)] {
			if c.Printed == "" {
				return ErrRanges.With("code %d has no printed text", r.From+int64(i))
			}
			if err := yield(r.From+int64(i), c.Printed); err != nil {
				return err
			}
		}
	}
	return nil
}
