package listing

import "channelrouter/internal/errs"

var (
	// ErrBadList: no list of the console is there.
	ErrBadList = errs.New(errs.Invalid, "listing.bad_list", "this is no list of the console", "name the path of a route under /api/v1/console that answers with items and next_after")
	// ErrBadColumns: nothing to write, or too much.
	ErrBadColumns = errs.New(errs.Invalid, "listing.bad_columns", "these columns cannot be written", "name 1 to 60 columns, each with a key of the list's rows and a label")
	// ErrManyExports: they are read one after the other.
	ErrManyExports = errs.New(errs.TooMany, "listing.many_exports", "three exports of yours are being written already", "wait until one is done, or remove it")
	// ErrKeyReused: the key stands for another export.
	ErrKeyReused = errs.New(errs.Conflict, "listing.idempotency_key_reused", "this key was used to export something else", "use a new key for another list")
	// ErrUnknownExport: none of the caller's has this id, or it is too old.
	ErrUnknownExport = errs.New(errs.NotFound, "listing.unknown_export", "there is no such export of yours", "exports are kept for a week; ask for another")
	// ErrNotDone: it is being written.
	ErrNotDone = errs.New(errs.Conflict, "listing.not_done", "this export is still being written, or was not finished", "look at how far it is, and why it ended")
	// ErrUnknownView: the caller has no such view.
	ErrUnknownView = errs.New(errs.NotFound, "listing.unknown_view", "there is no such view of yours", "reload the page to see which there are")
	// ErrManyViews: a list has too many views to choose from.
	ErrManyViews = errs.New(errs.Conflict, "listing.many_views", "this list has 50 views of yours already", "remove one that is not needed any more")
)
