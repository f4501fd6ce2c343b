package main

import (
	"context"
	"fmt"
	"runtime"
	"time"

	"channelrouter/service/watch"
)

const detectRounds = 3

// detected measures how fast whoever takes the watch over catches up: two windows of scans,
// read from the database, seen as what they are in the channel, shown to the detector, and
// reviewed at each day's end with all that it raises. Beside it, what the detector holds then.
func detected() ([]figure, error) {
	g, err := server()
	if err != nil {
		return nil, err
	}
	defer g.close()
	m := market{ground: g}
	if err := m.fill(); err != nil {
		return nil, err
	}
	speed := figure{name: "detector_scans_per_second", unit: "1/s", bar: 50_000, least: true}
	memory := figure{name: "detector_megabytes", unit: "MB", bar: 300}
	for range detectRounds {
		if err := m.forget(); err != nil {
			return nil, err
		}
		before := heldBytes()
		watcher := watch.New(g.DB, g.Clock, g.IDs, g.Watch.Rooms)
		began := time.Now()
		if err := watcher.Work(context.Background()); err != nil {
			return nil, err
		}
		speed.rounds = append(speed.rounds, marketScans/time.Since(began).Seconds())
		memory.rounds = append(memory.rounds, (heldBytes()-before)/1e6)
		runtime.KeepAlive(watcher)
		cases, err := g.count([]string{"diversion_cases"})
		if err != nil {
			return nil, err
		}
		if cases < m.diverted/2 {
			return nil, fmt.Errorf("%d cases of %d diverted shipments", cases, m.diverted)
		}
	}
	return []figure{speed, memory}, nil
}

// heldBytes is what is in use after a collection.
func heldBytes() float64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return float64(m.HeapAlloc)
}
