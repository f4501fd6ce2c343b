package privacy_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/internal/blob"
	"channelrouter/internal/personal"
	"channelrouter/model"
	"channelrouter/service/tax"
	"channelrouter/service/testkit"
)

// Whatever somebody did here, her erasure leaves of her what is documented, and nothing else in any table.
func TestErasureOfALife(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		for _, taxed := range []bool{false, true} {
			Convey(fmt.Sprint("Given somebody who won, was paid, worked, and sent photos; taxed: ", taxed), t, func() {
				w := newLife(t, e, taxed)
				So(len(w.hits("jing@")), ShouldBeGreaterThan, 2)
				So(w.hits(tracking), ShouldNotBeEmpty)
				So(w.hits(street, idNumber), ShouldBeEmpty) // which are sealed
				So(w.count(&model.CampaignWin{}, "length(sealed_address) > 0"), ShouldEqual, 1)

				v := w.finish(w.approved(model.DataErasure))

				Convey("no text of hers is anywhere, nor what was sealed but for taxes, nor a photo", func() {
					So(w.hits(w.secrets()...), ShouldBeEmpty)
					So(w.count(&model.CampaignWin{}, "person_id = ? AND length(sealed_address) = 0", w.jing), ShouldEqual, 1)
					paid := int64(1)
					if taxed {
						paid = 2
					}
					So(w.count(&model.Payout{}, "person_id = ? AND name IS NULL AND package = '' AND open_id = ''", w.jing), ShouldEqual, paid)
					for _, p := range w.photos {
						_, err := w.Blobs.Open(w.Ctx, blob.Hash(p.Hash))
						So(err, ShouldNotBeNil)
					}
					known, err := w.Tax.Of(w.Ctx, w.jing)
					if taxed {
						So(err, ShouldBeNil)
						So(known.Number, ShouldEndWith, "002X")
					} else {
						So(err, ShouldWrap, tax.ErrNoTaxpayer)
					}
				})
				Convey("her id, which nobody can trace to her, stands only where something is kept, and why", func() {
					allowed := map[string]bool{}
					for _, step := range v.Steps {
						if step.Fate != string(personal.Erased) && step.Why != "" {
							allowed[step.Of] = true
						}
					}
					var found, strange []string
					for _, place := range w.hits(fmt.Sprint(int64(w.jing))) {
						table, _, _ := strings.Cut(place, ".")
						if found = append(found, table); !allowed[table] {
							strange = append(strange, place)
						}
					}
					So(strange, ShouldBeEmpty)
					for _, table := range []string{"payouts", "campaign_wins", "campaign_draws", "invitation_uses", "memberships", "scans", "ledger_entries"} {
						So(found, ShouldContain, table)
					}
					So(slices.Contains(found, "taxpayers"), ShouldEqual, taxed)
					report, err := w.Ledger.Verify(w.Ctx)
					So(err, ShouldBeNil)
					So(report.OK(), ShouldBeTrue)
				})
			})
		}
	})
}

// secrets are texts that tell who jing is.
func (w *registry) secrets() []string {
	return []string{
		number, number[4:], w.Identity.IndexPhone(phoneOf(number)), "jing@", name, name[:6], street, tracking, idNumber, "her phone", "203.0.113.7",
	}
}

// count counts rows.
func (w *registry) count(row any, where string, args ...any) (n int64) {
	So(w.DB.Conn(w.Ctx).Model(row).Where(where, args...).Count(&n).Error, ShouldBeNil)
	return n
}
