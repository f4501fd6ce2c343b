package contact

import (
	"context"
	"fmt"
	"time"

	"channelrouter/internal/blob"
	"channelrouter/internal/personal"
	"channelrouter/model"
)

// Personal is what this room holds of people: their threads with all that stands in them, what they
// photographed, and what they were announced. A photo that was put to something else than a post is
// evidence of a case, and stays with it.
func (s *Service) Personal() personal.Part {
	const posts = "(SELECT thread_posts.id FROM thread_posts WHERE thread_posts.id = photos.post_id)"
	written := func(p personal.Subject) (string, []any) {
		return "person_id IN ? OR thread_id IN (SELECT id FROM threads WHERE threads.person_id IN ?)", []any{p.People, p.People}
	}
	pictures := &personal.Content{Hash: "hash", Kind: "kind"}
	return personal.Part{Name: "threads", Tables: []personal.Table{
		{
			Model: &model.Photo{}, Where: personal.Of("person_id").If("post_id = 0 OR EXISTS " + posts), Fate: personal.Erased,
			Before: s.forgetPhotos, Content: pictures,
		},
		{
			Model: &model.Photo{}, Where: personal.Of("person_id").If("post_id <> 0 AND NOT EXISTS " + posts), Fate: personal.Kept, Why: personal.Evidence,
			Ending: &personal.Ending{Over: personal.OlderThan("created_at"), Fate: personal.Erased}, Before: s.forgetPhotos, Content: pictures,
		},
		{Model: &model.ThreadPost{}, Where: written, Fate: personal.Erased},
		{Model: &model.Thread{}, Where: personal.Of("person_id"), Fate: personal.Erased},
		{Model: &model.AnnouncementRecipient{}, Where: personal.Of("person_id"), Fate: personal.Erased},
	}}
}

// forgetPhotos removes the contents of photos that are about to be deleted, but for those that
// others have sent as well: of which there is a row before there is a content.
func (s *Service) forgetPhotos(ctx context.Context, rows any) error {
	photos, ok := rows.([]model.Photo)
	if !ok {
		return fmt.Errorf("contact: %T are no photos", rows)
	}
	own := map[string][]model.PhotoID{}
	for _, p := range photos {
		own[p.Hash] = append(own[p.Hash], p.ID)
	}
	for hash, ids := range own {
		others, err := s.store.countHash(ctx, hash, ids...) // not by numbers: these may be gone already
		if err == nil && others == 0 {
			_, err = s.out.Blobs.Remove(ctx, blob.Hash(hash), time.Now())
		}
		if err != nil {
			return err
		}
	}
	return nil
}
