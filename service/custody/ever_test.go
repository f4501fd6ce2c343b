package custody

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"channelrouter/model"
)

func TestEverInsideIsWhateverALogEverPutThere(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := fold(stepsOf(DrawLog(t)))
		children := func(r model.ItemRange) (all []model.ItemRange) {
			for _, i := range allPaper() {
				if parent, _ := s.formula(i); parent != 0 && r.Contains(parent) {
					all = append(all, model.One(i))
				}
			}
			return all
		}
		for _, container := range allPaper() {
			if container.Level() == model.LevelUnit {
				continue
			}
			got := s.everInside(model.One(container), children)
			for minute := range PaperEvents + 1 {
				for _, i := range allPaper() {
					for up := s.parentAt(i, PaperMinute(minute)); up != 0; up = s.parentAt(up, PaperMinute(minute)) {
						in := slices.ContainsFunc(got, func(r model.ItemRange) bool { return r.Contains(i) })
						if up == container && !in {
							t.Fatalf("%s was in %s at minute %d, which %v leaves out", i, container, minute, got)
						}
					}
				}
			}
		}
	})
}
