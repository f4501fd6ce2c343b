package identity_test

import (
	"context"
	"errors"
	"sync"

	"channelrouter/internal/db"
)

// wechat knows who is behind each code; a code works any number of times.
type wechat struct {
	mu     sync.Mutex
	people map[string]visit
}

type visit struct{ openID, unionID string }

var errWeChat = errors.New("wechat: no such code")

func (f *wechat) knows(jsCode, openID, unionID string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.people[jsCode] = visit{openID, unionID}
}

func (f *wechat) Login(ctx context.Context, app, jsCode string) (openID, unionID string, appID string, err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if db.Inside(ctx) {
		return "", "", "", errors.New("a network call inside a transaction")
	}
	v, known := f.people[jsCode]
	if !known {
		return "", "", "", errWeChat
	}
	return v.openID, v.unionID, "wx-" + app, nil
}

// PhoneNumber takes the code for a number of the mainland.
func (f *wechat) PhoneNumber(ctx context.Context, _, code string) (country, number string, err error) {
	if db.Inside(ctx) {
		return "", "", errors.New("a network call inside a transaction")
	}
	if len(code) != 11 {
		return "", "", errWeChat
	}
	return "86", code, nil
}
