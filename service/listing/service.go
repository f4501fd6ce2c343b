package listing

import (
	"context"
	"encoding/json"

	"channelrouter/internal/blob"
	"channelrouter/internal/clock"
	"channelrouter/internal/db"
	"channelrouter/internal/id"
	"channelrouter/model"
)

// Reader asks a route for a page of its list, as a user of the console would: with its query, from
// a cursor on ("": the first page). next is "" on the last page. Errors: those of the route.
type Reader interface {
	Page(ctx context.Context, by model.UserID, list, query, after string, limit int) (rows []json.RawMessage, next string, err error)
}

// Service keeps views and writes exports.
type Service struct {
	db       *db.DB
	store    store
	clock    clock.Clock
	ids      *id.Generator
	blobs    blob.Store
	reader   Reader
	pageRows int // that are asked for at once
	partRows int // that are kept together
}

// New makes the room. It writes no exports until it is given a reader.
func New(d *db.DB, c clock.Clock, ids *id.Generator, blobs blob.Store) *Service {
	return &Service{db: d, store: store{d}, clock: c, ids: ids, blobs: blobs, pageRows: 200, partRows: 5000}
}

// ReadBy says who reads lists. It is called once, before anything is served.
func (s *Service) ReadBy(r Reader) { s.reader = r }
