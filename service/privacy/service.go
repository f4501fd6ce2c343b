package privacy

import (
	"maps"
	"slices"
	"time"

	"channelrouter/internal/blob"
	"channelrouter/internal/clock"
	"channelrouter/internal/db"
	"channelrouter/internal/id"
	"channelrouter/internal/personal"
	"channelrouter/internal/seal"
	"channelrouter/model"
	"channelrouter/service/identity"
)

const (
	// DueDays is how long a request may take when nothing else is configured.
	DueDays = 15
	keptFor = 7 * 24 * time.Hour // a copy
	// settleFor is longer than a session that has ended is still taken for live anywhere.
	settleFor = 10 * time.Second
	// waitFor is when to look again whether a debt is settled that came up after the approval.
	waitFor = time.Minute
	// backDays is how long ago a letter may have come that is recorded today.
	backDays = 60
)

// Settings say how the brand deals with requests.
type Settings struct {
	Years   map[personal.Why]int // in place of those of Years, where it names any
	DueDays int                  // from the day on which a request came; 0: DueDays
	Apps    map[string]string    // appids by role, to find people by openid
}

// Service keeps requests and carries them out.
type Service struct {
	db       *db.DB
	store    store
	clock    clock.Clock
	ids      *id.Generator
	blobs    blob.Store
	box      seal.Box
	identity *identity.Service
	settings Settings
	parts    []personal.Part // the first is by what people are recognised
	years    map[personal.Why]int
	rows     int    // that are read, or dealt with, at once
	alive    func() // called before each of those; tests let a worker die there
}

// New makes the room. The key seals copies. parts are what the rooms hold of people, in the order in
// which it is erased: first of all what they are recognised by, last what others look for.
func New(d *db.DB, c clock.Clock, ids *id.Generator, blobs blob.Store, key [32]byte, who *identity.Service, settings Settings, parts ...personal.Part) *Service {
	if settings.DueDays == 0 {
		settings.DueDays = DueDays
	}
	years := maps.Clone(Years)
	maps.Copy(years, settings.Years)
	s := &Service{
		years: years,
		db:    d, store: store{d}, clock: c, ids: ids, blobs: blobs, box: seal.New(key), identity: who, settings: settings, rows: 500, alive: func() {},
	}
	s.parts = append(slices.Clone(parts), personal.Part{Name: "requests", Tables: []personal.Table{
		{Model: &model.DataRequest{}, Where: personal.Of("person_id"), Fate: personal.Kept, Why: personal.Proof, Show: hideDeciders},
	}})
	return s
}

// Parts are what all rooms hold of people, in the order in which it is erased.
func (s *Service) Parts() []personal.Part { return s.parts }
