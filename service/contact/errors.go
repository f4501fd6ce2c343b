package contact

import "channelrouter/internal/errs"

var (
	// ErrBadText: nothing, too much, or what cannot be shown.
	ErrBadText = errs.New(errs.Invalid, "contact.bad_text", "this text cannot be sent", "write 1 to 2000 characters")
	// ErrTextRefused: WeChat holds the text to be risky.
	ErrTextRefused = errs.New(errs.Invalid, "contact.text_refused", "WeChat's content check does not let this text through", "say it in other words, without advertising or abuse")
	// ErrTooMany: a person writes without end.
	ErrTooMany = errs.New(errs.TooMany, "contact.too_many", "you have written a lot within an hour", "wait an hour; the brand has what you wrote")
	// ErrUnknownThread: the caller has no such thread.
	ErrUnknownThread = errs.New(errs.NotFound, "contact.unknown_thread", "no such thread", "list the threads")
	// ErrFull: a thread without end.
	ErrFull = errs.New(errs.Conflict, "contact.thread_full", "this thread is full", "open a new one")
	// ErrChanged: somebody else was first.
	ErrChanged = errs.New(errs.Conflict, "contact.changed_meanwhile", "this thread has changed meanwhile", "look at it again: another has taken it, or the person has written")
	// ErrBadOwner: threads are taken care of by those who may write.
	ErrBadOwner = errs.New(errs.Invalid, "contact.bad_owner", "this console user cannot take care of threads", "choose an owner or a channel manager who is not shut out")
	// ErrKeyReused: the idempotency key belongs to something else.
	ErrKeyReused = errs.New(errs.Conflict, "contact.idempotency_key_reused", "this idempotency key was used for something else", "use a new key for each text or announcement, and the same one only to retry")

	// ErrTooManyPhotos: a person uploads without end.
	ErrTooManyPhotos = errs.New(errs.TooMany, "contact.too_many_photos", "you have sent many photos within an hour", "wait an hour, then send the photo again")
	// ErrPhotoTooLarge: more than WeChat would check.
	ErrPhotoTooLarge = errs.New(errs.TooLarge, "contact.photo_too_large", "this photo is larger than 10 MB", "send it compressed: wx.chooseMedia with sizeType compressed")
	// ErrPhotoPixels: too many of them.
	ErrPhotoPixels = errs.New(errs.Invalid, "contact.photo_pixels", "this photo has too many pixels", "send at most 40 million pixels, 16,384 a side")
	// ErrPhotoKind: no picture that is taken in.
	ErrPhotoKind = errs.New(errs.Invalid, "contact.photo_kind", "this file is no JPEG, PNG or WebP picture", "send a photo; what a file is called does not matter, what it holds does")
	// ErrPhotoBroken: it is not made as its format says, or did not arrive whole.
	ErrPhotoBroken = errs.New(errs.Invalid, "contact.photo_broken", "this photo is broken", "send it again, or another one")
	// ErrBadPhotos: none of the caller's, used already, or too many.
	ErrBadPhotos = errs.New(errs.Invalid, "contact.bad_photos", "these photos cannot be sent with this text", "upload up to nine photos in this app within a day before, and use each once")
	// ErrMediaRefused: an address that was not signed here, or has ended.
	ErrMediaRefused = errs.New(errs.Forbidden, "contact.media_refused", "this address of a photo is not valid any more", "ask for the thread again: it brings fresh addresses")
	// ErrMediaGone: the content is not there.
	ErrMediaGone = errs.New(errs.NotFound, "contact.media_gone", "this photo is not there any more", "ask for the thread again")
	// ErrUnknownCheck: WeChat judges what was not asked about, or not yet.
	ErrUnknownCheck = errs.New(errs.NotFound, "contact.unknown_check", "no photo waits for this verdict", "WeChat tells again in a moment")

	// ErrBadAnnouncement: a text or page that cannot be sent.
	ErrBadAnnouncement = errs.New(errs.Invalid, "contact.bad_announcement", "this announcement cannot be sent", "give a title of up to 60 characters, a body of up to 1000, and a page named without a / before it")
	// ErrBadAudience: nobody, or nonsense.
	ErrBadAudience = errs.New(errs.Invalid, "contact.bad_audience", "this audience makes no sense", "name roles that have an app, known adcodes and product lines, products of these lines, at most 200 in all, and days of claims from 1 to 365 where consumers are among the roles")
	// ErrUnknownAnnouncement: there is none of that id.
	ErrUnknownAnnouncement = errs.New(errs.NotFound, "contact.unknown_announcement", "no such announcement", "list the announcements")
	// ErrEnded: everybody has been told.
	ErrEnded = errs.New(errs.Conflict, "contact.announcement_ended", "this announcement has been sent to everybody", "there is nothing left to cancel; send another one")
)
