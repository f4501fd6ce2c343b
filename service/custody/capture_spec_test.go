package custody_test

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/service/code"
	"channelrouter/service/custody"
	"channelrouter/service/testkit"
)

// plant is a brand with a line, and a batch of 20 pallets that it packs: six units to a
// case, four cases to a pallet.
type plant struct {
	*story
	line  *code.Batch
	began time.Time
}

func newPlant(t testing.TB, e testkit.Engine) *plant {
	p := &plant{story: newStory(t, e)}
	p.line = p.LineBatch("L1", 20)
	p.began = p.Clock.Now()
	p.Tick(time.Hour)
	return p
}

// packed is the n-th pallet as a regular line packs it, one in two seconds.
func (p *plant) packed(n int64) custody.Captured {
	c := custody.Captured{At: p.began.Add(time.Duration(n) * 2 * time.Second)}
	pallet := custody.Packed{Container: testkit.Item(p.line, model.LevelPallet, n)}
	for i := 4 * n; i < 4*n+4; i++ {
		carton := custody.Packed{Container: testkit.Item(p.line, model.LevelCase, i)}
		for u := 6 * i; u < 6*i+6; u++ {
			carton.Items = append(carton.Items, testkit.Item(p.line, model.LevelUnit, u))
		}
		c.Packs, pallet.Items = append(c.Packs, carton), append(pallet.Items, carton.Container)
	}
	c.Packs = append(c.Packs, pallet)
	return c
}

// captures tells of pallets and answers what became of each.
func (p *plant) captures(offline bool, pallets ...custody.Captured) []custody.CaptureOutcome {
	outcomes, err := p.Custody.Capture(p.Ctx, custody.Capture{Line: "1", Org: p.Brand.ID, Offline: offline, Pallets: pallets})
	So(err, ShouldBeNil)
	return outcomes
}

// sameAnew holds what is stored of the line's batch against its log.
func (p *plant) sameAnew() {
	var all []model.ItemRange
	for _, l := range p.line.Levels {
		all = append(all, l.ItemRange)
	}
	difference, err := p.Custody.DiffersAnew(p.Ctx, all)
	So(err, ShouldBeNil)
	So(difference, ShouldEqual, "")
}

func states(outcomes []custody.CaptureOutcome) []custody.CaptureState {
	var all []custody.CaptureState
	for _, o := range outcomes {
		all = append(all, o.State)
	}
	return all
}

func TestCapture(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a line that packs", t, func() {
			p := newPlant(t, e)
			unit := func(n int64) model.ItemID { return testkit.Item(p.line, model.LevelUnit, n) }
			carton := func(n int64) model.ItemID { return testkit.Item(p.line, model.LevelCase, n) }
			chain := func(n int64) []model.ItemID { return p.Trace(unit(n)).Chain }
			regular := func(n int64) []model.ItemID {
				return []model.ItemID{unit(n), carton(n / 6), testkit.Item(p.line, model.LevelPallet, n/24)}
			}

			Convey("a pallet is recorded whole: from a unit to the pallet, at the brand", func() {
				So(states(p.captures(false, p.packed(0))), ShouldResemble, []custody.CaptureState{custody.CaptureRecorded})
				for n := range int64(24) {
					So(chain(n), ShouldResemble, regular(n))
				}
				So(p.Trace(unit(0)).Holder, ShouldEqual, p.Brand.ID)

				Convey("and known when it is told again", func() {
					rows := p.rows()
					So(states(p.captures(false, p.packed(0))), ShouldResemble, []custody.CaptureState{custody.CaptureKnown})
					So(p.rows(), ShouldEqual, rows)
				})
			})
			Convey("pallets of one minute, told one by one, cost the rows of the first", func() {
				p.captures(false, p.packed(0))
				rows, events := p.rows(), count[model.CustodyEvent](p.story)
				for n := range int64(19) {
					So(p.captures(false, p.packed(n+1))[0].State, ShouldEqual, custody.CaptureRecorded)
				}
				So([]int64{p.rows(), count[model.CustodyEvent](p.story)}, ShouldResemble, []int64{rows, events})
				for n := range int64(480) {
					So(chain(n), ShouldResemble, regular(n))
				}
				for n := range int64(20) { // each is known, though it has no event of its own
					So(p.captures(false, p.packed(n))[0].State, ShouldEqual, custody.CaptureKnown)
				}

				Convey("one that is shipped leaves the others where they are", func() {
					p.Ship(p.Brand, p.d1, testkit.Item(p.line, model.LevelPallet, 7))
					So(p.Trace(unit(7*24)).InTransit, ShouldEqual, p.d1.ID)
					for _, n := range []int64{0, 6*24 + 23, 8 * 24, 479} {
						So([]any{p.Trace(unit(n)).Holder, chain(n)}, ShouldResemble, []any{p.Brand.ID, regular(n)})
					}
				})
			})
			Convey("after a minute another event begins, on another line at once", func() {
				events := count[model.CustodyEvent](p.story)
				late := p.packed(1)
				late.At = p.packed(0).At.Add(time.Minute)
				p.captures(false, p.packed(0), late)
				So(count[model.CustodyEvent](p.story)-events, ShouldEqual, 2)
				_, err := p.Custody.Capture(p.Ctx, custody.Capture{Line: "2", Org: p.Brand.ID, Pallets: []custody.Captured{p.packed(2)}})
				So(err, ShouldBeNil)
				So(count[model.CustodyEvent](p.story)-events, ShouldEqual, 3)
			})
			Convey("a pallet with a unit that is in another is refused whole, and the next is recorded", func() {
				wrong := p.packed(1)
				wrong.Packs[2].Items[3] = unit(0)
				outcomes := p.captures(false, p.packed(0), wrong, p.packed(2))
				So(states(outcomes), ShouldResemble, []custody.CaptureState{custody.CaptureRecorded, custody.CaptureRefused, custody.CaptureRecorded})
				So(outcomes[1].Err, ShouldWrap, custody.ErrAlreadyPacked)
				So(chain(24), ShouldResemble, []model.ItemID{unit(24)})
				So(chain(0), ShouldResemble, regular(0))
			})
			Convey("a case with one too many is refused; one that is short is told", func() {
				full, short := p.packed(0), p.packed(1)
				full.Packs[0].Items = append(full.Packs[0].Items, unit(100))
				short.Packs[0].Items = short.Packs[0].Items[:4]
				short.Packs[4].Items = short.Packs[4].Items[:3] // the fourth case went elsewhere
				short.Packs = slices.Delete(short.Packs, 3, 4)
				outcomes := p.captures(false, full, short)
				So(outcomes[0].Err, ShouldWrap, custody.ErrOverfilled)
				So([]any{outcomes[1].State, outcomes[1].Short}, ShouldResemble, []any{custody.CaptureRecorded, 2})
				So(chain(28), ShouldResemble, []model.ItemID{unit(28)})
			})
			Convey("units that left the line and others that took their places are where they are", func() {
				odd := p.packed(0)
				odd.Packs[1].Items[2] = unit(470)
				So(states(p.captures(false, odd, p.packed(1))), ShouldResemble, []custody.CaptureState{custody.CaptureRecorded, custody.CaptureRecorded})
				So(chain(8), ShouldResemble, []model.ItemID{unit(8)})
				So(chain(470)[1], ShouldEqual, carton(1))
				So(chain(30), ShouldResemble, regular(30))
			})
			Convey("one with a unit of goods that are not in being yet is refused, and kept where it was buffered", func() {
				next := p.Batch("B2", 1)
				odd := p.packed(1)
				odd.Packs[2].Items[3] = testkit.Item(next, model.LevelUnit, 0)
				p.captures(true, p.packed(0))
				So(p.captures(false, odd)[0].Err, ShouldWrap, custody.ErrAlreadyPacked)
				So(states(p.captures(true, odd, p.packed(2))), ShouldResemble, []custody.CaptureState{custody.CapturePending, custody.CaptureRecorded})
				So(chain(24), ShouldResemble, regular(24))
				So(p.Trace(odd.Packs[2].Items[3]).In(model.LevelPallet), ShouldEqual, testkit.Item(next, model.LevelPallet, 0))
				p.sameAnew()
			})
			Convey("what is no pallet changes nothing", func() {
				empty, torn := p.packed(0), p.packed(1)
				empty.Packs[0].Items = nil
				torn.Packs = torn.Packs[:4]
				for _, o := range p.captures(false, empty, torn) {
					So(o.Err, ShouldWrap, custody.ErrBadCapture)
				}
				_, err := p.Custody.Capture(p.Ctx, custody.Capture{Org: p.Brand.ID, Pallets: []custody.Captured{p.packed(0)}})
				So(err, ShouldWrap, custody.ErrBadCapture)
				So(chain(0), ShouldResemble, []model.ItemID{unit(0)})
			})
			Convey("of 20 gateways that tell of the same pallets at once, all are answered and each is recorded once", func() {
				all := testkit.Together(20, func(i int) error {
					for n := range int64(5) {
						_, err := p.Custody.Capture(p.Ctx, custody.Capture{Line: "1", Org: p.Brand.ID, Pallets: []custody.Captured{p.packed((n + int64(i)) % 5)}})
						if err != nil {
							return err
						}
					}
					return nil
				})
				So(testkit.Succeeded(all), ShouldEqual, 20)
				for n := range int64(120) {
					So(chain(n), ShouldResemble, regular(n))
				}
				p.sameAnew()
			})
		})
	})
}

// A buffer that is replayed in any order, among shipments of what is in it, ends in the
// same links and holders, which are those that folding the log anew gives.
func TestReplayInAnyOrder(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		for seed := range uint64(6) {
			Convey("Given a buffer of twenty pallets, five of which were shipped meanwhile", t, func() {
				p := newPlant(t, e)
				chance := rand.New(rand.NewPCG(seed, 1))
				var facts []func()
				for n := range int64(20) {
					facts = append(facts, func() { p.captures(true, p.packed(n)) })
				}
				for n := range int64(5) {
					pallet := testkit.Item(p.line, model.LevelPallet, 4*n)
					facts = append(facts, func() { p.reports(model.Ship, p.began.Add(5*time.Minute), p.Brand, p.d1, pallet) })
				}
				chance.Shuffle(len(facts), func(i, j int) { facts[i], facts[j] = facts[j], facts[i] })
				for _, fact := range facts {
					fact()
				}
				for n := range int64(480) {
					trace := p.Trace(testkit.Item(p.line, model.LevelUnit, n))
					So(trace.Chain, ShouldHaveLength, 3)
					if pallet := n / 24; pallet%4 == 0 {
						So([]model.OrgID{trace.InTransit, trace.Assigned}, ShouldResemble, []model.OrgID{p.d1.ID, p.d1.ID})
					} else {
						So(trace.Holder, ShouldEqual, p.Brand.ID)
					}
				}
				p.sameAnew()
			})
		}
	})
}
