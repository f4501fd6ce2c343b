package watch

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"channelrouter/internal/detect"
	"channelrouter/internal/geo"
	"channelrouter/model"
	"channelrouter/service/casefile"
	"channelrouter/service/channel"
	"channelrouter/service/custody"
	"channelrouter/service/diversion"
	"channelrouter/service/scan"
)

// eye tells the detector what is known of a scan. It is for one goroutine.
type eye struct {
	Rooms
	channel  *channel.Map
	orgs     numbers[model.OrgID]
	products numbers[model.ProductID]
	lines    []string             // of products, by their numbers
	online   map[model.OrgID]bool // distributors who sell on line, by the policy
	cities   map[string]int32     // by adcode
	returned map[model.EventID]model.OrgID
}

// newEye opens an eye upon the channel as it is believed now, under a policy.
func (s *Service) newEye(ctx context.Context, p diversion.Policy) (*eye, error) {
	e := &eye{
		Rooms: s.Rooms, orgs: newNumbers[model.OrgID](), products: newNumbers[model.ProductID](),
		cities: map[string]int32{}, returned: map[model.EventID]model.OrgID{},
	}
	return e, e.refresh(ctx, p)
}

// refresh looks at the channel again.
func (e *eye) refresh(ctx context.Context, p diversion.Policy) (err error) {
	if e.channel, err = e.Channel.Map(ctx); err != nil {
		return err
	}
	e.lines = e.lines[:0]
	e.online = make(map[model.OrgID]bool, len(p.OnlineSellers))
	for _, code := range p.OnlineSellers { // one that nobody has sells nothing
		org, known := e.channel.ByCode(code)
		e.online[org] = known
	}
	return nil
}

// scanned tells of a scan.
func (e *eye) scanned(ctx context.Context, r *model.Scan) (detect.Sighting, error) {
	s := detect.Sighting{
		ID: int64(r.ID), At: r.RecordedAt.Unix(), Kind: kindOf(r), Unit: int64(r.Item), Case: int64(r.CaseItem), Shipment: int64(r.AssignedBy),
		Account: uint64(r.PersonID), Device: uint64(r.Device), Address: uint64(r.Address), // #nosec G115 -- ids and hashes
		Staff: onDuty(r.Role) || e.channel.Staff(r.PersonID),
	}
	if r.CaseItem == r.Item {
		s.Case = 0
	}
	origin, err := e.goods(ctx, &s, r.Item, r.Judgement, r.AssignedBy)
	if err != nil {
		return s, err
	}
	line, err := e.line(ctx, s.Product)
	if err != nil {
		return s, err
	}
	switch {
	case r.Role == model.RoleGuide || r.Role == model.RoleTerminal:
		e.atTerminal(&s, r.OrgID, r.Found, origin, line, r.OccurredAt)
	case r.Adcode != "":
		s.By, s.City = detect.ByPosition, e.city(r.Adcode)
		s.Where, s.Sure = e.where(r, origin, line)
	}
	return s, nil
}

var sample, gift = custody.DesignationName(model.ForTrial), custody.DesignationName(model.ForGift)

// goods tells of the goods: what they are, and whose they were meant to be.
func (e *eye) goods(ctx context.Context, s *detect.Sighting, item model.ItemID, j model.Judgement, by model.EventID) (model.OrgID, error) {
	if batch := e.Code.BatchOf(item); batch != nil {
		s.Product = e.products.number(batch.ProductID)
	}
	origin := j.Origin
	for reason := range strings.SplitSeq(j.Reasons, ",") {
		switch reason {
		case diversion.ReasonNeverShipped:
			s.State = detect.NeverShipped
		case sample, gift:
			s.Flow = detect.Gift
		}
	}
	if origin == 0 && by != 0 { // they went back, and somebody has them
		var err error
		if origin, err = e.returner(ctx, by); err != nil {
			return 0, err
		}
		if origin != 0 {
			s.State = detect.Returned
		}
	}
	if e.online[origin] {
		s.Flow = detect.Ecommerce
	}
	s.Origin = e.orgs.number(origin)
	return origin, nil
}

// line is a product's, and "" of none.
func (e *eye) line(ctx context.Context, product int32) (string, error) {
	for n := len(e.lines); n <= int(product); n++ {
		if n == 0 {
			e.lines = append(e.lines, "")
			continue
		}
		p, err := e.Catalog.Get(ctx, e.products.id(int32(n))) // #nosec G115 -- up to the product's own
		if err != nil {
			return "", err
		}
		e.lines = append(e.lines, p.Line)
	}
	return e.lines[product], nil
}

// returner is who gave goods back in an event.
func (e *eye) returner(ctx context.Context, by model.EventID) (model.OrgID, error) {
	org, known := e.returned[by]
	if known {
		return org, nil
	}
	event, err := e.Custody.Event(ctx, by)
	if err != nil {
		return 0, err
	}
	if event.Kind != model.Return { // the scan is judged again since, and by whom it went back is not known
		event.FromOrg = 0
	}
	e.returned[by] = event.FromOrg
	return event.FromOrg, nil
}

// kindOf is what a scan was. What staff on duty scan is nothing by itself: inspections are told
// apart, when they are laid down.
func kindOf(r *model.Scan) detect.Kind {
	switch r.Role {
	case model.RoleGuide:
		return detect.Guide
	case model.RoleTerminal:
		return detect.Open
	}
	if r.Outcome == scan.OutcomeClaimed {
		return detect.Claim
	}
	return detect.Look
}

// onDuty tells whether a role looks at goods because that is its work.
func onDuty(r model.Role) bool {
	return r == model.RoleSalesperson || r == model.RoleDistributor || r == model.RoleWarehouse
}

// atTerminal tells of a place of sale.
func (e *eye) atTerminal(s *detect.Sighting, terminal, under, origin model.OrgID, line string, at time.Time) {
	adcode := e.channel.Adcode(terminal)
	s.Terminal, s.Under, s.By, s.City = int64(terminal), e.orgs.number(under), detect.ByTerminal, e.city(adcode)
	s.Where = relations[e.channel.Relation(origin, line, adcode, at)]
}

var relations = [...]detect.Where{
	channel.RelationUnknown: detect.Unknown, channel.Inside: detect.Home, channel.Beside: detect.Border, channel.Apart: detect.Away,
}

// where is how a consumer's district lies to his goods' territory, and how sure that is: by the
// districts beside it that he may be in, too.
func (e *eye) where(r *model.Scan, origin model.OrgID, line string) (detect.Where, float32) {
	if origin == 0 {
		return detect.Unknown, 0
	}
	where := relations[e.channel.Relation(origin, line, r.Adcode, r.OccurredAt)]
	other := 0
	for beside := range strings.SplitSeq(r.Around, ",") {
		adcode, percent, _ := strings.Cut(beside, ":")
		if n, err := strconv.Atoi(percent); err == nil && relations[e.channel.Relation(origin, line, adcode, r.OccurredAt)] != where {
			other += n
		}
	}
	return where, float32(max(1, 100-other)) / 100
}

// inspected tells of goods that an inspector laid down.
func (e *eye) inspected(ctx context.Context, f casefile.Found) (detect.Sighting, error) {
	s := detect.Sighting{ID: int64(f.ScanID), At: f.RecordedAt.Unix(), Kind: detect.Inspect, Unit: int64(f.Item), Damaged: f.Damaged, Sure: 1}
	origin, err := e.goods(ctx, &s, f.Item, f.Judgement, 0)
	if err != nil || s.Product == 0 {
		return s, err
	}
	line, err := e.line(ctx, s.Product)
	if err != nil {
		return s, err
	}
	if f.Terminal != 0 {
		e.atTerminal(&s, f.Terminal, f.Judgement.Found, origin, line, f.At)
		return s, nil
	}
	s.By, s.City = detect.ByPosition, e.city(f.Adcode)
	s.Where = relations[e.channel.Relation(origin, line, f.Adcode, f.At)]
	return s, nil
}

// city is the number of a district's city; 0 where there is none.
func (e *eye) city(adcode string) int32 {
	number, known := e.cities[adcode]
	if !known {
		n, _ := strconv.Atoi(cmp.Or(geo.City(adcode), "0"))
		number = int32(n) // #nosec G115 -- six digits
		e.cities[adcode] = number
	}
	return number
}

// adcodeOf is a city's, six digits; "" of 0.
func adcodeOf(city int32) string {
	if city == 0 {
		return ""
	}
	return (strconv.Itoa(int(city)) + "00")[:6]
}

// itemsOf are the items of units that the detector tells.
func itemsOf(units []int64) []model.ItemID {
	items := make([]model.ItemID, len(units))
	for i, u := range units {
		items[i] = model.ItemID(u)
	}
	slices.Sort(items)
	return slices.Compact(items)
}
