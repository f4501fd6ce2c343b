package intake

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"time"

	"channelrouter/internal/clock"
	"channelrouter/internal/errs"
	"channelrouter/model"
	"channelrouter/service/code"
)

// Declaration is what a file does not say itself.
type Declaration struct {
	Kind model.ImportKind `json:"kind"`
	// SkipBad takes the good rows of a file in that has bad ones.
	SkipBad bool `json:"skip_bad,omitempty"`
	// Foreign is what codes printed by others look like and stand on.
	Foreign code.NewForeign `json:"foreign,omitzero"`
	// Org packs, and At is when, for packs; zero is when the import was declared.
	Org model.OrgID `json:"org,omitempty"`
	At  time.Time   `json:"at,omitzero"`
	// Offline keeps packs and shipments whose precondition is missing as pending, instead of
	// rejecting them, and believes their times.
	Offline bool `json:"offline,omitempty"`
	// DryRun only judges a file of organisations: it is done with its report.
	DryRun bool `json:"dry_run,omitempty"`
}

// NewImport declares an import of an upload.
type NewImport struct {
	By     model.UserID
	Key    string // idempotency: the same for a retry
	Upload model.UploadID
	Declaration
}

// hash identifies the import's content.
func (n NewImport) hash() (declared []byte, hash string, err error) {
	declared, err = json.Marshal(n.Declaration)
	sum := sha256.New()
	_ = json.NewEncoder(sum).Encode(n.Upload)
	sum.Write(declared)
	return declared, hex.EncodeToString(sum.Sum(nil)), err
}

// CreateImport declares an import, which waits for the job. A retry with the same key gets
// the import that there is. Errors: ErrUnknownUpload, ErrUnfinished, ErrBadImport,
// ErrImportKeyReused, and those of code.NewForeign.Check and channel.GetOrg.
func (s *Service) CreateImport(ctx context.Context, n NewImport) (model.Import, error) {
	declared, hash, err := n.hash()
	if err != nil {
		return model.Import{}, err
	}
	earlier, err := s.store.importByKey(ctx, n.By, n.Key)
	if err != nil || earlier != nil {
		return sameImport(earlier, hash, err)
	}
	u, err := s.Upload(ctx, n.By, n.Upload)
	if err != nil {
		return model.Import{}, err
	}
	if !u.Complete {
		return model.Import{}, ErrUnfinished.With("%d of %d bytes", u.Received, u.Size)
	}
	if err := s.checkDeclaration(ctx, n.Declaration); err != nil {
		return model.Import{}, err
	}
	now := s.clock.Now()
	i := model.Import{
		ID: model.ImportID(s.ids.Next()), UserID: n.By, Key: n.Key, InputHash: hash, UploadID: n.Upload, Kind: n.Kind,
		Declaration: declared, State: model.ImportWaiting, CreatedAt: now, UpdatedAt: now,
	}
	err = s.db.Run(ctx, func(ctx context.Context) error {
		fresh, err := s.store.insertImport(ctx, &i)
		if err != nil || fresh {
			return err
		}
		earlier, err := s.store.importByKey(ctx, n.By, n.Key)
		i, err = sameImport(earlier, hash, err)
		return err
	})
	return i, err
}

func sameImport(earlier *model.Import, hash string, err error) (model.Import, error) {
	if err != nil {
		return model.Import{}, err
	}
	if earlier.InputHash != hash {
		return model.Import{}, ErrImportKeyReused.With("key %q", earlier.Key)
	}
	return *earlier, nil
}

// checkDeclaration makes sure of what can be known before the file is read.
func (s *Service) checkDeclaration(ctx context.Context, d Declaration) error {
	switch d.Kind {
	case model.ImportForeign:
		if err := d.Foreign.Check(); err != nil {
			return err
		}
		_, err := s.rooms.Code.BatchByRef(ctx, d.Foreign.Ref)
		switch {
		case err == nil:
			return code.ErrBatchExists.With("number %q", d.Foreign.Ref)
		case !errors.Is(err, code.ErrUnknownBatch):
			return err
		}
		return nil
	case model.ImportPacks:
		if clock.Normal(d.At).After(s.clock.Now()) {
			return ErrBadImport.With("packed in the future, at %s", d.At)
		}
		_, err := s.rooms.Channel.GetOrg(ctx, d.Org)
		return err
	case model.ImportShipments, model.ImportOrgs:
		return nil
	}
	return ErrBadImport.With("kind %d", d.Kind)
}

// Import finds an import. Error: ErrUnknownImport.
func (s *Service) Import(ctx context.Context, id model.ImportID) (model.Import, error) {
	i, err := s.store.findImport(ctx, id)
	if err != nil {
		return model.Import{}, err
	}
	if i == nil {
		return model.Import{}, ErrUnknownImport.With("id %d", id)
	}
	return *i, nil
}

// Imports pages through the imports of some kinds, newest first; of a state, or 0 for any.
func (s *Service) Imports(ctx context.Context, kinds []model.ImportKind, state model.ImportState, before model.ImportID, limit int) ([]model.Import, error) {
	return s.store.imports(ctx, kinds, state, before, limit)
}

// Rejections pages through the rows of an import that were not taken in, after a line.
func (s *Service) Rejections(ctx context.Context, id model.ImportID, after int64, limit int) ([]model.ImportRejection, error) {
	return s.store.rejections(ctx, id, after, limit)
}

// Cancel ends an import. What packs and shipments it has recorded stays; codes that it has
// added are taken back before it is cancelled. Errors: ErrUnknownImport, ErrEnded.
func (s *Service) Cancel(ctx context.Context, id model.ImportID) (model.Import, error) {
	for {
		i, err := s.Import(ctx, id)
		if err != nil {
			return i, err
		}
		if i.State >= model.ImportClearing {
			return i, ErrEnded.With("import %d", id)
		}
		moved, err := s.end(ctx, i, nil)
		if err != nil || moved.State != i.State {
			return moved, err
		}
	}
}

// end fails an import for a reason, or cancels it where there is none. An import that was
// moved meanwhile stays as it is.
func (s *Service) end(ctx context.Context, i model.Import, reason error) (model.Import, error) {
	next := i
	next.UpdatedAt = s.clock.Now()
	if reason != nil {
		next.Fault, next.Told = cut(reasonOf(reason), 300), errs.Keep(reason, mostTold)
	}
	switch {
	case i.Kind == model.ImportForeign && i.State == model.ImportRunning:
		next.State = model.ImportClearing
	case next.Fault != "":
		next.State = model.ImportFailed
	default:
		next.State = model.ImportCancelled
	}
	moved, err := s.move(ctx, i, next)
	if err != nil || !moved {
		return i, err
	}
	return next, nil
}

func (s *Service) move(ctx context.Context, from, to model.Import) (moved bool, err error) {
	err = s.db.Run(ctx, func(ctx context.Context) error {
		moved, err = s.store.moveImport(ctx, from, to)
		return err
	})
	return moved, err
}
