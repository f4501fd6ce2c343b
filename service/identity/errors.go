package identity

import (
	"errors"

	"channelrouter/internal/errs"
)

var (
	// ErrUnknownApp: no role has an app of that name.
	ErrUnknownApp = errs.New(errs.Invalid, "identity.unknown_app", "there is no such app", "the apps are consumer, guide, terminal, salesperson and distributor")
	// ErrSessionExpired: a token that is too old, revoked, mangled or not ours.
	ErrSessionExpired = errs.New(errs.Unauthorized, "identity.session_expired", "the session has ended", "refresh it, or log in again if the refresh is refused too")
	// ErrSessionReplayed: a refresh token came a second time, so its family was revoked.
	ErrSessionReplayed = errs.New(errs.Unauthorized, "identity.session_replayed", "this refresh token was used before, so the session was ended", "log in again, and keep one refresh in flight at a time")
	// ErrTokenOfAnotherApp: a good token at the wrong door.
	ErrTokenOfAnotherApp = errs.New(errs.Forbidden, "identity.token_of_another_app", "this token belongs to another app", "log in to this app: each app has a session of its own")
	// ErrNotBound: nothing tells yet who the person is beyond one app.
	ErrNotBound = errs.New(errs.Forbidden, "identity.not_bound", "this needs to know who you are, and WeChat has not told", "verify your phone number once: POST /me/phone of this app, with the code of the phone number button")

	// ErrBadCredentials: unknown login or wrong password, which are not told apart.
	ErrBadCredentials = errs.New(errs.Unauthorized, "identity.bad_credentials", "login or password is wrong", "check both; five failures lock the account for 15 minutes")
	// ErrLocked: too many wrong passwords. Detail says until when.
	ErrLocked = errs.New(errs.TooMany, "identity.locked", "too many wrong passwords, so this account is locked", "wait 15 minutes and try again")
	// ErrDisabled: an owner has shut the user out. Only who knows the password is told.
	ErrDisabled = errs.New(errs.Forbidden, "identity.user_disabled", "this user has been disabled", "ask an owner to enable it")
	// ErrLastOwner: without an owner nobody could let anyone in again.
	ErrLastOwner = errs.New(errs.Conflict, "identity.last_owner", "this is the last owner who can log in", "make another user an owner first")
	// ErrLoginTaken: two users of one login.
	ErrLoginTaken = errs.New(errs.Conflict, "identity.login_taken", "a user of this login exists", "choose another login; case does not tell logins apart")
	// ErrBadUser: a login, name or role that cannot be.
	ErrBadUser = errs.New(errs.Invalid, "identity.bad_user", "this user cannot be created", "give a login of up to 64 characters without spaces, a name of up to 60, and a role: owner, channel_manager, finance, auditor or operator")
	// ErrBadPassword: too short, or too long to be typed by anybody.
	ErrBadPassword = errs.New(errs.Invalid, "identity.bad_password", "this password cannot be used", "give 10 to 128 characters; a few unrelated words are good")
	// ErrUnknownPerson: nobody of that id has ever logged in to a role's app.
	ErrUnknownPerson = errs.New(errs.NotFound, "identity.unknown_person", "no such person", "have the person log in to an app once; GET /me there shows the id")
	// ErrUnknownUser: no console user of that id.
	ErrUnknownUser = errs.New(errs.NotFound, "identity.unknown_user", "no such user", "list the users")
)

// errInside refuses use cases whose writes must stay although they return an error, or
// that wait for WeChat or a password hash. It is a fault of the program.
var errInside = errors.New("identity: called inside a transaction, which must not wait and could undo what has to stay")
