package rebate

import "channelrouter/internal/errs"

var (
	// ErrBadProgramme: terms, or basic rates, that make no sense.
	ErrBadProgramme = errs.New(errs.Invalid, "rebate.bad_programme", "this rebate programme makes no sense", "mend what the detail names; rates are 0 to 10,000,000 fen for a unit")
	// ErrUnknownProgramme: no programme, or no version of it.
	ErrUnknownProgramme = errs.New(errs.NotFound, "rebate.unknown_programme", "no such rebate programme", "list the programmes and their versions")
	// ErrProgrammeExists: the code is another programme's.
	ErrProgrammeExists = errs.New(errs.Conflict, "rebate.programme_exists", "another rebate programme has this code", "draft a version of that one, or choose another code")
	// ErrOverlap: two versions of a programme would be in force on one day.
	ErrOverlap = errs.New(errs.Conflict, "rebate.overlapping_versions", "two versions of this programme would be in force at once", "let it begin when the other ends, or retire that one before")
	// ErrNotDraft: published versions do not change.
	ErrNotDraft = errs.New(errs.Conflict, "rebate.not_a_draft", "this version is published", "what is published does not change; retire it, and draft another")
	// ErrEditedMeanwhile: somebody else has changed the draft.
	ErrEditedMeanwhile = errs.New(errs.Conflict, "rebate.edited_meanwhile", "somebody else has changed this draft", "read it again, and repeat what you did if it is still right")
	// ErrDayOver: what has sold was worked out by what was in force then.
	ErrDayOver = errs.New(errs.Invalid, "rebate.day_over", "a version begins and ends with a day that is to come", "give tomorrow, or a later day; in the last minute of a day, the day after tomorrow")
	// ErrBadDates: days between which no version can be in force.
	ErrBadDates = errs.New(errs.Invalid, "rebate.bad_dates", "a version cannot be in force between these days", "give days that there are, the first before the second; what is summed up over periods begins and ends with one, and what has a cap or a budget begins with one")
	// ErrNotInForce: there is nothing to retire.
	ErrNotInForce = errs.New(errs.Conflict, "rebate.not_in_force", "no version of this programme is in force then, or later", "look at the versions and their days")
	// ErrBadTarget: a target that nobody can have.
	ErrBadTarget = errs.New(errs.Invalid, "rebate.bad_target", "this target makes no sense", "name organisations that take part and periods of a target programme that is published, each once, and 0 to 1,000,000,000 units")
	// ErrBadDisplay: nothing that can be approved.
	ErrBadDisplay = errs.New(errs.Invalid, "rebate.bad_display", "this display cannot be approved", "name a terminal, a day that has begun on which a display programme is in force, and the photo")
	// ErrUnknownDisplay: no display.
	ErrUnknownDisplay = errs.New(errs.NotFound, "rebate.unknown_display", "no such display", "list the displays of the programme")
	// ErrWithdrawn: the display is withdrawn.
	ErrWithdrawn = errs.New(errs.Conflict, "rebate.display_withdrawn", "this display is withdrawn", "approve another one")
	// ErrKeyReused: the idempotency key belongs to another display.
	ErrKeyReused = errs.New(errs.Conflict, "rebate.idempotency_key_reused", "this idempotency key was used for another display", "use a new key for each display, and the same one only to retry")
	// ErrBadWindow: days over which nothing can be worked out.
	ErrBadWindow = errs.New(errs.Invalid, "rebate.bad_window", "nothing can be worked out over these days", "give days that are over, at most 400 of them; what is summed up over periods needs a whole one")
	// ErrTooMuch: not even the first day or period was worked out in the time there is.
	ErrTooMuch = errs.New(errs.Invalid, "rebate.too_much", "this takes too long to work out", "give fewer organisations or products in the scope, or a shorter period")
)
