package scan

import (
	"context"
	"runtime"
	"sync"
	"time"

	"channelrouter/internal/errs"
)

// Queue gathers concurrent scans into one transaction (group commit): while one batch
// commits, the next gathers, so that batches grow with the load and a lone scan waits
// for nobody.
type Queue struct {
	scans   *Service
	waiting chan ticket
	stopped chan struct{}
	workers sync.WaitGroup
}

type ticket struct {
	visit *visit
	done  chan struct{}
}

const (
	maxBatch   = 256
	gatherFor  = 4 * time.Millisecond
	queueDepth = 4096
)

// Workers is how many workers suit an engine, "sqlite" or "mysql", on this machine: SQLite
// has one writer; elsewhere one keeps two processors busy, and larger batches cost less
// than more of them.
func Workers(engine string) int {
	if engine == "sqlite" {
		return 1
	}
	return max(1, runtime.GOMAXPROCS(0)/2)
}

// NewQueue starts workers that write batches at the same time.
func NewQueue(s *Service, workers int) *Queue {
	q := &Queue{scans: s, waiting: make(chan ticket, queueDepth), stopped: make(chan struct{})}
	for range workers {
		q.workers.Go(q.work)
	}
	return q
}

// Record admits a scan, which many do at the same time, and waits for its batch to
// commit. A caller that gives up may still have been recorded: its retry with the same
// key finds out.
func (q *Queue) Record(ctx context.Context, in Input) (Answer, error) {
	t := ticket{visit: q.scans.admit(ctx, in), done: make(chan struct{})}
	if t.visit.err != nil {
		return Answer{}, t.visit.err
	}
	select {
	case q.waiting <- t:
	case <-ctx.Done():
		return Answer{}, ctx.Err()
	}
	select {
	case <-t.done:
		if t.visit.err != nil {
			return Answer{}, t.visit.err
		}
		return q.scans.direct(t.visit.in, t.visit.answer)
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
	expected := 1
	for {
		select {
		case t := <-q.waiting:
			expected = q.write(q.gather(t, expected))
		case <-q.stopped:
			for {
				select {
				case t := <-q.waiting:
					q.write(q.gather(t, 1))
				default:
					return
				}
			}
		}
	}
}

// gather takes along whoever waits by now, and waits a moment for as many as came along
// last time: those who were answered then are about to come again. Who comes alone waits
// for nobody.
func (q *Queue) gather(first ticket, expected int) []ticket {
	batch := append(make([]ticket, 0, max(expected, len(q.waiting)+1)), first)
	patience := time.NewTimer(gatherFor)
	defer patience.Stop()
	for len(batch) < expected {
		select {
		case t := <-q.waiting:
			batch = append(batch, t)
			continue
		case <-patience.C:
		}
		break
	}
	for len(batch) < maxBatch {
		select {
		case t := <-q.waiting:
			batch = append(batch, t)
			continue
		default:
		}
		break
	}
	return batch
}

// write records a batch and says how large it was. When the database refuses it, each
// scan is tried alone, so that none fails for another's sake.
func (q *Queue) write(batch []ticket) int {
	ctx := context.Background()
	visits := make([]*visit, len(batch))
	for i, t := range batch {
		visits[i] = t.visit
	}
	q.scans.recordAdmitted(ctx, visits)
	for _, t := range batch {
		if len(batch) > 1 && isOurFault(t.visit.err) {
			t.visit.err = nil
			q.scans.recordAdmitted(ctx, []*visit{t.visit})
		}
		close(t.done)
	}
	return len(batch)
}

// isOurFault tells a failure of the machinery from an answer to the scanner.
func isOurFault(err error) bool { return err != nil && errs.As(err) == nil }
