package insight

import (
	"channelrouter/internal/money"
	"channelrouter/model"
)

// sums is what a transaction adds to figures.
type sums struct {
	days map[areaDay]*model.InsightDay
	orgs map[orgDay]*model.InsightOrgDay

	scans *[]model.InsightOrgScan // which are whose
}

type areaDay struct {
	area string
	day  int32
}

type orgDay struct {
	day int32
	org model.OrgID
}

func newSums() sums {
	return sums{map[areaDay]*model.InsightDay{}, map[orgDay]*model.InsightOrgDay{}, new([]model.InsightOrgScan)}
}

// on are the figures of the areas that one is part of.
func (s sums) on(day int32, area string) []*model.InsightDay {
	var rows []*model.InsightDay
	for _, a := range levels(area) {
		key := areaDay{a, day}
		if s.days[key] == nil {
			s.days[key] = &model.InsightDay{Area: a, Day: day}
		}
		rows = append(rows, s.days[key])
	}
	return rows
}

// of are the figures of an organisation.
func (s sums) of(day int32, org model.OrgID) *model.InsightOrgDay {
	key := orgDay{day, org}
	if s.orgs[key] == nil {
		s.orgs[key] = &model.InsightOrgDay{OrgID: org, Day: day}
	}
	return s.orgs[key]
}

// add counts a fact. Those that are only told count nothing.
func (s sums) add(f model.InsightFact) {
	units := int64(f.Units)
	switch f.Kind {
	case model.InsightScan:
		for _, d := range s.on(f.Day, f.Area) {
			d.Scans, d.Claims = d.Scans+1, d.Claims+units
		}
		for _, org := range split(f.Orgs) {
			o := s.of(f.Day, org)
			o.Scans, o.Claims = o.Scans+1, o.Claims+units
			*s.scans = append(*s.scans, model.InsightOrgScan{OrgID: org, At: f.At, ScanID: model.ScanID(f.ID)})
		}
		if f.Own != 0 {
			s.of(f.Day, f.Own).Own++
		}
	case model.InsightSale:
		for _, d := range s.on(f.Day, f.Area) {
			d.Sold += units
		}
		for _, org := range split(f.Orgs) {
			s.of(f.Day, org).Sold += units
		}
	}
}

// reward counts what people or shops were given.
func (s sums) reward(day int32, area string, asset model.Asset, amount int64) {
	for _, d := range s.on(day, area) {
		if asset == model.CNY {
			d.RewardFen += money.Fen(amount)
		} else {
			d.RewardPoints += amount
		}
	}
}

// rebate counts what the channel earned.
func (s sums) rebate(day int32, area string, org model.OrgID, fen money.Fen) {
	for _, d := range s.on(day, area) {
		d.RebateFen += fen
	}
	s.of(day, org).RebateFen += fen
}
