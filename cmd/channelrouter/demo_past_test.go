package main

import (
	"net/http/httptest"
	"testing"
	"time"

	"channelrouter/cmd/channelrouter/history"
	"channelrouter/internal/clock"
	"channelrouter/miniprogram/fake"
	"channelrouter/model"
	"channelrouter/service/payout"
)

// TestPastHasMoney holds that the past of a demonstration has what finance works on: payouts that
// wait for their people, and statements of WeChat Pay's, one of which disagrees with our books in
// every way in which it can.
func TestPastHasMoney(t *testing.T) {
	hand := &handClock{}
	hand.turn(clock.System{})
	wechat := fake.NewAt(hand.now)
	if err := wechat.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = wechat.Close() })
	d := demoCommand{History: "small", Seed: 1, Quiet: true}
	c := d.configuration(t.TempDir(), wechat)
	deaf := httptest.NewServer(nil) // nobody is told of payouts before somebody serves
	t.Cleanup(deaf.Close)
	c.Pay.NotifyURL = deaf.URL
	h, err := build(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(h.close)
	if _, err := d.past(t.Context(), h, &history.Bank{Pay: wechat.Pay(), LiveBy: hand.turn}); err != nil {
		t.Fatal(err)
	}

	runs, err := h.Payout.Reconciliations(t.Context(), payout.ReconciliationQuery{}, 0, 100)
	if err != nil || len(runs) < 25 {
		t.Fatalf("%d days are reconciled: %v", len(runs), err)
	}
	kinds := map[model.DifferenceKind]int{}
	for _, run := range runs {
		if run.State != model.ReconciliationFinished {
			t.Errorf("day %d is not finished: %s", run.Day, run.Fault)
		}
		if run.Differences == 0 {
			continue
		}
		list, err := h.Payout.Differences(t.Context(), run.ID, 0, 100)
		if err != nil {
			t.Fatal(err)
		}
		for _, one := range list {
			kinds[one.Kind]++
		}
		if len(list) != 6 {
			t.Errorf("day %d has %d differences", run.Day, len(list))
		}
	}
	if len(kinds) != 6 {
		t.Errorf("of the kinds of differences there are %v", kinds)
	}
	states := map[model.PayoutState]int{}
	payouts, err := h.Payout.All(t.Context(), payout.Query{}, 0, 100)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range payouts {
		states[p.State]++
	}
	if states[model.PayoutPaid] < 15 || states[model.PayoutReturned] != 1 || states[model.PayoutConfirming] != 6 {
		t.Errorf("payouts stand so: %v", states)
	}
	for _, m := range h.Payout.Merchants() { // whoever waits goes on to wait, where others would have accepted
		if _, err := h.Payout.Work(t.Context(), m); err != nil {
			t.Fatal(err)
		}
	}
	if since := time.Since(hand.now()); since > time.Minute || since < -time.Minute {
		t.Errorf("WeChat still lives %s ago", since)
	}
	verified, err := h.Ledger.Verify(t.Context())
	if err != nil || !verified.OK() {
		t.Errorf("the ledger: %+v %v", verified, err)
	}
}
