package custody

import (
	"context"
	"strings"
	"time"

	"channelrouter/model"
)

const (
	// growsFor is how long a line's event grows: what it packs in a minute has happened when
	// the minute began.
	growsFor = time.Minute
	// growsTo is how many ranges an event has at most that grows.
	growsTo = 400
)

// neighbours are the items right before what an event packs, and before its containers:
// where they are another event's of the same line, that may grow.
func (s *Service) neighbours(e step) []model.ItemRange {
	var before []model.ItemRange
	for _, r := range model.MergeRanges(goodsOf(e.ranges)) {
		if b := s.codes.BatchOf(r.From); b != nil && b.Level(r.From.Level()).From < r.From {
			before = append(before, model.One(r.From-1))
		}
	}
	return before
}

// grow makes an event of new goods part of the line's last, if they carry on where that
// ends. It answers nil, having stored nothing, if they do not, or cannot be packed. current
// holds the goods and their neighbours, and is used up.
func (s *Service) grow(ctx context.Context, e step, current *loaded) (*model.CustodyEvent, error) {
	last, err := s.lastOf(ctx, e)
	if err != nil || last == nil {
		return nil, err
	}
	ends, size, err := s.store.endsOf(ctx, last.ID)
	if err != nil || size+len(e.ranges) > growsTo {
		return nil, err
	}
	part := step{CustodyEvent: *last, scattered: e.scattered}
	grown := 0
	var longer, more []model.CustodyEventRange
	for _, r := range e.ranges {
		r.EventID = last.ID
		part.ranges = append(part.ranges, r)
		end, carriesOn := ends[r.FromItem]
		if carriesOn && linkOf(end).continues(linkOf(r)) && int64(r.ToItem-end.FromItem) <= longestRange {
			end.ToItem = r.ToItem
			longer, grown = append(longer, end), grown+1
			continue
		}
		r.N = size + len(more)
		more = append(more, r)
	}
	if grown == 0 || !current.takes(part) { // by itself it is refused then, or kept as pending
		return nil, nil
	}
	if err := s.store.growEvent(ctx, longer, more); err != nil {
		return nil, err
	}
	for i := range part.scattered {
		part.scattered[i].later = laterBy(e.EventTime, *last)
	}
	if err := s.scatter(ctx, last.ID, part.scattered); err != nil {
		return nil, err
	}
	if err := s.save(ctx, current); err != nil {
		return nil, err
	}
	return last, s.announce(ctx, part, model.MergeRanges(goodsOf(e.ranges)))
}

// lastOf is the event of the same line, young enough, that packed the containers that come
// right before those which an event packs.
func (s *Service) lastOf(ctx context.Context, e step) (*model.CustodyEvent, error) {
	last, err := s.store.eventEndingAt(ctx, e.ranges[len(e.ranges)-1].FromItem, longestRange)
	if err != nil || last == nil {
		return nil, err
	}
	age, told := e.EventTime.Sub(last.EventTime), e.RecordTime.Sub(last.RecordTime)
	sameLine := lineOf(last.Key) != "" && lineOf(last.Key) == lineOf(e.Key)
	if !sameLine || last.Kind != model.Pack || last.State != model.EventApplied || last.FromOrg != e.FromOrg ||
		last.Offline != e.Offline || age < 0 || age >= growsFor || told >= time.Hour {
		return nil, nil
	}
	return last, nil
}

// lineOf is the line that an event's key names, or "".
func lineOf(key string) string {
	rest, found := strings.CutPrefix(key, "line/")
	if !found {
		return ""
	}
	line, _, _ := strings.Cut(rest, "/")
	return line
}
