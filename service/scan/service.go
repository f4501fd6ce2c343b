package scan

import (
	"time"

	"channelrouter/internal/clock"
	"channelrouter/internal/db"
	"channelrouter/internal/id"
	"channelrouter/internal/kv"
	"channelrouter/internal/outbox"
	"channelrouter/internal/policy"
	"channelrouter/model"
	"channelrouter/service/catalog"
	"channelrouter/service/channel"
	"channelrouter/service/code"
	"channelrouter/service/custody"
	"channelrouter/service/diversion"
	"channelrouter/service/identity"
	"channelrouter/service/link"
	"channelrouter/service/marketcode"
	"channelrouter/service/reward"
)

// Rooms are the rooms that a scan passes through.
type Rooms struct {
	Identity  *identity.Service
	Catalog   *catalog.Service
	Channel   *channel.Service
	Link      *link.Service
	Code      *code.Service
	Custody   *custody.Service
	Reward    *reward.Service
	Diversion *diversion.Service
	Market    *marketcode.Service
}

// Service records scans.
type Service struct {
	Rooms
	db      *db.DB
	store   store
	clock   clock.Clock
	ids     *id.Generator
	outbox  *outbox.Outbox
	guesses *kv.Limiter
	secret  [32]byte // of pseudonyms
	// Routing is the book of routing policies.
	Routing *policy.Book[RoutingPolicy]
}

// New makes the room; g counts codes that do not exist, by who tried them. secret is that of
// devices' and addresses' pseudonyms.
func New(d *db.DB, c clock.Clock, ids *id.Generator, o *outbox.Outbox, g *kv.Limiter, secret [32]byte, r Rooms) *Service {
	return &Service{
		Rooms: r, db: d, store: store{d}, clock: c, ids: ids, outbox: o, guesses: g, secret: secret,
		Routing: policy.NewBook(d, c, "routing", DefaultRouting, RoutingPolicy.check),
	}
}

// Input is a code read by a person in a role app.
type Input struct {
	Person model.PersonID
	Role   model.Role // of the app it was scanned in
	Text   string     // as read or typed; empty with Q or Ticket
	Q      string     // as WeChat gives it to the page that a printed URL opens
	Opened time.Time  // scancode_time, which comes with Q
	Ticket string     // code_ticket: as WeChat gives it to the page that one of its own codes opens
	Key    string     // idempotency key; "" makes every call a scan of its own
	Adcode string     // the scanner's district, six digits; "" when refused, or with Position
	// Position is where the scanner is; nil when refused. Only the district is kept of it.
	Position *Position
	At       time.Time // zero: now
	Device   string    // opaque, for the limiter
	IP       string
}

// Outcomes of a scan.
const (
	OutcomeClaimed  = "claimed"
	OutcomeRepeat   = "repeat"
	OutcomeRewarded = "rewarded"
	OutcomeTraced   = "traced"
)

// Answer is what the scanner is told. Its JSON form is stored, for retries.
type Answer struct {
	ScanID  model.ScanID    `json:"scan_id"`
	Face    string          `json:"face"`
	Route   Route           `json:"route"`
	Hops    []Route         `json:"hops,omitempty"` // other roles of this person, one tap away, the chosen one first
	Outcome string          `json:"outcome"`
	Verdict string          `json:"verdict"`
	Reasons []string        `json:"reasons"`
	Product model.ProductID `json:"product"`
	Won     *Prize          `json:"won,omitempty"`
	First   *First          `json:"first,omitempty"` // who was first, coarsely, for a repeat
	Trace   *custody.Trace  `json:"trace,omitempty"` // for staff
}

// Prize is what was won.
type Prize struct {
	Asset   string `json:"asset"` // "points" or "fen"
	Amount  int64  `json:"amount"`
	Waiting bool   `json:"waiting,omitempty"` // until the consumer claims
}

// First tells about the scan that came before: when, and in which district.
type First struct {
	At     time.Time `json:"at"`
	Adcode string    `json:"adcode"`
}

// Result is an answer or the reason why there is none.
type Result struct {
	Answer Answer
	Err    error
}
