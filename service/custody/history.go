package custody

import (
	"context"
	"time"

	"channelrouter/model"
)

// Sort is a sort of events: a kind, of a Designate for a use, and of a Destroy for a reason.
type Sort struct {
	Kind model.CustodyKind
	For  model.Designation
	Loss model.Loss
	// From and To are organisations, any of which it names so; nil: whoever it names.
	From, To []model.OrgID
}

// Mark is a place in the log, which is in order of event time and number; the zero mark is its
// beginning.
type Mark struct {
	At time.Time
	ID model.EventID
}

// Past asks for applied events. What is zero asks for all.
type Past struct {
	Sorts                         []Sort
	From                          Mark      // the first place
	Before                        time.Time // of event time
	RecordedSince, RecordedBefore time.Time
	Only                          bool // no others than IDs, be they none
	IDs                           []model.EventID
	Unkeyed                       string // none whose key begins so
	Limit                         int
}

// mostExamined is how much of the log is looked at for a page of it: what a page costs is
// bounded by that, whatever there is and is asked for.
const mostExamined = 10_000

// History answers a page of the log: as many events as Limit says or fewer, in order. next is
// where to go on, which may be though the page is short or empty; nil at the end.
func (s *Service) History(ctx context.Context, p Past) (events []model.CustodyEvent, next *Mark, err error) {
	if !p.Only {
		if next, err = s.store.markAfter(ctx, p, mostExamined); err != nil {
			return nil, nil, err
		}
	}
	if events, err = s.store.past(ctx, p, next); err != nil {
		return nil, nil, err
	}
	if n := len(events); n == p.Limit {
		next = &Mark{At: events[n-1].EventTime, ID: events[n-1].ID + 1}
	}
	return events, next, nil
}
