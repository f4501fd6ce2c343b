package scan_test

import (
	"time"

	"channelrouter/model"
	"channelrouter/service/code"
	"channelrouter/service/custody"
	"channelrouter/service/rebate"
	"channelrouter/service/scan"
)

// book is the facts of a play, and what they amount to, worked out by brute force from
// the words of DESIGN.md: unit by unit, from all facts at once.
type book struct {
	brand        model.OrgID
	distributors []model.OrgID
	batch        *code.Batch
	programme    rebate.Policy
	log          []custody.Command             // what happened to the goods, with event times
	first        map[fact]winner               // who was first
	suppliers    map[model.OrgID][]supplier    // in order of time
	penalised    map[model.ItemID]model.CaseID // units of confirmed cases
}

type fact struct {
	item    model.ItemID
	purpose model.Purpose
}

type winner struct {
	person model.PersonID
	org    model.OrgID
	at     time.Time
	won    *scan.Prize
	scan   model.ScanID
}

type supplier struct {
	org  model.OrgID
	from time.Time
}

// linked says that from a time on org supplies child, and nobody else does.
func (b *book) linked(child, org model.OrgID, from time.Time) {
	var kept []supplier
	for _, s := range b.suppliers[child] {
		if s.from.Before(from) {
			kept = append(kept, s)
		}
	}
	b.suppliers[child] = append(kept, supplier{org, from})
}

// upstream is the organisations above a terminal at a time, nearest first.
func (b *book) upstream(org model.OrgID, t time.Time) []model.OrgID {
	var up []model.OrgID
	for {
		next := model.OrgID(0)
		for _, s := range b.suppliers[org] {
			if !s.from.After(t) {
				next = s.org
			}
		}
		if next == 0 {
			return up
		}
		up = append(up, next)
		org = next
	}
}

// rebate is what a unit pays to whom: when it has sold and its terminal is known, to the
// distributor above that terminal; to wholesalers and the terminal unless the goods were
// meant for another distributor.
func (b *book) rebate(unit model.ItemID) (paid map[model.OrgID]int64, diverted bool) {
	claim, claimed := b.first[fact{unit, model.PurposeConsumerClaim}]
	guide, guided := b.first[fact{unit, model.PurposeGuideReward}]
	sold := claim.at
	switch {
	case guided && b.programme.GuideScanSells && (!claimed || guide.at.Before(claim.at)):
		sold = guide.at
	case !claimed:
		return nil, false
	}
	then := b.goodsAt(sold)
	terminal := guide.org
	if opened := b.first[fact{then.in(unit, model.LevelCase), model.PurposeCaseOpen}]; !guided {
		terminal = opened.org
	}
	if terminal == 0 {
		return nil, false
	}
	up := b.upstream(terminal, sold)
	distributor := up[len(up)-1]
	assigned := then.speaker(unit).assigned
	diverted = assigned != 0 && assigned != distributor
	paid = map[model.OrgID]int64{distributor: int64(b.programme.Rates.DistributorFen)}
	if assigned == distributor {
		paid[terminal] = int64(b.programme.Rates.TerminalFen)
		for _, w := range up[:len(up)-1] {
			paid[w] = int64(b.programme.Rates.WholesalerFen)
		}
	}
	return paid, diverted
}
