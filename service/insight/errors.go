package insight

import "channelrouter/internal/errs"

var (
	// ErrBadPeriod: days of which there are no figures.
	ErrBadPeriod = errs.New(errs.Invalid, "insight.bad_period", "there are no figures of such a period", "give days as 2026-03-02, the first one first, at most 366 of them")
	// ErrBadArea: no code of a province or a city.
	ErrBadArea = errs.New(errs.Invalid, "insight.bad_area", "this is no province or city", "send the code of a province or a city, or none for all of China")
	// ErrBadPlace: not where a feed could go on.
	ErrBadPlace = errs.New(errs.Invalid, "insight.bad_place", "this is no place in the feed", "send the id of the last event that you have, or none")
	// ErrEnding: the process is about to end.
	ErrEnding = errs.New(errs.Unavailable, "insight.ending", "this replica is about to end", "ask again: another one answers")
)
