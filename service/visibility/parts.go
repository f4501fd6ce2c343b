package visibility

import (
	"iter"

	"channelrouter/model"
	"channelrouter/service/custody"
)

// inParts cuts a run into runs of at most a thousand.
func inParts(r model.ItemRange) iter.Seq[model.ItemRange] {
	return func(yield func(model.ItemRange) bool) {
		for ; r.From < r.To; r.From += mostNames {
			if !yield(model.ItemRange{From: r.From, To: min(r.From+mostNames, r.To)}) {
				return
			}
		}
	}
}

// filled is one container with what went into it.
type filled struct {
	container model.ItemID
	items     []model.ItemRange
}

// byContainer goes through contents container by container; contents of one container that
// follow each other are together.
func byContainer(packed []custody.Contents) iter.Seq[filled] {
	return func(yield func(filled) bool) {
		var last filled
		for _, p := range packed {
			items := p.Items
			for c := p.Into.From; c < p.Into.To; c++ {
				part := model.ItemRange{From: items.From, To: min(items.From+model.ItemID(p.PerParent), items.To)}
				items.From = part.To
				if c == last.container {
					last.items = append(last.items, part)
					continue
				}
				if last.container != 0 && !yield(last) {
					return
				}
				last = filled{container: c, items: []model.ItemRange{part}}
			}
		}
		if last.container != 0 {
			yield(last)
		}
	}
}
