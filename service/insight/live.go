package insight

import (
	"context"
	"fmt"
	"log/slog"
	"strconv"
	"strings"
	"sync"
	"time"

	"channelrouter/model"
)

const (
	pollEvery = time.Second
	// feedSize is what is told at once: of more, the newest.
	feedSize = 100
	// waiting is how many tellings a reader may be behind before it is dropped.
	waiting     = 8
	mostReaders = 500
)

// Place is where a reader of the feed is: behind a fact.
type Place struct{ Pass, ID int64 }

// String is what ParsePlace reads.
func (p Place) String() string { return fmt.Sprintf("%d-%d", p.Pass, p.ID) }

// ParsePlace reads a place; "" is none. Errors: ErrBadPlace.
func ParsePlace(text string) (*Place, error) {
	if text == "" {
		return nil, nil
	}
	pass, id, ok := strings.Cut(text, "-")
	p, err := strconv.ParseInt(pass, 10, 64)
	n, failure := strconv.ParseInt(id, 10, 64)
	if !ok || err != nil || failure != nil || p < 0 || n < 0 {
		return nil, ErrBadPlace.With("%.40q", text)
	}
	return &Place{p, n}, nil
}

// Told are facts that are told together, in their order.
type Told struct {
	Facts   []model.InsightFact
	Skipped bool // there were more than are told at once, before these
}

// hub reads the feed once for all who follow it in this process.
type hub struct {
	room    *Service
	mu      sync.Mutex
	readers map[chan Told]bool
	at      Place
	closed  bool
	stop    context.CancelFunc // of the poll that is under way
}

func (h *hub) open(room *Service) {
	h.room, h.readers = room, map[chan Told]bool{}
}

// Follow returns what was told after a place (nil: the last few) and a channel of what is told
// from then on. The channel is closed when the room is, or the reader is too slow; leave must be
// called. Errors: ErrEnding.
func (s *Service) Follow(ctx context.Context, after *Place) (before Told, news <-chan Told, leave func(), err error) {
	reader, at, err := s.hub.join(ctx)
	if err != nil {
		return before, nil, nil, err
	}
	leave = func() { s.hub.leave(reader) }
	before, err = s.told(ctx, after, at)
	if err != nil {
		leave()
	}
	return before, reader, leave, err
}

// Close ends all feeds: the process is about to end.
func (s *Service) Close() {
	h := &s.hub
	h.mu.Lock()
	defer h.mu.Unlock()
	h.closed = true
	for reader := range h.readers {
		close(reader)
		delete(h.readers, reader)
	}
	if h.stop != nil {
		h.stop()
		h.stop = nil
	}
}

// join adds a reader, who hears of what is behind the place that is returned. The first one
// starts the poll.
func (h *hub) join(ctx context.Context) (chan Told, Place, error) {
	last, err := h.room.store.lastTold(ctx) // before the lock, which nobody waits for long
	if err != nil {
		return nil, Place{}, err
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.closed || len(h.readers) >= mostReaders {
		return nil, Place{}, ErrEnding
	}
	if len(h.readers) == 0 {
		h.at = last
		polling, stop := context.WithCancel(context.Background())
		h.stop = stop
		go h.poll(polling)
	}
	reader := make(chan Told, waiting)
	h.readers[reader] = true
	return reader, h.at, nil
}

func (h *hub) leave(reader chan Told) {
	h.mu.Lock()
	defer h.mu.Unlock()
	delete(h.readers, reader)
	if len(h.readers) == 0 && h.stop != nil {
		h.stop()
		h.stop = nil
	}
}

// poll reads what is new, once a second, until nobody follows.
func (h *hub) poll(ctx context.Context) {
	tick := time.NewTicker(pollEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		h.mu.Lock()
		at := h.at
		h.mu.Unlock()
		limited, cancel := context.WithTimeout(ctx, 10*pollEvery)
		facts, skipped, err := h.room.store.newest(limited, at, nil, feedSize)
		cancel()
		if err != nil {
			if ctx.Err() == nil {
				slog.Warn("live feed not read", "error", err)
			}
			continue
		}
		if len(facts) > 0 {
			h.tell(ctx, Told{facts, skipped})
		}
	}
}

// tell gives facts to all readers, and drops those who have not taken the last ones.
func (h *hub) tell(ctx context.Context, told Told) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if ctx.Err() != nil {
		return // another poll has begun
	}
	last := told.Facts[len(told.Facts)-1]
	h.at = Place{last.Pass, last.ID}
	for reader := range h.readers {
		select {
		case reader <- told:
		default:
			close(reader)
			delete(h.readers, reader)
		}
	}
}

// told is what was told behind a place and up to another.
func (s *Service) told(ctx context.Context, after *Place, to Place) (Told, error) {
	limit := feedSize
	if after == nil {
		after, limit = &Place{}, 20
		facts, _, err := s.store.newest(ctx, *after, &to, limit)
		return Told{Facts: facts}, err
	}
	facts, skipped, err := s.store.newest(ctx, *after, &to, limit)
	return Told{facts, skipped}, err
}
