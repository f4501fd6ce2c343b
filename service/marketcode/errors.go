package marketcode

import "channelrouter/internal/errs"

var (
	// ErrNotConfigured: there is no official account, or WeChat has not granted it the service.
	ErrNotConfigured = errs.New(errs.Unavailable, "marketcode.not_configured", "WeChat's codes are not set up", "an operator has to configure official_account with its code_key")
	// ErrBadOrder: an order that WeChat does not take.
	ErrBadOrder = errs.New(errs.Invalid, "marketcode.bad_order", "WeChat makes at most 20,000,000 codes for one face of a batch", "issue smaller batches")
	// ErrOrdered: the face has its codes already.
	ErrOrdered = errs.New(errs.Conflict, "marketcode.already_ordered", "WeChat's codes were ordered for this face already", "list the orders; each face of a batch has one")
	// ErrKeyReused: the idempotency key belongs to another request.
	ErrKeyReused = errs.New(errs.Conflict, "marketcode.idempotency_key_reused", "this idempotency key was used for another order or activation", "use a new key for each, and the same one only to retry")
	// ErrUnknown: no order of that id.
	ErrUnknown = errs.New(errs.NotFound, "marketcode.unknown", "no such order of WeChat's codes", "list the orders")
	// ErrNotImported: the codes do not lead anywhere yet.
	ErrNotImported = errs.New(errs.Conflict, "marketcode.not_imported", "the codes of this order are still on their way", "wait until the order is imported")
	// ErrBadActivation: a run that the order has not, or a page that cannot be.
	ErrBadActivation = errs.New(errs.Invalid, "marketcode.bad_activation", "these codes cannot be activated so", "name a run inside the order, an app that is configured, and a page of it without / and ?")
	// ErrOverlap: part of the run was activated before.
	ErrOverlap = errs.New(errs.Conflict, "marketcode.overlap", "codes of this run were activated before, or are about to be", "activate only what is not active yet")
	// ErrRanges: WeChat says that the codes are made, and gives out others.
	ErrRanges = errs.New(errs.Unavailable, "marketcode.ranges", "WeChat does not give out all codes of this order", "compare the application with WeChat's console")
	// ErrNoAccount: WeChat has not told us who the scanner is in the app.
	ErrNoAccount = errs.New(errs.Conflict, "marketcode.no_account", "you have no account in the app that was opened by the code", "log in to this app again, then scan again")
	// ErrBadTicket: nothing that WeChat hands out.
	ErrBadTicket = errs.New(errs.Invalid, "marketcode.bad_ticket", "this is no ticket of a scan", "send the code_ticket that WeChat opened the app with")
)
