package main

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"time"

	"channelrouter/model"
	"channelrouter/service/code"
	"channelrouter/service/custody"
)

const (
	capCount   = 10_000_000
	capPallets = (capCount + unitsPallet - 1) / unitsPallet
	capLookups = 2_000
)

// caps packs ten million caps in random order, compacts them, and divides what the tables
// of both ways take on disk by their number: cap to case, and case to caps. A look-up of
// a cap's case is timed beside it, against a bare read by a primary key.
func caps() ([]figure, error) {
	g, err := server()
	if err != nil {
		return nil, err
	}
	defer g.close()
	ctx := context.Background()
	brand, err := g.brand()
	if err != nil {
		return nil, err
	}
	cases, err := g.lineBatch(capPallets)
	if err != nil {
		return nil, err
	}
	batch, err := g.Code.IssueBatch(ctx, code.NewBatch{
		Ref: fmt.Sprintf("caps-%d", time.Now().UnixNano()), ProductID: g.product.ID, Linking: model.ScatterLinked, Count: capPallets * unitsPallet,
		Profile: code.Profile{Name: "caps", Levels: []code.LevelSpec{{Level: model.LevelUnit, Name: "cap", Inner: true}}},
	})
	if err != nil {
		return nil, err
	}
	first := batch.Level(model.LevelUnit).From
	order := rand.New(rand.NewPCG(1, 2)).Perm(capPallets * unitsPallet)
	began := time.Now()
	for n := range int64(capPallets) {
		p := linePallet(cases, n, began.Add(-24*time.Hour).Add(time.Duration(n)*palletEvery))
		for c := range p.Packs[:lineCases] {
			for u := range p.Packs[c].Items {
				p.Packs[c].Items[u] = first + model.ItemID(order[n*unitsPallet+int64(c*lineUnits+u)])
			}
		}
		outcomes, err := g.Custody.Capture(ctx, custody.Capture{Line: "caps", Org: brand.ID, Pallets: []custody.Captured{p}})
		if err == nil {
			err = outcomes[0].Err
		}
		if err != nil {
			return nil, err
		}
	}
	speed := figure{name: "random_caps_per_second", unit: "1/s", bar: 0, least: true, rounds: []float64{float64(len(order)) / time.Since(began).Seconds()}}
	if err := g.compactAll(); err != nil {
		return nil, err
	}
	size, err := g.bytesOf([]string{"scattered_blocks", "scattered_contents", "scattered_items"})
	if err != nil {
		return nil, err
	}
	bytes := figure{name: "bytes_per_random_cap", unit: "B", bar: 12, rounds: []float64{size / float64(len(order))}}
	lookup := figure{name: "cap_to_case_us", unit: "us", bar: math.Inf(1)}
	for range 5 {
		begin := time.Now()
		for range capLookups {
			item := first + model.ItemID(rand.IntN(len(order)))
			if _, err := g.Custody.TraceAt(ctx, item, time.Now()); err != nil {
				return nil, err
			}
		}
		lookup.rounds = append(lookup.rounds, float64(time.Since(begin).Microseconds())/capLookups)
	}
	return []figure{bytes, speed, lookup}, nil
}

// compactAll compacts until no row is left that may become part of a block.
func (g *ground) compactAll() error {
	for {
		left, err := g.count([]string{"scattered_items"})
		if err != nil || left == 0 {
			return err
		}
		if _, err := g.Custody.Compact(context.Background()); err != nil {
			return err
		}
		time.Sleep(time.Second) // the youngest ripen
	}
}

// bytesOf is what tables take on disk.
func (g *ground) bytesOf(tables []string) (bytes float64, err error) {
	for _, table := range tables {
		if err := g.DB.Migration(context.Background()).Exec("ANALYZE TABLE " + table).Error; err != nil {
			return 0, err
		}
	}
	err = g.DB.Conn(context.Background()).Raw(
		"SELECT SUM(data_length + index_length) FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name IN ?", tables).
		Scan(&bytes).Error
	return bytes, err
}
