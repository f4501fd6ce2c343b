package outbox

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"time"

	"gorm.io/gorm"

	"channelrouter/internal/lease"
)

const (
	// How many messages are delivered together: while others wait for the database, and while
	// nobody does.
	batchSize = 64
	drainSize = 4 * batchSize

	maxAttempts = 12
	firstDelay  = 200 * time.Millisecond
	maxDelay    = 10 * time.Minute
	pollEvery   = 250 * time.Millisecond
	// What is added while a relay rests is delivered together: a commit for each event
	// would take from those who add them.
	restAfter = 50 * time.Millisecond
	// A relay stops using a lease well before another may take it.
	leaseUse = lease.Term / 3
	// A partition that is another's is asked for again this late.
	leaseRetry = time.Second
)

// handler takes the events of one type that are delivered together, in order.
type handler func(ctx context.Context, payloads [][]byte) error

// Relay delivers messages to the handlers joined to their types.
type Relay struct {
	*Outbox
	keeper   *lease.Keeper
	handlers map[string][]handler
	held     [Partitions]time.Time
	refused  [Partitions]time.Time
}

// NewRelay makes the delivering side of o. Join handlers before Run.
func NewRelay(o *Outbox, k *lease.Keeper) *Relay {
	return &Relay{Outbox: o, keeper: k, handlers: map[string][]handler{}}
}

// On joins f to the events of type E, which it is given by sets: those of a delivery that
// follow each other, a key's in order. It runs inside the transaction that removes the
// messages, and must be idempotent: a message may be delivered again. Where it fails for
// a set it is called for each event alone, so that one does not hold up the others.
func On[E Event](r *Relay, f func(ctx context.Context, events []E) error) {
	var zero E
	name := zero.EventType()
	r.handlers[name] = append(r.handlers[name], func(ctx context.Context, payloads [][]byte) (err error) {
		defer func() { // else one event would bring down every replica in turn
			if cause := recover(); cause != nil {
				slog.Error("outbox handler panicked", "type", name, "cause", cause, "stack", string(debug.Stack()))
				err = fmt.Errorf("panic: %v", cause)
			}
		}()
		events := make([]E, len(payloads))
		for i, p := range payloads {
			if err := json.Unmarshal(p, &events[i]); err != nil {
				return fmt.Errorf("decode %s: %w", name, err)
			}
		}
		return f(ctx, events)
	})
}

// Run delivers until ctx ends, finishing the batch in hand.
func (r *Relay) Run(ctx context.Context) {
	poll := time.NewTicker(pollEvery)
	defer poll.Stop()
	for ctx.Err() == nil {
		// The batch in hand is finished even when ctx ends in its middle.
		delivered, err := r.pass(context.WithoutCancel(ctx), batchSize, ctx.Done())
		if err != nil {
			slog.Error("outbox pass failed", "error", err)
		}
		if delivered == 0 || err != nil {
			select {
			case <-ctx.Done():
			case <-r.wake:
			case <-poll.C:
			}
		}
		select {
		case <-ctx.Done():
		case <-time.After(restAfter):
		}
	}
	r.release(context.WithoutCancel(ctx))
}

// Drain delivers all that is due now, what handlers add on the way included.
func (r *Relay) Drain(ctx context.Context) error {
	for {
		delivered, err := r.pass(ctx, drainSize, nil)
		if err != nil || delivered == 0 {
			return err
		}
	}
}

// pass walks the pending messages of every partition once, in order, as long as it may
// hold the partition. It delivers those of many partitions together, so that a delivery
// is worth its commit.
func (r *Relay) pass(ctx context.Context, size int, stop <-chan struct{}) (int, error) {
	var walked [Partitions]int64
	delivered := 0
	for open := seats(); len(open) > 0; {
		var due []Message
		var further []int
		for i, p := range open {
			batch, err := r.next(ctx, p, walked[p], size, stop)
			if err != nil {
				return delivered, err
			}
			if len(batch) > 0 {
				walked[p] = batch[len(batch)-1].ID
				due = append(due, r.due(batch)...)
			}
			if len(batch) == size {
				further = append(further, p)
			}
			if len(due) >= size || i == len(open)-1 {
				n, err := r.deliverBatch(ctx, due)
				delivered += n
				if err != nil {
					return delivered, err
				}
				due = nil
			}
		}
		open = further
	}
	return delivered, nil
}

func seats() []int {
	all := make([]int, Partitions)
	for p := range all {
		all[p] = p
	}
	return all
}

// hold renews the partition's lease when its last renewal is no longer fresh, and
// wants none any more when told to stop.
func (r *Relay) hold(ctx context.Context, p int, stop <-chan struct{}) (bool, error) {
	select {
	case <-stop:
		return false, nil
	default:
	}
	now := r.clock.Now()
	if now.Sub(r.held[p]) < leaseUse {
		return true, nil
	}
	if now.Sub(r.refused[p]) < leaseRetry {
		return false, nil
	}
	held, err := r.keeper.Take(ctx, lease.NodeName("outbox", p))
	if held {
		r.held[p] = now
	} else {
		r.refused[p] = now
	}
	return held, err
}

func (r *Relay) release(ctx context.Context) {
	for p := range Partitions {
		if !r.held[p].IsZero() {
			if err := r.keeper.Release(ctx, lease.NodeName("outbox", p)); err != nil {
				slog.Warn("outbox lease not released", "partition", p, "error", err)
			}
			r.held[p] = time.Time{}
		}
	}
}

// next reads the messages after an id whose keys have none pending before it: those
// that were held back, and those that were committed late, since ids do not become
// visible in their order. One statement, so that whoever sees a key's later message
// sees its earlier one, too. A key whose message fails or waits holds back only its own
// later messages. Nothing is read of a partition that is another's.
func (r *Relay) next(ctx context.Context, p int, after int64, size int, stop <-chan struct{}) ([]Message, error) {
	held, err := r.hold(ctx, p, stop)
	if err != nil || !held {
		return nil, err
	}
	var batch []Message
	pending := r.db.Conn(ctx).Where("part = ? AND state = ?", p, Pending).Session(&gorm.Session{})
	rest := pending.Where("id > ?", after).Order("id").Limit(size)
	if after > 0 {
		earlier := pending.Model(&Message{}).Select("ordering_key").Where("id <= ?", after)
		rest = rest.Where("ordering_key NOT IN (?)", earlier)
	}
	return batch, rest.Find(&batch).Error
}

// due leaves out the messages whose time, or an earlier message's of their key, has
// not come.
func (r *Relay) due(batch []Message) []Message {
	now := r.clock.Now()
	waiting := map[string]bool{}
	due := batch[:0:0]
	for _, m := range batch {
		if m.NextAt.After(now) {
			waiting[m.Key] = true
		}
		if !waiting[m.Key] {
			due = append(due, m)
		}
	}
	return due
}

// deliverBatch delivers all at once or, where one spoils that, one by one.
func (r *Relay) deliverBatch(ctx context.Context, due []Message) (int, error) {
	if len(due) == 0 || r.deliver(ctx, due) == nil {
		return len(due), nil
	}
	delivered := 0
	waiting := map[string]bool{}
	for _, m := range due {
		if waiting[m.Key] {
			continue
		}
		if err := r.deliver(ctx, []Message{m}); err != nil {
			waiting[m.Key] = true
			if err := r.postpone(ctx, m, err); err != nil {
				return delivered, err
			}
			continue
		}
		delivered++
	}
	return delivered, nil
}

var errTaken = errors.New("outbox: delivered by another relay")

// deliver handles messages and removes them in one transaction. Another relay that
// was slow to notice the loss of its lease cannot deliver them a second time: the
// removal must find every row.
func (r *Relay) deliver(ctx context.Context, messages []Message) error {
	return r.db.Run(ctx, func(ctx context.Context) error {
		ids := make([]int64, len(messages))
		for i, m := range messages {
			ids[i] = m.ID
		}
		gone := r.db.Conn(ctx).Where("id IN ?", ids).Delete(&Message{})
		if gone.Error != nil {
			return gone.Error
		}
		if gone.RowsAffected != int64(len(ids)) {
			return errTaken
		}
		return r.handle(ctx, messages)
	})
}

// handle hands each run of messages of one type to the handlers of that type.
func (r *Relay) handle(ctx context.Context, messages []Message) error {
	for len(messages) > 0 {
		run := 1
		for run < len(messages) && messages[run].Type == messages[0].Type {
			run++
		}
		payloads := make([][]byte, run)
		for i, m := range messages[:run] {
			payloads[i] = m.Payload
		}
		for _, handle := range r.handlers[messages[0].Type] {
			if err := handle(ctx, payloads); err != nil {
				return fmt.Errorf("%s %d: %w", messages[0].Type, messages[0].ID, err)
			}
		}
		messages = messages[run:]
	}
	return nil
}

// postpone counts a failure: exponential backoff, and at last the dead state.
func (r *Relay) postpone(ctx context.Context, m Message, cause error) error {
	if errors.Is(cause, errTaken) {
		return nil
	}
	attempts := m.Attempts + 1
	delay := min(firstDelay<<m.Attempts, maxDelay)
	state := Pending
	if attempts >= maxAttempts {
		state = Dead
		slog.Error("outbox message is dead", "id", m.ID, "type", m.Type, "error", cause)
	}
	return r.db.Run(ctx, func(ctx context.Context) error {
		return r.db.Conn(ctx).Model(&Message{}).Where("id = ?", m.ID).Updates(map[string]any{
			"attempts": attempts, "state": state,
			"next_at": r.clock.Now().Add(delay), "last_error": truncate(cause.Error(), 500),
		}).Error
	})
}

func truncate(s string, n int) string {
	runes := []rune(s)
	return string(runes[:min(n, len(runes))])
}
