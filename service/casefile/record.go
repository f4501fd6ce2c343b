package casefile

import (
	"context"
	"fmt"
	"unicode/utf8"

	"channelrouter/internal/id"
	"channelrouter/model"
	"channelrouter/service/contact"
	"channelrouter/service/diversion"
)

// newRecord begins a record of a person's, made at his wish.
func (s *Service) newRecord(c model.CaseID, kind model.RecordKind, person model.PersonID, key string, asked any) (model.CaseRecord, error) {
	hash, err := id.Hash(asked)
	now := s.clock.Now()
	return model.CaseRecord{
		ID: model.CaseRecordID(s.ids.Next()), CaseID: c, Kind: kind, AuthorKey: fmt.Sprintf("%d/p/%d/%s", kind, person, key),
		InputHash: hash, PersonID: person, At: now, RecordedAt: now,
	}, err
}

// lay writes a record with what goes with it, once: a retry is shown what the first wrote.
func (s *Service) lay(ctx context.Context, r *model.CaseRecord, write func(context.Context) error) (View, error) {
	if earlier, err := s.earlier(ctx, *r); err != nil || earlier != nil {
		return s.shown(ctx, earlier, err)
	}
	err := s.db.Run(ctx, write)
	if err != nil {
		// Of two retries at one moment the second finds the key taken, or the case moved on.
		if earlier, again := s.earlier(ctx, *r); again == nil && earlier != nil {
			return s.shown(ctx, earlier, nil)
		}
	}
	return s.shown(ctx, r, err)
}

// earlier is the record that a key was used for, or nil.
func (s *Service) earlier(ctx context.Context, r model.CaseRecord) (*model.CaseRecord, error) {
	first, err := s.store.byAuthorKey(ctx, r.AuthorKey)
	if err == nil && first != nil && first.InputHash != r.InputHash {
		return nil, ErrKeyReused
	}
	return first, err
}

func (s *Service) shown(ctx context.Context, r *model.CaseRecord, err error) (View, error) {
	if err != nil {
		return View{}, err
	}
	views, err := s.view(ctx, []model.CaseRecord{*r})
	if err != nil {
		return View{}, err
	}
	return views[0], nil
}

// piece begins a piece of a record's evidence.
func (s *Service) piece(r model.CaseRecord, kind model.EvidenceKind) model.CaseEvidence {
	return model.CaseEvidence{ID: model.EvidenceID(s.ids.Next()), RecordID: r.ID, CaseID: r.CaseID, Kind: kind}
}

// photos takes a person's photos for a record.
func (s *Service) photos(ctx context.Context, r model.CaseRecord, role model.Role, scene, receipts []model.PhotoID) ([]model.CaseEvidence, error) {
	ids := append(append([]model.PhotoID{}, scene...), receipts...)
	if len(ids) == 0 {
		return nil, nil
	}
	photos, err := s.rooms.Contact.UsePhotos(ctx, r.PersonID, role, ids, int64(r.ID))
	if err != nil {
		return nil, err
	}
	kinds := map[model.PhotoID]model.EvidenceKind{}
	for _, id := range receipts {
		kinds[id] = model.EvidenceReceipt
	}
	pieces := make([]model.CaseEvidence, len(photos))
	for i, p := range photos {
		kind := model.EvidencePhoto
		if kinds[p.ID] != 0 {
			kind = kinds[p.ID]
		}
		pieces[i] = s.piece(r, kind)
		pieces[i].PhotoID, pieces[i].Hash = p.ID, p.Hash
	}
	return pieces, nil
}

// Appeal is what the origin of a case says to it.
type Appeal struct {
	Case   model.CaseID    `json:"case"`
	Person model.PersonID  `json:"person"`
	Org    model.OrgID     `json:"org"` // for which he acts: the origin
	Text   string          `json:"text"`
	Photos []model.PhotoID `json:"photos"`
	Key    string          `json:"-"` // makes a retry the same appeal
}

// Appeal keeps the appeal of a case's origin, with its photos. Errors: ErrBadAppeal,
// ErrKeyReused, contact.ErrBadPhotos, diversion.ErrUnknownCase, of a case that he was not told
// of, diversion.ErrNotInState, diversion.ErrAppealed, diversion.ErrAppealLate.
func (s *Service) Appeal(ctx context.Context, a Appeal) (View, error) {
	r, err := s.newRecord(a.Case, model.RecordAppeal, a.Person, a.Key, a)
	if err != nil {
		return View{}, err
	}
	if n := utf8.RuneCountInString(a.Text); n == 0 || n > maxText || len(a.Photos) > maxPhotos {
		return View{}, ErrBadAppeal.With("%d characters, %d photos", n, len(a.Photos))
	}
	if repeats(a.Photos) {
		return View{}, contact.ErrBadPhotos.With("one is named twice")
	}
	r.OrgID, r.Text = a.Org, a.Text
	return s.lay(ctx, &r, func(ctx context.Context) error {
		_, err := s.rooms.Diversion.Appeal(ctx, diversion.Appeal{
			Case: a.Case, Person: a.Person, Org: a.Org, Text: a.Text, Record: r.ID,
		})
		if err != nil {
			return err
		}
		photos, err := s.photos(ctx, r, model.RoleDistributor, a.Photos, nil)
		if err != nil {
			return err
		}
		return s.store.insertRecord(ctx, r, photos)
	})
}
