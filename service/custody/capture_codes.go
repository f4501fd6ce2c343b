package custody

import (
	"context"
	"time"

	"channelrouter/internal/errs"
	"channelrouter/model"
	"channelrouter/service/code"
)

// PackedCodes is a container's code with the codes of what went into it.
type PackedCodes struct {
	Into  string
	Items []string
}

// CapturedCodes is a pallet as cameras and hand-held readers have seen it.
type CapturedCodes struct {
	Packs []PackedCodes
	At    time.Time
}

// CaptureCodes resolves the codes and records the pallets, as Capture does. A code that
// does not resolve refuses its pallet only; the error says which it is.
func (s *Service) CaptureCodes(ctx context.Context, c Capture, pallets []CapturedCodes) ([]CaptureOutcome, error) {
	outcomes := make([]CaptureOutcome, len(pallets))
	var resolved []int
	for i, p := range pallets {
		captured, err := s.resolvePallet(ctx, p)
		if err != nil {
			if !errs.IsRefusal(err) {
				return nil, err
			}
			outcomes[i] = CaptureOutcome{State: CaptureRefused, Err: err}
			continue
		}
		c.Pallets, resolved = append(c.Pallets, captured), append(resolved, i)
	}
	recorded, err := s.Capture(ctx, c)
	for n, o := range recorded {
		outcomes[resolved[n]] = o
	}
	return outcomes, err
}

func (s *Service) resolvePallet(ctx context.Context, p CapturedCodes) (Captured, error) {
	captured := Captured{At: p.At, Packs: make([]Packed, len(p.Packs))}
	item := func(text string) (model.ItemID, error) {
		r, err := s.codes.ResolveIssued(ctx, code.FromPrinted(text))
		if err != nil {
			return 0, withCode(err, text)
		}
		return r.Item, nil
	}
	for i, pack := range p.Packs {
		into, err := item(pack.Into)
		if err != nil {
			return captured, err
		}
		captured.Packs[i] = Packed{Container: into, Items: make([]model.ItemID, len(pack.Items))}
		for n, text := range pack.Items {
			if captured.Packs[i].Items[n], err = item(text); err != nil {
				return captured, err
			}
		}
		if captured.Packs[i].Items, err = s.Canonical(ctx, captured.Packs[i].Items); err != nil {
			return captured, err
		}
	}
	return captured, nil
}
