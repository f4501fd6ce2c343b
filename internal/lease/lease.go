// Package lease lets one replica at a time do a thing: a row names the holder and
// when its time is up; a holder that dies stops renewing, and another takes over.
// Times are the replicas' own clocks, so terms are far longer than their skew.
package lease

import (
	"context"
	"time"

	"channelrouter/internal/clock"
	"channelrouter/internal/db"
)

// Lease is the row of one named right.
type Lease struct {
	Name      string    `gorm:"primaryKey;size:64"`
	Holder    string    `gorm:"size:64;not null"`
	ExpiresAt time.Time `gorm:"precision:6;not null"`
}

// Term is how long a lease lasts without being renewed.
const Term = 15 * time.Second

// Keeper takes and renews leases for one holder, usually one process.
type Keeper struct {
	db     *db.DB
	clock  clock.Clock
	holder string
}

// NewKeeper makes a keeper whose holder name must be unique among live processes.
func NewKeeper(d *db.DB, c clock.Clock, holder string) *Keeper {
	return &Keeper{db: d, clock: c, holder: holder}
}

// Take acquires or renews the lease and tells whether it is ours until Term from now.
func (k *Keeper) Take(ctx context.Context, name string) (bool, error) {
	now := k.clock.Now()
	var held bool
	err := k.db.Run(ctx, func(ctx context.Context) error {
		done := k.db.Conn(ctx).Model(&Lease{}).
			Where("name = ? AND (holder = ? OR expires_at < ?)", name, k.holder, now).
			Updates(map[string]any{"holder": k.holder, "expires_at": now.Add(Term)})
		if done.Error != nil || done.RowsAffected == 1 {
			held = done.RowsAffected == 1
			return done.Error
		}
		inserted, err := k.db.InsertIgnore(ctx, &Lease{Name: name, Holder: k.holder, ExpiresAt: now.Add(Term)})
		if err != nil || inserted == 1 {
			held = inserted == 1
			return err
		}
		// MySQL counts a renewal within the same microsecond as no change.
		ours, err := db.First[Lease](k.db.Conn(ctx).Where("name = ? AND holder = ?", name, k.holder))
		held = ours != nil
		return err
	})
	return held, err
}

// Release gives the lease up, so that another need not wait for its end.
func (k *Keeper) Release(ctx context.Context, name string) error {
	return k.db.Run(ctx, func(ctx context.Context) error {
		return k.db.Conn(ctx).Where("name = ? AND holder = ?", name, k.holder).Delete(&Lease{}).Error
	})
}
