package diversion

import (
	"strings"

	"channelrouter/model"
	"channelrouter/service/channel"
)

// Reason codes, stable: they are stored and shown.
const (
	ReasonTerminalUnderAssigned = "terminal_under_assigned_distributor"
	ReasonTerminalUnderOther    = "terminal_under_other_distributor"
	ReasonTerminalUnlinked      = "terminal_without_distributor"
	ReasonInsideTerritory       = "inside_territory"
	ReasonOutsideTerritory      = "outside_territory"
	ReasonTerritoryUndefined    = "territory_undefined"
	ReasonNoLocation            = "no_location"
	ReasonNeverShipped          = "never_shipped"
	ReasonNotAssigned           = "not_assigned"
	ReasonStaffScan             = "staff_scan"
	ReasonGuideOpenerDisagree   = "guide_and_opener_disagree"
	ReasonSoldOnline            = "sold_on_line"
)

// Facts is what is known of a sighting when it is judged.
type Facts struct {
	Shipped     bool        // the goods have come into being
	Assigned    model.OrgID // the distributor they were meant for, then
	Online      bool        // who sells on line, to anywhere
	NotForSale  string      // the use they were for, sample or gift; "" when for sale
	Staff       bool        // the scanner is staff on duty, not at a point of sale
	Terminal    model.OrgID // where they surfaced; 0 when only a location is known
	Distributor model.OrgID // of that terminal, then
	Opener      model.OrgID // terminal that opened their case; 0 when nobody did
	Adcode      string      // consumer's district; "" when refused
	Territory   channel.Covers
}

// match judges facts under a policy. Pure.
func match(p Policy, f Facts) model.Judgement {
	j := model.Judgement{Verdict: model.VerdictUnknown, Origin: f.Assigned, Terminal: f.Terminal, Found: f.Distributor}
	reasons := make([]string, 0, 2)
	switch {
	case f.Staff:
		j.Verdict, reasons = model.VerdictExempt, append(reasons, ReasonStaffScan)
	case f.NotForSale != "":
		j.Verdict, reasons = model.VerdictExempt, append(reasons, f.NotForSale)
	case !f.Shipped:
		reasons = append(reasons, ReasonNeverShipped)
	case f.Assigned == 0:
		reasons = append(reasons, ReasonNotAssigned)
	case f.Online:
		j.Verdict, reasons = model.VerdictExempt, append(reasons, ReasonSoldOnline)
	case f.Terminal != 0 && f.Distributor == 0:
		reasons = append(reasons, ReasonTerminalUnlinked)
	case f.Terminal != 0 && f.Distributor == f.Assigned:
		j.Verdict, reasons = model.VerdictMatch, append(reasons, ReasonTerminalUnderAssigned)
	case f.Terminal != 0:
		j.Verdict, j.Score = model.VerdictDiverted, p.HardScore
		reasons = append(reasons, ReasonTerminalUnderOther)
	case f.Adcode == "":
		reasons = append(reasons, ReasonNoLocation)
	case !f.Territory.Known:
		reasons = append(reasons, ReasonTerritoryUndefined)
	case f.Territory.Inside:
		j.Verdict, reasons = model.VerdictMatch, append(reasons, ReasonInsideTerritory)
	default:
		j.Verdict, j.Score = model.VerdictDiverted, p.SoftScore
		reasons = append(reasons, ReasonOutsideTerritory)
	}
	if f.Terminal != 0 && f.Opener != 0 && f.Opener != f.Terminal {
		reasons = append(reasons, ReasonGuideOpenerDisagree)
	}
	j.Reasons = strings.Join(reasons, ",")
	return j
}

// Hard tells whether a judgement rests on a terminal, not on a location.
func Hard(j model.Judgement) bool { return j.Verdict == model.VerdictDiverted && j.Terminal != 0 }
