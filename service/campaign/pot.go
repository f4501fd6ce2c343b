package campaign

import (
	"context"
	"strings"

	"channelrouter/model"
)

// Pots of a campaign beside those of prizes.
const (
	potBudget = "budget"
	potDraws  = "draws"
)

const prizePots = "prize/"

func potOfPrize(code string) string { return prizePots + code }

// prizeOfPot is the code of the prize that a pot holds.
func prizeOfPot(pot string) (code string, isPrize bool) { return strings.CutPrefix(pot, prizePots) }

const (
	mostShards = 8
	// perShard is how much of what is usually taken at once a shard has at least: a pot
	// that is small is not worth splitting.
	perShard = 16
)

// potsOf is what a campaign has to give, in shards.
func potsOf(id model.CampaignID, t Terms) []model.CampaignPot {
	var dearest int64 = 1
	pots := split(id, potDraws, 0, mostShards)
	for _, p := range t.all() {
		dearest = max(dearest, int64(p.Cost()))
		pots = append(pots, split(id, potOfPrize(p.Code), p.Stock, shardsFor(p.Stock, 1))...)
	}
	return append(pots, split(id, potBudget, int64(t.BudgetFen), shardsFor(int64(t.BudgetFen), dearest))...)
}

func shardsFor(total, atOnce int64) int {
	return int(min(max(total/(atOnce*perShard), 1), mostShards))
}

// split shares a total out evenly.
func split(id model.CampaignID, pot string, total int64, shards int) []model.CampaignPot {
	rows := make([]model.CampaignPot, shards)
	for i := range rows {
		rows[i] = model.CampaignPot{CampaignID: id, Pot: pot, Shard: i, Remaining: total / int64(shards)}
		if int64(i) < total%int64(shards) {
			rows[i].Remaining++
		}
	}
	return rows
}

// shardOf spreads items over a number of shards.
func shardOf(item model.ItemID, shards int) int {
	return int(uint64(item) * 0x9E3779B97F4A7C15 >> 32 % uint64(shards))
}

// grab is what was taken from a shard.
type grab struct {
	shard  model.CampaignPot
	amount int64
}

// take takes an amount from a pot, whole or not at all: from the item's own shard, else
// from another that has as much, else from several. What a shard has only falls, save
// within a transaction that gives back what it has just taken; so a pot that once did not
// have enough never has again.
func (s *Service) take(ctx context.Context, id model.CampaignID, pot string, item model.ItemID, amount int64) ([]grab, error) {
	if amount == 0 {
		return []grab{}, nil
	}
	shards, err := s.store.pot(ctx, id, pot)
	if err != nil || remaining(shards) < amount {
		return nil, err
	}
	own := shardOf(item, len(shards))
	for i := range shards {
		shard := shards[(own+i)%len(shards)]
		if shard.Remaining < amount {
			continue
		}
		taken, err := s.store.takeFrom(ctx, shard, amount)
		if err != nil {
			return nil, err
		}
		if taken {
			return []grab{{shard, amount}}, nil
		}
	}
	return s.gather(ctx, id, pot, amount)
}

// gather takes an amount from all shards together, which it holds until the transaction
// ends. Only the last of a pot is taken so.
func (s *Service) gather(ctx context.Context, id model.CampaignID, pot string, amount int64) ([]grab, error) {
	if err := s.store.holdPot(ctx, id, pot); err != nil {
		return nil, err
	}
	shards, err := s.store.pot(ctx, id, pot)
	if err != nil || remaining(shards) < amount {
		return nil, err
	}
	var grabs []grab
	for _, shard := range shards {
		part := min(shard.Remaining, amount)
		if part == 0 {
			continue
		}
		if _, err := s.store.takeFrom(ctx, shard, part); err != nil {
			return nil, err
		}
		grabs = append(grabs, grab{shard, part})
		amount -= part
	}
	return grabs, nil
}

// upTo is as much of what was taken as an amount, which is no more than that.
func upTo(grabs []grab, amount int64) (some []grab) {
	for _, g := range grabs {
		if g.amount = min(g.amount, amount); g.amount > 0 {
			some = append(some, g)
			amount -= g.amount
		}
	}
	return some
}

// giveBack undoes a take.
func (s *Service) giveBack(ctx context.Context, grabs []grab) error {
	for _, g := range grabs {
		if _, err := s.store.takeFrom(ctx, g.shard, -g.amount); err != nil {
			return err
		}
	}
	return nil
}

func remaining(shards []model.CampaignPot) (sum int64) {
	for _, p := range shards {
		sum += p.Remaining
	}
	return sum
}
