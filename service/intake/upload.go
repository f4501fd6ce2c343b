package intake

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"time"
	"unicode/utf8"

	"channelrouter/internal/blob"
	"channelrouter/model"
)

// How long files are kept: what is not all here, after its last piece; and what is.
const (
	unfinishedFor = 24 * time.Hour
	finishedFor   = 7 * 24 * time.Hour
)

// mostUploads is how many uploads of the largest size a user's may be together. The command
// line's have no bound: who has it has the folder.
const mostUploads = 8

// NewUpload declares a file.
type NewUpload struct {
	By     model.UserID
	Name   string
	Size   int64  // bytes
	SHA256 string // in lower-case hex; "": not checked
}

// CreateUpload makes room for a file. Errors: ErrBadUpload, ErrUploadTooLarge, ErrUploadsFull.
func (s *Service) CreateUpload(ctx context.Context, n NewUpload) (model.Upload, error) {
	if n.Size > s.most {
		return model.Upload{}, ErrUploadTooLarge.With("%d bytes; at most %d", n.Size, s.most)
	}
	_, isHash := blob.ParseHash(n.SHA256)
	if n.Name == "" || utf8.RuneCountInString(n.Name) > 200 || n.Size < 1 || n.SHA256 != "" && !isHash {
		return model.Upload{}, ErrBadUpload.With("name %.40q, %d bytes", n.Name, n.Size)
	}
	now := s.clock.Now()
	u := model.Upload{
		ID: model.UploadID(s.ids.Next()), UserID: n.By, Name: n.Name, Size: n.Size, SHA256: n.SHA256,
		CreatedAt: now, ExpiresAt: now.Add(unfinishedFor),
	}
	err := s.db.Run(ctx, func(ctx context.Context) error { return s.store.insertUpload(ctx, u) })
	if err != nil || n.By == 0 {
		return u, err
	}
	return u, s.checkRoom(ctx, u)
}

// checkRoom forgets an upload for which its user's others leave no room. It is recorded
// before: of those that come at once, the last sees all that stay. Error: ErrUploadsFull.
func (s *Service) checkRoom(ctx context.Context, u model.Upload) error {
	all, err := s.store.uploadBytes(ctx, u.UserID)
	if err != nil || all <= mostUploads*s.most {
		return err
	}
	return s.forget(ctx, u, ErrUploadsFull.With("%d bytes with this one; at most %d", all, mostUploads*s.most))
}

// Upload is one of the caller's uploads. Error: ErrUnknownUpload.
func (s *Service) Upload(ctx context.Context, by model.UserID, id model.UploadID) (model.Upload, error) {
	u, err := s.store.upload(ctx, id)
	if err != nil {
		return model.Upload{}, err
	}
	if u == nil || u.UserID != by {
		return model.Upload{}, ErrUnknownUpload.With("id %d", id)
	}
	return *u, nil
}

// Append adds a piece that begins at an offset, and answers with the upload as it is then.
// What arrives before the reader fails is kept: the sender asks for the offset and goes on.
// With the last byte the file is checked against its SHA-256. Errors: ErrUnknownUpload,
// ErrOffset (Upload.Received is where to go on), ErrCutOff, ErrBeyondSize, ErrSpoilt,
// ErrFileGone.
func (s *Service) Append(ctx context.Context, by model.UserID, id model.UploadID, offset int64, piece io.Reader) (model.Upload, error) {
	defer s.pieces.take(id)()
	u, err := s.Upload(ctx, by, id)
	if err != nil {
		return u, err
	}
	if offset != u.Received {
		return u, ErrOffset.With("it has come to %d, and the piece begins at %d", u.Received, offset)
	}
	piece = sent{piece}
	n, broken := s.files.write(id, offset, piece, u.Size-offset)
	if n > 0 {
		// Whether or not the sender still waits, it is here.
		if u, err = s.received(context.WithoutCancel(ctx), u, n); err != nil {
			return u, err
		}
	}
	if broken != nil {
		return u, broken
	}
	if u.Received < u.Size {
		return u, nil
	}
	if extra, _ := io.ReadFull(piece, make([]byte, 1)); extra > 0 {
		return u, s.tooMuch(context.WithoutCancel(ctx), u)
	}
	return u, s.finish(context.WithoutCancel(ctx), &u)
}

// tooMuch refuses more than was declared. What has arrived is the beginning of another file,
// and forgotten, unless it was complete before.
func (s *Service) tooMuch(ctx context.Context, u model.Upload) error {
	reason := ErrBeyondSize.With("%d were declared", u.Size)
	if u.Complete {
		return reason
	}
	return s.forget(ctx, u, reason)
}

// sent is what a sender sends: that it ends early is no fault of the disk's.
type sent struct{ r io.Reader }

func (s sent) Read(p []byte) (int, error) {
	n, err := s.r.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		err = ErrCutOff.With("%v", err)
	}
	return n, err
}

// received counts bytes that are safe.
func (s *Service) received(ctx context.Context, u model.Upload, n int64) (model.Upload, error) {
	next := u
	next.Received, next.ExpiresAt = u.Received+n, s.clock.Now().Add(unfinishedFor)
	var moved bool
	err := s.db.Run(ctx, func(ctx context.Context) (err error) {
		moved, err = s.store.moveUpload(ctx, u, next)
		return err
	})
	if err != nil || moved {
		return next, err
	}
	if next, err = s.Upload(ctx, u.UserID, u.ID); err == nil {
		err = ErrOffset.With("another piece came through another replica; it has come to %d", next.Received)
	}
	return next, err
}

// finish checks a file that is all here.
func (s *Service) finish(ctx context.Context, u *model.Upload) error {
	if u.Complete {
		return nil
	}
	if err := s.verify(*u); err != nil {
		if errors.Is(err, ErrSpoilt) {
			return s.forget(ctx, *u, err)
		}
		return err
	}
	next := *u
	next.Complete, next.ExpiresAt = true, s.clock.Now().Add(finishedFor)
	return s.db.Run(ctx, func(ctx context.Context) error {
		_, err := s.store.moveUpload(ctx, *u, next)
		*u = next
		return err
	})
}

// verify compares a file to the SHA-256 that it was declared with. Error: ErrSpoilt.
func (s *Service) verify(u model.Upload) error {
	if u.SHA256 == "" {
		return nil
	}
	file, err := s.files.open(u.ID)
	if err != nil {
		return err
	}
	defer file.Close()
	sum := sha256.New()
	if _, err := io.Copy(sum, file); err != nil {
		return err
	}
	if is := hex.EncodeToString(sum.Sum(nil)); is != u.SHA256 {
		return ErrSpoilt.With("they have %s", is)
	}
	return nil
}

// forget removes an upload, and answers with the reason. As long as the file is there, so is
// what leads to it.
func (s *Service) forget(ctx context.Context, u model.Upload, reason error) error {
	if err := s.files.remove(u.ID); err != nil {
		return err
	}
	err := s.db.Run(ctx, func(ctx context.Context) error { return s.store.deleteUpload(ctx, u.ID) })
	if err != nil {
		return err
	}
	return reason
}

// Tidy forgets uploads whose time is over and that no import reads.
func (s *Service) Tidy(ctx context.Context) error {
	expired, err := s.store.expiredUploads(ctx, s.clock.Now(), 100)
	if err != nil {
		return err
	}
	for _, u := range expired {
		if err := s.forget(ctx, u, nil); err != nil {
			return err
		}
	}
	return nil
}
