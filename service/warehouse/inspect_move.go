package warehouse

import (
	"context"

	"channelrouter/model"
	"channelrouter/service/custody"
)

// moves are what custody records of goods of one inspection.
type moves struct {
	service *Service
	r       model.GoodsReturn
	key     string
	last    model.EventID // recorded
}

// record has custody record an event of some goods, none of none.
func (m *moves) record(ctx context.Context, step string, goods []model.ItemRange, c custody.Command) (model.CustodyEvent, error) {
	if len(goods) == 0 {
		return model.CustodyEvent{}, nil
	}
	c.Key, c.Goods = m.key+"/"+step, commandGoods(goods)
	e, err := m.service.Custody.Record(ctx, c)
	m.last = e.ID
	return e, err
}

// receive takes in what the book has still on its way: what is inspected has come.
func (m *moves) receive(ctx context.Context, goods []model.ItemRange) error {
	standing, err := m.service.Custody.Standing(ctx, goods, asOfAll)
	if err != nil {
		return err
	}
	coming := having(standing, func(g custody.Standing) bool { return g.InTransit == m.r.ToOrg })
	_, err = m.record(ctx, "receive", coming, custody.Command{Kind: model.Receive, To: m.r.ToOrg})
	return err
}

// having is the runs of which something is true.
func having(standing []custody.Standing, is func(custody.Standing) bool) (runs []model.ItemRange) {
	for _, g := range standing {
		if is(g) {
			runs = append(runs, g.Items)
		}
	}
	return runs
}

// takeBack makes goods the brand's, meant for nobody.
func (m *moves) takeBack(ctx context.Context, goods []model.ItemRange) error {
	_, err := m.record(ctx, "accept", goods, custody.Command{Kind: model.Return, From: m.r.ToOrg, To: m.r.ToOrg})
	return err
}

// carryOut has custody record what follows from a finding, and answers the last event of it,
// 0 for none. Error: custody.ErrNotHeld when the brand has given the goods away meanwhile.
func (s *Service) carryOut(ctx context.Context, r model.GoodsReturn, row model.GoodsInspection, found []model.ItemRange) (model.EventID, error) {
	goods := s.Code.ByBatch(model.MergeRanges(found))
	m := &moves{service: s, r: r, key: "inspection/" + itoa(row.ID)}
	steps := map[model.Finding]func(context.Context, []model.ItemRange, model.Loss) error{
		model.GoodsAccepted: m.accept, model.GoodsRejected: m.reject, model.GoodsScrapped: m.scrap,
		model.GoodsSentBack: m.sendBack, model.GoodsNotShipped: m.notShipped, model.GoodsLost: m.lose,
	}
	if step := steps[row.Finding]; step != nil { // what is missing stays where the book has it
		if err := step(ctx, goods, row.Loss); err != nil {
			return 0, err
		}
	}
	return m.last, nil
}

func (m *moves) accept(ctx context.Context, goods []model.ItemRange, _ model.Loss) error {
	if err := m.receive(ctx, goods); err != nil {
		return err
	}
	return m.takeBack(ctx, goods)
}

func (m *moves) scrap(ctx context.Context, goods []model.ItemRange, why model.Loss) error {
	if err := m.accept(ctx, goods, why); err != nil {
		return err
	}
	_, err := m.record(ctx, "scrap", goods, custody.Command{Kind: model.Destroy, From: m.r.ToOrg, Loss: why})
	return err
}

// reject leaves goods the distributor's, at the brand.
func (m *moves) reject(ctx context.Context, goods []model.ItemRange, _ model.Loss) error {
	if err := m.receive(ctx, goods); err != nil {
		return err
	}
	standing, err := m.service.Custody.Standing(ctx, goods, asOfAll)
	if err != nil {
		return err
	}
	for _, g := range having(standing, func(g custody.Standing) bool { return g.Holder != m.r.ToOrg }) {
		return custody.ErrNotHeld.With("%s", g.From)
	}
	return nil
}

// sendBack ships what the brand has still; what has been shipped otherwise is on its way.
func (m *moves) sendBack(ctx context.Context, goods []model.ItemRange, _ model.Loss) error {
	standing, err := m.service.Custody.Standing(ctx, goods, asOfAll)
	if err != nil {
		return err
	}
	here := having(standing, func(g custody.Standing) bool { return g.Holder == m.r.ToOrg })
	_, err = m.record(ctx, "back", here, custody.Command{Kind: model.Ship, From: m.r.ToOrg, To: m.r.FromOrg})
	return err
}

// notShipped gives the distributor back what the book has with the brand or on its way there;
// what it has told of otherwise stays as told.
func (m *moves) notShipped(ctx context.Context, goods []model.ItemRange, _ model.Loss) error {
	standing, err := m.service.Custody.Standing(ctx, goods, asOfAll)
	if err != nil {
		return err
	}
	return m.giveBack(ctx, having(standing, m.withBrand))
}

func (m *moves) withBrand(g custody.Standing) bool { return g.Holder+g.InTransit == m.r.ToOrg } // one of them is 0

// giveBack has the distributor receive what never came. Custody keeps others from the goods
// once it has: only then is it certain where they were.
func (m *moves) giveBack(ctx context.Context, goods []model.ItemRange) error {
	e, err := m.record(ctx, "receive", goods, custody.Command{Kind: model.Receive, To: m.r.FromOrg})
	if err != nil || e.ID == 0 {
		return err
	}
	standing, err := m.service.Custody.Standing(ctx, goods, e.EventTime.Add(-tick))
	if err != nil {
		return err
	}
	for _, g := range standing {
		if !m.withBrand(g) {
			return ErrTurnedUp.With("%s", g.Items.From)
		}
	}
	return nil
}

// lose destroys what never came: at the distributor, whose it stays.
func (m *moves) lose(ctx context.Context, goods []model.ItemRange, _ model.Loss) error {
	if err := m.giveBack(ctx, goods); err != nil {
		return err
	}
	_, err := m.record(ctx, "lose", goods, custody.Command{Kind: model.Destroy, From: m.r.FromOrg, Loss: model.LossMissing})
	return err
}

// putEmptiedAway takes back opened containers once all that was in them is gone, the inner ones
// first: nothing is meant for anybody by an empty pallet. One that is elsewhere, or holds other
// goods by now, is left alone.
func (s *Service) putEmptiedAway(ctx context.Context, r model.GoodsReturn, sh *sheet, row model.GoodsInspection) error {
	for empty := sh.putAway(); len(empty) > 0; empty = sh.putAway() {
		if err := s.takeShells(ctx, r, sh, row, empty); err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) takeShells(ctx context.Context, r model.GoodsReturn, sh *sheet, row model.GoodsInspection, shells []model.ItemRange) error {
	now := asOfAll
	m := &moves{service: s, r: r, key: "inspection/" + itoa(row.ID) + "/" + itoa(shells[0].From)}
	standing, err := s.Custody.Standing(ctx, shells, now)
	if err != nil {
		return err
	}
	var here []model.ItemRange
	for _, g := range having(standing, m.withBrand) {
		for _, container := range containers(g) {
			inside, err := s.Custody.Inside(ctx, container, 1, now)
			if err != nil {
				return err
			}
			if len(inside) == 0 {
				here = append(here, model.One(container))
			}
		}
	}
	here = s.Code.ByBatch(model.MergeRanges(here))
	if err := m.accept(ctx, here, 0); err != nil {
		return err
	}
	for _, g := range here {
		for i := range sh.lines {
			if sh.lines[i].items().Overlaps(g) {
				sh.lines[i].EventID = m.last
			}
		}
	}
	return nil
}
