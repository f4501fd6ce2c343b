package link

import (
	"context"
	"crypto/rand"
	"errors"
	"log/slog"
	"strconv"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"channelrouter/model"
)

// hopLife is how long a person has for the tap.
const hopLife = 2 * time.Minute

// Target is what wx.navigateToMiniProgram wants.
type Target struct {
	AppID      string   `json:"app_id"`
	Path       string   `json:"path"`
	EnvVersion string   `json:"env_version" enum:"release,trial,develop"`
	ExtraData  *HopData `json:"extra_data,omitempty" doc:"for another app only: it posts the ticket to its own /hops"`
}

// HopData is what the receiving app is given.
type HopData struct {
	Ticket string `json:"ticket"`
}

// Hop is what one app hands to another: who is coming, with which code, to do what.
type Hop struct {
	Person model.PersonID
	App    string // the role of the receiving app
	Code   string // its text
	Scan   model.ScanID
	Page   string
	Action string
}

// Arrival is what the receiving app learns from a ticket.
type Arrival struct {
	Code, Page, Action string
}

// Target is where a role's page is, or nil while the role has no app.
func (s *Service) Target(role, page string) *Target {
	app, err := s.sites.app(role)
	if err != nil {
		return nil
	}
	return &Target{AppID: app.ID, Path: page, EnvVersion: app.EnvVersion}
}

// HopTarget is Target with a ticket for the receiving app.
func (s *Service) HopTarget(h Hop) (*Target, error) {
	target := s.Target(h.App, h.Page)
	if target == nil {
		return nil, nil
	}
	ticket, err := s.hops.sign(h, s.clock.Now())
	target.ExtraData = &HopData{Ticket: ticket}
	return target, err
}

// Arrive takes a ticket in the app of a role, by the session of the person who is there:
// once. While the key-value store is down nobody knows whether it was taken before; then
// it is taken again, for a scan of the same code by the same person tells nothing new.
// Errors: ErrHopRefused, ErrHopExpired, ErrHopOfAnother, ErrHopOfAnotherApp.
func (s *Service) Arrive(ctx context.Context, person model.PersonID, app, ticket string) (Arrival, error) {
	c, err := s.hops.verify(ticket)
	if err != nil {
		return Arrival{}, err
	}
	switch {
	case c.Subject != strconv.FormatInt(int64(person), 10):
		return Arrival{}, ErrHopOfAnother
	case len(c.Audience) != 1 || c.Audience[0] != app:
		return Arrival{}, ErrHopOfAnotherApp
	}
	first, err := s.kv.SetIfAbsent(ctx, "hop/"+c.ID, []byte{1}, 2*hopLife)
	switch {
	case ctx.Err() != nil:
		return Arrival{}, ctx.Err()
	case err != nil:
		slog.WarnContext(ctx, "hop taken without the key-value store", "error", err)
	case !first:
		return Arrival{}, ErrHopRefused.With("taken before")
	}
	return Arrival{Code: c.Code, Page: c.Page, Action: c.Action}, nil
}

// hopClaims are what a ticket says. sub: the person; aud: the receiving app; jti; exp.
type hopClaims struct {
	jwt.RegisteredClaims
	Code   string       `json:"code"`
	Scan   model.ScanID `json:"scan,string"`
	Page   string       `json:"page"`
	Action string       `json:"action"`
}

// hopSigner writes and reads tickets.
type hopSigner struct {
	key    []byte
	parser *jwt.Parser
}

func newHopSigner(key [32]byte, now func() time.Time) hopSigner {
	// The algorithm is ours to choose, never the ticket's.
	return hopSigner{key: key[:], parser: jwt.NewParser(
		jwt.WithValidMethods([]string{jwt.SigningMethodHS256.Alg()}), jwt.WithExpirationRequired(), jwt.WithTimeFunc(now))}
}

func (h hopSigner) sign(hop Hop, now time.Time) (string, error) {
	return jwt.NewWithClaims(jwt.SigningMethodHS256, hopClaims{
		RegisteredClaims: jwt.RegisteredClaims{
			ID: rand.Text(), Subject: strconv.FormatInt(int64(hop.Person), 10), Audience: jwt.ClaimStrings{hop.App},
			ExpiresAt: jwt.NewNumericDate(now.Add(hopLife)),
		},
		Code: hop.Code, Scan: hop.Scan, Page: hop.Page, Action: hop.Action,
	}).SignedString(h.key)
}

func (h hopSigner) verify(ticket string) (c hopClaims, err error) {
	_, err = h.parser.ParseWithClaims(ticket, &c, func(*jwt.Token) (any, error) { return h.key, nil })
	switch {
	case errors.Is(err, jwt.ErrTokenExpired):
		return c, ErrHopExpired
	case err != nil || c.ID == "":
		return c, ErrHopRefused
	}
	return c, nil
}
