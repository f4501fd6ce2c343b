package privacy

import (
	"context"
	"errors"

	"channelrouter/internal/clock"
	"channelrouter/internal/personal"
	"channelrouter/model"
)

// Years are for how many years rows are kept after an erasure, from the end of their own year on.
// Reasons that are not among them have no end: what is sealed, or rests on what is, stays.
var Years = map[personal.Why]int{personal.Tax: 10, personal.Evidence: 5, personal.Proof: 3}

// mostPurged is how many erased people one run looks at.
const mostPurged = 100

// Purge deals, at night, with what was kept of erased people and need not be any more: each of them
// is looked at once a year, since duties end with one. A run is bounded; one that dies is gone on
// with by the next. Of two at once each row is dealt with, and counted, by one. It returns how many
// rows that were.
func (s *Service) Purge(ctx context.Context) (rows int64, err error) {
	now := s.clock.Now()
	if !clock.Night(now) {
		return 0, nil
	}
	year := clock.Local(now).Year()
	requests, err := s.store.unpurged(ctx, year, mostPurged)
	for _, r := range requests {
		n, failed := s.purge(ctx, r, year)
		rows, err = rows+n, errors.Join(err, failed)
	}
	return rows, err
}

// purge deals with all rows of a person whose time is over, and notes that they were this year.
func (s *Service) purge(ctx context.Context, r model.DataRequest, year int) (rows int64, err error) {
	subject, err := s.subject(ctx, r)
	if err != nil {
		return 0, err
	}
	subject.PhoneIndex = "" // his number may be somebody else's by now
	due := personal.Due{Subject: subject, Erased: *r.DoneAt}
	for _, part := range s.parts {
		for _, table := range part.Tables {
			years, ends := s.years[table.Why]
			if !ends || table.Ending == nil {
				continue
			}
			due.Before = personal.Cutoff(subject.Now, years)
			n, err := s.purgeTable(ctx, r.ID, part, table, due)
			rows += n
			if err != nil {
				return rows, err
			}
		}
	}
	return rows, s.db.Run(ctx, func(ctx context.Context) error { return s.store.purged(ctx, r.ID, year) })
}

// purgeTable deals with the rows of one table, some hundred at a time, until none is left.
func (s *Service) purgeTable(ctx context.Context, id model.DataRequestID, part personal.Part, table personal.Table, due personal.Due) (rows int64, err error) {
	name, err := personal.TableName(table.Model)
	if err != nil {
		return 0, err
	}
	of := model.DataRequestStep{RequestID: id, Part: part.Name, Of: name, Fate: string(table.Fate), Why: string(table.Why)}
	ended := table.Ended(due)
	for {
		s.alive()
		left, err := ended.Left(ctx, s.db, due.Subject)
		if err != nil || !left {
			return rows, err
		}
		var taken int64
		err = ended.Take(ctx, s.db, due.Subject, s.rows, func(ctx context.Context, n int64) error {
			taken = n // none, where another took these rows meanwhile
			return s.store.countPurged(ctx, of, n)
		})
		if err != nil {
			return rows, err
		}
		rows += taken
	}
}
