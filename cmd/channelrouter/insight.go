package main

import (
	"context"
	"fmt"
	"os"

	"channelrouter/configs"
	"channelrouter/service/insight"
)

type insightCommand struct {
	Rebuild insightRebuild `cmd:"" help:"Count the figures of the home page anew, while everything goes on. Whoever serves finishes it when it is stopped."`
}

type insightRebuild struct {
	Resume bool `help:"Go on with a rebuild that was stopped, and begin none."`
}

// Run counts anew and tells how far it is.
func (r insightRebuild) Run(ctx context.Context, c configs.Config) error {
	h, err := build(ctx, c)
	if err != nil {
		return err
	}
	defer h.close()
	if !r.Resume {
		if err := h.Insight.StartRebuild(ctx); err != nil {
			return err
		}
	}
	told := int64(-1)
	return h.Insight.Rebuild(ctx, func(p insight.Progress) {
		if p.Done || p.Counted/10_000 != told {
			told = p.Counted / 10_000
			fmt.Fprintf(os.Stderr, "%d scans and sales counted\n", p.Counted)
		}
	})
}
