package diversion_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"channelrouter/internal/money"
	"channelrouter/model"
	"channelrouter/service/diversion"
	"channelrouter/service/testkit"
)

// However cases are narrowed down and sorted, a page of them is sought: no list reads all cases, and
// only what a condition makes few is sorted, never the history of a status.
func TestPlansOfCases(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		const many = 6000
		w := testkit.New(t, e)
		oldCases(w, many)
		for _, c := range []struct {
			name string
			diversion.Query
			few []string // indexes of what is few, which may be sorted
		}{
			{"all", diversion.Query{}, nil},
			{"origin", diversion.Query{Origin: 7}, []string{"of"}},
			{"terminal", diversion.Query{Terminal: 1007}, []string{"terminal"}},
			{"inspector", diversion.Query{Inspector: 7}, []string{"inspector"}},
			{"province", diversion.Query{Prefix: "33"}, nil},
			{"city", diversion.Query{Prefix: "3307"}, []string{"city"}},
			{"product", diversion.Query{Product: w.Products[0].ID}, nil},
			{"since", diversion.Query{From: testkit.Start.Add(-48 * time.Hour)}, []string{"opened"}},
			{"until", diversion.Query{To: testkit.Start.Add(-2000 * time.Hour)}, nil},
			{"score", diversion.Query{ScoreFrom: 20}, nil},
			{"several", diversion.Query{Origin: 7, Prefix: "33", ScoreFrom: 50}, []string{"of"}},
		} {
			for i := range c.few {
				c.few[i] = "idx_diversion_cases_" + c.few[i]
			}
			c.Statuses = []model.CaseStatus{model.CaseOpen, model.CaseConfirmed, model.CaseDismissed}
			for _, sort := range []string{"", "-opened_at", "score", "-penalty_fen"} {
				c.Sort = sort
				for _, after := range []model.CaseID{0, many / 2} {
					for _, p := range w.Plans("FROM `diversion_cases` WHERE", func() {
						if _, err := w.Diversion.Find(w.Ctx, c.Query, after, 50); err != nil {
							t.Fatal(err)
						}
					}) {
						if p.Scans || p.Sorts && !p.Enters(c.few...) && (e == testkit.SQLite || p.Rows > many/10) {
							t.Errorf("%s by %q behind %d: %s", c.name, sort, after, p)
						}
					}
				}
			}
			for _, p := range w.Plans("FROM `diversion_cases` WHERE", func() {
				if _, err := w.Diversion.Count(w.Ctx, c.Query); err != nil {
					t.Fatal(err)
				}
			}) {
				if p.Sorts || !p.Enters("idx_diversion_cases_") {
					t.Errorf("%s is counted by %s", c.name, p)
				}
			}
		}
	})
}

// oldCases are cases of six thousand hours, most of them over.
func oldCases(w *testkit.World, many int) {
	rows := make([]model.DiversionCase, many)
	for i := range rows {
		rows[i] = model.DiversionCase{
			ID: model.CaseID(i + 1), Lot: fmt.Sprint(i), Status: model.CaseDismissed, Origin: model.OrgID(1 + i%40), Terminal: model.OrgID(1000 + i%500),
			City: fmt.Sprintf("%d%02d", 31+i%7, i%20), ProductID: w.Products[i%len(w.Products)].ID, Score: i % 100, Units: int64(i),
			PenaltyFen: money.Fen(i), OpenedAt: testkit.Start.Add(-time.Duration(many-i) * time.Hour), Inspector: model.PersonID(i % 25),
			WindowFrom: testkit.Start,
		}
		if i%11 == 0 {
			rows[i].Status = model.CaseConfirmed
		}
	}
	if err := w.DB.Run(w.Ctx, func(ctx context.Context) error { return w.DB.Conn(ctx).CreateInBatches(rows, 200).Error }); err != nil {
		w.T.Fatal(err)
	}
	w.Known("diversion_cases")
}
