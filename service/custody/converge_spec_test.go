package custody_test

import (
	"flag"
	"fmt"
	"reflect"
	"strconv"
	"testing"
	"time"

	"pgregory.net/rapid"

	"channelrouter/model"
	"channelrouter/service/code"
	"channelrouter/service/custody"
	"channelrouter/service/testkit"
)

// Off-line events are told in any order, some of them of goods that do not allow them.
// What is believed in the end is what folding all of them in order of time says.
func TestAnyOrderOfArrivalEndsInTheSameState(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		s := newStage(t, e)
		cases := map[testkit.Engine]int{testkit.SQLite: 60, testkit.MySQL: 20}[e]
		if testing.Short() || raceEnabled {
			cases = 4 // the detector slows SQLite fiftyfold
		}
		check(t, cases, func(t *rapid.T) {
			log := custody.DrawLog(t)
			arrival := rapid.Permutation(log).Draw(t, "arrival")
			s.issue(t)
			for _, c := range arrival {
				if _, err := s.Custody.Record(s.Ctx, s.real(c)); err != nil {
					t.Fatalf("%s is off-line and was refused: %v", c.Key, err)
				}
			}
			s.agrees(t, log)
		})
	})
}

// check runs a property as many times as an engine is fast.
func check(t *testing.T, times int, property func(*rapid.T)) {
	t.Helper()
	was := flag.Lookup("rapid.checks").Value.String()
	_ = flag.Set("rapid.checks", strconv.Itoa(times))
	defer func() { _ = flag.Set("rapid.checks", was) }()
	rapid.Check(t, property)
}

// stage is a database on which paper logs are played, each with batches of its own.
type stage struct {
	*testkit.World
	orgs   map[model.OrgID]model.OrgID // of the paper → of the database
	plays  int
	levels map[model.Level]model.ItemID // where the paper's first item of a level stands
}

func newStage(t *testing.T, e testkit.Engine) *stage {
	s := &stage{World: testkit.New(t, e), levels: map[model.Level]model.ItemID{}}
	d1, d2 := s.Distributor("D1", "32"), s.Distributor("D2", "33")
	s.orgs = map[model.OrgID]model.OrgID{
		0: 0, custody.PaperBrand: s.Brand.ID, custody.PaperD1: d1.ID, custody.PaperD2: d2.ID,
		custody.PaperShop: s.Terminal("T1", d1).ID,
	}
	s.Tick(time.Hour)
	return s
}

// issue makes the two batches of the paper, side by side on every level.
func (s *stage) issue(t *rapid.T) {
	s.plays++
	for _, linking := range []model.Linking{model.PreLinked, model.LineLinked} {
		b, err := s.Code.IssueBatch(s.Ctx, code.NewBatch{
			Ref: fmt.Sprintf("play-%d-%d", s.plays, linking), ProductID: s.Products[0].ID, Linking: linking,
			Profile: code.FiveInOne(custody.PaperPerParent, custody.PaperPerParent), Count: custody.PaperPallets,
		})
		if err != nil {
			t.Fatal(err)
		}
		for _, level := range custody.PaperLevels {
			first := b.Level(level).From - custody.PaperItems(linking == model.PreLinked, level).From
			if linking == model.LineLinked && s.levels[level] != first {
				t.Fatalf("the batches' %ss do not lie side by side", level)
			}
			s.levels[level] = first
		}
	}
}

func (s *stage) item(paper model.ItemID) model.ItemID {
	if paper == 0 {
		return 0
	}
	return paper + s.levels[paper.Level()]
}

func (s *stage) when(paper time.Time) time.Time {
	return testkit.Start.Add(paper.Sub(custody.PaperMinute(0)))
}

func (s *stage) key(paper string) string { return fmt.Sprintf("play-%d-%s", s.plays, paper) }

// real is a paper command about the stage's goods.
func (s *stage) real(c custody.Command) custody.Command {
	goods := make([]custody.Goods, len(c.Goods))
	for i, g := range c.Goods {
		goods[i] = custody.Goods{
			Items:  model.ItemRange{From: s.item(g.Items.From), To: s.item(g.Items.To-1) + 1},
			Parent: s.item(g.Parent), PerParent: g.PerParent,
		}
	}
	c.Key, c.Goods, c.From, c.To, c.At = s.key(c.Key), goods, s.orgs[c.From], s.orgs[c.To], s.when(c.At)
	return c
}

// agrees holds everything the database answers against the paper.
func (s *stage) agrees(t *rapid.T, log []custody.Command) {
	trace, states := custody.PaperFold(log)
	s.sameStates(t, states)
	var goods []model.ItemRange
	want := map[custody.Point]custody.Trace{}
	for _, level := range custody.PaperLevels {
		whole := model.ItemRange{From: custody.PaperItems(true, level).From, To: custody.PaperItems(false, level).To}
		goods = append(goods, model.ItemRange{From: s.item(whole.From), To: s.item(whole.To-1) + 1})
		for i := whole.From; i < whole.To; i++ {
			for _, c := range log {
				whole := s.realTrace(trace(i, c.At))
				want[custody.Point{Item: s.item(i), At: s.when(c.At), Held: true}] = whole
				whole.Holder, whole.InTransit, whole.Lost = 0, 0, 0
				want[custody.Point{Item: s.item(i), At: s.when(c.At)}] = whole
			}
		}
	}
	s.Custody.CheckStored(s.Ctx, t, goods)
	if difference, err := s.Custody.DiffersAnew(s.Ctx, goods); err != nil || difference != "" {
		t.Fatalf("%s, %v", difference, err)
	}
	points := make([]custody.Point, 0, len(want))
	for p := range want {
		points = append(points, p)
	}
	got, err := s.Custody.Traces(s.Ctx, points)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range points {
		answer := got[p]
		if (answer.By != 0) != (answer.Assigned != 0) {
			t.Fatalf("%s at %s: assigned to %d by event %d", p.Item, p.At, answer.Assigned, answer.By)
		}
		answer.By = 0 // events have numbers of their own in every play
		if !reflect.DeepEqual(answer, want[p]) {
			t.Fatalf("%s at %s: %+v, want %+v", p.Item, p.At, answer, want[p])
		}
	}
}

func (s *stage) realTrace(t custody.Trace) custody.Trace {
	for i := range t.Chain {
		t.Chain[i] = s.item(t.Chain[i])
	}
	t.Holder, t.InTransit, t.Assigned = s.orgs[t.Holder], s.orgs[t.InTransit], s.orgs[t.Assigned]
	return t
}

func (s *stage) sameStates(t *rapid.T, want map[string]model.EventState) {
	var events []model.CustodyEvent
	if err := s.DB.Conn(s.Ctx).Where("idempotency_key LIKE ?", s.key("%")).Find(&events).Error; err != nil {
		t.Fatal(err)
	}
	got := map[string]model.EventState{}
	for _, e := range events {
		got[e.Key] = e.State
	}
	for key, state := range want {
		if got[s.key(key)] != state {
			t.Fatalf("event %s is in state %d, want %d", key, got[s.key(key)], state)
		}
	}
}
