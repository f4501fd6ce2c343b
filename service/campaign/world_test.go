package campaign_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/service/campaign"
	"channelrouter/service/code"
	"channelrouter/service/testkit"
)

// fair is a world with goods to claim and campaigns to draw in.
type fair struct {
	*testkit.World
	batch *code.Batch
	units int64
	keys  int
}

func newFair(t testing.TB, e testkit.Engine) *fair {
	f := &fair{World: testkit.New(t, e)}
	f.batch = f.BatchOf("F1", f.Products[0].ID, code.FiveInOne(20, 50), model.PreLinked, 1)
	return f
}

func (f *fair) must(err error) {
	f.T.Helper()
	if err != nil {
		f.T.Fatal(err)
	}
}

// claim has a person claim the next unit.
func (f *fair) claim(person model.PersonID) model.ScanID {
	f.T.Helper()
	a, err := f.Scan(person, model.RoleConsumer, model.FaceUnitInner, testkit.Item(f.batch, model.LevelUnit, f.units))
	f.must(err)
	f.units++
	return a.ScanID
}

// claims has a person claim n units.
func (f *fair) claims(person model.PersonID, n int) []model.ScanID {
	f.T.Helper()
	scans := make([]model.ScanID, n)
	for i := range scans {
		scans[i] = f.claim(person)
	}
	return scans
}

// try is a try under a key of its own.
func (f *fair) try(c model.Campaign, person model.PersonID, scan model.ScanID) campaign.Try {
	f.keys++
	return campaign.Try{Campaign: c.ID, Person: person, Scan: scan, Key: fmt.Sprint("try-", f.keys), Device: "phone"}
}

// draw has a person claim the next unit, and draw for it.
func (f *fair) draw(c model.Campaign, person model.PersonID) (campaign.Drawn, error) {
	f.T.Helper()
	return f.Campaign.Draw(f.Ctx, f.try(c, person, f.claim(person)))
}

func name(zh, en string) campaign.Text { return campaign.Text{ZH: zh, EN: en} }

// Prizes that every number draws.
var (
	cash   = campaign.Prize{Code: "cash", Name: name("红包", "red packet"), Kind: campaign.KindCash, Amount: 1_000, OddsPPM: 1_000_000, Stock: 1_000}
	points = campaign.Prize{Code: "points", Name: name("积分", "points"), Kind: campaign.KindPoints, Amount: 50, OddsPPM: 1_000_000, Stock: 1_000}
	gift   = campaign.Prize{Code: "cup", Name: name("杯子", "a cup"), Kind: campaign.KindGift, ValueFen: 60_000, OddsPPM: 1_000_000, Stock: 5}
)

// terms are of a campaign that has begun, with a budget that suffices.
func terms(prizes ...campaign.Prize) campaign.Terms {
	return campaign.Terms{
		Name: name("春季抽奖", "Spring draw"), Rules: name("扫码抽奖", "scan and draw"), Requirement: campaign.RequirementClaim,
		StartsAt: testkit.Start.Add(-time.Hour), EndsAt: testkit.Start.Add(7 * 24 * time.Hour),
		Prizes: prizes, BudgetFen: 10_000_000,
	}
}

// publish makes a campaign of terms.
func (f *fair) publish(t campaign.Terms) model.Campaign {
	f.T.Helper()
	c, err := f.Campaign.Create(f.Ctx, t, 1)
	f.must(err)
	c, err = f.Campaign.Publish(f.Ctx, c.ID, c.Version, 2)
	f.must(err)
	return c
}

func (f *fair) balance(kind model.AccountKind, person model.PersonID, asset model.Asset) int64 {
	f.T.Helper()
	n, err := f.Ledger.Balance(f.Ctx, model.Account{Kind: kind, Owner: int64(person), Asset: asset})
	f.must(err)
	return n
}

// wallet is a consumer's fen.
func (f *fair) wallet(person model.PersonID) int64 {
	return f.balance(model.WalletConsumer, person, model.CNY)
}

// books are what the brand has spent on rewards, and owes in taxes, in fen.
func (f *fair) books() [2]int64 {
	return [2]int64{f.balance(model.BrandReward, 0, model.CNY), f.balance(model.BrandTax, 0, model.CNY)}
}

// rows counts what a draw may write.
func (f *fair) rows() string {
	f.T.Helper()
	text := ""
	for _, table := range []string{"campaign_draws", "campaign_wins", "campaign_counts", "ledger_transactions", "tax_withheld", "outbox_messages"} {
		var n int64
		f.must(f.DB.Conn(f.Ctx).Table(table).Count(&n).Error)
		text += fmt.Sprintf("%s %d, ", table, n)
	}
	var sums struct{ Remaining, Taken, Draws int64 }
	f.must(f.DB.Conn(f.Ctx).Table("campaign_pots").Select("COALESCE(SUM(remaining), 0) AS remaining, COALESCE(SUM(taken), 0) AS taken").Scan(&sums).Error)
	f.must(f.DB.Conn(f.Ctx).Table("campaign_counts").Select("COALESCE(SUM(draws), 0) AS draws").Scan(&sums).Error)
	return text + fmt.Sprint(sums)
}

// standing is what a campaign has left.
func (f *fair) standing(c model.Campaign) campaign.Standing {
	f.T.Helper()
	s, err := f.Campaign.Standing(f.Ctx, c.ID)
	f.must(err)
	return s
}

// refused checks that a draw is refused with an error, and that nothing is written.
func (f *fair) refused(want error, try campaign.Try) {
	before := f.rows()
	_, err := f.Campaign.Draw(f.Ctx, try)
	So(err, ShouldWrap, want)
	So(f.rows(), ShouldEqual, before)
}

// setPot makes the shards of a pot hold these amounts.
func (f *fair) setPot(c model.Campaign, pot string, amounts ...int64) func(context.Context) error {
	return func(ctx context.Context) error { return f.Campaign.SetPot(ctx, c.ID, pot, amounts...) }
}
