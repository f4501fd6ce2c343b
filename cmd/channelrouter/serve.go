package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"time"

	"channelrouter/api/callback"
	"channelrouter/configs"
	"channelrouter/internal/id"
	"channelrouter/internal/lease"
	"channelrouter/router"
	"channelrouter/service"
	"channelrouter/service/scan"
	"channelrouter/web"
)

type serveCommand struct{}

// Help teaches what the one-liner cannot.
func (serveCommand) Help() string {
	return `Without configuration it serves on 127.0.0.1:8080 with SQLite in ./data. For more
than one replica give a MySQL database and Redis:

  CHANNELROUTER_DATABASE_URL='mysql://user:password@tcp(db:3306)/channelrouter'
  CHANNELROUTER_REDIS_URL=redis://redis:6379/0

and run "channelrouter migrate up" and "channelrouter keyring init" once. Interrupted,
it finishes the requests in flight and the outbox batch in hand.

It trades memory for time and collects garbage seldom; GOMEMLIMIT bounds its memory.`
}

// Run serves until it is told to stop.
func (serveCommand) Run(ctx context.Context, c configs.Config) error {
	setUpLog(c.Log)
	service.SpareCollector()
	h, err := build(ctx, c)
	if err != nil {
		return err
	}
	defer h.close()
	listener, err := net.Listen("tcp", c.Listen)
	if err != nil {
		return fmt.Errorf("%w; choose another address with CHANNELROUTER_LISTEN=HOST:PORT, or end what serves there", err)
	}
	return h.serve(ctx, listener)
}

// serve runs the HTTP server, the outbox relay and the jobs until ctx ends. Then it
// stops taking connections, finishes the requests in flight, lets the queue write what
// it took, and the relay deliver the batch in hand.
func (h *house) serve(ctx context.Context, listener net.Listener) error {
	queue := scan.NewQueue(h.Scan, scan.Workers(h.DB.Engine))
	options := router.Options{
		Console: web.Console(),
		Version: version, BodyBytes: h.config.HTTP.BodyBytes, RequestTimeout: h.config.HTTP.RequestTimeout,
		TrustedProxies: h.config.HTTP.TrustedProxies, Metrics: metrics(h),
	}
	if h.official != nil {
		options.Web, options.WebOrigin = h.official, h.config.Official.Origin
	}
	if len(h.pay) > 0 {
		options.PayNotice = callback.NewPayHandler(h.Payout, h.pay).Receive
	}
	if len(h.wechat.pushes) > 0 {
		pushes := callback.NewPushHandler(h.Message, h.Contact, h.wechat.pushes)
		options.Pushed, options.PushCheck = pushes.Receive, pushes.Challenge
	}
	handler, err := router.New(h.Rooms, queue, options)
	if err != nil {
		return err
	}
	server := &http.Server{Handler: handler, ReadHeaderTimeout: 10 * time.Second, IdleTimeout: 2 * time.Minute}
	server.RegisterOnShutdown(h.Insight.Close) // feeds would keep it waiting

	var background sync.WaitGroup
	working, stopWork := context.WithCancel(context.WithoutCancel(ctx))
	defer stopWork()
	background.Go(func() { h.Relay.Run(working) })
	background.Go(func() { h.keepNode(working) })
	background.Go(func() { h.keepRegistry(working) })
	for _, job := range h.Jobs() {
		background.Go(func() { h.Keeper.RunJob(working, job) })
	}

	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	slog.Info("serving", "address", listener.Addr().String(), "database", h.DB.Engine)
	select {
	case err := <-failed:
		stopWork()
		background.Wait()
		return err
	case <-ctx.Done():
	}
	slog.Info("stopping: finishing requests in flight")
	drain, cancel := context.WithTimeout(context.WithoutCancel(ctx), h.config.HTTP.DrainTimeout)
	defer cancel()
	err = server.Shutdown(drain)
	queue.Stop()
	stopWork()
	background.Wait()
	if errors.Is(err, context.DeadlineExceeded) {
		return fmt.Errorf("some requests were still in flight after %s", h.config.HTTP.DrainTimeout)
	}
	return err
}

// keepNode renews the process's node number. A process that could not do so for a whole
// term may have lost it to another, and must not make ids any more.
func (h *house) keepNode(ctx context.Context) {
	renewed := time.Now()
	tick := time.NewTicker(lease.Term / 5)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			held, err := h.Keeper.Take(ctx, h.node)
			switch {
			case held:
				renewed = time.Now()
			case err == nil || time.Since(renewed) > lease.Term:
				slog.Error("this process's node number is lost; its ids could repeat another's", "node", h.node, "nodes", id.Nodes)
				panic("node number lost")
			}
		}
	}
}

// keepRegistry bounds how long another replica's activation or revocation goes unseen.
func (h *house) keepRegistry(ctx context.Context) {
	tick := time.NewTicker(500 * time.Millisecond)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			if err := h.Code.Refresh(ctx); err != nil && ctx.Err() == nil {
				slog.Error("batch registry not refreshed", "error", err)
			}
		}
	}
}
