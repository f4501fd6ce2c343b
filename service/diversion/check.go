package diversion

import (
	"context"
	"slices"
	"time"

	"channelrouter/internal/policy"
	"channelrouter/model"
	"channelrouter/service/channel"
)

// Sighting is goods seen by someone, somewhere, to be judged.
type Sighting struct {
	Item       model.ItemID
	Line       string
	At         time.Time
	Shipped    bool
	Assigned   model.OrgID
	NotForSale string
	Staff      bool
	Terminal   model.OrgID
	Opener     model.OrgID
	Adcode     string
}

// place is the terminal's question to the channel graph.
func (s Sighting) place() channel.Place {
	return channel.Place{Org: s.Terminal, Line: s.Line, At: s.At}
}

// area is the territory's question.
func (s Sighting) area() channel.Area {
	return channel.Area{Place: channel.Place{Org: s.Assigned, Line: s.Line, At: s.At}, Adcode: s.Adcode}
}

// Check judges a set of sightings by the graph and the policy as of each. It reads the
// graph once for the set and writes nothing.
func (s *Service) Check(ctx context.Context, sightings []Sighting) ([]model.Judgement, error) {
	var places []channel.Place
	var areas []channel.Area
	for _, g := range sightings {
		switch {
		case g.Staff || g.Assigned == 0:
		case g.Terminal != 0:
			places = append(places, g.place())
		case g.Adcode != "":
			areas = append(areas, g.area())
		}
	}
	upstreams, err := s.channel.Upstreams(ctx, places)
	if err != nil {
		return nil, err
	}
	territories, err := s.channel.Territories(ctx, areas)
	if err != nil {
		return nil, err
	}
	judgements := make([]model.Judgement, len(sightings))
	policies, online, err := s.online(ctx, sightings)
	if err != nil {
		return nil, err
	}
	for i, g := range sightings {
		judgements[i] = match(policies[i].Body, Facts{
			Shipped: g.Shipped, Assigned: g.Assigned, Online: online[i], NotForSale: g.NotForSale, Staff: g.Staff,
			Terminal: g.Terminal, Distributor: upstreams[g.place()].Distributor, Opener: g.Opener,
			Adcode: g.Adcode, Territory: territories[g.area()],
		})
		judgements[i].PolicyVersion = policies[i].Number
	}
	return judgements, nil
}

// online finds the policy of each sighting, and whether the goods are of somebody who sells on
// line by it: one question for all, where the policy names any.
func (s *Service) online(ctx context.Context, sightings []Sighting) ([]policy.Version[Policy], []bool, error) {
	policies, online := make([]policy.Version[Policy], len(sightings)), make([]bool, len(sightings))
	var asked []model.OrgID
	for i, g := range sightings {
		var err error
		if policies[i], err = s.Policies.At(ctx, g.At); err != nil {
			return nil, nil, err
		}
		if g.Assigned != 0 && len(policies[i].Body.OnlineSellers) > 0 {
			asked = append(asked, g.Assigned)
		}
	}
	if len(asked) == 0 {
		return policies, online, nil
	}
	orgs, err := s.channel.Orgs(ctx, asked)
	for i, g := range sightings {
		online[i] = g.Assigned != 0 && slices.Contains(policies[i].Body.OnlineSellers, orgs[g.Assigned].Code)
	}
	return policies, online, err
}
