package rebate

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"time"

	"channelrouter/internal/money"
	"channelrouter/model"
	"channelrouter/service/channel"
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

// share is one organisation's part of a unit's rebate.
type share struct {
	org  model.OrgID
	tier model.OrgKind
	fen  money.Fen
}

// split is the money rule: the terminal's upstream distributor always, whoever the goods
// were meant for; wholesalers and the terminal itself for matched goods only. Pure.
func split(r Rates, terminal model.OrgID, up channel.Upstream, matched bool) []share {
	var shares []share
	add := func(org model.OrgID, tier model.OrgKind, fen money.Fen) {
		if org != 0 && fen > 0 {
			shares = append(shares, share{org, tier, fen})
		}
	}
	add(up.Distributor, model.OrgDistributor, r.DistributorFen)
	if matched {
		for _, w := range up.Wholesalers {
			add(w, model.OrgWholesaler, r.WholesalerFen)
		}
		add(terminal, model.OrgTerminal, r.TerminalFen)
	}
	return shares
}

// digest identifies a result, to tell whether new facts changed anything.
func digest(s sale, shares []share, diverted bool) string {
	h := sha256.New()
	fmt.Fprintf(h, "%d %d %s %v %v", s.at.UnixMicro(), s.terminal, s.reasons, diverted, shares)
	return hex.EncodeToString(h.Sum(nil))
}
