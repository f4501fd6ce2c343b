package listing

import (
	"context"
	"encoding/json"
	"strings"
	"time"

	"channelrouter/internal/id"
	"channelrouter/model"
)

// Column is a column of an export.
type Column struct {
	Key   string `json:"key"` // where its value stands in a row: "org.name"
	Label string `json:"label"`
	Fen   bool   `json:"fen,omitempty"` // an amount, which is written in yuan
}

// Ask is a list that is to be written into a file.
type Ask struct {
	By      model.UserID `json:"-"`
	Key     string       `json:"-"`    // makes a retry the same export
	List    string       `json:"list"` // the path of its route
	Query   string       `json:"query"`
	Columns []Column     `json:"columns"`
}

const (
	mostColumns    = 60
	mostUnfinished = 3
	keptFor        = 7 * 24 * time.Hour
	consolePath    = "/api/v1/console/"
)

// Export is one as it stands.
type Export struct {
	model.ListExport
	Columns []Column
}

// Ask keeps an export, which is written afterwards. The list's first row is asked for at once, so
// that who may not see it, or asks for what is no list, is told. Errors: ErrBadList, ErrBadColumns,
// ErrManyExports, ErrKeyReused, those of the list's route.
func (s *Service) Ask(ctx context.Context, a Ask) (Export, error) {
	if !strings.HasPrefix(a.List, consolePath) || strings.ContainsAny(a.List, "?#%\\") || strings.Contains(a.List, "..") {
		return Export{}, ErrBadList.With("%q", a.List)
	}
	if len(a.Columns) == 0 || len(a.Columns) > mostColumns {
		return Export{}, ErrBadColumns.With("%d columns", len(a.Columns))
	}
	if _, _, err := s.reader.Page(ctx, a.By, a.List, a.Query, "", 1); err != nil {
		return Export{}, err
	}
	hash, err := id.Hash(a)
	if err != nil {
		return Export{}, err
	}
	columns, err := json.Marshal(a.Columns)
	if err != nil {
		return Export{}, err
	}
	row := model.ListExport{
		ID: model.ListExportID(s.ids.Next()), UserID: a.By, Key: a.Key, InputHash: hash, List: a.List, Query: a.Query, Columns: columns, AskedAt: s.clock.Now(),
	}
	var kept *model.ListExport
	err = s.db.Run(ctx, func(ctx context.Context) (err error) {
		if kept, err = s.store.addExport(ctx, row); err != nil || kept.ID != row.ID {
			return err
		}
		n, err := s.store.unfinished(ctx, a.By)
		if err == nil && n > mostUnfinished {
			err = ErrManyExports
		}
		return err
	})
	if err == nil && kept.InputHash != hash {
		err = ErrKeyReused.With("key %q", a.Key)
	}
	if err != nil {
		return Export{}, err
	}
	return exportOf(*kept)
}

// Exports are a user's of the last week, the newest first.
func (s *Service) Exports(ctx context.Context, by model.UserID) ([]Export, error) {
	rows, err := s.store.exports(ctx, by, s.clock.Now().Add(-keptFor))
	exports := make([]Export, 0, len(rows))
	for _, row := range rows {
		e, err := exportOf(row)
		if err != nil {
			return nil, err
		}
		exports = append(exports, e)
	}
	return exports, err
}

// Get returns an export of a user. Error: ErrUnknownExport.
func (s *Service) Get(ctx context.Context, by model.UserID, id model.ListExportID) (Export, error) {
	row, err := s.store.export(ctx, id)
	if err != nil {
		return Export{}, err
	}
	if row == nil || row.UserID != by || row.AskedAt.Before(s.clock.Now().Add(-keptFor)) {
		return Export{}, ErrUnknownExport.With("id %d", id)
	}
	return exportOf(*row)
}

// Forget removes an export of a user, whatever state it is in. Error: ErrUnknownExport.
func (s *Service) Forget(ctx context.Context, by model.UserID, id model.ListExportID) error {
	if _, err := s.Get(ctx, by, id); err != nil {
		return err
	}
	return s.drop(ctx, id)
}

func exportOf(row model.ListExport) (Export, error) {
	e := Export{ListExport: row}
	return e, json.Unmarshal(row.Columns, &e.Columns)
}
