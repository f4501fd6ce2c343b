package casefile

import (
	"context"
	"time"

	"channelrouter/model"
)

// Found is goods that an inspector laid down, and where they were.
type Found struct {
	ID         model.EvidenceID
	ScanID     model.ScanID
	Item       model.ItemID
	Judgement  model.Judgement `gorm:"embedded"`     // at the place of the record
	Terminal   model.OrgID     `gorm:"column:place"` // where it was; 0: not at a terminal
	Adcode     string
	Damaged    bool // codes there were cut off, swapped or made unreadable
	At         time.Time
	RecordedAt time.Time
}

// FoundAfter pages through the scans of inspections that were laid down from one time
// to another, but for those that were struck out, in the order of their ids after one.
func (s *Service) FoundAfter(ctx context.Context, after model.EvidenceID, from, to time.Time, limit int) ([]Found, error) {
	return s.store.found(ctx, after, from, to, limit)
}

// LastEvidenceBefore is the last piece of evidence that was laid down before a time; 0 where there
// is none.
func (s *Service) LastEvidenceBefore(ctx context.Context, at time.Time) (model.EvidenceID, error) {
	return s.store.lastEvidenceBefore(ctx, at)
}
