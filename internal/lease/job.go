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
	// Long has the lease renewed while Run runs, which then may take as long as it needs.
	Long bool
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
	if job.Long {
		return k.runLong(ctx, job)
	}
	// Half a term per run: work that outlives its lease would run twice at once.
	limited, cancel := context.WithTimeout(ctx, Term/2)
	defer cancel()
	return job.Run(limited)
}

// runLong renews the lease beside the run, and ends the run when it is lost.
func (k *Keeper) runLong(ctx context.Context, job Job) error {
	running, stop := context.WithCancel(ctx)
	renewing := make(chan struct{})
	go func() {
		defer close(renewing)
		tick := time.NewTicker(Term / 5)
		defer tick.Stop()
		for {
			select {
			case <-running.Done():
				return
			case <-tick.C:
				held, err := k.Take(running, "job/"+job.Name)
				if running.Err() == nil && (err != nil || !held) {
					slog.Warn("a long job's lease is lost", "job", job.Name, "error", err)
					stop()
					return
				}
			}
		}
	}()
	err := job.Run(running)
	stop()
	<-renewing
	return err
}
