package visibility

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"time"

	"channelrouter/internal/epcis"
	"channelrouter/model"
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

// mark is where a page ended.
type mark struct {
	at time.Time
	id model.EPCISEventID
}

func (m mark) String() string { return fmt.Sprintf("%d-%d", m.at.UnixMicro(), m.id) }

func readMark(token string) (m mark, err error) {
	var micros int64
	if _, err := fmt.Sscanf(token, "%d-%d", &micros, &m.id); err != nil {
		return m, ErrBadQuery.With("nextPageToken %q", token)
	}
	m.at = time.UnixMicro(micros).UTC()
	return m, nil
}

// Events writes a page of the captured events that a query asks for, by event time, as an
// EPCIS query document. next is the token of the next page; "" on the last. Error: ErrBadQuery.
func (s *Service) Events(ctx context.Context, q Query, w io.Writer) (next string, err error) {
	var after mark
	if q.Token != "" {
		if after, err = readMark(q.Token); err != nil {
			return "", err
		}
	}
	rows, err := s.store.events(ctx, q, after)
	if err != nil {
		return "", err
	}
	if len(rows) == q.Limit {
		last := rows[len(rows)-1]
		next = mark{last.EventTime, last.ID}.String()
	}
	out := epcis.NewWriter(w, epcis.Header{
		Type: epcis.QueryDocument, QueryName: "SimpleEventQuery", CreationDate: epcis.At(s.clock.Now()),
	})
	for _, row := range rows {
		e, err := eventOf(row)
		if err == nil {
			err = out.Write(e)
		}
		if err != nil {
			return "", err
		}
	}
	return next, out.Close()
}

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
