package custody_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"channelrouter/model"
	"channelrouter/service/custody"
	"channelrouter/service/testkit"
)

// Off-line events are told in any order, and some of them are voided at any time after that.
// What is believed in the end is what folding the others in order of time says.
func TestAnyOrderOfVoidingEndsInTheSameState(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		s := newStage(t, e)
		cases := map[testkit.Engine]int{testkit.SQLite: 60, testkit.MySQL: 20}[e]
		if testing.Short() || raceEnabled {
			cases = 4 // the detector slows SQLite fiftyfold
		}
		check(t, cases, func(t *rapid.T) {
			log := custody.DrawLog(t)
			wrong := rapid.SliceOfNDistinct(rapid.IntRange(0, len(log)-1), 1, min(4, len(log)), rapid.ID).Draw(t, "wrong")
			// Twice in the order: told, and then, of those that are wrong, voided.
			order := rapid.Permutation(append(places(log), wrong...)).Draw(t, "order")
			s.issue(t)
			ids := map[int]model.EventID{}
			for _, n := range order {
				if id, told := ids[n]; told {
					s.void(t, id)
					continue
				}
				e, err := s.Custody.Record(s.Ctx, s.real(log[n]))
				if err != nil {
					t.Fatalf("%s is off-line and was refused: %v", log[n].Key, err)
				}
				ids[n] = e.ID
			}
			var right []custody.Command
			for n, c := range log {
				if !slices.Contains(wrong, n) {
					right = append(right, c)
				}
			}
			s.agrees(t, right)
			for _, n := range wrong {
				s.sameStates(t, map[string]model.EventState{log[n].Key: model.EventVoided})
			}
		})
	})
}

func (s *stage) void(t *rapid.T, id model.EventID) {
	if _, err := s.Custody.Void(s.Ctx, id, ""); err != nil {
		t.Fatal(err)
	}
}

// places are the places in a log.
func places(log []custody.Command) []int {
	all := make([]int, len(log))
	for n := range all {
		all[n] = n
	}
	return all
}
