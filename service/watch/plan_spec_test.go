package watch_test

import (
	"context"
	"fmt"
	"testing"

	"channelrouter/model"
	"channelrouter/service/testkit"
	"channelrouter/service/watch"
)

// However alerts are narrowed down and sorted, a page of them comes out of an index in its order, or
// of what is few.
func TestPlansOfAlerts(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		const many = 4000
		w := testkit.New(t, e)
		oldAlerts(w, many)
		for _, c := range []struct {
			name string
			watch.AlertQuery
			few []string // indexes of what is few, which may be sorted
		}{
			{"all", watch.AlertQuery{}, nil},
			{"kind", watch.AlertQuery{Kinds: []model.AlertKind{1}}, nil},
			{"kinds", watch.AlertQuery{Kinds: []model.AlertKind{1, 2}}, nil},
			{"origin", watch.AlertQuery{Origin: 7}, []string{"idx_diversion_alerts_origin"}},
			{"product", watch.AlertQuery{Product: w.Products[0].ID}, nil},
			{"province", watch.AlertQuery{Prefix: "33"}, nil},
			{"since", watch.AlertQuery{From: testkit.Start.AddDate(0, 0, -3)}, []string{"idx_diversion_alerts_at"}},
			{"until", watch.AlertQuery{To: testkit.Start.AddDate(-1, 0, 0)}, nil},
			{"score", watch.AlertQuery{ScoreFrom: 20}, nil},
			{"several", watch.AlertQuery{Kinds: []model.AlertKind{1, 2}, Origin: 7, Prefix: "33", ScoreFrom: 50}, []string{"idx_diversion_alerts_origin"}},
		} {
			for _, sort := range []string{"", "at", "score"} {
				c.Sort = sort
				for _, after := range []model.AlertID{0, many / 2} {
					for _, p := range w.Plans("FROM `diversion_alerts`", func() {
						if _, err := w.Watch.Alerts(w.Ctx, c.AlertQuery, after, 50); err != nil {
							t.Fatal(err)
						}
					}) {
						// Where nothing narrows them down, or what no index has, the order's index is walked.
						walks := p.Enters("idx_diversion_alerts_at", "idx_diversion_alerts_score")
						if p.Scans && !walks || p.Sorts && !p.Enters(c.few...) && (e == testkit.SQLite || p.Rows > many/10) {
							t.Errorf("%s by %q behind %d: %s", c.name, sort, after, p)
						}
					}
				}
			}
		}
	})
}

// oldAlerts are four a day.
func oldAlerts(w *testkit.World, many int) {
	rows := make([]model.DiversionAlert, many)
	for i := range rows {
		rows[i] = model.DiversionAlert{
			ID: model.AlertID(i + 1), Kind: model.AlertKind(1 + i%4), Origin: model.OrgID(1 + i%40), Adcode: fmt.Sprintf("%d%02d00", 31+i%7, i%20),
			ProductID: w.Products[i%len(w.Products)].ID, Score: i % 100, FirstAt: testkit.Start, LastAt: testkit.Start, Findings: []byte("[]"), Units: []byte("[]"),
			At: testkit.Start.AddDate(0, 0, -(many-i)/4),
		}
	}
	if err := w.DB.Run(w.Ctx, func(ctx context.Context) error { return w.DB.Conn(ctx).CreateInBatches(rows, 200).Error }); err != nil {
		w.T.Fatal(err)
	}
	w.Known("diversion_alerts")
}
