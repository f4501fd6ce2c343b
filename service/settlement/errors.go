package settlement

import "channelrouter/internal/errs"

var (
	// ErrUnknownPeriod: no period of that number, or none that the caller sees.
	ErrUnknownPeriod = errs.New(errs.NotFound, "settlement.unknown_period", "no such period", "list the periods")
	// ErrUnknownStatement: the organisation has no statement of the period.
	ErrUnknownStatement = errs.New(errs.NotFound, "settlement.unknown_statement", "no such statement", "list the statements; who was owed nothing, and for whom nothing happened, has none")
	// ErrUnknownLine: the statement has no such line.
	ErrUnknownLine = errs.New(errs.NotFound, "settlement.unknown_line", "the statement has no such line", "look at the statement's lines")
	// ErrUnknownAdjustment: no adjustment of that id.
	ErrUnknownAdjustment = errs.New(errs.NotFound, "settlement.unknown_adjustment", "no such adjustment", "list the adjustments")
	// ErrNothingNew: nothing was sealed since the last period was cut.
	ErrNothingNew = errs.New(errs.Conflict, "settlement.nothing_new", "nothing has happened since the last period was cut", "wait until something has; a second later it is sealed")
	// ErrPeriodClosed: a closed period never changes.
	ErrPeriodClosed = errs.New(errs.Conflict, "settlement.period_closed", "this period is closed", "nothing of it changes any more; what is to be put right goes into a later period")
	// ErrPreparing: statements are being written.
	ErrPreparing = errs.New(errs.Unavailable, "settlement.preparing", "statements are being prepared", "try again in a minute; the period shows how far it is, and what keeps it")
	// ErrNotPresented: the organisations have not seen the period yet.
	ErrNotPresented = errs.New(errs.Conflict, "settlement.not_presented", "this period is not presented yet", "present it first")
	// ErrPrepared: the statements add up.
	ErrPrepared = errs.New(errs.Conflict, "settlement.prepared", "this period is prepared already", "its statements add up; what is to be put right is adjusted")
	// ErrPresented: the step comes before presenting.
	ErrPresented = errs.New(errs.Conflict, "settlement.presented", "this period is presented already", "look at the period again")
	// ErrEarlierOpen: periods close in their order.
	ErrEarlierOpen = errs.New(errs.Conflict, "settlement.earlier_open", "an earlier period is not closed", "close the periods before it first: what is adjusted there changes what this one begins with")
	// ErrNotReady: some statements are not ready to be closed.
	ErrNotReady = errs.New(errs.Conflict, "settlement.not_ready", "some statements are not ready to be closed", "answer what is disputed, decide the adjustments that were asked for, and wait until all is confirmed or its time is over")
	// ErrStep: the line is not in the state that the step needs.
	ErrStep = errs.New(errs.Conflict, "settlement.wrong_state", "this cannot be done with the line as it is", "look at the statement again: what was answered is not disputed again, and only what is disputed is answered")
	// ErrTimeOver: the time to dispute is over.
	ErrTimeOver = errs.New(errs.Gone, "settlement.time_over", "the time to dispute this line is over", "write to the brand: it can still adjust the statement until the period is closed")
	// ErrChangedMeanwhile: the statement is not the one that was read.
	ErrChangedMeanwhile = errs.New(errs.Conflict, "settlement.changed_meanwhile", "the statement has changed since it was read", "read it again, and confirm or dispute it as it is now")
	// ErrBadAdjustment: an adjustment that makes no sense.
	ErrBadAdjustment = errs.New(errs.Invalid, "settlement.bad_adjustment", "this adjustment makes no sense", "give an amount of up to 10,000,000 yuan either way that is not nothing, an organisation that is not the brand, and of a line only one that is disputed")
	// ErrFourEyes: who asked cannot approve.
	ErrFourEyes = errs.New(errs.Forbidden, "settlement.four_eyes", "an adjustment is approved by somebody else than who asked for it", "have another owner or somebody of finance approve it")
	// ErrNotYours: somebody else asked for it.
	ErrNotYours = errs.New(errs.Forbidden, "settlement.not_yours", "somebody else asked for this adjustment", "take back your own; others are turned down by owners and finance")
	// ErrDecided: the adjustment was decided otherwise before.
	ErrDecided = errs.New(errs.Conflict, "settlement.decided", "this adjustment has been decided already", "look at the adjustment; ask anew if it is still wanted")
	// ErrKeyReused: the idempotency key belongs to another request.
	ErrKeyReused = errs.New(errs.Conflict, "settlement.idempotency_key_reused", "this idempotency key was used for another adjustment", "use a new key for each, and the same one only to retry")
	// ErrNotClosed: only what is closed is paid.
	ErrNotClosed = errs.New(errs.Conflict, "settlement.not_closed", "this period is not closed yet", "close it first")
	// ErrNothingOwed: there is nothing to pay.
	ErrNothingOwed = errs.New(errs.Conflict, "settlement.nothing_owed", "the brand owes nothing by this statement", "what is below zero, or was paid with another statement, is carried forward")
	// ErrPaidOtherwise: the statement was paid in another way.
	ErrPaidOtherwise = errs.New(errs.Conflict, "settlement.paid_otherwise", "this statement was paid in another way", "look at its payment")
	// ErrOwedOther: another amount than was ordered is owed by now.
	ErrOwedOther = errs.New(errs.Conflict, "settlement.owed_other", "another amount is owed by this statement by now", "look at what was paid, and came back, since; order it anew")
	// ErrNotPaid: there is no such payment.
	ErrNotPaid = errs.New(errs.Conflict, "settlement.not_paid", "this statement was not paid like this", "look at its payment")
	// ErrBadMethod: no way to pay a statement.
	ErrBadMethod = errs.New(errs.Invalid, "settlement.bad_method", "statements are not paid in this way", "pay by bank, or by credit against orders")
	// ErrBadPolicy: a policy that makes no sense.
	ErrBadPolicy = errs.New(errs.Invalid, "settlement.bad_policy", "this settlement policy makes no sense", "give organisations 1 to 90 days to answer")
)
