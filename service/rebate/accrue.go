package rebate

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"time"

	"channelrouter/internal/money"
	"channelrouter/model"
)

// reasonDisagree marks an accrual whose guide and opener name different terminals.
const reasonDisagree = "guide_and_opener_disagree"

// sale is a unit's sell-out with its terminal: what a rebate rests on.
type sale struct {
	at       time.Time
	terminal model.OrgID
	reasons  string
}

// soldAt is when a unit sold: when its consumer claimed it, or before that when a guide
// scanned it, where that counts. Pure.
func soldAt(u model.RebateUnit, guideSells bool) (at time.Time, sold bool) {
	switch {
	case u.GuidedAt != nil && guideSells && (u.ClaimedAt == nil || u.GuidedAt.Before(*u.ClaimedAt)):
		return *u.GuidedAt, true
	case u.ClaimedAt != nil:
		return *u.ClaimedAt, true
	}
	return time.Time{}, false
}

// saleOf finds the terminal of a unit that sold at a time: the guide's, else the opener's;
// ok is false while neither is known. Pure.
func saleOf(u model.RebateUnit, at time.Time) (s sale, ok bool) {
	s = sale{at: at, terminal: u.OpenerOrg}
	if u.GuideOrg != 0 {
		s.terminal = u.GuideOrg
		if u.OpenerOrg != 0 && u.OpenerOrg != u.GuideOrg {
			s.reasons = reasonDisagree
		}
	}
	return s, s.terminal != 0
}

// share is one organisation's part of a unit's rebate, by a programme's version or (nil) the
// basic rates. Reason says why it is less than they promise.
type share struct {
	org    model.OrgID
	tier   model.OrgKind
	fen    money.Fen
	by     *version
	reason string
}

// split is the money rule: the terminal's upstream always, whoever the goods were meant for;
// wholesalers and the terminal itself for matched goods only. Pure.
func split(r Rates, chain []seat, matched bool, by *version) []share {
	var shares []share
	for _, at := range chain {
		fen := r.of(at.tier)
		if fen == 0 || !matched && needsMatch(at.tier) || by != nil && !by.scope.admits(at.org, at.path) {
			continue
		}
		shares = append(shares, share{org: at.org, tier: at.tier, fen: fen, by: by})
	}
	return shares
}

// splitAll is what a unit of a product pays by the basic rates, and by every programme that
// pays units at that time. Pure.
func splitAll(basic Rates, all []*version, p model.Product, chain []seat, matched bool) []share {
	shares := split(basic, chain, matched, nil)
	for _, v := range all {
		if v.scope.sells(p) {
			rates := ratesOf(v.terms.PerUnit.Rates, v.terms.PerUnit.RatesBySKU, p.SKU)
			shares = append(shares, split(rates, chain, matched, v)...)
		}
	}
	return shares
}

// digest identifies a result, to tell whether new facts changed anything.
func digest(s sale, shares []share, diverted bool) string {
	h := sha256.New()
	basic := []part{}
	for _, sh := range shares {
		if sh.by == nil {
			basic = append(basic, part{sh.org, sh.tier, sh.fen})
		}
	}
	fmt.Fprintf(h, "%d %d %s %v %v", s.at.UnixMicro(), s.terminal, s.reasons, diverted, basic)
	for _, sh := range shares {
		if sh.by != nil {
			fmt.Fprintf(h, " %d/%d %v", sh.by.ID, sh.by.number, part{sh.org, sh.tier, sh.fen})
		}
	}
	return hex.EncodeToString(h.Sum(nil))
}

// part is what of a share a digest covers.
type part struct {
	org  model.OrgID
	tier model.OrgKind
	fen  money.Fen
}
