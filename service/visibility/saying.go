package visibility

import (
	"fmt"

	"channelrouter/internal/clock"
	"channelrouter/internal/epcis"
	"channelrouter/model"
	"channelrouter/service/custody"
)

// Who has goods, in the words of CBV.
const possessing = "possessing_party"

// saying is how a kind of custody event is said in EPCIS and CBV.
type saying struct {
	kind, action         string
	bizStep, disposition string
	at                   func(e model.CustodyEvent) model.OrgID // whose place it happened at
}

func atSender(e model.CustodyEvent) model.OrgID   { return e.FromOrg }
func atReceiver(e model.CustodyEvent) model.OrgID { return e.ToOrg }

var sayings = map[model.CustodyKind]saying{
	model.Commission: {epcis.ObjectEvent, epcis.Add, "commissioning", "active", atReceiver},
	model.Pack:       {epcis.AggregationEvent, epcis.Add, "packing", "in_progress", atSender},
	model.Unpack:     {epcis.AggregationEvent, epcis.Delete, "unpacking", "in_progress", atSender},
	model.Ship:       {epcis.ObjectEvent, epcis.Observe, "shipping", "in_transit", atSender},
	model.Receive:    {epcis.ObjectEvent, epcis.Observe, "receiving", "in_progress", atReceiver},
	model.Return:     {epcis.ObjectEvent, epcis.Observe, "receiving", "returned", atReceiver},
	model.Transfer:   {epcis.TransactionEvent, epcis.Add, "accepting", "in_progress", atReceiver},
	model.Destroy:    {epcis.ObjectEvent, epcis.Delete, "destroying", "destroyed", atSender},
}

// designations are how a designation is said, by the use of the goods. They are told, and not
// heard: others observe and stock goods as well, and change nothing by it.
var designations = map[model.Designation]saying{
	model.ForSale:  {epcis.ObjectEvent, epcis.Observe, "stocking", "sellable_not_accessible", atSender},
	model.ForTrial: {epcis.ObjectEvent, epcis.Observe, "sampling", "non_sellable_other", atSender},
	model.ForGift:  {epcis.ObjectEvent, epcis.Observe, "reserving", "non_sellable_other", atSender},
}

// losses are how goods are said to be no more that nobody destroyed.
var losses = map[model.Loss]saying{
	model.LossMissing: {epcis.ObjectEvent, epcis.Delete, "decommissioning", "inactive", atSender},
	model.LossStolen:  {epcis.ObjectEvent, epcis.Delete, "decommissioning", "stolen", atSender},
}

// sayingOf is how a custody event is said.
func sayingOf(e model.CustodyEvent) saying {
	if e.Kind == model.Designate {
		return designations[e.For]
	}
	if lost, otherwise := losses[e.Loss]; otherwise && e.Kind == model.Destroy {
		return lost
	}
	return sayings[e.Kind]
}

// of begins the EPCIS events of a custody event: all but the goods. orgs are the identifiers
// of its organisations.
func (s saying) of(t custody.Told, orgs map[model.OrgID]string) epcis.Event {
	e := epcis.NewEvent(s.kind, clock.Local(t.EventTime))
	e.Action, e.BizStep, e.Disposition = s.action, s.bizStep, s.disposition
	if place := orgs[s.at(t.CustodyEvent)]; place != "" {
		e.ReadPoint = &epcis.Location{ID: place}
	}
	if s.kind == epcis.AggregationEvent || t.Kind == model.Commission || t.Kind == model.Destroy || t.Kind == model.Designate {
		return e
	}
	if from := orgs[t.FromOrg]; from != "" {
		e.SourceList = []epcis.Source{{Type: possessing, Source: from}}
	}
	if to := orgs[t.ToOrg]; to != "" {
		e.DestinationList = []epcis.Destination{{Type: possessing, Destination: to}}
	}
	return e
}

// transferred is the business transaction of a transfer: its approval, by the event's number.
func (s *Service) transferred(id model.EventID) []epcis.BizTransaction {
	return []epcis.BizTransaction{{BizTransaction: fmt.Sprintf("https://%s/transfers/%d", s.host, id)}}
}
