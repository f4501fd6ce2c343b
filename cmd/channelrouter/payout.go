package main

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"

	"channelrouter/configs"
	"channelrouter/internal/clock"
	"channelrouter/model"
)

type payoutCommand struct {
	Reconcile payoutReconcile `cmd:"" help:"Compare a day's statements with the payouts."`
}

type payoutReconcile struct {
	Day      time.Time `required:"" format:"2006-01-02" help:"The day, in Shanghai." placeholder:"YYYY-MM-DD"`
	Merchant string    `help:"Of this merchant only: prize or commission." placeholder:"NAME"`
}

// Help tells when there is something to compare.
func (payoutReconcile) Help() string {
	return `A server does this by itself for yesterday, from ten o'clock in Shanghai on, when WeChat Pay
has made the statement. Statements are kept for three months. A day that is compared already
is compared again with what later days have told. Differences are listed, each once; people
settle them at the console.`
}

// Run compares and lists.
func (r payoutReconcile) Run(ctx context.Context, c configs.Config) error {
	h, err := build(ctx, c)
	if err != nil {
		return err
	}
	defer h.close()
	merchants := h.Payout.Merchants()
	if r.Merchant != "" {
		merchants = []string{r.Merchant}
	}
	if len(merchants) == 0 {
		return errors.New("no merchant is configured: see pay.merchants in the configuration")
	}
	day := businessDay(r.Day)
	var failures []error
	for _, merchant := range merchants {
		failures = append(failures, h.reconcile(ctx, merchant, day))
	}
	return errors.Join(failures...)
}

// businessDay is a calendar day as it was written, whatever its zone.
func businessDay(day time.Time) int32 {
	n, _ := strconv.ParseInt(day.Format("20060102"), 10, 32)
	return int32(n)
}

func (h *house) reconcile(ctx context.Context, merchant string, day int32) error {
	run, err := h.Payout.Reconcile(ctx, merchant, day)
	if err != nil {
		return fmt.Errorf("%s: %w", merchant, err)
	}
	fmt.Printf("%s %d: %d transfers' lines, %s out, %s back, %d of other business; %d bills compared, %d differences\n",
		merchant, day, run.Lines, run.OutFen, run.InFen, run.OtherLines, run.Bills, run.Differences)
	const page = 200
	for after := model.DifferenceID(0); ; {
		list, err := h.Payout.Differences(ctx, run.ID, after, page)
		if err != nil {
			return err
		}
		for _, d := range list {
			after = d.ID
			state := "open"
			if d.SettledAt != nil {
				state = "settled: " + d.Note
			}
			fmt.Printf("  %s  %-13s  ours %s, theirs %s, found %s, %s\n", d.BillNo, d.Kind, d.OursFen, d.TheirsFen,
				clock.Local(d.FoundAt).Format(time.DateTime), state)
		}
		if len(list) < page {
			return nil
		}
	}
}
