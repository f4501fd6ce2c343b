package lease

import (
	"context"
	"log/slog"
	"time"
)

// Job is work that must run on one replica at a time.
type Job struct {
	Name  string
	Every time.Duration
	Run   func(ctx context.Context) error
}

// RunJob runs job again and again while this keeper holds its lease, until ctx ends.
// Run must be safe to repeat: a holder may die after its work and before its next renewal.
func (k *Keeper) RunJob(ctx context.Context, job Job) {
	tick := time.NewTicker(job.Every)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			// The lease is given back with a context of its own: ctx has ended.
			release, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Second)
			defer cancel()
			if err := k.Release(release, "job/"+job.Name); err != nil {
				slog.Warn("job lease not released", "job", job.Name, "error", err)
			}
			return
		case <-tick.C:
			if err := k.runHeld(ctx, job); err != nil && ctx.Err() == nil {
				slog.Error("job failed", "job", job.Name, "error", err)
			}
		}
	}
}

func (k *Keeper) runHeld(ctx context.Context, job Job) error {
	held, err := k.Take(ctx, "job/"+job.Name)
	if err != nil || !held {
		return err
	}
	// Half a term per run: work that outlives its lease would run twice at once.
	limited, cancel := context.WithTimeout(ctx, Term/2)
	defer cancel()
	return job.Run(limited)
}
