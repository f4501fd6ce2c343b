package db

import "context"

const (
	purgeChunk = 500     // rows that go in one transaction
	mostPurged = 100_000 // in one Purge
)

// Purge removes rows whose time is over, some at a time, each time in a transaction of its own,
// until none is left or a run's bound is reached; the next run goes on. find tells some ids of what
// is over, remove removes them and counts those that were still there: of two purges at once each
// row is counted by one. It returns how many went, those of transactions that committed.
func Purge[ID any](ctx context.Context, d *DB, find func(ctx context.Context, limit int) ([]ID, error), remove func(ctx context.Context, ids []ID) (int64, error)) (removed int64, err error) {
	for removed < mostPurged {
		ids, err := find(ctx, purgeChunk)
		if err != nil || len(ids) == 0 {
			return removed, err
		}
		var n int64 // a transaction may be tried again
		err = d.Run(ctx, func(ctx context.Context) (err error) {
			n, err = remove(ctx, ids)
			return err
		})
		if err != nil {
			return removed, err
		}
		removed += n
	}
	return removed, nil
}
