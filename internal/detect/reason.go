package detect

// Reason says why goods are thought to be diverted. Its values are stable: they are stored,
// and policies set a weight for each.
type Reason string

// The reasons.
const (
	// Hard: a place of sale is bound to a distributor.
	ReasonTerminal  Reason = "terminal_under_other_distributor"
	ReasonGuide     Reason = "guide_under_other_distributor"
	ReasonInspector Reason = "found_by_inspector"
	// Soft: where consumers are is known by and large.
	ReasonOutside  Reason = "outside_territory"
	ReasonBorder   Reason = "beyond_the_border"
	ReasonCase     Reason = "cluster_of_a_case"
	ReasonShipment Reason = "cluster_of_a_shipment"
	ReasonSpread   Reason = "shipment_spread_abroad"
	// About the goods and their codes.
	ReasonTravel       Reason = "impossible_travel"
	ReasonClone        Reason = "many_scans_of_one_code"
	ReasonDamaged      Reason = "code_removed_or_damaged"
	ReasonNeverShipped Reason = "never_shipped"
	ReasonReturned     Reason = "sold_after_return"
	ReasonGift         Reason = "gift_stock_sold"
	// About who scans.
	ReasonVelocity Reason = "scans_too_fast"
	ReasonPlaces   Reason = "one_account_across_places"
)

// Reasons lists all, in the order in which they are shown.
func Reasons() []Reason {
	return []Reason{
		ReasonTerminal, ReasonGuide, ReasonInspector, ReasonOutside, ReasonBorder, ReasonCase, ReasonShipment, ReasonSpread,
		ReasonTravel, ReasonClone, ReasonDamaged, ReasonNeverShipped, ReasonReturned, ReasonGift, ReasonVelocity, ReasonPlaces,
	}
}
