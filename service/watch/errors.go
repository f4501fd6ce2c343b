package watch

import "channelrouter/internal/errs"

var (
	// ErrUnknownAlert: no alert of that id.
	ErrUnknownAlert = errs.New(errs.NotFound, "watch.unknown_alert", "no such alert", "check the alert's id, or ask for the first page")
	// ErrBadReplay: days that nobody can look at.
	ErrBadReplay = errs.New(errs.Invalid, "watch.bad_replay", "a policy cannot be replayed over these days", "give 1 to 92 days that are over")
	// ErrManyReplays: replays read a great many scans, one after the other.
	ErrManyReplays = errs.New(errs.Conflict, "watch.many_replays", "five replays are waiting already", "wait until one is done: GET /console/diversion-replays/{id} tells how far it is")
	// ErrUnknownReplay: no replay has this id.
	ErrUnknownReplay = errs.New(errs.NotFound, "watch.unknown_replay", "there is no such replay", "ask for one with POST /console/diversion-replays")
	// ErrKeyReused: the key stands for another replay.
	ErrKeyReused = errs.New(errs.Conflict, "watch.idempotency_key_reused", "this key was used to replay something else", "use a new key for another policy or other days")
)
