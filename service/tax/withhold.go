package tax

import (
	"context"
	"time"

	"channelrouter/internal/clock"
	"channelrouter/internal/money"
	"channelrouter/model"
)

// Income is what a person is about to receive. Key names it for good.
type Income struct {
	Person model.PersonID
	Kind   model.TaxKind
	Gross  money.Fen // as promised to him; more than nothing
	Key    string    // at most 80 characters
	At     time.Time
	// InKind is a prize that is no money, Gross its market value: the brand bears the tax.
	InKind bool
}

// most is far above any income and keeps sums from the end of int64.
const most money.Fen = 1 << 40

func (in Income) check() error {
	switch {
	case in.Gross <= 0 || in.Gross > most:
		return ErrBadIncome.With("%d fen", in.Gross)
	case in.Person == 0 || in.Key == "" || len(in.Key) > 80:
		return ErrBadIncome.With("key %q", in.Key)
	case in.Kind != model.TaxPrize && in.Kind != model.TaxLabour, in.InKind && in.Kind != model.TaxPrize:
		return ErrBadIncome.With("kind %d", in.Kind)
	}
	return nil
}

// sameAs tells whether a record is this income's.
func (in Income) sameAs(t model.TaxWithheld) bool {
	return t.PersonID == in.Person && t.Kind == in.Kind && t.Promised == in.Gross
}

// Withhold records, in the caller's transaction, the tax on an income and returns it. The
// same key returns the same. The caller posts the row's Net to the person and its Tax to
// model.BrandTax; together they are its Gross, which is more than was promised where the
// brand bears the tax. Errors: ErrBadIncome, ErrKeyReused.
func (s *Service) Withhold(ctx context.Context, in Income) (withheld model.TaxWithheld, err error) {
	if err := in.check(); err != nil {
		return model.TaxWithheld{}, err
	}
	err = s.db.Run(ctx, func(ctx context.Context) error {
		withheld, err = s.withhold(ctx, in)
		return err
	})
	return withheld, err
}

func (s *Service) withhold(ctx context.Context, in Income) (model.TaxWithheld, error) {
	earlier, err := s.earlier(ctx, in)
	if err != nil || earlier != nil {
		return deref(earlier), err
	}
	rules, err := s.Policies.At(ctx, in.At)
	if err != nil {
		return model.TaxWithheld{}, err
	}
	month := Month(in.At)
	a := rules.Body.prize(in.Gross, in.InKind)
	if in.Kind == model.TaxLabour {
		if a, err = s.ofMonth(ctx, rules.Body, in, month); err != nil {
			return model.TaxWithheld{}, err
		}
	}
	row := model.TaxWithheld{
		ID: model.TaxID(s.ids.Next()), Key: in.Key, Month: month, PersonID: in.Person, Kind: in.Kind,
		Promised: in.Gross, Gross: a.Gross, Deduction: a.Deduction, Taxable: a.Taxable, RateBP: a.RateBP,
		QuickDeduction: a.Quick, Tax: a.Tax, ByBrand: a.ByBrand, Undeclared: a.Free, PolicyVersion: rules.Number,
		At: clock.Normal(in.At),
	}
	inserted, err := s.store.insert(ctx, row)
	if err != nil {
		return model.TaxWithheld{}, err
	}
	if !inserted { // the same income at the same moment
		earlier, err := s.earlier(ctx, in)
		return deref(earlier), err
	}
	if in.Kind == model.TaxLabour && !row.Undeclared {
		return row, s.store.addToMonth(ctx, row.PersonID, row.Month, row.Gross, row.Tax)
	}
	return row, nil
}

// ofMonth holds the month's row, so that the person's incomes follow each other, and
// says what this one adds to it.
func (s *Service) ofMonth(ctx context.Context, rules Policy, in Income, month int32) (assessment, error) {
	sum, err := s.store.holdMonth(ctx, in.Person, month)
	if err != nil {
		return assessment{}, err
	}
	a := rules.further(sum.Gross, sum.Tax, in.Gross)
	a.Gross = in.Gross
	return a, nil
}

func (s *Service) earlier(ctx context.Context, in Income) (*model.TaxWithheld, error) {
	row, err := s.store.byKey(ctx, in.Key)
	if err == nil && row != nil && !in.sameAs(*row) {
		return nil, ErrKeyReused.With("key %q", in.Key)
	}
	return row, err
}

// Reverse undoes an income that did not come to pass, once: its month is given back what
// the income took. The caller reverses the postings. Error: ErrUnknownIncome.
func (s *Service) Reverse(ctx context.Context, key string) error {
	return s.db.Run(ctx, func(ctx context.Context) error {
		row, err := s.store.byKey(ctx, key)
		if err != nil {
			return err
		}
		if row == nil {
			return ErrUnknownIncome.With("key %q", key)
		}
		first, err := s.store.reverse(ctx, row.ID, s.clock.Now())
		if err != nil || !first || row.Kind != model.TaxLabour || row.Undeclared {
			return err
		}
		return s.store.addToMonth(ctx, row.PersonID, row.Month, -row.Gross, -row.Tax)
	})
}

// Month is the month in Shanghai in which t falls, as yyyymm.
func Month(t time.Time) int32 { return clock.BizDate(t) / 100 }

func deref(t *model.TaxWithheld) model.TaxWithheld {
	if t == nil {
		return model.TaxWithheld{}
	}
	return *t
}
