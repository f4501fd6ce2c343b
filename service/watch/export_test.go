package watch

import (
	"context"

	"channelrouter/internal/detect"
	"channelrouter/model"
	"channelrouter/service/casefile"
)

// Seen is a sighting, with whom the numbers in it mean.
type Seen struct {
	detect.Sighting
	Origin, Under model.OrgID
	Product       model.ProductID
}

func (e *eye) seen(s detect.Sighting) Seen {
	return Seen{Sighting: s, Origin: e.orgs.id(s.Origin), Under: e.orgs.id(s.Under), Product: e.products.id(s.Product)}
}

// Scanned is what the detector is told of a scan.
func (s *Service) Scanned(ctx context.Context, id model.ScanID) (seen Seen, err error) {
	e, err := s.eyeNow(ctx)
	if err != nil {
		return seen, err
	}
	err = s.Scan.Stream(ctx, id-1, id, func(r model.Scan) error {
		sighting, err := e.scanned(ctx, &r)
		seen = e.seen(sighting)
		return err
	})
	return seen, err
}

// Inspected is what it is told of goods that an inspector laid down.
func (s *Service) Inspected(ctx context.Context, f casefile.Found) (Seen, error) {
	e, err := s.eyeNow(ctx)
	if err != nil {
		return Seen{}, err
	}
	sighting, err := e.inspected(ctx, f)
	return e.seen(sighting), err
}

func (s *Service) eyeNow(ctx context.Context) (*eye, error) {
	policy, err := s.Diversion.Policies.At(ctx, s.clock.Now())
	if err != nil {
		return nil, err
	}
	return s.newEye(ctx, policy.Body)
}
