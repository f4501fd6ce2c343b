package risk

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strconv"
	"time"

	"channelrouter/internal/db"
	"channelrouter/model"
	"channelrouter/service/channel"
)

const (
	rememberFor = 10 * time.Minute
	// restFor is how long WeChat is left alone after it failed.
	restFor = 5 * time.Second
)

// Check tells whether a person may go on, in the role's app that he uses. It is to be
// called before a transaction. Errors: ErrRefused, ErrNotKnown.
func (s *Service) Check(ctx context.Context, person model.PersonID, role model.Role, scene Scene) error {
	if db.Inside(ctx) {
		return errInside
	}
	policy, err := s.Policies.At(ctx, s.clock.Now())
	if err != nil {
		return err
	}
	rule := policy.Body.rule(scene)
	if rule.RefuseFrom == 0 {
		return nil
	}
	rank, err := s.rank(ctx, person, role, scene)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err != nil && !errors.Is(err, errAway) && !errors.Is(err, errResting) {
		slog.WarnContext(ctx, "no risk rank", "scene", scene, "passes", rule.FailOpen, "error", err)
	}
	return rule.judge(rank, err == nil)
}

// rank is what is remembered of the person, or else what WeChat says.
func (s *Service) rank(ctx context.Context, person model.PersonID, role model.Role, scene Scene) (int, error) {
	key := fmt.Sprintf("risk:%s:%d:%d", scene, role, person)
	if value, found, err := s.kv.Get(ctx, key); err == nil && found { // a store that is down remembers nothing
		if rank, err := strconv.Atoi(string(value)); err == nil {
			return rank, nil
		}
	}
	rank, err := s.ask(ctx, person, channel.RoleName(role), scene)
	if err != nil {
		return 0, err
	}
	if err := s.kv.Set(ctx, key, []byte(strconv.Itoa(rank)), rememberFor); err != nil {
		slog.WarnContext(ctx, "a risk rank is not remembered", "error", err)
	}
	return rank, nil
}

func (s *Service) ask(ctx context.Context, person model.PersonID, app string, scene Scene) (int, error) {
	if s.wechat == nil || s.wechat.AppID(app) == "" {
		return 0, errAway
	}
	account, err := s.identity.AccountIn(ctx, person, s.wechat.AppID(app))
	ip := clientIP(ctx)
	switch {
	case err != nil:
		return 0, err
	case account == nil:
		return 0, errAway
	case ip == "":
		return 0, errNoAddress
	case s.clock.Now().UnixNano() < s.resting.Load():
		return 0, errResting
	}
	rank, err := s.wechat.RiskRank(ctx, app, account.OpenID, scene, ip)
	if errors.Is(err, ErrSilent) {
		s.resting.Store(s.clock.Now().Add(restFor).UnixNano())
	}
	return rank, err
}

// ErrSilent is what WeChat's errors wrap that concern everybody: it does not answer, or
// takes no more questions.
var ErrSilent = errors.New("WeChat does not answer")
