package diversion

import (
	"context"
	"time"

	"channelrouter/model"
)

// freeze writes down the units of a case, and says how many of them were found in whose part
// of the channel for the product's line. Units penalised in another case stay there; of flags
// of the same unit the first says where it was found.
func (s *Service) freeze(ctx context.Context, c *model.DiversionCase, line string) (harmed map[model.OrgID]int64, err error) {
	return s.freezeBy(ctx, c, line, func(units []model.ItemRange) (int64, error) { return s.store.penalise(ctx, c.ID, units) })
}

// freezeBy walks through a case's units, in runs that were found in the same part of the channel,
// and has take tell how many of a run the case may have.
func (s *Service) freezeBy(ctx context.Context, c *model.DiversionCase, line string, take func(units []model.ItemRange) (taken int64, err error)) (harmed map[model.OrgID]int64, err error) {
	flags, err := s.store.flags(ctx, c.ID)
	if err != nil {
		return nil, err
	}
	found, err := s.foundWith(ctx, *c, line, flags)
	if err != nil {
		return nil, err
	}
	harmed, c.Units = map[model.OrgID]int64{}, 0
	for from, to := 0, 0; from < len(flags); from = to {
		for to < len(flags) && found[to] == found[from] {
			to++
		}
		units, err := s.unitsOf(ctx, flags[from:to])
		if err != nil {
			return nil, err
		}
		frozen, err := take(units)
		if err != nil {
			return nil, err
		}
		c.Units += frozen
		if with := found[from]; with != 0 && with != c.Origin && frozen > 0 {
			harmed[with] += frozen
		}
	}
	return harmed, nil
}

// foundWith is in whose part of the channel each flag's goods were found: the terminal's
// distributor, or who has the city as his own; 0 where that is nobody's or several people's.
func (s *Service) foundWith(ctx context.Context, c model.DiversionCase, line string, flags []model.DiversionFlag) ([]model.OrgID, error) {
	times := make([]time.Time, len(flags))
	for i, f := range flags {
		times[i] = f.At
	}
	found, err := s.channel.TerritoryHolders(ctx, c.Adcode, line, times)
	for i, f := range flags {
		if f.Found != 0 && err == nil {
			found[i] = f.Found
		}
	}
	return found, err
}

// alleged counts the units that flags are about, each once.
func (s *Service) alleged(ctx context.Context, flags []model.DiversionFlag) (n int64, err error) {
	units, err := s.unitsOf(ctx, flags)
	return lengthOf(units), err
}

// unitsOf are the units that flags are about: those flagged, and the sellable contents of
// flagged containers as they were packed then. Flags are in the order of their time; those of
// one moment are opened together.
func (s *Service) unitsOf(ctx context.Context, flags []model.DiversionFlag) ([]model.ItemRange, error) {
	var all []model.ItemRange
	for from, to := 0, 0; from < len(flags); from = to {
		var goods []model.ItemRange
		for ; to < len(flags) && flags[to].At.Equal(flags[from].At); to++ {
			goods = append(goods, model.One(flags[to].Item))
		}
		units, err := s.custody.UnitsIn(ctx, goods, flags[from].At)
		if err != nil {
			return nil, err
		}
		all = append(all, units...)
	}
	return model.MergeRanges(all), nil
}
