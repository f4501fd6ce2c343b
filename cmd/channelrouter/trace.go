package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"text/tabwriter"
	"time"

	"channelrouter/configs"
	"channelrouter/model"
	"channelrouter/service/code"
	"channelrouter/service/custody"
)

type traceCommand struct {
	Code  string    `arg:"" optional:"" help:"A printed code, or its URL; withdrawn and recalled ones too."`
	Batch string    `help:"The brand's batch number: where all of it is." placeholder:"REF"`
	At    time.Time `help:"As of (RFC 3339); now when left out." placeholder:"TIME"`
}

// Help tells what is printed.
func (traceCommand) Help() string {
	return `Of a code: the containers it is in, what is inside it, and all that happened to it, each
event with the item or container that it was about. Of a batch: how many units are where,
one line a place, the most first; places are held, in_transit, lost, destroyed and never_packed.`
}

// Run prints a code's tree and trail, or where a batch is.
func (t traceCommand) Run(ctx context.Context, c configs.Config) error {
	if (t.Code == "") == (t.Batch == "") {
		return errors.New("name either a code or, with --batch, a batch")
	}
	setUpLog(c.Log)
	h, err := build(ctx, c)
	if err != nil {
		return err
	}
	defer h.close()
	if t.At.IsZero() {
		t.At = h.Clock.Now()
	}
	if t.Batch != "" {
		return t.batch(ctx, h)
	}
	found, err := h.Code.ResolveAny(ctx, code.FromPrinted(t.Code))
	if err != nil {
		return err
	}
	if err := t.tree(ctx, h, found.Item); err != nil {
		return err
	}
	return t.trail(ctx, h, found.Item)
}

func (t traceCommand) batch(ctx context.Context, h *house) error {
	b, err := h.Code.BatchByRef(ctx, t.Batch)
	if err != nil {
		return err
	}
	units, err := h.Custody.UnitsOf(ctx, b, code.Interval{}, t.At)
	if err != nil {
		return err
	}
	places, err := h.Custody.WhereIs(ctx, units, t.At)
	if err != nil {
		return err
	}
	var ids []model.OrgID
	for _, p := range places {
		ids = append(ids, p.Org, p.Assigned)
	}
	orgs, err := h.Channel.Orgs(ctx, ids)
	if err != nil {
		return err
	}
	out := table()
	fmt.Fprintln(out, "UNITS\tSTANDING\tORGANISATION\tMEANT FOR")
	for _, p := range places {
		fmt.Fprintf(out, "%d\t%s\t%s\t%s\n", p.Units, p.Standing, called(orgs, p.Org), called(orgs, p.Assigned))
	}
	return out.Flush()
}

func table() *tabwriter.Writer { return tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', 0) }

// called is an organisation's code and name.
func called(orgs map[model.OrgID]model.Org, id model.OrgID) string {
	org, known := orgs[id]
	if !known {
		return "-"
	}
	return org.Code + " " + org.Name
}

func (t traceCommand) tree(ctx context.Context, h *house, item model.ItemID) error {
	trace, err := h.Custody.TraceAt(ctx, item, t.At)
	if err != nil {
		return err
	}
	orgs, err := h.Channel.Orgs(ctx, []model.OrgID{trace.Holder, trace.InTransit, trace.Assigned})
	if err != nil {
		return err
	}
	chain := make([]string, len(trace.Chain))
	for i, item := range trace.Chain {
		chain[i] = item.String()
	}
	fmt.Printf("in:         %s\n", strings.Join(chain, " < "))
	fmt.Printf("held by:    %s\n", called(orgs, trace.Holder))
	fmt.Printf("on the way: %s\n", called(orgs, trace.InTransit))
	fmt.Printf("meant for:  %s\n", called(orgs, trace.Assigned))
	inside, err := h.Custody.Inside(ctx, item, model.MaxLevels, t.At)
	for _, c := range inside {
		fmt.Printf("inside:     %d from %s, %d into each from %s\n", c.Items.Len(), c.Items.From, c.PerParent, c.Into.From)
	}
	return err
}

func (t traceCommand) trail(ctx context.Context, h *house, item model.ItemID) error {
	trail, err := h.Custody.Trail(ctx, item)
	if err != nil {
		return err
	}
	var ids []model.OrgID
	for _, f := range trail {
		ids = append(ids, f.FromOrg, f.ToOrg)
	}
	orgs, err := h.Channel.Orgs(ctx, ids)
	if err != nil {
		return err
	}
	out := table()
	fmt.Fprintln(out, "TIME\tRECORDED\tEVENT\tOF\tFROM\tTO\t")
	for _, f := range trail {
		pending := ""
		if f.State == model.EventPending {
			pending = "pending"
		}
		fmt.Fprintf(out, "%s\t%s\t%s\t%s\t%s\t%s\t%s\n", f.EventTime.Format(time.RFC3339), f.RecordTime.Format(time.RFC3339),
			custody.KindName(f.Kind), f.Through, called(orgs, f.FromOrg), called(orgs, f.ToOrg), pending)
	}
	return out.Flush()
}
