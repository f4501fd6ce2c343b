package tax

import (
	"cmp"
	"context"
	"iter"
	"slices"

	"channelrouter/internal/db"
	"channelrouter/internal/money"
	"channelrouter/model"
)

// Line is what a person received of one kind in one month, as the withholding return
// (个人所得税扣缴申报表) has it. Where he has not said who he is, his particulars are empty.
type Line struct {
	Person model.PersonID
	Particulars
	Kind      model.TaxKind
	Month     int32 // yyyymm
	Gross     money.Fen
	Deduction money.Fen
	Taxable   money.Fen
	RateBP    int
	Quick     money.Fen
	Tax       money.Fen
	version   int
}

// Lacking tells that the tax office cannot know whose line it is.
func (l Line) Lacking() bool { return l.Number == "" }

// Year yields the lines of a year, by month and person. What was reversed is left out,
// and so is what is not declared here. That somebody asked is noted, in a transaction of
// its own, before the first name leaves. An error is the last thing yielded.
func (s *Service) Year(ctx context.Context, year int) iter.Seq2[Line, error] {
	return func(yield func(Line, error) bool) {
		err := s.db.Run(ctx, func(ctx context.Context) error {
			db.Note(ctx, "tax report of %d", year)
			return nil
		})
		for month := int32(year*100 + 1); err == nil && month <= int32(year*100+12); month++ {
			var goOn bool
			if goOn, err = s.month(ctx, month, func(l Line) bool { return yield(l, nil) }); !goOn {
				return
			}
		}
		if err != nil {
			yield(Line{}, err)
		}
	}
}

// month yields a month's lines; goOn is false when nobody wants more.
func (s *Service) month(ctx context.Context, month int32, yield func(Line) bool) (goOn bool, err error) {
	var open []model.TaxWithheld // of the person that the page ended with
	var after model.TaxWithheld
	for {
		page, err := s.store.declared(ctx, month, after, reportPage)
		if err != nil {
			return true, err
		}
		rows := append(open, page...)
		if whole := len(page) < reportPage; whole {
			open = nil
		} else {
			after = page[len(page)-1]
			cut := slices.IndexFunc(rows, func(t model.TaxWithheld) bool { return t.PersonID == after.PersonID })
			rows, open = rows[:cut], slices.Clone(rows[cut:])
		}
		lines, err := s.lines(ctx, rows)
		if err != nil {
			return true, err
		}
		for _, l := range lines {
			if !yield(l) {
				return false, nil
			}
		}
		if open == nil {
			return true, nil
		}
	}
}

const reportPage = 1000

type lineKey struct {
	person model.PersonID
	kind   model.TaxKind
	rateBP int
}

// lines sums the rows of whole persons, by kind and, of prizes, by rate.
func (s *Service) lines(ctx context.Context, rows []model.TaxWithheld) ([]Line, error) {
	var lines []Line
	var persons []model.PersonID
	places := map[lineKey]int{}
	for _, row := range rows {
		key := lineKey{row.PersonID, row.Kind, row.RateBP}
		if row.Kind == model.TaxLabour {
			key.rateBP = 0
		}
		at, begun := places[key]
		if !begun {
			at = len(lines)
			places[key] = at
			lines = append(lines, Line{Person: row.PersonID, Kind: row.Kind, Month: row.Month, RateBP: row.RateBP})
			persons = append(persons, row.PersonID)
		}
		l := &lines[at]
		l.Gross, l.Taxable, l.Tax, l.version = l.Gross+row.Gross, l.Taxable+row.Taxable, l.Tax+row.Tax, row.PolicyVersion
	}
	known, err := s.particulars(ctx, slices.Compact(persons))
	if err != nil {
		return nil, err
	}
	for i := range lines {
		lines[i].Particulars = known[lines[i].Person]
		if err := s.assessAnew(ctx, &lines[i]); err != nil {
			return nil, err
		}
	}
	return lines, nil
}

// assessAnew says how a month's labour comes to be taxed, which is a matter of its sum.
func (s *Service) assessAnew(ctx context.Context, l *Line) error {
	if l.Kind != model.TaxLabour {
		return nil
	}
	versions, err := s.Policies.Versions(ctx)
	if err != nil {
		return err
	}
	rules := DefaultPolicy
	for _, v := range versions {
		if v.Number == l.version {
			rules = v.Body
		}
	}
	a := rules.labour(l.Gross)
	l.Deduction, l.Taxable, l.RateBP, l.Quick = a.Deduction, a.Taxable, a.RateBP, a.Quick
	return nil
}

// KindName is the tax law's own name of an income.
func KindName(k model.TaxKind) string {
	return cmp.Or(map[model.TaxKind]string{model.TaxPrize: "偶然所得", model.TaxLabour: "劳务报酬所得"}[k], "其他所得")
}
