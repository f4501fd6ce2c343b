package custody

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"channelrouter/internal/clock"
	"channelrouter/internal/db"
	"channelrouter/model"
)

// Who changes the spans of some items bumps the version of their blocks, in the same
// transaction. So what is known of a block as of a version is true as long as the database
// answers with that version: a replica remembers the blocks that are asked for often, and
// asks for versions, which costs a tenth of what seeking spans does.

const (
	// mostBlocks bounds the memory of a replica, mostSpans what it keeps of a block.
	mostBlocks = 2048
	mostSpans  = 128
	// worthIt is how often a block is asked for before it is remembered: more often than one
	// trace of goods that were packed again asks.
	worthIt = 4
	// A block is read again a second later at the soonest, however often its goods move, and
	// one that has too many spans a minute later.
	readAgain = time.Second
	fullFor   = time.Minute
)

// memory is what a replica remembers of blocks.
type memory struct {
	mu     sync.Mutex
	blocks map[int64]*remembered
}

// remembered is a block as of a version; spans is nil as long as it is only counted.
type remembered struct {
	version int64
	spans   *blockSpans
	asked   int
	again   time.Time // when it may be read again
}

// blockSpans is all that is known of the items of a block, at any time. Never changed.
type blockSpans struct {
	links       timeline[link]
	holders     timeline[holding]
	assignments timeline[intent]
}

// seek finds the spans that cover points: those of blocks that are remembered as they are
// now from memory, the others from the database.
func (s *Service) seek(ctx context.Context, q *questions) (answers, error) {
	byBlock := map[int64]bool{}
	for _, one := range q.list {
		byBlock[int64(one.Item)>>blockBits] = true
	}
	versions, err := s.store.versions(ctx, byBlock)
	if err != nil {
		return answers{}, err
	}
	known, worth := s.memory.recall(byBlock, versions, s.clock.Now())
	rest := newQuestions()
	found := newAnswers()
	for _, one := range q.list {
		if spans := known[int64(one.Item)>>blockBits]; spans != nil {
			spans.answer(one, found)
			continue
		}
		rest.add(one.part, one.Point)
	}
	if len(worth) > 0 {
		// Not in this transaction, which may see what is never committed.
		db.AfterCommit(ctx, func() { s.learn(context.WithoutCancel(ctx), worth) })
	}
	if len(rest.list) == 0 {
		return found, nil
	}
	return found, s.store.seek(ctx, rest, found)
}

// recall returns what is known of blocks at their versions, and which of the others are
// asked for often enough to be learnt.
func (m *memory) recall(blocks map[int64]bool, versions map[int64]int64, now time.Time) (known map[int64]*blockSpans, worth []int64) {
	m.mu.Lock()
	defer m.mu.Unlock()
	known = make(map[int64]*blockSpans, len(blocks))
	for block := range blocks {
		r := m.blocks[block]
		if r == nil {
			if len(m.blocks) >= mostBlocks {
				clear(m.blocks) // what is asked for often is soon back
			}
			r = &remembered{version: -1}
			m.blocks[block] = r
		}
		if r.asked++; r.spans != nil && r.version == versions[block] {
			known[block] = r.spans
		} else if r.asked >= worthIt && !now.Before(r.again) {
			worth = append(worth, block)
		}
	}
	return known, worth
}

// learn reads blocks and remembers them. What cannot be read is asked for again.
func (s *Service) learn(ctx context.Context, blocks []int64) {
	for _, block := range blocks {
		version, spans, err := s.readBlock(ctx, block)
		if err != nil {
			slog.WarnContext(ctx, "a block of goods is not remembered", "block", block, "error", err)
			return
		}
		s.memory.keep(block, version, spans, s.clock.Now())
	}
}

// readBlock reads the version of a block and all its spans, as they were at one moment; nil
// when those are too many.
func (s *Service) readBlock(ctx context.Context, block int64) (version int64, spans *blockSpans, err error) {
	items := model.ItemRange{From: model.ItemID(block << blockBits), To: model.ItemID((block + 1) << blockBits)}
	err = s.db.Snapshot(ctx, func(ctx context.Context) error {
		versions, err := s.store.versions(ctx, map[int64]bool{block: true})
		if err != nil {
			return err
		}
		version, spans = versions[block], &blockSpans{}
		if spans.links.spans, err = read(s.store.over(ctx, "link_spans", items).Limit(mostSpans+1), nil, linkSpan); err != nil {
			return err
		}
		if spans.holders.spans, err = read(s.store.over(ctx, "holder_spans", items).Limit(mostSpans+1), nil, holderSpan); err != nil {
			return err
		}
		spans.assignments.spans, err = read(s.store.over(ctx, "assignment_spans", items).Limit(mostSpans+1), nil, assignmentSpan)
		return err
	})
	if err == nil && max(len(spans.links.spans), len(spans.holders.spans), len(spans.assignments.spans)) > mostSpans {
		spans = nil
	}
	return version, spans, err
}

func (m *memory) keep(block, version int64, spans *blockSpans, now time.Time) {
	m.mu.Lock()
	defer m.mu.Unlock()
	r := &remembered{version: version, spans: spans, asked: worthIt, again: now.Add(readAgain)}
	if spans == nil {
		r.again = now.Add(fullFor)
	}
	m.blocks[block] = r
}

// answer answers a question from a block.
func (b *blockSpans) answer(q question, found answers) {
	t := clock.Normal(q.At)
	switch q.part {
	case linkPart:
		if l, known := b.links.at(q.Item, t); known {
			found.links[q.Point] = l
		}
	case holderPart:
		if h, known := b.holders.at(q.Item, t); known {
			found.holders[q.Point] = h
		}
	case assignmentPart:
		if s, known := b.assignments.spanAt(q.Item, t); known {
			found.assignments[q.Point] = assigned{s.value, s.event}
		}
	}
}
