package contact

import (
	"time"

	"channelrouter/internal/blob"
	"channelrouter/internal/clock"
	"channelrouter/internal/db"
	"channelrouter/internal/id"
	"channelrouter/internal/kv"
	"channelrouter/service/catalog"
	"channelrouter/service/channel"
	"channelrouter/service/code"
	"channelrouter/service/identity"
	"channelrouter/service/message"
	"channelrouter/service/risk"
	"channelrouter/service/scan"
)

// Rooms are the rooms below that this one asks.
type Rooms struct {
	Catalog  *catalog.Service
	Channel  *channel.Service
	Code     *code.Service
	Identity *identity.Service
	Message  *message.Service
	Risk     *risk.Service
	Scan     *scan.Service
}

// Outside is what is not the house's.
type Outside struct {
	WeChat WeChat
	Blobs  blob.Store
	Signer blob.Signer
	// PublicURL is https://HOST where WeChat fetches photos from this server; "": photos
	// are not checked.
	PublicURL string
	// Limits counts what a person sends in an hour.
	Limits kv.Store
	// Guesses limits who tries codes that do not exist, as scanning does.
	Guesses *kv.Limiter
}

// What a person may send in an hour.
const (
	postsPerHour  = 30
	photosPerHour = 60
)

// Service is the room. Safe for concurrent use.
type Service struct {
	rooms   Rooms
	db      *db.DB
	store   store
	clock   clock.Clock
	ids     *id.Generator
	out     Outside
	posts   kv.Limiter
	photos  kv.Limiter
	cleaned chan struct{} // has room for as many pictures as may be worked on at once
	wechat  pause
}

// New makes the room.
func New(d *db.DB, c clock.Clock, ids *id.Generator, rooms Rooms, out Outside) *Service {
	return &Service{
		rooms: rooms, db: d, store: store{d}, clock: c, ids: ids, out: out,
		posts:   kv.Limiter{Store: out.Limits, Name: "contact-posts", Limit: postsPerHour, Window: time.Hour},
		photos:  kv.Limiter{Store: out.Limits, Name: "contact-photos", Limit: photosPerHour, Window: time.Hour},
		cleaned: make(chan struct{}, 4),
	}
}
