package scan

import (
	"context"
	"sync"

	"channelrouter/internal/db"
	"channelrouter/internal/errs"
)

// Queue gathers concurrent scans into one transaction (group commit): while one batch
// commits, the next gathers, so that batches grow with the load and a lone scan waits
// for nobody. One worker at a time works out a batch; the others wait for the disk.
type Queue struct {
	scans   *Service
	waiting chan ticket
	stopped chan struct{}
	workers sync.WaitGroup
	turn    sync.Mutex // to work out a batch
}

type ticket struct {
	in   Input
	done chan Result
}

const (
	maxBatch   = 64
	queueDepth = 4096
)

// NewQueue starts workers that write batches at the same time: two or three keep a
// server's disk busy; SQLite has one writer.
func NewQueue(s *Service, workers int) *Queue {
	q := &Queue{scans: s, waiting: make(chan ticket, queueDepth), stopped: make(chan struct{})}
	for range workers {
		q.workers.Go(q.work)
	}
	return q
}

// Record waits for its batch to commit. A caller that gives up may still have been
// recorded: its retry with the same key finds out.
func (q *Queue) Record(ctx context.Context, in Input) (Answer, error) {
	t := ticket{in: in, done: make(chan Result, 1)}
	select {
	case q.waiting <- t:
	case <-ctx.Done():
		return Answer{}, ctx.Err()
	}
	select {
	case r := <-t.done:
		return r.Answer, r.Err
	case <-ctx.Done():
		return Answer{}, ctx.Err()
	}
}

// Stop finishes what is waiting. Nobody may call Record afterwards.
func (q *Queue) Stop() {
	close(q.stopped)
	q.workers.Wait()
}

func (q *Queue) work() {
	for {
		select {
		case t := <-q.waiting:
			q.write(t)
		case <-q.stopped:
			for {
				select {
				case t := <-q.waiting:
					q.write(t)
				default:
					return
				}
			}
		}
	}
}

// gather takes along whoever waits by now.
func (q *Queue) gather(first ticket) []ticket {
	batch := append(make([]ticket, 0, maxBatch), first)
	for len(batch) < maxBatch {
		select {
		case t := <-q.waiting:
			batch = append(batch, t)
		default:
			return batch
		}
	}
	return batch
}

// write records a batch, and lets the next worker begin when it is about to commit. When
// the database refuses the batch, each scan is tried alone, so that none fails for
// another's sake.
func (q *Queue) write(first ticket) {
	q.turn.Lock()
	end := sync.OnceFunc(q.turn.Unlock)
	defer end()
	batch := q.gather(first)
	inputs := make([]Input, len(batch))
	for i, t := range batch {
		inputs[i] = t.in
	}
	ctx := db.BeforeCommit(context.Background(), func(context.Context) error {
		end()
		return nil
	})
	results := q.scans.RecordBatch(ctx, inputs)
	for i, t := range batch {
		if len(batch) > 1 && isOurFault(results[i].Err) {
			results[i].Answer, results[i].Err = q.scans.Record(context.Background(), t.in)
		}
		t.done <- results[i]
	}
}

// isOurFault tells a failure of the machinery from an answer to the scanner.
func isOurFault(err error) bool { return err != nil && errs.As(err) == nil }
