package intake

import (
	"errors"

	"channelrouter/internal/errs"
)

var (
	// ErrUnknownUpload: no upload of that id is the caller's.
	ErrUnknownUpload = errs.New(errs.NotFound, "intake.unknown_upload", "you have no such upload", "declare it first; one that is not finished within a day is forgotten")
	// ErrBadUpload: a declaration that makes no sense.
	ErrBadUpload = errs.New(errs.Invalid, "intake.bad_upload", "this is no declaration of an upload", "give a name of at most 200 characters, the size in bytes and, if you can, the SHA-256 in lower-case hex")
	// ErrUploadTooLarge: more than is taken.
	ErrUploadTooLarge = errs.New(errs.TooLarge, "intake.upload_too_large", "this file is larger than files may be here", "split it, or have an operator raise imports.upload_bytes")
	// ErrUploadsFull: all of a user's uploads together.
	ErrUploadsFull = errs.New(errs.TooLarge, "intake.uploads_full", "your uploads that are kept leave no room for this one", "wait until earlier ones are forgotten, a week after they have arrived, or have an operator raise imports.upload_bytes")
	// ErrOffset: the piece does not begin where the upload has come to.
	ErrOffset = errs.New(errs.Conflict, "intake.offset", "the upload has come to another place than the piece begins at", "go on from the offset that is named")
	// ErrBeyondSize: more bytes than were declared.
	ErrBeyondSize = errs.New(errs.TooLarge, "intake.beyond_size", "more bytes arrived than the upload was declared with", "declare the upload with its true size")
	// ErrSpoilt: the bytes are not those that were declared.
	ErrSpoilt = errs.New(errs.Conflict, "intake.spoilt", "the bytes that arrived are not those that the SHA-256 was declared for", "upload the file again")
	// ErrCutOff: the sender's connection broke, or took too long.
	ErrCutOff = errs.New(errs.Unavailable, "intake.cut_off", "the piece broke off; what had arrived of it is kept", "ask how far the upload is, and go on from there")
	// ErrUnfinished: an import of what is not all here.
	ErrUnfinished = errs.New(errs.Conflict, "intake.unfinished", "this upload has not all arrived yet", "send the rest first")
	// ErrBadImport: a declaration that makes no sense.
	ErrBadImport = errs.New(errs.Invalid, "intake.bad_import", "this import is not declared as its kind needs it", "give what the detail names")
	// ErrUnknownImport: no import of that id.
	ErrUnknownImport = errs.New(errs.NotFound, "intake.unknown_import", "no such import", "list the imports")
	// ErrImportKeyReused: the idempotency key belongs to another import.
	ErrImportKeyReused = errs.New(errs.Conflict, "intake.idempotency_key_reused", "this idempotency key was used for another import", "use a new key for each import, and the same one only to retry")
	// ErrEnded: an import that has ended is not cancelled.
	ErrEnded = errs.New(errs.Conflict, "intake.ended", "this import has ended", "look at its report")
	// ErrNotEnded: what is under way has no report of all its rows yet.
	ErrNotEnded = errs.New(errs.Conflict, "intake.not_ended", "this import has not ended yet", "wait until it has ended")
	// ErrHeading: the file's heading is not the kind's.
	ErrHeading = errs.New(errs.Invalid, "intake.bad_heading", "the table's heading is not one of this kind of import", "name the columns as docs/imports.md does, in English or Chinese")
	// ErrBadRow: a row that says too little or too much.
	ErrBadRow = errs.New(errs.Invalid, "intake.bad_row", "this row is not complete", "mend what the detail names")
	// ErrRowsRejected: bad rows keep the file out.
	ErrRowsRejected = errs.New(errs.Invalid, "intake.rows_rejected", "the file has rows that cannot be taken in, so none was", "mend the rows that the report lists, or import with skip_bad")
	// ErrEmpty: a table without rows.
	ErrEmpty = errs.New(errs.Invalid, "intake.empty", "the file holds no rows", "look whether this is the right file")
	// ErrFileGone: the bytes of an upload are not where they should be.
	ErrFileGone = errs.New(errs.Gone, "intake.file_gone", "the uploaded file is not there any more", "upload it again; every replica has to see the folder of uploads")
	// ErrWorkbookTooLarge: a workbook is read whole into memory.
	ErrWorkbookTooLarge = errs.New(errs.TooLarge, "intake.workbook_too_large", "this workbook is too large to be read", "save the table as CSV")
)

// errMoved: another worker, or who cancelled, has moved the import meanwhile.
var errMoved = errors.New("intake: the import was moved meanwhile")
