package listing

import (
	"context"
	"encoding/json"

	"channelrouter/model"
)

// View is a list as somebody wants it.
type View struct {
	List, Name, Query string
	Columns           []string // keys; none: as the list is
}

const mostViews = 50 // of a list

// Views are a user's of a list, by name.
func (s *Service) Views(ctx context.Context, by model.UserID, list string) ([]View, error) {
	rows, err := s.store.views(ctx, by, list)
	views := make([]View, len(rows))
	for i, row := range rows {
		views[i] = View{List: row.List, Name: row.Name, Query: row.Query}
		if err := json.Unmarshal(row.Columns, &views[i].Columns); err != nil {
			return nil, err
		}
	}
	return views, err
}

// KeepView keeps a view, in place of the one of its name. Error: ErrManyViews.
func (s *Service) KeepView(ctx context.Context, by model.UserID, v View) error {
	columns, err := json.Marshal(v.Columns)
	if err != nil {
		return err
	}
	return s.db.Run(ctx, func(ctx context.Context) error {
		err := s.store.saveView(ctx, model.SavedView{UserID: by, List: v.List, Name: v.Name, Query: v.Query, Columns: columns, SavedAt: s.clock.Now()})
		if err != nil {
			return err
		}
		n, err := s.store.countViews(ctx, by, v.List)
		if err == nil && n > mostViews {
			err = ErrManyViews
		}
		return err
	})
}

// ForgetView removes a view. Error: ErrUnknownView.
func (s *Service) ForgetView(ctx context.Context, by model.UserID, list, name string) error {
	return s.db.Run(ctx, func(ctx context.Context) error {
		n, err := s.store.dropView(ctx, by, list, name)
		if err == nil && n == 0 {
			err = ErrUnknownView.With("%q", name)
		}
		return err
	})
}
