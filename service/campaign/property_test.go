package campaign_test

import (
	"bytes"
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"channelrouter/internal/money"
	"channelrouter/model"
	"channelrouter/service/campaign"
	"channelrouter/service/tax"
	"channelrouter/service/testkit"
)

func drawPrize(t *rapid.T, code string) campaign.Prize {
	p := campaign.Prize{Code: code, Name: name(code, code), Stock: rapid.Int64Range(1, 40).Draw(t, "stock of "+code)}
	p.Kind = rapid.SampledFrom([]string{campaign.KindCash, campaign.KindPoints, campaign.KindGift}).Draw(t, "kind of "+code)
	if worth := rapid.Int64Range(1, 2_000).Draw(t, "worth of "+code); p.Kind == campaign.KindGift {
		p.ValueFen = money.Fen(worth)
	} else {
		p.Amount = worth
	}
	return p
}

// cost is what a prize costs the brand where the winner has four fifths of it, or where
// the brand bears the tax: a fifth of what it comes to, to the nearest fen.
func cost(p campaign.Prize, bearer tax.Bearer) money.Fen {
	if p.Kind == campaign.KindGift || p.Kind == campaign.KindCash && bearer == tax.ByBrand {
		return (p.Worth()*10 + 4) / 8
	}
	return p.Worth()
}

// drawTerms draws a pool that may be published: many prizes or few, rich or poor.
func drawTerms(t *rapid.T, begin time.Time, bearer tax.Bearer) campaign.Terms {
	all := terms()
	all.StartsAt, all.EndsAt = begin, begin.Add(time.Hour)
	byTickets := rapid.Bool().Draw(t, "by tickets")
	promised, dearest := money.Fen(0), money.Fen(0)
	add := func(p campaign.Prize) campaign.Prize {
		promised += cost(p, bearer) * money.Fen(p.Stock)
		dearest = max(dearest, cost(p, bearer))
		return p
	}
	quantity := int64(0)
	for i := range rapid.IntRange(1, 4).Draw(t, "prizes") {
		p := drawPrize(t, fmt.Sprint("p", i))
		if !byTickets {
			p.OddsPPM = rapid.Int64Range(1, 250_000).Draw(t, "odds")
		}
		quantity += p.Stock
		all.Prizes = append(all.Prizes, add(p))
	}
	if rapid.Bool().Draw(t, "consolation") {
		p := add(drawPrize(t, "consolation"))
		all.Consolation = &p
	}
	if byTickets {
		all.Tickets = quantity + rapid.Int64Range(0, 30).Draw(t, "blanks")
		all.BudgetFen = promised
		return all
	}
	all.BudgetFen = rapid.Custom(func(t *rapid.T) money.Fen {
		return money.Fen(rapid.Int64Range(int64(dearest), max(int64(dearest), int64(promised))).Draw(t, "fen"))
	}).Draw(t, "budget")
	return all
}

// Whatever the pool and whoever draws: nothing is given that is not there, what is posted
// is what was won, gross is net and tax, and the archive can be recomputed.
func TestAnyCampaignAddsUp(t *testing.T) {
	f := newFair(t, testkit.SQLite)
	people := []model.PersonID{f.Person(), f.Person(), f.Person()}
	scans := map[model.PersonID][]model.ScanID{}
	for _, p := range people {
		scans[p] = f.claims(p, 40)
	}
	rapid.Check(t, func(t *rapid.T) {
		begin := testkit.Start // claims of then draw in every campaign
		f.Clock.Advance(begin.Sub(f.Clock.Now()))
		bearer := drawBearer(t)
		f.taxedBy(bearer)
		all := drawTerms(t, begin, bearer)
		c, err := f.Campaign.Create(f.Ctx, all, 1)
		if err == nil {
			c, err = f.Campaign.Publish(f.Ctx, c.ID, 1, 1)
		}
		if err != nil {
			t.Fatal(err)
		}
		before := f.money(people)
		for n := range rapid.IntRange(1, 60).Draw(t, "draws") {
			person := people[n%len(people)]
			if _, err := f.Campaign.Draw(f.Ctx, f.try(c, person, scans[person][n/len(people)])); err != nil {
				t.Fatal(err)
			}
		}
		f.addsUp(t, c, all, bearer, people, before)
		f.recomputes(t, c)
	})
}

// money is all that draws can move: of the brand, of the tax office, of everyone's wallet.
func (f *fair) money(people []model.PersonID) map[model.Account]int64 {
	sums := map[model.Account]int64{}
	add := func(kind model.AccountKind, owner model.PersonID, asset model.Asset) {
		sums[model.Account{Kind: kind, Owner: int64(owner), Asset: asset}] = f.balance(kind, owner, asset)
	}
	add(model.BrandReward, 0, model.CNY)
	add(model.BrandTax, 0, model.CNY)
	add(model.BrandReward, 0, model.Points)
	for _, p := range people {
		add(model.WalletConsumer, p, model.CNY)
		add(model.WalletConsumer, p, model.Points)
	}
	return sums
}

func (f *fair) addsUp(t *rapid.T, c model.Campaign, all campaign.Terms, bearer tax.Bearer, people []model.PersonID, before map[model.Account]int64) {
	moved := f.money(people)
	balance := int64(0)
	for a := range moved {
		moved[a] -= before[a]
		if a.Asset == model.CNY {
			balance += moved[a]
		}
	}
	if balance != 0 {
		t.Fatalf("the books are off by %d fen", balance)
	}
	wins, err := f.Campaign.Wins(f.Ctx, campaign.WinQuery{Campaign: c.ID}, 0, 1_000)
	f.must(err)
	won, spent := map[model.Account]int64{}, money.Fen(0)
	for _, w := range wins {
		spent += w.Fen
		switch {
		case w.Kind == model.PrizeGift || w.Kind == model.PrizeCash && bearer == tax.ByBrand:
			spent += w.TaxFen
		case w.Kind == model.PrizeCash && w.Fen != w.NetFen+w.TaxFen:
			t.Fatalf("of %d fen %d are net and %d tax", w.Fen, w.NetFen, w.TaxFen)
		}
		won[model.Account{Kind: model.WalletConsumer, Owner: int64(w.PersonID), Asset: model.CNY}] += int64(w.NetFen)
		won[model.Account{Kind: model.WalletConsumer, Owner: int64(w.PersonID), Asset: model.Points}] += int64(w.Points)
		won[model.Account{Kind: model.BrandTax, Asset: model.CNY}] += int64(w.TaxFen)
	}
	for a, sum := range won {
		if moved[a] != sum {
			t.Fatalf("account %v moved by %d, %d were won", a, moved[a], sum)
		}
	}
	standing := f.standing(c)
	if spent+standing.BudgetFen != all.BudgetFen || standing.BudgetFen < 0 {
		t.Fatalf("%d fen spent and %d left, of %d", spent, standing.BudgetFen, all.BudgetFen)
	}
	for code, left := range standing.Left {
		if left < 0 {
			t.Fatalf("%d left of %s", left, code)
		}
	}
}

// recomputes holds the archive of a campaign against itself.
func (f *fair) recomputes(t *rapid.T, c model.Campaign) {
	f.Clock.Advance(2 * time.Hour)
	_, err := f.Campaign.EndDue(f.Ctx)
	f.must(err)
	c, err = f.Campaign.Archivable(f.Ctx, c.ID)
	f.must(err)
	var out bytes.Buffer
	f.must(f.Campaign.Archive(f.Ctx, &out, c))
	v, err := campaign.VerifyArchive(&out)
	if err != nil || !v.Sound() {
		t.Fatalf("%v %v", err, v.Differences)
	}
}
