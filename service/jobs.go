package service

import (
	"context"
	"time"

	"channelrouter/internal/lease"
)

// Jobs are what one replica at a time does for all.
func (r *Rooms) Jobs() []lease.Job {
	jobs := []lease.Job{
		job("ledger-seal", time.Second, r.Ledger.Seal),
		{Name: "payout-reconcile", Every: 10 * time.Minute, Long: true, Run: r.Payout.ReconcileDue},
		job("code-activations", time.Second, r.CodeOrder.ActivateDue),
		long(job("code-exports", time.Second, r.CodeOrder.ComputeExports)),
		job("market-codes", 2*time.Second, r.Market.Work),
		long(job("custody-compact", 10*time.Minute, r.Custody.Compact)),
		r.ImportJob(),
		long(job("warehouse-deliveries", time.Minute, r.Warehouse.FollowDeliveries)),
		{Name: "intake-tidy", Every: 10 * time.Minute, Run: r.Intake.Tidy},
		long(job("rebate-programmes", 2*time.Second, r.Rebate.Work)),
		long(job("rebate-sell-in", time.Hour, r.Rebate.FollowSellIn)),
		long(job("settlement", 2*time.Second, r.Settlement.Work)),
		long(job("settlement-tell", 5*time.Second, r.Settlement.Tell)),
		long(job("remittance", 2*time.Second, r.Remittance.Work)),
		job("message-work", time.Second, r.Message.Work),
		{Name: "message-statements", Every: 30 * time.Second, Run: r.Message.Statements},
		long(job("message-purge", 10*time.Minute, func(ctx context.Context) (int64, error) { return r.Message.Purge(ctx, r.MessageDays) })),
		long(job("link-purge", 10*time.Minute, func(ctx context.Context) (int64, error) { return r.Link.Purge(ctx, r.LinkDays) })),
		{Name: "message-tidy", Every: time.Hour, Run: r.Message.Tidy},
		long(lease.Job{Name: "recall-tell", Every: time.Minute, Run: r.Recall.Work}),
		job("contact-texts", 5*time.Second, r.Contact.CheckTexts),
		job("contact-photos", 5*time.Second, r.Contact.CheckPhotos),
		job("contact-tidy", time.Minute, r.Contact.Tidy),
		{Name: "contact-announce", Every: time.Second, Run: r.Contact.WorkAnnouncements},
		job("contact-follow", 10*time.Second, r.Contact.FollowAnnouncements),
		job("campaign-end", 10*time.Second, r.Campaign.EndDue),
		long(lease.Job{Name: "watch", Every: time.Minute, Run: r.Watch.Work}),
		long(job("insight", time.Second, r.Insight.Work)),
		{Name: "insight-tidy", Every: 10 * time.Minute, Run: r.Insight.Tidy},
		long(job("policy-replays", 5*time.Second, r.Watch.WorkReplays)),
		long(job("list-exports", time.Second, r.Listing.Work)),
		{Name: "list-exports-tidy", Every: time.Hour, Run: r.Listing.Tidy},
		long(job("privacy", 2*time.Second, r.Privacy.Work)),
		long(job("privacy-purge", 10*time.Minute, r.Privacy.Purge)),
		{Name: "privacy-tidy", Every: 10 * time.Minute, Run: r.Privacy.Tidy},
		job("identity-unions", time.Minute, batch(r.Identity.TellUnionsAgain, 100)),
		job("identity-purge", time.Hour, batch(r.Identity.PurgeExpired, 1000)),
	}
	for _, merchant := range r.Payout.Merchants() {
		work := func(ctx context.Context) (int, error) { return r.Payout.Work(ctx, merchant) }
		jobs = append(jobs, long(job("payout-work-"+merchant, time.Second, work))) // a payer may take its time
	}
	return jobs
}

// ImportJob takes imports in, as long as each needs.
func (r *Rooms) ImportJob() lease.Job {
	return lease.Job{Name: "intake-work", Every: time.Second, Long: true, Run: r.Intake.Work}
}

// job is a job whose count of what it did nobody asks for.
func job[N any](name string, every time.Duration, run func(context.Context) (N, error)) lease.Job {
	return lease.Job{Name: name, Every: every, Run: func(ctx context.Context) error {
		_, err := run(ctx)
		return err
	}}
}

// long is a job that keeps its lease for as long as a run takes.
func long(j lease.Job) lease.Job {
	j.Long = true
	return j
}

// batch bounds what one run does.
func batch[N any](run func(context.Context, int) (N, error), most int) func(context.Context) (N, error) {
	return func(ctx context.Context) (N, error) { return run(ctx, most) }
}
