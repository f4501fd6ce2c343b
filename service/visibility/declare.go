package visibility

import (
	"context"

	"channelrouter/internal/epcis"
	"channelrouter/model"
)

// takeBack takes an error declaration (EPCIS 2.0, 7.4.1.3): the custody event that was made of
// the same event is voided, and the declaration is kept beside it, once. The events that it
// says put things right are captured by themselves. Errors: ErrUnknownEvent, those of
// custody.Void.
func (c *capture) takeBack(ctx context.Context, id string, e epcis.Event) error {
	wrong, err := c.declared(ctx, id, e)
	if err != nil {
		return err
	}
	if known, err := c.store.known(ctx, id, true); known || err != nil {
		return err
	}
	row := c.rowOf(id, e)
	row.Declared, row.CustodyID = true, wrong.CustodyID
	if wrong.CustodyID != 0 {
		if _, err := c.Custody.Void(ctx, wrong.CustodyID, bare(e.ErrorDeclaration.Reason)); err != nil {
			return err
		}
	}
	return c.keep(ctx, row, e)
}

// declared is the event that a declaration takes back: the one that says the same. An eventID
// only confirms it: one that is neither that event's nor the hash id takes back nothing.
func (c *capture) declared(ctx context.Context, id string, e epcis.Event) (*model.EPCISEvent, error) {
	wrong, err := c.store.heard(ctx, id)
	switch {
	case err != nil:
		return nil, err
	case wrong == nil:
		return nil, ErrUnknownEvent.With("no event says what %q says", e.EventID)
	case e.EventID != id && wrong.EventIDHash != digest(e.EventID):
		return nil, ErrUnknownEvent.With("the event that says this is not %q", e.EventID)
	}
	return wrong, nil
}
