package channel

import (
	"context"

	"channelrouter/model"
)

// Map is where everybody is and what is whose, for those who ask a million times: a picture of
// the channel as it is believed now, in memory. It is for one goroutine: it remembers how
// districts lie to territories.
type Map struct {
	territories map[model.OrgID][]model.Territory
	adcodes     map[model.OrgID]string
	codes       map[string]model.OrgID
	staff       map[model.PersonID]bool
	views       map[viewKey][]*view
	districts   map[string]int // numbers of those that were asked for
}

// mapPage is how many organisations are read at a time.
const mapPage = 5000

// Map draws the map: some dozen bytes for each organisation.
func (s *Service) Map(ctx context.Context) (*Map, error) {
	m := &Map{
		territories: map[model.OrgID][]model.Territory{}, adcodes: map[model.OrgID]string{}, codes: map[string]model.OrgID{},
		staff: map[model.PersonID]bool{}, views: map[viewKey][]*view{}, districts: map[string]int{},
	}
	var brands []model.OrgID
	for after := model.OrgID(0); ; {
		orgs, err := s.store.places(ctx, after, mapPage)
		if err != nil {
			return nil, err
		}
		for _, org := range orgs {
			m.adcodes[org.ID], m.codes[org.Code] = org.Adcode, org.ID
			if org.Kind == model.OrgBrand {
				brands = append(brands, org.ID)
			}
		}
		if len(orgs) < mapPage {
			break
		}
		after = orgs[len(orgs)-1].ID
	}
	territories, err := s.store.territories(ctx)
	if err != nil {
		return nil, err
	}
	for _, t := range territories {
		m.territories[t.OrgID] = append(m.territories[t.OrgID], t)
	}
	members, err := s.store.membershipsIn(ctx, brands)
	for _, member := range members {
		m.staff[member.PersonID] = true
	}
	return m, err
}

// Adcode is where an organisation stands; "" where that is not known.
func (m *Map) Adcode(org model.OrgID) string { return m.adcodes[org] }

// ByCode is the organisation that the brand numbers so.
func (m *Map) ByCode(code string) (id model.OrgID, known bool) {
	id, known = m.codes[code]
	return id, known
}

// Staff tells whether a person works for the brand, or has.
func (m *Map) Staff(person model.PersonID) bool { return m.staff[person] }
