package marketcode

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"log/slog"
	"time"

	"channelrouter/internal/db"
	"channelrouter/model"
)

const (
	maxTicket = 128
	// rememberFor is how long an exchanged ticket is known here, so that a scan that is sent
	// again needs no second exchange.
	rememberFor = 10 * time.Minute
	patience    = 250 * time.Millisecond // with the key-value store, which is a help only
)

// Exchange asks WeChat for the code of the ticket that a person's app was opened with. It
// must not be called inside a transaction. Errors: ErrNotConfigured, ErrBadTicket,
// ErrNoAccount, and what WeChat answers.
func (s *Service) Exchange(ctx context.Context, person model.PersonID, app, ticket string) (original string, err error) {
	switch {
	case s.wechat == nil:
		return "", ErrNotConfigured
	case ticket == "" || len(ticket) > maxTicket:
		return "", ErrBadTicket.With("%d characters", len(ticket))
	case db.Inside(ctx):
		return "", fmt.Errorf("marketcode: a call of WeChat's inside a transaction")
	}
	key := ticketKey(person, app, ticket)
	if known := s.remembered(ctx, key); known != "" {
		return known, nil
	}
	appID := s.wechat.AppID(app)
	if appID == "" {
		return "", ErrNotConfigured.With("the %s's app", app)
	}
	account, err := s.identity.AccountIn(ctx, person, appID)
	if err != nil {
		return "", err
	}
	if account == nil {
		return "", ErrNoAccount
	}
	if original, err = s.wechat.Code(ctx, account.OpenID, ticket); err == nil {
		s.remember(ctx, key, original)
	}
	return original, err
}

// ticketKey hides whose ticket it is, and which.
func ticketKey(person model.PersonID, app, ticket string) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%d\n%s\n%s", person, app, ticket))
	return "marketcode:ticket:" + hex.EncodeToString(sum[:])
}

func (s *Service) remembered(ctx context.Context, key string) string {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	value, found, err := s.kv.Get(ctx, key)
	if err != nil || !found {
		return ""
	}
	return string(value)
}

func (s *Service) remember(ctx context.Context, key, original string) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	if err := s.kv.Set(ctx, key, []byte(original), rememberFor); err != nil {
		slog.WarnContext(ctx, "exchanged ticket not remembered", "error", err)
	}
}
