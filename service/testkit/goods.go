package testkit

import (
	"sync"
	"time"

	"channelrouter/model"
	"channelrouter/service/code"
	"channelrouter/service/custody"
)

// LineBatch issues and activates a batch of n pallets whose linking the line reports.
func (w *World) LineBatch(ref string, pallets int64) *code.Batch {
	return w.BatchOf(ref, w.Products[0].ID, code.FiveInOne(6, 4), model.LineLinked, pallets)
}

// Run is a run of n items of a batch's level, from the first on.
func Run(b *code.Batch, level model.Level, first, n int64) custody.Goods {
	from := Item(b, level, first)
	return custody.Goods{Items: model.ItemRange{From: from, To: from + model.ItemID(n)}}
}

// Capped pairs a unit with the first cap of a new batch, and answers the cap's code.
func (w *World) Capped(bottle model.ItemID) (cap string) {
	w.T.Helper()
	b := w.BatchOf("CAPS", w.Products[0].ID, code.Profile{
		Name: "caps", Levels: []code.LevelSpec{{Level: model.LevelUnit, Name: "cap", Inner: true}},
	}, model.ScatterLinked, 24)
	cap = w.Print(model.FaceUnitInner, Item(b, model.LevelUnit, 0))
	outcomes, err := w.Custody.RecordPairs(w.Ctx, []custody.Pair{{Inner: cap, Outer: w.Print(model.FaceUnitOuter, bottle)}})
	w.must(err)
	w.must(outcomes[0].Err)
	return cap
}

// Into is goods that are packed into containers, per of them into each in turn.
func Into(goods custody.Goods, container model.ItemID, per int64) custody.Goods {
	goods.Parent, goods.PerParent = container, per
	return goods
}

// Trace is what is believed of an item now.
func (w *World) Trace(item model.ItemID) custody.Trace {
	w.T.Helper()
	return w.TraceAt(item, w.Clock.Now())
}

// TraceAt is what is believed of an item at a moment. A world's events of one moment
// follow each other by microseconds, so the moment ends a millisecond later.
func (w *World) TraceAt(item model.ItemID, at time.Time) custody.Trace {
	w.T.Helper()
	trace, err := w.Custody.TraceAt(w.Ctx, item, at.Add(time.Millisecond))
	w.must(err)
	return trace
}

// Together calls f(0) to f(n-1) at the same moment and returns their errors.
func Together(n int, f func(i int) error) []error {
	failures := make([]error, n)
	start := make(chan struct{})
	var all sync.WaitGroup
	for i := range n {
		all.Go(func() {
			<-start
			failures[i] = f(i)
		})
	}
	close(start)
	all.Wait()
	return failures
}

// Succeeded counts the calls that did not fail.
func Succeeded(failures []error) int {
	n := 0
	for _, err := range failures {
		if err == nil {
			n++
		}
	}
	return n
}
