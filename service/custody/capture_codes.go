package custody

import (
	"context"
	"time"

	"channelrouter/internal/errs"
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

// resolvePallet resolves the codes of a pallet, all at once.
func (s *Service) resolvePallet(ctx context.Context, p CapturedCodes) (Captured, error) {
	captured := Captured{At: p.At, Packs: make([]Packed, len(p.Packs))}
	var codes []string
	for _, pack := range p.Packs {
		codes = append(append(codes, pack.Into), pack.Items...)
	}
	items, err := s.ItemsOf(ctx, codes, Strict)
	if err != nil {
		return captured, err
	}
	for i, pack := range p.Packs {
		captured.Packs[i] = Packed{Container: items[0], Items: items[1 : 1+len(pack.Items)]}
		items = items[1+len(pack.Items):]
	}
	return captured, nil
}
