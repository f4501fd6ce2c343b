package visibility

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"time"

	"channelrouter/internal/db"
	"channelrouter/internal/epcis"
	"channelrouter/internal/errs"
	"channelrouter/model"
)

const (
	// CaptureLimit is how many events a capture may have.
	CaptureLimit = 1000
	mostErrors   = 200
	mostDetail   = 900
	mostTold     = 1000
)

// Capture takes a document, or an event that stands alone, and makes custody of it. With
// rollback one wrong event refuses all; else what is right is taken. An event that was taken
// before, by what it says, is taken for known; one with an error declaration takes back the one
// that says the same. What is wrong is kept with the capture. The error is ErrTooManyEvents, or
// has nothing to do with what was sent.
func (s *Service) Capture(ctx context.Context, body io.Reader, rollback bool) (model.EPCISCapture, error) {
	c := &capture{Service: s, row: model.EPCISCapture{
		ID: model.CaptureID(s.ids.Next()), Rollback: rollback, CreatedAt: s.clock.Now(),
	}}
	if err := c.read(body); err != nil {
		return c.row, err
	}
	if len(c.errors) == 0 || !rollback {
		if err := c.take(ctx); err != nil {
			return c.row, err
		}
	}
	c.row.Success, c.row.EndedAt = len(c.errors) == 0, s.clock.Now()
	return c.row, s.db.Run(ctx, func(ctx context.Context) error {
		db.Note(ctx, "capture %d", c.row.ID)
		return s.store.insertCapture(ctx, c.row, c.errors)
	})
}

// capture is one under way.
type capture struct {
	*Service
	row    model.EPCISCapture
	header epcis.Header
	events []heard
	errors []model.EPCISCaptureError
}

// heard is an event with its number in the document.
type heard struct {
	epcis.Event
	n int
}

// read reads all events, and notes those that the standard does not allow.
func (c *capture) read(body io.Reader) error {
	r := epcis.NewReader(body, epcis.Limits{})
	for n := 1; ; n++ {
		e, err := r.Next()
		var invalid *epcis.Invalid
		switch {
		case errors.Is(err, io.EOF):
			c.header = r.Header()
			return nil
		case errors.As(err, &invalid):
			for _, reason := range invalid.Reasons {
				c.wrong(n, badDocument(reason))
			}
		case err != nil:
			c.wrong(0, ErrBadDocument.With("%s", factsOf(err)))
			c.events = nil
			return nil
		case len(c.events) == CaptureLimit:
			return ErrTooManyEvents.With("event %d", n)
		default:
			c.events = append(c.events, heard{Event: e, n: n})
		}
	}
}

// wrong notes what is wrong with an event; 0 is the document.
func (c *capture) wrong(event int, err *errs.Error) {
	if len(c.errors) == mostErrors {
		return
	}
	detail := err.Message
	if err.Detail != "" {
		detail = err.Detail
	}
	if runes := []rune(detail); len(runes) > mostDetail {
		detail = string(runes[:mostDetail])
	}
	c.errors = append(c.errors, model.EPCISCaptureError{
		CaptureID: c.row.ID, N: len(c.errors), Event: event, Code: err.Code, Detail: detail, Told: errs.Keep(err, mostTold),
	})
}

// take takes the events, all in one transaction or each in its own.
func (c *capture) take(ctx context.Context) error {
	if !c.row.Rollback {
		return c.takeAll(ctx)
	}
	err := c.db.Run(ctx, func(ctx context.Context) error {
		c.errors = nil // of an attempt before
		if err := c.takeAll(ctx); err != nil {
			return err
		}
		if len(c.errors) > 0 {
			return errRollback
		}
		return nil
	})
	if errors.Is(err, errRollback) {
		return nil
	}
	return err
}

// errRollback takes back what a capture has written.
var errRollback = errors.New("visibility: the capture is taken back")

func (c *capture) takeAll(ctx context.Context) error {
	for _, e := range c.events {
		err := c.db.Run(ctx, func(ctx context.Context) error { return c.takeOne(ctx, e.Event) })
		if declared := errs.As(err); declared != nil && declared.Kind != errs.Unavailable && declared.Kind != errs.Internal {
			c.wrong(e.n, declared)
			err = nil
			if c.row.Rollback {
				return nil
			}
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// takeOne makes custody of an event and keeps it, unless that was done before.
func (c *capture) takeOne(ctx context.Context, e epcis.Event) error {
	id, err := epcis.HashID(e, c.header.Context)
	if err != nil {
		return ErrBadDocument.With("%s", factsOf(err))
	}
	if e.EventID == "" {
		e.EventID = id
	}
	if e.ErrorDeclaration != nil { // which no hash id tells apart
		return c.takeBack(ctx, id, e)
	}
	if known, err := c.store.known(ctx, id, false); known || err != nil {
		return err
	}
	command, err := c.command(ctx, e)
	if err != nil {
		return err
	}
	row := c.rowOf(id, e)
	if command != nil {
		command.Key = keyOfCaptured + digest(id)
		stored, err := c.Custody.Record(ctx, *command)
		if err != nil {
			return err
		}
		row.CustodyID = stored.ID
	}
	return c.keep(ctx, row, e)
}

// keep keeps an event as it came, for queries.
func (c *capture) keep(ctx context.Context, row model.EPCISEvent, e epcis.Event) error {
	var err error
	if row.Document, err = c.alone(e); err != nil {
		return err
	}
	return c.store.insertEvent(ctx, row, namedBy(row.ID, e))
}

// rowOf is how an event is kept.
func (c *capture) rowOf(id string, e epcis.Event) model.EPCISEvent {
	row := model.EPCISEvent{
		ID: model.EPCISEventID(c.ids.Next()), HashID: id, EventIDHash: digest(e.EventID), CaptureID: c.row.ID, Type: e.Type, Action: e.Action,
		BizStep: bare(e.BizStep), Disposition: bare(e.Disposition), EventTime: e.EventTime.Time().UTC().Truncate(time.Microsecond), RecordTime: c.clock.Now(),
	}
	if e.ReadPoint != nil {
		row.ReadPoint = e.ReadPoint.ID
	}
	return row
}

// alone is a document of one event, with the namespaces of the one that it came in.
func (c *capture) alone(e epcis.Event) ([]byte, error) {
	var out bytes.Buffer
	w := epcis.NewWriter(&out, epcis.Header{Context: c.context(), CreationDate: epcis.At(c.row.CreatedAt)})
	if err := w.Write(e); err != nil {
		return nil, ErrBadDocument.With("%s", factsOf(err))
	}
	err := w.Close()
	return out.Bytes(), err
}

// context is the document's; an event that stands alone brings its own.
func (c *capture) context() json.RawMessage {
	if c.header.Type != epcis.Document && c.header.Type != epcis.QueryDocument {
		return nil
	}
	return c.header.Context
}

// Find returns a capture with what was wrong. Error: ErrUnknownCapture.
func (s *Service) Find(ctx context.Context, id model.CaptureID) (model.EPCISCapture, []model.EPCISCaptureError, error) {
	c, wrong, err := s.store.capture(ctx, id)
	if err == nil && c == nil {
		err = ErrUnknownCapture.With("id %d", id)
	}
	if err != nil {
		return model.EPCISCapture{}, nil, err
	}
	return *c, wrong, nil
}
