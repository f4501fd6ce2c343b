package identity

import (
	"context"
	"errors"
	"slices"
	"time"

	"channelrouter/internal/db"
)

// WeChat exchanges the code that wx.login gave to a role's app for who is behind it:
// openID names the person within the app appID, unionID across apps. unionID is empty
// while the app is not bound to the Open Platform. Its errors reach the caller as they
// are.
//
// PhoneNumber exchanges the code of an app's phone number button for the number, without
// its country code, and the latter, such as 86.
type WeChat interface {
	Login(ctx context.Context, app, jsCode string) (openID, unionID string, appID string, err error)
	PhoneNumber(ctx context.Context, app, code string) (country, number string, err error)
}

// Login begins a session of the person whose app sent jsCode. app is a role app's name.
// It must not be called inside a transaction. Errors: ErrUnknownApp, and what WeChat
// answers.
func (s *Service) Login(ctx context.Context, app, jsCode string) (Tokens, error) {
	if !slices.Contains(roleApps, app) {
		return Tokens{}, ErrUnknownApp.With("%q", app)
	}
	if db.Inside(ctx) {
		return Tokens{}, errInside
	}
	who, err := s.ask(ctx, app, jsCode)
	if err != nil {
		return Tokens{}, err
	}
	return s.enter(ctx, who, appLife)
}

// enter begins a session of whom WeChat has named.
func (s *Service) enter(ctx context.Context, who visitor, life time.Duration) (Tokens, error) {
	now := s.clock.Now()
	var tokens Tokens
	err := s.db.Run(ctx, func(ctx context.Context) error {
		person, err := s.settle(ctx, who, now)
		if err != nil {
			return err
		}
		tokens, err = s.beginFor(ctx, Actor{App: who.app, PersonID: person}, now, life, Device{})
		return err
	})
	if err != nil {
		return Tokens{}, err
	}
	return tokens, nil
}

// ask is the network call, before any transaction.
func (s *Service) ask(ctx context.Context, app, jsCode string) (visitor, error) {
	openID, unionID, appID, err := s.wechat.Login(ctx, app, jsCode)
	return named(app, openID, unionID, appID, err)
}

func named(app, openID, unionID, appID string, err error) (visitor, error) {
	if err != nil {
		return visitor{}, err
	}
	if openID == "" || appID == "" {
		// Without this, everybody so answered would be one and the same person.
		return visitor{}, errors.New("identity: WeChat answered without an openid or appid")
	}
	return visitor{app: app, appID: appID, openID: openID, unionID: unionID}, nil
}
