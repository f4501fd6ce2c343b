package contact

import (
	"context"
	"time"

	"channelrouter/model"
)

// PostView is a post with its photos.
type PostView struct {
	model.ThreadPost
	Photos []PhotoView
}

// View is a thread with a page of its posts, oldest first.
type View struct {
	model.Thread
	Posts []PostView
}

// Mine pages through the threads that a person opened in a role, newest first, before an
// id (0: from the newest).
func (s *Service) Mine(ctx context.Context, person model.PersonID, role model.Role, before model.ThreadID, limit int) ([]model.Thread, error) {
	return s.store.mine(ctx, person, role, before, limit)
}

// Read shows a thread of the person's in a role, with its posts after one. Error:
// ErrUnknownThread.
func (s *Service) Read(ctx context.Context, person model.PersonID, role model.Role, id model.ThreadID, after model.PostID, limit int) (View, error) {
	t, err := s.own(ctx, person, role, id)
	if err != nil {
		return View{}, err
	}
	return s.withPosts(ctx, t, after, limit)
}

// own is a thread that is the person's in a role.
func (s *Service) own(ctx context.Context, person model.PersonID, role model.Role, id model.ThreadID) (model.Thread, error) {
	t, err := s.store.thread(ctx, id)
	if err != nil {
		return model.Thread{}, err
	}
	if t == nil || t.PersonID != person || t.Role != role {
		return model.Thread{}, ErrUnknownThread.With("id %d", id)
	}
	return *t, nil
}

// Filter narrows the brand's list. State is needed; zero values of the others let all
// through.
type Filter struct {
	State model.ThreadState
	Topic model.ThreadTopic
	Role  model.Role
	Org   model.OrgID
	Owner *model.UserID // 0 for threads without one
}

// Place is where a page of the brand's list begins: after this thread.
type Place struct {
	Since time.Time
	ID    model.ThreadID
}

// List pages through all threads of a state, those that wait longest first.
func (s *Service) List(ctx context.Context, f Filter, after Place, limit int) ([]model.Thread, error) {
	return s.store.list(ctx, f, after, limit)
}

// Get shows any thread, with its posts after one, to the brand. Error: ErrUnknownThread.
func (s *Service) Get(ctx context.Context, id model.ThreadID, after model.PostID, limit int) (View, error) {
	t, err := s.get(ctx, id)
	if err != nil {
		return View{}, err
	}
	return s.withPosts(ctx, t, after, limit)
}

func (s *Service) get(ctx context.Context, id model.ThreadID) (model.Thread, error) {
	t, err := s.store.thread(ctx, id)
	if err != nil {
		return model.Thread{}, err
	}
	if t == nil {
		return model.Thread{}, ErrUnknownThread.With("id %d", id)
	}
	return *t, nil
}

func (s *Service) withPosts(ctx context.Context, t model.Thread, after model.PostID, limit int) (View, error) {
	posts, err := s.store.posts(ctx, t.ID, after, limit)
	if err != nil {
		return View{}, err
	}
	views, err := s.view(ctx, posts)
	return View{t, views}, err
}

// view puts photos to posts, with one query for all.
func (s *Service) view(ctx context.Context, posts []model.ThreadPost) ([]PostView, error) {
	ids := make([]model.PostID, len(posts))
	for i, p := range posts {
		ids[i] = p.ID
	}
	photos, err := s.store.photosOf(ctx, ids)
	if err != nil {
		return nil, err
	}
	byPost := map[model.PostID][]PhotoView{}
	now := s.clock.Now()
	for _, p := range photos {
		byPost[p.PostID] = append(byPost[p.PostID], s.viewPhoto(p, now))
	}
	views := make([]PostView, len(posts))
	for i, p := range posts {
		views[i] = PostView{p, byPost[p.ID]}
	}
	return views, nil
}
