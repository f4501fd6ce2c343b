package main

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"strings"
	"sync/atomic"
	"time"

	"channelrouter/cmd/channelrouter/history"
	"channelrouter/internal/clock"
	"channelrouter/service"
)

// past is what was made before the story, and how to look at it.
type past struct {
	report   history.Report
	password string
	took     time.Duration
}

// past makes the history of a demonstration, where the story is not to be told alone and the
// folder has none yet. The rooms that serve are opened anew afterwards: they remember nothing of
// the time before.
func (d demoCommand) past(ctx context.Context, h *house, bank *history.Bank) (past, error) {
	if d.Once || d.History == "none" {
		return past{}, nil
	}
	there, err := history.There(ctx, h.Rooms)
	if there || err != nil {
		return past{}, err
	}
	service.SpareCollector() // as serve does
	began := time.Now()
	var random [9]byte
	_, _ = rand.Read(random[:])
	p := past{password: hex.EncodeToString(random[:])}
	stage := history.Stage{
		Rooms: h.Rooms, Size: history.Small, Seed: d.Seed, Password: p.password, Bank: bank,
		AppID: func(app string) string { return h.config.Apps[app].ID },
	}
	if d.History == "full" {
		stage.Size = history.Whole
	}
	if !d.Quiet {
		stage.Progress = progress(os.Stderr)
	}
	if p.report, err = history.Make(ctx, stage); err != nil {
		return p, err
	}
	p.took = time.Since(began)
	h.Rooms, err = service.New(ctx, h.Ground)
	return p, err
}

// handClock goes by another clock, until it is turned to the next: the stand-in for WeChat lives in
// the past while that is made.
type handClock struct{ by atomic.Pointer[clock.Clock] }

func (h *handClock) turn(c clock.Clock) { h.by.Store(&c) }
func (h *handClock) now() time.Time     { return (*h.by.Load()).Now() }

// tell says what there is to see.
func (p past) tell(out io.Writer) {
	if p.password == "" {
		return
	}
	r := p.report
	fmt.Fprintf(out, "\nA quarter of history, made in %.1f seconds: %d organisations, %d scans, %d cases, %d settled months.\n",
		p.took.Seconds(), r.Organisations, r.Scans, r.Cases, r.Settled)
	fmt.Fprintf(out, "Console users: %s; the password of each is %s\n", strings.Join(r.Logins, ", "), p.password)
}

// progress writes on one line how far the making has come, a tenth at a time.
func progress(out io.Writer) func(what string, done, total int) {
	last := ""
	return func(what string, done, total int) {
		now := fmt.Sprintf("%s %d%%", what, 10*(10*done/max(1, total)))
		if now == last {
			return
		}
		last = now
		fmt.Fprintf(out, "\rMaking a quarter of history: %-20s", now)
		if what == history.LastPart && done == total {
			fmt.Fprintln(out)
		}
	}
}
