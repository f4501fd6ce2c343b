package history

import (
	"context"
	"fmt"

	"channelrouter/model"
	"channelrouter/service/code"
	"channelrouter/service/custody"
)

// Packaging: six tins to a case, forty cases to a pallet.
const (
	unitsPerCase   = 6
	casesPerPallet = 40
	waves          = 3 // of production, a month apart
)

// load is goods of a distributor: pallets of a wave, shipped on a day.
type load struct {
	batch       *code.Batch
	distributor int
	pallet      int64
	pallets     int64
	day         int
	received    bool  // whose distributor says so; most leave it at what was shipped
	sold        int64 // cases taken of it so far
}

// cases is how many a load has.
func (l *load) cases() int64 { return l.pallets * casesPerPallet }

// wave is a batch that is made on a day.
type wave struct {
	product model.Product
	day     int
	loads   []*load
	pallets int64
}

// planGoods says what is made when, and who gets it: each distributor a product of a wave.
func (w *world) planGoods() {
	d := newDraw(w.Seed, partGoods)
	w.waves = make([]wave, waves*len(w.products))
	w.stock = make([][]*load, len(w.distributors))
	mean := 0.0
	for _, m := range w.distributors {
		mean += m.weight / float64(len(w.distributors))
	}
	for n := range waves {
		for i := range w.products {
			w.waves[n*len(w.products)+i] = wave{product: w.products[i], day: n * days / waves}
		}
		for i, m := range w.distributors {
			v := &w.waves[n*len(w.products)+(i+n)%len(w.products)]
			l := &load{distributor: i, pallet: v.pallets, pallets: 1 + int64(m.weight/mean*d.spread(0.4)), day: v.day + d.IntN(3), received: d.hit(40)}
			v.pallets += l.pallets
			v.loads = append(v.loads, l)
			w.stock[i] = append(w.stock[i], l)
		}
	}
}

// produce issues the codes of a wave, makes them live, and brings the goods into being.
func (w *world) produce(ctx context.Context, n int, v *wave) error {
	ref := fmt.Sprintf("%s-%s-%02d", v.product.SKU, w.Clock.Now().Format("200601"), n+1)
	if w.earlier {
		ref += "-" + w.run
	}
	b, err := w.Code.IssueBatch(ctx, code.NewBatch{
		Ref: ref, ProductID: v.product.ID, Profile: code.FiveInOne(unitsPerCase, casesPerPallet), Linking: model.PreLinked, Count: v.pallets,
	})
	if err != nil {
		return err
	}
	if err := w.Code.Activate(ctx, b.ID, code.Interval{}); err != nil {
		return err
	}
	if b, err = w.Code.Batch(ctx, b.ID); err != nil {
		return err
	}
	for _, l := range v.loads {
		l.batch = b
	}
	_, err = w.Custody.Record(ctx, custody.Command{
		Key: w.key("commission", n), Kind: model.Commission, To: w.brand.ID, Goods: []custody.Goods{{Items: b.Level(model.LevelPallet).ItemRange}},
	})
	return err
}

// supply ships what is due on a day, and has it received.
func (w *world) supply(ctx context.Context, day int) error {
	for n := range w.waves {
		v := &w.waves[n]
		if v.day == day {
			if err := w.produce(ctx, n, v); err != nil {
				return err
			}
		}
		if day < v.day || day > v.day+3 {
			continue
		}
		err := w.DB.Run(ctx, func(ctx context.Context) error {
			for i, l := range v.loads {
				if l.day != day {
					continue
				}
				if err := w.ship(ctx, fmt.Sprint(n, "/", i), l); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func (w *world) ship(ctx context.Context, name string, l *load) error {
	from := l.batch.Level(model.LevelPallet).From + model.ItemID(l.pallet)
	goods := []custody.Goods{{Items: model.ItemRange{From: from, To: from + model.ItemID(l.pallets)}}}
	to := w.distributors[l.distributor].ID
	commands := []custody.Command{{Key: w.key("ship", name), Kind: model.Ship, From: w.brand.ID, To: to, Goods: goods}}
	if l.received {
		commands = append(commands, custody.Command{Key: w.key("receive", name), Kind: model.Receive, To: to, Goods: goods})
	}
	for _, c := range commands {
		if _, err := w.Custody.Record(ctx, c); err != nil {
			return fmt.Errorf("%s to %s: %w", c.Key, w.distributors[l.distributor].code, err)
		}
	}
	return nil
}
