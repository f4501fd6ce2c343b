package watch

import (
	"context"
	"time"

	"channelrouter/model"
	"channelrouter/service/casefile"
)

// inspections are goods that inspectors laid down, on their way to detectors beside the scans.
type inspections struct {
	last    model.EvidenceID // that was read
	waiting []casefile.Found // later than the scans so far
}

// foundPage is how many inspected goods are read at a time.
const foundPage = 1000

// find reads what was laid down from one time to another, after what was read before: some
// thousands in two windows.
func (s *Service) find(ctx context.Context, in *inspections, from, to time.Time) (err error) {
	if in.last == 0 {
		if in.last, err = s.CaseFile.LastEvidenceBefore(ctx, from); err != nil {
			return err
		}
	}
	for {
		page, err := s.CaseFile.FoundAfter(ctx, in.last, from, to, foundPage)
		if err != nil || len(page) == 0 {
			return err
		}
		in.waiting, in.last = append(in.waiting, page...), page[len(page)-1].ID
	}
}

// showUpTo shows detectors the goods that had been laid down by a time.
func (in *inspections) showUpTo(ctx context.Context, at time.Time, stages ...*stage) error {
	for ; len(in.waiting) > 0 && !in.waiting[0].RecordedAt.After(at); in.waiting = in.waiting[1:] {
		for _, g := range stages {
			sighting, err := g.eye.inspected(ctx, in.waiting[0])
			if err != nil {
				return err
			}
			g.show(&sighting)
		}
	}
	return nil
}
