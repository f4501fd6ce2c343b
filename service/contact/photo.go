package contact

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/url"
	"os"
	"strconv"
	"time"

	"channelrouter/internal/blob"
	"channelrouter/internal/picture"
	"channelrouter/model"
)

const (
	maxPhoto = 10 << 20 // bytes: more than that WeChat does not check
	// seenFor is how long a photo's address is good for who was shown it.
	seenFor = time.Hour
)

// PhotoView is a photo as people are shown it.
type PhotoView struct {
	model.Photo
	Address string // below the server's root, for an hour; "" for one that is hidden
}

func (s *Service) viewPhoto(p model.Photo, now time.Time) PhotoView {
	view := PhotoView{Photo: p}
	if p.Content != model.ContentRisky {
		view.Address = s.out.Signer.Path(blob.Hash(p.Hash), now, seenFor)
	}
	return view
}

// Upload takes a photo in, for a text that the person will send within a day in the same
// role. Errors: ErrTooManyPhotos, ErrPhotoTooLarge, ErrPhotoPixels, ErrPhotoKind,
// ErrPhotoBroken.
func (s *Service) Upload(ctx context.Context, person model.PersonID, role model.Role, file io.Reader) (PhotoView, error) {
	within, err := s.photos.Count(ctx, strconv.FormatInt(int64(person), 10))
	if err != nil {
		return PhotoView{}, err
	}
	if !within {
		return PhotoView{}, ErrTooManyPhotos
	}
	cleaned, err := s.takeIn(ctx, file)
	if err != nil {
		return PhotoView{}, err
	}
	now := s.clock.Now()
	p := model.Photo{
		ID: model.PhotoID(s.ids.Next()), PersonID: person, Role: role, Hash: string(blob.Of(cleaned.Content)),
		Kind: string(cleaned.Kind), Bytes: len(cleaned.Content), Width: cleaned.Width, Height: cleaned.Height,
		Content: model.ContentUnchecked, NextAt: model.Forever, CreatedAt: now,
	}
	// The row comes first: what dies in between leaves a row that is tidied up, and no
	// content that nobody knows of.
	if err := s.db.Run(ctx, func(ctx context.Context) error { return s.store.insertPhoto(ctx, p) }); err != nil {
		return PhotoView{}, err
	}
	if _, err := s.out.Blobs.Put(ctx, cleaned.Content); err != nil {
		return PhotoView{}, err
	}
	return s.viewPhoto(p, now), nil
}

// takeIn lets the file arrive on the disk, at its sender's pace, and then works on a few
// at a time in memory.
func (s *Service) takeIn(ctx context.Context, file io.Reader) (picture.Picture, error) {
	arrived, err := os.CreateTemp("", "photo-*")
	if err != nil {
		return picture.Picture{}, err
	}
	defer func() {
		_ = arrived.Close()
		_ = os.Remove(arrived.Name())
	}()
	n, err := io.Copy(arrived, io.LimitReader(file, maxPhoto+1))
	switch {
	case ctx.Err() != nil:
		return picture.Picture{}, ctx.Err()
	case err != nil:
		return picture.Picture{}, ErrPhotoBroken.With("it did not arrive whole")
	case n > maxPhoto:
		return picture.Picture{}, ErrPhotoTooLarge
	}
	select {
	case s.cleaned <- struct{}{}:
	case <-ctx.Done():
		return picture.Picture{}, ctx.Err()
	}
	defer func() { <-s.cleaned }()
	content := make([]byte, n)
	if _, err := arrived.ReadAt(content, 0); err != nil && !errors.Is(err, io.EOF) {
		return picture.Picture{}, err
	}
	cleaned, err := picture.Clean(content)
	return cleaned, refused(err)
}

func refused(err error) error {
	for fault, told := range map[error]error{picture.ErrKind: ErrPhotoKind, picture.ErrPixels: ErrPhotoPixels, picture.ErrBroken: ErrPhotoBroken} {
		if errors.Is(err, fault) {
			return told
		}
	}
	return err
}

// UsePhotos puts photos that a person has uploaded in a role, and not used yet, to something
// else than a post, under its id. They are evidence there: nobody judges them. It joins ctx's
// transaction. Error: ErrBadPhotos.
func (s *Service) UsePhotos(ctx context.Context, person model.PersonID, role model.Role, ids []model.PhotoID, use int64) ([]model.Photo, error) {
	taken, err := s.store.usePhotos(ctx, person, role, ids, model.PostID(use), model.Forever)
	if err != nil {
		return nil, err
	}
	if taken != len(ids) {
		return nil, ErrBadPhotos.With("%d of %d", taken, len(ids))
	}
	return s.store.photosOf(ctx, []model.PostID{model.PostID(use)})
}

// PhotosOf shows the photos that were put to something else than posts.
func (s *Service) PhotosOf(ctx context.Context, uses []int64) (map[model.PhotoID]PhotoView, error) {
	posts := make([]model.PostID, len(uses))
	for i, use := range uses {
		posts[i] = model.PostID(use)
	}
	photos, err := s.store.photosOf(ctx, posts)
	views := make(map[model.PhotoID]PhotoView, len(photos))
	for _, p := range photos {
		views[p.ID] = s.viewPhoto(p, s.clock.Now())
	}
	return views, err
}

// Media is a photo's content for who has its address.
type Media struct {
	blob.Content
	MediaType string
	Until     time.Time // when the address ends
}

// Media opens a content by its address, which the caller closes. Errors: ErrMediaRefused,
// ErrMediaGone.
func (s *Service) Media(ctx context.Context, name string, query url.Values) (Media, error) {
	hash, shaped := blob.ParseHash(name)
	until, allowed := s.out.Signer.Allows(hash, query, s.clock.Now())
	if !shaped || !allowed {
		return Media{}, ErrMediaRefused
	}
	content, err := s.out.Blobs.Open(ctx, hash)
	if errors.Is(err, blob.ErrAbsent) {
		return Media{}, ErrMediaGone
	}
	if err != nil {
		return Media{}, err
	}
	head := bytes.NewBuffer(nil)
	_, err = io.CopyN(head, content, 12)
	if err == nil {
		_, err = content.Seek(0, io.SeekStart)
	}
	if err != nil {
		return Media{}, errors.Join(err, content.Close())
	}
	return Media{content, picture.KindOf(head.Bytes()).MediaType(), until}, nil
}
