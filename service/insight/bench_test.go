package insight_test

import (
	"context"
	"testing"
	"time"

	"channelrouter/internal/clock"
	"channelrouter/internal/geo"
	"channelrouter/model"
	"channelrouter/service/insight"
	"channelrouter/service/testkit"
)

// BenchmarkAnswers measures what the home page asks of a quarter in which every city has figures
// every day, 300,000 scans of a distributor among them.
func BenchmarkAnswers(b *testing.B) {
	const days, scans = 92, 300_000
	for _, e := range testkit.Engines() {
		w := testkit.New(b, e)
		d := w.Distributor("D1", "31")
		quarter(b, w, d.ID, days, scans)
		from := clock.BizDate(w.Clock.Now().AddDate(0, 0, 1-days))
		for name, ask := range map[string]func() error{
			"overview": func() error { _, err := w.Insight.Overview(w.Ctx, from, 0, ""); return err },
			"city":     func() error { _, err := w.Insight.Overview(w.Ctx, from, 0, "330100"); return err },
			"areas":    func() error { _, _, err := w.Insight.Areas(w.Ctx, from, 0, ""); return err },
			"cities":   func() error { _, _, err := w.Insight.Areas(w.Ctx, from, 0, "440000"); return err },
			"org":      func() error { _, _, err := w.Insight.Org(w.Ctx, d.ID, from, 0); return err },
			"scans":    func() error { _, err := w.Insight.Scans(w.Ctx, insight.ScanQuery{Org: d.ID, Limit: 50}); return err },
		} {
			b.Run(string(e)+" "+name, func(b *testing.B) {
				for b.Loop() {
					if err := ask(); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}

// quarter lays figures down as passes would have left them.
func quarter(b *testing.B, w *testkit.World, org model.OrgID, days, scans int) {
	areas := []string{""}
	for _, d := range geo.All() {
		switch d.Level {
		case 1:
			areas = append(areas, d.Code[:2])
		case 2:
			areas = append(areas, d.Code[:4])
		}
	}
	var figures []model.InsightDay
	var active []model.InsightActive
	var own []model.InsightOrgDay
	for n := range days {
		day, before := clock.BizDate(w.Clock.Now().AddDate(0, 0, -n)), clock.BizDate(w.Clock.Now().AddDate(0, 0, -n-1))
		for _, area := range areas {
			figures = append(figures, model.InsightDay{Area: area, Day: day, Scans: 900, Claims: 300, Sold: 300, RewardFen: 5000, RebateFen: 9000})
			active = append(active, model.InsightActive{Area: area, Day: day, Previous: before, Terminals: 70}, model.InsightActive{Area: area, Day: day, Terminals: 3})
		}
		own = append(own, model.InsightOrgDay{OrgID: org, Day: day, Scans: 900, Sold: 300})
	}
	listed := make([]model.InsightOrgScan, scans)
	for i := range listed {
		listed[i] = model.InsightOrgScan{OrgID: org, At: w.Clock.Now().Add(-time.Duration(i) * 20 * time.Second), ScanID: model.ScanID(i + 1)}
	}
	err := w.DB.Run(w.Ctx, func(ctx context.Context) error {
		for _, rows := range []any{figures, active, own, listed} {
			if err := w.DB.Conn(ctx).CreateInBatches(rows, 1000).Error; err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
}
