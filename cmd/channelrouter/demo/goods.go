package demo

import (
	"context"
	"fmt"

	"channelrouter/internal/geo"
	"channelrouter/model"
	"channelrouter/service/code"
)

// item is the n-th item of a batch's level.
func item(b *code.Batch, level model.Level, n int64) model.ItemID {
	return b.Level(level).From + model.ItemID(n)
}

// read prints the faces of items as pictures and returns what is read from them.
func (s *story) read(face model.Face, items ...model.ItemID) ([]string, error) {
	texts := make([]string, len(items))
	for i, it := range items {
		text, err := s.pictures.print(face, it)
		if err != nil {
			return nil, err
		}
		texts[i] = text
	}
	return texts, nil
}

func (s *story) setTheStage(ctx context.Context) error {
	if err := s.build(ctx); err != nil {
		return err
	}
	s.report.Codes.Printed = map[string]int64{}
	for _, b := range []*code.Batch{s.world.linked, s.world.packed} {
		for _, l := range b.Levels {
			for _, side := range []model.Side{model.Outer, model.Inner} {
				if l.Has(side) {
					s.report.Codes.Printed[model.NewFace(l.Level, side).String()] += l.Len()
				}
			}
		}
	}
	s.say("   %d divisions, %d organisations; two batches of %s", len(geo.All()), len(s.world.orgs), s.world.product.Name)
	s.say("   issued %d pallets, %d cases and %d units, each case and unit with a visible and a hidden code",
		s.report.Codes.Printed["pallet"], s.report.Codes.Printed["case_outer"], s.report.Codes.Printed["unit_outer"])
	return nil
}

// event records a custody event at the console.
func (s *story) event(ctx context.Context, body map[string]any) error {
	return s.world.console.post(ctx, "/console/custody-events", body, nil)
}

func (s *story) packAndShip(ctx context.Context) error {
	if err := s.packLine(ctx); err != nil {
		return err
	}
	pallets, err := s.read(model.FacePallet, item(s.world.linked, model.LevelPallet, 0),
		item(s.world.linked, model.LevelPallet, 1), item(s.world.linked, model.LevelPallet, 2))
	if err != nil {
		return err
	}
	if err := s.event(ctx, map[string]any{"kind": "commission", "codes": pallets, "to": "BRAND"}); err != nil {
		return err
	}
	line, err := s.read(model.FacePallet, item(s.world.packed, model.LevelPallet, 0))
	if err != nil {
		return err
	}
	for distributor, codes := range map[string][]string{
		"D-NJ": {pallets[0], line[0]}, "D-HZ": {pallets[1]}, "D-GZ": {pallets[2]},
	} {
		if err := s.event(ctx, map[string]any{"kind": "ship", "codes": codes, "from": "BRAND", "to": distributor}); err != nil {
			return err
		}
		if err := s.cast[distributor].post(ctx, "/distributor/receipts", map[string]any{"codes": codes}, nil); err != nil {
			return err
		}
		s.say("   BRAND ships %d pallet(s) to %s, which receives them", len(codes), distributor)
	}
	return s.deliver(ctx, "D-NJ", "T-SZ1", item(s.world.linked, model.LevelCase, 0))
}

// packLine packs the line-linked batch: units into cases, cases onto a pallet, by the
// codes that the line's cameras read.
func (s *story) packLine(ctx context.Context) error {
	var cases []string
	for c := range int64(casesPerPallet) {
		var units []model.ItemID
		for u := range int64(unitsPerCase) {
			units = append(units, item(s.world.packed, model.LevelUnit, c*unitsPerCase+u))
		}
		read, err := s.read(model.FaceUnitOuter, units...)
		if err != nil {
			return err
		}
		into, err := s.read(model.FaceCaseOuter, item(s.world.packed, model.LevelCase, c))
		if err != nil {
			return err
		}
		if err := s.event(ctx, map[string]any{"kind": "pack", "codes": read, "into": into[0], "from": "BRAND"}); err != nil {
			return err
		}
		cases = append(cases, into[0])
	}
	pallet, err := s.read(model.FacePallet, item(s.world.packed, model.LevelPallet, 0))
	if err != nil {
		return err
	}
	s.say("   the line packs %d units into %d cases, and those onto a pallet", casesPerPallet*unitsPerCase, casesPerPallet)
	return s.event(ctx, map[string]any{"kind": "pack", "codes": cases, "into": pallet[0], "from": "BRAND"})
}

// deliver lets a distributor ship a case to a terminal of its own, which receives it.
func (s *story) deliver(ctx context.Context, distributor, terminal string, box model.ItemID) error {
	codes, err := s.read(model.FaceCaseOuter, box)
	if err != nil {
		return err
	}
	err = s.cast[distributor].post(ctx, "/distributor/shipments?to="+terminal, map[string]any{"codes": codes}, nil)
	if err != nil {
		return err
	}
	if err := s.cast[terminal].post(ctx, "/terminal/receipts", map[string]any{"codes": codes}, nil); err != nil {
		return err
	}
	s.say("   %s ships a case to %s", distributor, terminal)
	return nil
}

func (s *story) logIn(ctx context.Context) error {
	for _, role := range []struct{ name, app, org string }{
		{"D-NJ", "distributor", "D-NJ"}, {"D-HZ", "distributor", "D-HZ"}, {"D-GZ", "distributor", "D-GZ"},
		{"T-SZ1", "terminal", "T-SZ1"}, {"T-NJ1", "terminal", "T-NJ1"}, {"T-HZ1", "terminal", "T-HZ1"},
		{"guide Li", "guide", "T-SZ1"}, {"guide Wang", "guide", "T-NJ1"},
		{"salesman Zhao", "salesperson", "D-NJ"},
		{"consumer Chen", "consumer", ""}, {"consumer Sun", "consumer", ""}, {"consumer Zhou", "consumer", ""},
	} {
		c, err := s.enter(ctx, role.name, role.app, role.org)
		if err != nil {
			return err
		}
		s.cast[role.name] = c
	}
	s.say("   three distributors, three terminals, two guides, a salesperson and three consumers, each in the app of the role")
	return nil
}

var errNoProblem = fmt.Errorf("it was accepted")
