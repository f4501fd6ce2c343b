package main

import (
	"context"
	"fmt"
	"net/http"
	"sync/atomic"
	"time"

	"channelrouter/model"
	"channelrouter/service/code"
)

const (
	claimRounds = 5
	claimLength = 4 * time.Second
	people      = 64
	stride      = 104_729 // a prime, so that every unit is come by once
)

// claims compares consumers' claims over the API, with the relay and the sealer at work
// as in production, to hand-written transactions that write the same rows over the same
// HTTP. docs/performance.md lists the rows.
func claims() ([]figure, error) {
	g, err := server()
	if err != nil {
		return nil, err
	}
	defer g.close()
	b, err := g.batch("claims", 400, 24, 40)
	if err != nil {
		return nil, err
	}
	if err := g.ship(b); err != nil {
		return nil, err
	}
	if g.queue == nil {
		return nil, fmt.Errorf("no queue")
	}
	next := atomic.Int64{}
	requests, err := claimRequests(g, b, &next)
	if err != nil {
		return nil, err
	}
	ours, err := g.handler()
	if err != nil {
		return nil, err
	}
	theirs, err := handwritten(g)
	if err != nil {
		return nil, err
	}
	background, stop := context.WithCancel(context.Background())
	defer stop()
	go g.Relay.Run(background)
	for _, job := range g.Jobs() {
		go g.Keeper.RunJob(background, job)
	}
	l := load{clients: clients, length: claimLength, request: requests, status: http.StatusOK}
	f := figure{name: "claim_vs_handwritten_sql", unit: "ratio", bar: 0.6, least: true}
	speed := figure{name: "claims_per_second", unit: "1/s", bar: 0, least: true}
	f.rounds, err = compare(claimRounds, func(int) (float64, error) {
		n, err := l.run(ours)
		speed.rounds = append(speed.rounds, n)
		return n, err
	}, func(int) (float64, error) {
		if err := g.idle(); err != nil { // the other way has no outbox to empty
			return 0, err
		}
		return l.run(theirs)
	})
	return []figure{f, speed}, err
}

// idle waits until nothing is left of what the last round put off.
func (g *ground) idle() error {
	for {
		pending, _, err := g.Outbox.Depth(context.Background())
		if err != nil || pending == 0 {
			return err
		}
		time.Sleep(20 * time.Millisecond)
	}
}

// claimRequests makes each request a claim of the next unit by one of many people.
func claimRequests(g *ground, b *code.Batch, next *atomic.Int64) (func(client, n int) []byte, error) {
	ctx := context.Background()
	tokens := make([]string, people)
	for i := range tokens {
		session, err := g.Identity.Login(ctx, "consumer", fmt.Sprintf("bench-%d", i))
		if err != nil {
			return nil, err
		}
		tokens[i] = session.Access
	}
	first := b.Level(model.LevelUnit)
	return func(client, n int) []byte {
		unit := next.Add(1) - 1
		if unit >= first.Len() {
			return nil
		}
		// Shoppers come from all over: no two in a row have units of one case.
		text, err := g.Code.Print(model.FaceUnitInner, first.From+model.ItemID(unit*stride%first.Len()))
		if err != nil {
			return nil
		}
		body := fmt.Sprintf(`{"code":"HTTPS://Q.X.EXAMPLE/%s","adcode":"320104"}`, text)
		return fmt.Appendf(nil, "POST /api/v1/consumer/scans HTTP/1.1\r\nHost: q\r\nAuthorization: Bearer %s\r\nIdempotency-Key: k%d\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s",
			tokens[unit%people], unit, len(body), body)
	}, nil
}
