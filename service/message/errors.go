package message

import "channelrouter/internal/errs"

var (
	// ErrBadNote: a room told something that cannot be told.
	ErrBadNote = errs.New(errs.Internal, "message.bad_note", "a message was not understood", "this is a fault of the server; its log names the message")
	// ErrBadPolicy: templates, hours or limits that make no sense.
	ErrBadPolicy = errs.New(errs.Invalid, "message.bad_policy", "these templates make no sense", "the detail names the first that does not; docs/wechat.md lists the events, their values and WeChat's keyword kinds")
	// ErrQuietHours: no times of the day.
	ErrQuietHours = errs.New(errs.Invalid, "message.quiet_hours", "these are no quiet hours", "give both times as HH:MM by Shanghai's clocks; the same time twice means none")
	// ErrUnknown: the caller has no such message.
	ErrUnknown = errs.New(errs.NotFound, "message.unknown", "no such message", "list your messages")
)
