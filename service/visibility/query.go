package visibility

import (
	"bytes"
	"context"
	"io"
	"time"

	"channelrouter/internal/clock"
	"channelrouter/internal/epcis"
	"channelrouter/model"
	"channelrouter/service/custody"
)

// Query is EPCIS's simple event query; a filter that is empty lets everything through, and
// one of several values what has any of them.
type Query struct {
	Types, Actions, BizSteps, Dispositions, ReadPoints []string

	Since, Before                 time.Time // of event time: from, and up to
	RecordedSince, RecordedBefore time.Time
	// EPCs are named by the event, as object or child; Any as container, too.
	EPCs, Any []string
	Limit     int
	Token     string // of the page before
}

// Events writes a page of the events that a query asks for, by event time, as an EPCIS query
// document: those that others told, as they came, and ours. A page has as many as the limit
// says or fewer; how much it looks at is bounded. next is the token of the next page; "" on the
// last. Error: ErrBadQuery.
func (s *Service) Events(ctx context.Context, q Query, w io.Writer) (next string, err error) {
	from, err := q.from()
	if err != nil {
		return "", err
	}
	p := page{Service: s, q: q, from: from, w: epcis.NewWriter(w, epcis.Header{
		Type: epcis.QueryDocument, QueryName: "SimpleEventQuery", CreationDate: epcis.At(s.clock.Now()),
	})}
	if err := p.find(ctx); err != nil {
		return "", err
	}
	after, err := p.write(ctx)
	if err != nil {
		return "", err
	}
	if after != nil {
		if next, err = after.token(q); err != nil {
			return "", err
		}
	}
	return next, p.w.Close()
}

// page is one that is being written.
type page struct {
	*Service
	q      Query
	from   mark
	w      *epcis.Writer
	n      int // events written
	others []model.EPCISEvent
	own    own
	orgs   map[model.OrgID]string
	until  *mark // up to where both sources have been looked at; nil: to their ends
}

// find reads what the page may have of both sources.
func (p *page) find(ctx context.Context) error {
	var err error
	if p.others, p.until, err = p.captured(ctx, p.q, p.from); err != nil {
		return err
	}
	if p.own, err = p.Service.own(ctx, p.q, p.from); err != nil {
		return err
	}
	if next := p.own.next; next != nil && (p.until == nil || next.compare(*p.until) < 0) {
		p.until = next
	}
	p.orgs, err = p.orgsOf(ctx, p.own.events)
	return err
}

// write writes both sources in one order, and answers where the next page begins; nil when
// there is none.
func (p *page) write(ctx context.Context) (next *mark, err error) {
	others, ours := p.others, p.own.events
	for len(others)+len(ours) > 0 && next == nil && err == nil {
		var at mark
		if len(ours) == 0 || len(others) > 0 && markOf(others[0]).compare(markOfOwn(ours[0])) < 0 {
			at = markOf(others[0])
		} else {
			at = markOfOwn(ours[0])
		}
		if p.until != nil && at.compare(*p.until) >= 0 {
			break
		}
		if at.source == fromOthers {
			next, err = p.writeOther(at, others[0])
			others = others[1:]
		} else {
			next, err = p.writeOwn(ctx, at, ours[0])
			ours = ours[1:]
		}
	}
	if next == nil {
		next = p.until
	}
	return next, err
}

// markOf is the place of a captured event.
func markOf(e model.EPCISEvent) mark {
	return mark{at: e.EventTime, source: fromOthers, id: int64(e.ID)}
}

// markOfOwn is the place of the first part of a custody event.
func markOfOwn(t custody.Told) mark {
	return mark{at: t.EventTime, source: fromUs, id: int64(t.ID)}
}

// writeOther writes a captured event, or answers where it stands when the page is full.
func (p *page) writeOther(at mark, row model.EPCISEvent) (next *mark, err error) {
	if p.n == p.q.Limit {
		return &at, nil
	}
	e, err := eventOf(row)
	if err != nil {
		return nil, err
	}
	p.n++
	return nil, p.w.Write(e)
}

// writeOwn writes the events that a custody event is, or answers where the first stands for
// which the page has no room.
func (p *page) writeOwn(ctx context.Context, at mark, t custody.Told) (next *mark, err error) {
	var from place
	if at.source == p.from.source && at.id == p.from.id {
		from = p.from.place
	}
	for of, err := range p.parts(ctx, t, from, p.q.says, p.own.wishes) {
		if err != nil {
			return nil, err
		}
		if p.n == p.q.Limit {
			at.place = of.place
			return &at, nil
		}
		e, err := p.event(ctx, t, of, p.orgs)
		if err != nil {
			return nil, err
		}
		e.RecordTime = epcis.At(t.RecordTime)
		if err := p.w.Write(e); err != nil {
			return nil, err
		}
		p.n++
	}
	return nil, nil
}

// captured finds captured events from a mark on. next is where to go on; nil at the end.
func (s *Service) captured(ctx context.Context, q Query, from mark) (rows []model.EPCISEvent, next *mark, err error) {
	if from.at.Before(clock.Normal(q.Since)) {
		from = mark{at: clock.Normal(q.Since)}
	}
	if len(q.EPCs)+len(q.Any) == 0 { // objects are found by themselves
		if next, err = s.store.markAfter(ctx, q, from, mostExamined); err != nil {
			return nil, nil, err
		}
	}
	if rows, err = s.store.events(ctx, q, from, next); err != nil {
		return nil, nil, err
	}
	if n := len(rows); n > q.Limit {
		last := markOf(rows[n-1])
		next = &last
	}
	return rows, next, nil
}

// mostExamined is how many captured events are looked at for a page.
const mostExamined = 10_000

// eventOf reads a kept event, which takes the namespaces of its document along.
func eventOf(row model.EPCISEvent) (epcis.Event, error) {
	r := epcis.NewReader(bytes.NewReader(row.Document), epcis.Limits{})
	e, err := r.Next()
	if err != nil {
		return e, err
	}
	if e.Context == nil && !bytes.Equal(r.Header().Context, epcis.Context(nil)) {
		e.Context = r.Header().Context
	}
	e.RecordTime = epcis.At(row.RecordTime)
	return e, nil
}
