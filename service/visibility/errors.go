package visibility

import "channelrouter/internal/errs"

var (
	// ErrBadDocument: what EPCIS does not allow.
	ErrBadDocument = errs.New(errs.Invalid, "epcis.bad_document", "this is no valid EPCIS 2.0 document or event", "channelrouter epcis validate says all that is wrong with a file")
	// ErrTooManyEvents: more than one capture may have.
	ErrTooManyEvents = errs.New(errs.TooLarge, "epcis.too_many_events", "a capture has at most 1000 events", "send the document in parts")
	// ErrUnknownGoods: an event that names no goods of ours.
	ErrUnknownGoods = errs.New(errs.NotFound, "epcis.unknown_goods", "this event names an object that is not known here", "only goods that carry codes of this brand are traced")
	// ErrUnknownParty: an event of organisations that are not of our channel.
	ErrUnknownParty = errs.New(errs.NotFound, "epcis.unknown_party", "this event does not say which organisation of the channel it concerns", "name it as https://HOST/org/CODE: as read point, source or destination of the type possessing_party")
	// ErrUnknownEvent: an error declaration of what was never captured.
	ErrUnknownEvent = errs.New(errs.NotFound, "epcis.unknown_event", "this error declaration takes back an event that was never captured here", "repeat the event as it was captured, with its eventID if it had one, and send it before its declaration")
	// ErrUnknownCapture: no such job.
	ErrUnknownCapture = errs.New(errs.NotFound, "epcis.unknown_capture", "no such capture", "take the id from the answer to the capture")
	// ErrBadQuery: a query that makes no sense.
	ErrBadQuery = errs.New(errs.Invalid, "epcis.bad_query", "this query cannot be answered", "take nextPageToken from the answer before, with the same filters")
)
