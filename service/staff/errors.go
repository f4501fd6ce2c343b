package staff

import "channelrouter/internal/errs"

var (
	// ErrMayNotInvite: a role that the caller has no say in.
	ErrMayNotInvite = errs.New(errs.Forbidden, "staff.may_not_invite", "you have no say in this role there", "terminal staff and salespeople look after guides and staff of shops; distributors after all roles of their part of the channel")
	// ErrBadInvitation: an invitation that makes no sense.
	ErrBadInvitation = errs.New(errs.Invalid, "staff.bad_invitation", "this invitation makes no sense", "invite into a role that has an app, for 1 to 90 days and 1 to 500 people; one for a phone number is for one")
	// ErrCodeMistyped: the check symbol does not fit, so it is no guess.
	ErrCodeMistyped = errs.New(errs.Invalid, "staff.code_mistyped", "this invitation code is mistyped", "compare the nine symbols with what was sent to you")
	// ErrUnknownInvitation: there is none of that code or id.
	ErrUnknownInvitation = errs.New(errs.NotFound, "staff.unknown_invitation", "no such invitation", "ask your organisation for an invitation")
	// ErrInvitationExpired: its days are over.
	ErrInvitationExpired = errs.New(errs.Gone, "staff.invitation_expired", "this invitation has expired", "ask your organisation for another one")
	// ErrInvitationWithdrawn: who invited has changed his mind, or has no say any more.
	ErrInvitationWithdrawn = errs.New(errs.Gone, "staff.invitation_withdrawn", "this invitation has been withdrawn", "ask your organisation for another one")
	// ErrInvitationUsed: taken up by as many as it was for, or by this person before.
	ErrInvitationUsed = errs.New(errs.Conflict, "staff.invitation_used", "this invitation has been used up", "ask your organisation for another one")
	// ErrInvitationDeclined: whose phone it is for has said no.
	ErrInvitationDeclined = errs.New(errs.Gone, "staff.invitation_declined", "you have declined this invitation", "ask your organisation for another one")
	// ErrOtherApp: the invitation is for a role with another app.
	ErrOtherApp = errs.New(errs.Conflict, "staff.other_app", "this invitation is for another role", "open the app of the role that is named, and enter the code there")
	// ErrOtherPhone: the invitation is for somebody else's phone.
	ErrOtherPhone = errs.New(errs.Forbidden, "staff.other_phone", "this invitation is for another phone number", "verify the phone number that your organisation knows, in this app")
	// ErrTooManyGuesses: codes that do not exist.
	ErrTooManyGuesses = errs.New(errs.TooMany, "staff.too_many_guesses", "too many unknown invitation codes", "try again in an hour")
)
