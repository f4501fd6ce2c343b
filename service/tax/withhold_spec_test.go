package tax_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/internal/money"
	"channelrouter/model"
	"channelrouter/service/tax"
	"channelrouter/service/testkit"
)

// office is a world whose tax office people come to.
type office struct {
	*testkit.World
}

const wang, li = model.PersonID(71), model.PersonID(72)

func (o office) labour(person model.PersonID, key string, gross money.Fen) (model.TaxWithheld, error) {
	return o.Tax.Withhold(o.Ctx, tax.Income{Person: person, Kind: model.TaxLabour, Gross: gross, Key: key, At: o.Clock.Now()})
}

func (o office) prize(person model.PersonID, key string, gross money.Fen) (model.TaxWithheld, error) {
	return o.Tax.Withhold(o.Ctx, tax.Income{Person: person, Kind: model.TaxPrize, Gross: gross, Key: key, At: o.Clock.Now()})
}

// month is gross and tax of a person's labour of a month.
func (o office) month(person model.PersonID, month int32) [2]money.Fen {
	var row model.TaxMonth
	So(o.DB.Conn(o.Ctx).Where("person_id = ? AND month = ?", person, month).Limit(1).Find(&row).Error, ShouldBeNil)
	return [2]money.Fen{row.Gross, row.Tax}
}

func (o office) taxOf(t model.TaxWithheld, err error) money.Fen {
	So(err, ShouldBeNil)
	So(t.Net()+t.Tax, ShouldEqual, t.Gross)
	return t.Tax
}

func TestWithholding(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given the law as it stands, on a Monday in March", t, func() {
			o := office{testkit.New(t, e)}

			Convey("a month's labour counts as one income", func() {
				So(o.taxOf(o.labour(wang, "a", 3_000_00)), ShouldEqual, 440_00)
				So(o.taxOf(o.labour(wang, "b", 3_000_00)), ShouldEqual, 960_00-440_00)
				So(o.taxOf(o.labour(li, "c", 800_00)), ShouldEqual, 0)
				So(o.month(wang, 202603), ShouldResemble, [2]money.Fen{6_000_00, 960_00})
				b, err := o.labour(wang, "b", 3_000_00)
				So(err, ShouldBeNil)
				So([]any{b.Deduction, b.Taxable, b.RateBP, b.Month}, ShouldResemble, []any{money.Fen(1_200_00), money.Fen(4_800_00), 2000, int32(202603)})

				Convey("and a new month begins at midnight in Shanghai", func() {
					o.Clock.Advance(time.Date(2026, 3, 31, 15, 59, 59, 0, time.UTC).Sub(o.Clock.Now()))
					So(o.taxOf(o.labour(wang, "d", 100_00)), ShouldEqual, 16_00)
					o.Tick(time.Second)
					So(o.taxOf(o.labour(wang, "e", 100_00)), ShouldEqual, 0)
					So(o.month(wang, 202604), ShouldResemble, [2]money.Fen{100_00, 0})
				})
			})
			Convey("prizes are taxed each by itself", func() {
				So(o.taxOf(o.prize(wang, "a", 100_00)), ShouldEqual, 20_00)
				So(o.taxOf(o.prize(wang, "b", 100_00)), ShouldEqual, 20_00)
				So(o.month(wang, 202603), ShouldResemble, [2]money.Fen{})
			})
			Convey("a prize that is no money is the brand's to tax", func() {
				kept, err := o.Tax.Withhold(o.Ctx, tax.Income{
					Person: wang, Kind: model.TaxPrize, Gross: 80_00, Key: "a", At: o.Clock.Now(), InKind: true,
				})
				So(err, ShouldBeNil)
				So([]any{kept.Gross, kept.Tax, kept.Net(), kept.ByBrand}, ShouldResemble, []any{money.Fen(100_00), money.Fen(20_00), money.Fen(80_00), true})
			})
			Convey("the same key is the same income, and no other", func() {
				first, err := o.labour(wang, "a", 3_000_00)
				So(err, ShouldBeNil)
				o.Tick(time.Hour)
				again, err := o.labour(wang, "a", 3_000_00)
				So(err, ShouldBeNil)
				So(again, ShouldResemble, first)
				So(o.month(wang, 202603), ShouldResemble, [2]money.Fen{3_000_00, 440_00})
				for _, other := range []func() (model.TaxWithheld, error){
					func() (model.TaxWithheld, error) { return o.labour(wang, "a", 3_000_01) },
					func() (model.TaxWithheld, error) { return o.labour(li, "a", 3_000_00) },
					func() (model.TaxWithheld, error) { return o.prize(wang, "a", 3_000_00) },
				} {
					_, err := other()
					So(err, ShouldWrap, tax.ErrKeyReused)
				}
			})
			Convey("what is no income is refused", func() {
				for _, in := range []tax.Income{
					{Person: wang, Kind: model.TaxLabour, Key: "a"},
					{Person: wang, Kind: model.TaxLabour, Key: "a", Gross: -1},
					{Person: wang, Kind: model.TaxLabour, Gross: 1},
					{Kind: model.TaxLabour, Key: "a", Gross: 1},
					{Person: wang, Key: "a", Gross: 1},
					{Person: wang, Kind: model.TaxLabour, Key: "a", Gross: 1, InKind: true},
				} {
					_, err := o.Tax.Withhold(o.Ctx, in)
					So(err, ShouldWrap, tax.ErrBadIncome)
				}
			})
			Convey("it is its caller's transaction", func() {
				mind := errors.New("a change of mind")
				So(o.DB.Run(o.Ctx, func(ctx context.Context) error {
					_, err := o.Tax.Withhold(ctx, tax.Income{Person: wang, Kind: model.TaxLabour, Gross: 3_000_00, Key: "a", At: o.Clock.Now()})
					So(err, ShouldBeNil)
					return mind
				}), ShouldEqual, mind)
				So(o.month(wang, 202603), ShouldResemble, [2]money.Fen{})
			})
			Convey("where somebody else pays labour, nothing is withheld here", func() {
				rules := tax.DefaultPolicy
				rules.LabourHere = false
				_, err := o.Tax.Policies.Publish(o.Ctx, rules, o.Clock.Now(), 1)
				So(err, ShouldBeNil)
				So(o.taxOf(o.labour(wang, "a", 30_000_00)), ShouldEqual, 0)
			})
			Convey("when the rules become milder, nobody is given back what was withheld", func() {
				So(o.taxOf(o.labour(wang, "a", 3_000_00)), ShouldEqual, 440_00)
				rules := tax.DefaultPolicy
				rules.Brackets = []tax.Bracket{{RateBP: 100}}
				_, err := o.Tax.Policies.Publish(o.Ctx, rules, o.Clock.Now(), 1)
				So(err, ShouldBeNil)
				So(o.taxOf(o.labour(wang, "b", 3_000_00)), ShouldEqual, 0)
			})
		})
	})
}

func TestReversing(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a month with two incomes", t, func() {
			o := office{testkit.New(t, e)}
			o.taxOf(o.labour(wang, "a", 3_000_00))
			o.taxOf(o.labour(wang, "b", 3_000_00))

			Convey("the last one reversed leaves the month as it was before", func() {
				So(o.Tax.Reverse(o.Ctx, "b"), ShouldBeNil)
				So(o.Tax.Reverse(o.Ctx, "b"), ShouldBeNil)
				So(o.month(wang, 202603), ShouldResemble, [2]money.Fen{3_000_00, 440_00})
			})
			Convey("the first one reversed leaves too much, which the next makes good", func() {
				So(o.Tax.Reverse(o.Ctx, "a"), ShouldBeNil)
				So(o.month(wang, 202603), ShouldResemble, [2]money.Fen{3_000_00, 520_00})
				So(o.taxOf(o.labour(wang, "c", 3_000_00)), ShouldEqual, 440_00)
				So(o.month(wang, 202603), ShouldResemble, [2]money.Fen{6_000_00, 960_00})
			})
			Convey("what was never recorded cannot be", func() {
				So(o.Tax.Reverse(o.Ctx, "z"), ShouldWrap, tax.ErrUnknownIncome)
			})
			Convey("20 at once reverse it once", func() {
				for _, err := range testkit.Together(20, func(int) error { return o.Tax.Reverse(o.Ctx, "b") }) {
					So(err, ShouldBeNil)
				}
				So(o.month(wang, 202603), ShouldResemble, [2]money.Fen{3_000_00, 440_00})
			})
		})
	})
}

func TestWithholdingAtOnce(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a guide with 20 incomes at one moment", t, func() {
			o := office{testkit.New(t, e)}
			taxes := make([]money.Fen, 20)
			withhold := func(key func(int) string) {
				for _, err := range testkit.Together(20, func(i int) error {
					kept, err := o.labour(wang, key(i), 1_500_00)
					taxes[i] = kept.Tax
					return err
				}) {
					So(err, ShouldBeNil)
				}
			}
			Convey("their tax is the table's on their sum", func() {
				withhold(func(i int) string { return fmt.Sprint("k", i) })
				var sum money.Fen
				for _, tax := range taxes {
					sum += tax
				}
				So(sum, ShouldEqual, 5_200_00)
				So(o.month(wang, 202603), ShouldResemble, [2]money.Fen{30_000_00, 5_200_00})
			})
			Convey("with one key they are one", func() {
				withhold(func(int) string { return "k" })
				So(o.month(wang, 202603), ShouldResemble, [2]money.Fen{1_500_00, 140_00})
			})
		})
	})
}
