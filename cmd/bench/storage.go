package main

import (
	"os"

	"channelrouter/model"
)

func mysqlDSN() string {
	return os.Getenv("BENCH_MYSQL_DSN") + "?parseTime=true&interpolateParams=true"
}

// storage issues, activates, commissions and ships a hundred million codes that nobody
// touches, and divides all that the tables of codes and custody take on disk by them.
func storage() ([]figure, error) {
	g, err := server()
	if err != nil {
		return nil, err
	}
	defer g.close()
	b, err := g.batch("storage", 51_000, 24, 40)
	if err != nil {
		return nil, err
	}
	if err := g.ship(b); err != nil {
		return nil, err
	}
	var codes int64
	for _, l := range b.Levels {
		for _, side := range []model.Side{model.Outer, model.Inner} {
			if l.Has(side) {
				codes += l.Len()
			}
		}
	}
	tables := []string{
		"key_epochs", "packaging_profiles", "batches", "batch_levels", "slot_cursors", "activations", "revocations", "registry_versions",
		"custody_events", "custody_event_ranges", "link_spans", "holder_spans", "assignment_spans", "slot_blocks",
	}
	bytes, err := g.bytesOf(tables)
	return []figure{{name: "bytes_stored_per_untouched_code", unit: "B", rounds: []float64{bytes / float64(codes)}, bar: 0.01}}, err
}
