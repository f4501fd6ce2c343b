package diversion_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/internal/money"
	"channelrouter/model"
	"channelrouter/service/diversion"
	"channelrouter/service/testkit"
)

func TestListingCases(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given three open cases at shops, and a lot that is watched in Ningbo", t, func() {
			s := newStreet(t, e, 3)
			for n, shop := range s.shops {
				s.Tick(time.Hour)
				So(s.raise(s.sighted(s.unit(int64(n)), shop)), ShouldBeNil)
			}
			soft := s.sighted(s.unit(9), model.Org{})
			soft.Adcode = "330203"
			So(s.raise(soft), ShouldBeNil)
			cases := s.cases(model.CaseOpen)
			So(cases, ShouldHaveLength, 3)
			found := func(q diversion.Query) (ids []model.CaseID) {
				for after := model.CaseID(0); ; {
					page, err := s.Diversion.Find(s.Ctx, q, after, 2)
					So(err, ShouldBeNil)
					for _, c := range page {
						ids = append(ids, c.ID)
						after = c.ID
					}
					if len(page) < 2 {
						return ids
					}
				}
			}
			all := []model.CaseID{cases[0].ID, cases[1].ID, cases[2].ID}

			Convey("what is watched is listed only where it is asked for", func() {
				So(found(diversion.Query{}), ShouldResemble, all)
				So(found(diversion.Query{Statuses: []model.CaseStatus{model.CaseWatched}}), ShouldHaveLength, 1)
				So(found(diversion.Query{Statuses: diversion.Statuses()}), ShouldHaveLength, 4)
			})
			Convey("they are sorted over their statuses, page by page", func() {
				s.confirm(cases[1])
				So(found(diversion.Query{Sort: "opened_at"}), ShouldResemble, all)
				So(found(diversion.Query{Sort: "-opened_at"}), ShouldResemble, []model.CaseID{all[2], all[1], all[0]})
				So(found(diversion.Query{Sort: "-units"}), ShouldResemble, []model.CaseID{all[1], all[2], all[0]})
				So(found(diversion.Query{Sort: "-penalty_fen"})[0], ShouldEqual, all[1])
				_, err := s.Diversion.Find(s.Ctx, diversion.Query{Sort: "note; DROP TABLE"}, 0, 2)
				So(err, ShouldWrap, diversion.ErrBadSort)
			})
			Convey("they are narrowed down by what they are about", func() {
				So(found(diversion.Query{Terminal: s.shops[1].ID}), ShouldResemble, all[1:2])
				So(found(diversion.Query{Origin: s.d2.ID}), ShouldBeEmpty)
				So(found(diversion.Query{Product: s.Products[0].ID, Line: s.Products[0].Line}), ShouldResemble, all)
				So(found(diversion.Query{Line: "no line"}), ShouldBeEmpty)
				So(found(diversion.Query{From: cases[1].OpenedAt, To: cases[2].OpenedAt}), ShouldResemble, all[1:2])
				So(found(diversion.Query{ScoreFrom: 1}), ShouldBeEmpty)
				So(found(diversion.Query{Inspector: 7}), ShouldBeEmpty)
			})
			Convey("whom they are given to is told, each once", func() {
				none, err := s.Diversion.Inspectors(s.Ctx)
				So(err, ShouldBeNil)
				So(none, ShouldBeEmpty)
				_, first := s.assigned(cases[0])
				_, second := s.assigned(cases[1])
				_, err = s.Diversion.Assign(s.Ctx, diversion.Assignment{Case: cases[2].ID, By: 1, Inspector: first})
				So(err, ShouldBeNil)
				inspectors, err := s.Diversion.Inspectors(s.Ctx)
				So(err, ShouldBeNil)
				So(inspectors, ShouldResemble, []model.PersonID{min(first, second), max(first, second)})
				So(found(diversion.Query{Inspector: first}), ShouldResemble, []model.CaseID{all[0], all[2]})
			})
			Convey("a shop's case is in the city of its shop", func() {
				So(found(diversion.Query{Prefix: "3302", Statuses: diversion.Statuses()}), ShouldHaveLength, 1)
				city := cases[0].City
				So(city, ShouldNotBeEmpty)
				So(found(diversion.Query{Prefix: city[:2]}), ShouldResemble, all)
			})
			Convey("they are counted by status", func() {
				s.confirm(cases[0])
				counts, err := s.Diversion.Count(s.Ctx, diversion.Query{Statuses: diversion.Statuses()})
				So(err, ShouldBeNil)
				So(counts, ShouldContain, diversion.Counted{Status: model.CaseOpen, Cases: 2})
				So(counts, ShouldContain, diversion.Counted{Status: model.CaseWatched, Cases: 1})
				So(counts, ShouldContain, diversion.Counted{Status: model.CaseConfirmed, Cases: 1})
			})
			Convey("pages of the lists' orders come out of indexes", func() {
				rows := make([]model.DiversionCase, 600)
				for i := range rows {
					rows[i] = cases[0]
					rows[i].ID, rows[i].OpenKey, rows[i].Lot = model.CaseID(i+1), nil, fmt.Sprint(i)
					rows[i].Status, rows[i].Score, rows[i].Units, rows[i].PenaltyFen = model.CaseDismissed, i%100, int64(i), money.Fen(i)
					rows[i].OpenedAt = rows[i].OpenedAt.Add(-time.Duration(i) * time.Hour)
				}
				So(s.DB.Run(s.Ctx, func(ctx context.Context) error { return s.DB.Conn(ctx).CreateInBatches(rows, 200).Error }), ShouldBeNil)
				if e != testkit.SQLite {
					So(s.DB.Conn(s.Ctx).Exec("ANALYZE TABLE diversion_cases").Error, ShouldBeNil)
				}
				explain, used := "EXPLAIN ", "key"
				if e == testkit.SQLite {
					explain, used = "EXPLAIN QUERY PLAN ", "detail"
				}
				for by, index := range map[string]string{"opened_at": "opened", "score": "score", "units": "units", "penalty_fen": "penalty"} {
					var plan []map[string]any
					So(s.DB.Conn(s.Ctx).Raw(explain+"SELECT * FROM diversion_cases WHERE status = 3 ORDER BY "+by+" DESC, id DESC LIMIT 10").Scan(&plan).Error, ShouldBeNil)
					So(plan, ShouldHaveLength, 1) // no other to sort by
					So(fmt.Sprintf("%s %v", plan[0][used], plan[0]["Extra"]), ShouldContainSubstring, "idx_diversion_cases_"+index)
					So(fmt.Sprintf("%s", plan[0]["Extra"]), ShouldNotContainSubstring, "filesort")
				}
			})
			Convey("a case that continues another is told of it, and the other way round", func() {
				s.confirm(cases[0])
				So(s.raise(s.sighted(s.unit(30), s.shops[0])), ShouldBeNil)
				next, err := s.Diversion.Next(s.Ctx, cases[0])
				So(err, ShouldBeNil)
				again, err := s.Diversion.Get(s.Ctx, next)
				So(err, ShouldBeNil)
				So(again.Previous, ShouldEqual, cases[0].ID)
			})
		})
	})
}
