package diversion

import "channelrouter/internal/errs"

var (
	// ErrUnknownCase: no case of that id, or none of the caller's.
	ErrUnknownCase = errs.New(errs.NotFound, "diversion.unknown_case", "no such case", "check the case's id")
	// ErrNotInState: the step does not fit the case's status.
	ErrNotInState = errs.New(errs.Conflict, "diversion.wrong_state", "the case is not in the state that this step needs", "look at the case again: assign, notify, confirm or dismiss undecided cases; uphold or reverse confirmed ones")
	// ErrKeyReused: the idempotency key belongs to another step of the case.
	ErrKeyReused = errs.New(errs.Conflict, "diversion.idempotency_key_reused", "this idempotency key was used for another step of this case", "use a new key for each step, and the same one only to retry")
	// ErrNotInspector: who is named cannot look into the case.
	ErrNotInspector = errs.New(errs.Invalid, "diversion.not_inspector", "this person cannot look into this case", "choose a salesperson on duty who acts neither for the distributor that the case is about nor for anybody below him")
	// ErrNothingAlleged: a notice of nothing.
	ErrNothingAlleged = errs.New(errs.Conflict, "diversion.nothing_alleged", "no units are left in this case", "dismiss it: the scans that it rested on were found to be in order")
	// ErrNoticeNeeded: the policy wants the distributor to be told first.
	ErrNoticeNeeded = errs.New(errs.Conflict, "diversion.notice_needed", "the distributor has not been told what is alleged", "send the notice, and decide when the time to appeal is over or the appeal is there")
	// ErrAppealOpen: the distributor may still appeal.
	ErrAppealOpen = errs.New(errs.Conflict, "diversion.appeal_open", "the distributor may still appeal", "wait until the appeal is there or its time is over; a case can be dismissed at any time")
	// ErrAppealLate: the time to appeal is over.
	ErrAppealLate = errs.New(errs.Gone, "diversion.appeal_late", "the time to appeal is over", "write to the brand: it can still take a confirmed case back")
	// ErrAppealed: there is one appeal in a case.
	ErrAppealed = errs.New(errs.Conflict, "diversion.appealed", "this case has been appealed already", "wait for the brand's answer")
	// ErrNoAppeal: nothing to turn down.
	ErrNoAppeal = errs.New(errs.Conflict, "diversion.no_appeal", "no appeal waits for an answer", "uphold a confirmed case only where its distributor has appealed")
	// ErrAboveCap: a penalty by hand that the policy does not allow.
	ErrAboveCap = errs.New(errs.Invalid, "diversion.above_cap", "this penalty is above its cap", "give at most what is named, or leave the amount out")
)
