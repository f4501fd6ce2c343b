package message_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"sync"
	"testing"

	"channelrouter/internal/db"
	"channelrouter/service/message"
)

func TestMain(m *testing.M) {
	slog.SetDefault(slog.New(slog.DiscardHandler)) // failures are part of the story
	os.Exit(m.Run())
}

// post is a sender as WeChat is one: it has a bank of acceptances of its own. What it has
// carried is its own book, for tests to hold against ours.
type post struct {
	mu       sync.Mutex
	accepted map[string]int // openid → messages it may carry
	carried  []message.Letter
	calls    int
	// answer plays a way to fail, or nil, for a call; lost failures come after the message
	// was carried.
	answer func(l message.Letter) error
}

func newPost() *post { return &post{accepted: map[string]int{}} }

var (
	errLostBefore = errors.New("post: connection lost")
	errLostAfter  = errors.New("post: connection lost after the message was carried")
)

func refusal(why message.Why, code string) error { return &message.Refusal{Why: why, Code: code} }

func (p *post) Send(ctx context.Context, l message.Letter) (string, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if db.Inside(ctx) {
		return "", errors.New("a network call inside a transaction")
	}
	p.calls++
	var fault error
	if p.answer != nil {
		fault = p.answer(l)
	}
	switch {
	case fault != nil && !errors.Is(fault, errLostAfter):
		return "", fault
	case p.accepted[l.OpenID] == 0:
		return "", refusal(message.NoConsent, "43101")
	}
	p.accepted[l.OpenID]--
	p.carried = append(p.carried, l)
	if fault != nil {
		return "", fault
	}
	return fmt.Sprint("msg-", len(p.carried)), nil
}

// fails plays faults in order, then none.
func (p *post) fails(faults ...error) {
	p.answer = func(message.Letter) error {
		if len(faults) == 0 {
			return nil
		}
		f := faults[0]
		faults = faults[1:]
		return f
	}
}
