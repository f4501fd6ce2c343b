package diversion

import "channelrouter/internal/errs"

var (
	// ErrUnknownCase: no case of that id.
	ErrUnknownCase = errs.New(errs.NotFound, "diversion.unknown_case", "no such case", "check the case's id")
	// ErrNotInState: the decision does not fit the case's status.
	ErrNotInState = errs.New(errs.Conflict, "diversion.wrong_state", "the case is not in the state this decision needs", "confirm or dismiss open cases; reverse confirmed ones")
)
