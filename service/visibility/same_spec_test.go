package visibility_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/internal/epcis"
	"channelrouter/model"
	"channelrouter/service/code"
	"channelrouter/service/custody"
	"channelrouter/service/testkit"
	"channelrouter/service/visibility"
)

// byID sorts events that are written without the time of their record by their hash.
func byID(list []epcis.Event) []epcis.Event {
	sorted := slices.Clone(list)
	for i := range sorted {
		sorted[i].RecordTime = epcis.Time{}
	}
	slices.SortFunc(sorted, func(a, b epcis.Event) int { return strings.Compare(a.EventID, b.EventID) })
	return sorted
}

// caps are two hoppers' caps that a line put into the cases of another batch, eight in each, and
// the cases on a pallet, which went to D1.
type caps struct {
	*partner
	line, reds, blues *code.Batch
	pallet            model.ItemID
}

func newCaps(t testing.TB, e testkit.Engine) *caps {
	w := &caps{partner: &partner{World: testkit.New(t, e)}}
	w.d1 = w.Distributor("D1", "32")
	w.line = w.BatchOf("L1", w.Products[0].ID, code.FiveInOne(8, 4), model.LineLinked, 2)
	profile := code.Profile{Name: "caps", Levels: []code.LevelSpec{{Level: model.LevelUnit, Name: "cap", Inner: true}}}
	w.reds = w.BatchOf("REDS", w.Products[0].ID, profile, model.ScatterLinked, 48)
	w.blues = w.BatchOf("BLUES", w.Products[0].ID, profile, model.ScatterLinked, 48)
	w.pallet = testkit.Item(w.line, model.LevelPallet, 0)
	onto := custody.Packed{Container: w.pallet}
	pallet := custody.Captured{At: w.Clock.Now()}
	for n := range int64(4) {
		carton := custody.Packed{Container: testkit.Item(w.line, model.LevelCase, n)}
		for u := range int64(4) {
			carton.Items = append(carton.Items, w.cap(w.reds, 4*n+u), w.cap(w.blues, 4*n+u))
		}
		pallet.Packs, onto.Items = append(pallet.Packs, carton), append(onto.Items, carton.Container)
	}
	pallet.Packs = append(pallet.Packs, onto)
	outcomes, err := w.Custody.Capture(w.Ctx, custody.Capture{Line: "1", Org: w.Brand.ID, Pallets: []custody.Captured{pallet}})
	So(err, ShouldBeNil)
	So(outcomes[0].Err, ShouldBeNil)
	w.Tick(time.Minute)
	w.Ship(w.Brand, w.d1, w.pallet)
	w.Tick(time.Minute)
	w.Receive(w.d1, w.pallet)
	w.Tick(time.Minute)
	_, err = w.Record(custody.Command{Kind: model.Unpack, From: w.d1.ID, Goods: testkit.Goods(testkit.Item(w.line, model.LevelCase, 1), w.cap(w.reds, 2), w.cap(w.blues, 0))})
	So(err, ShouldBeNil)
	return w
}

// cap is the n-th cap that came out of a hopper.
func (w *caps) cap(b *code.Batch, n int64) model.ItemID {
	return testkit.Item(b, model.LevelUnit, (7*n)%48)
}

func TestQueriesSayWhatExportsSay(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		same := func(p *partner, b *code.Batch) {
			list, _ := exported(p.World, b)
			for _, limit := range []int{1, 3, 100} {
				So(byID(p.everything(visibility.Query{Limit: limit})), ShouldResemble, byID(list))
			}
		}
		Convey("Given a pre-linked batch with more in a case than an event names", t, func() {
			p := &partner{World: testkit.New(t, e)}
			p.d1 = p.Distributor("D1", "32")
			b := p.BatchOf("BIG", p.Products[0].ID, code.FiveInOne(1200, 2), model.PreLinked, 2)
			p.Commission(b)
			p.Tick(time.Minute)
			p.Ship(p.Brand, p.d1, testkit.Item(b, model.LevelPallet, 1), testkit.Item(b, model.LevelCase, 0), testkit.Item(b, model.LevelUnit, 1300))

			Convey("queries find the events that the export has, with the same ids", func() {
				same(p, b)
			})
			Convey("one unit is found in one part of the goods, and in one of the case's", func() {
				unit := "urn:epc:id:sgtin:6900000.000001." + p.Print(model.FaceUnitOuter, testkit.Item(b, model.LevelUnit, 2399))
				list := p.everything(visibility.Query{EPCs: []string{unit}})
				So(said(list), ShouldResemble, []string{"Aggregation ADD packing", "Object ADD commissioning"})
				So(list[0].ChildEPCs, ShouldHaveLength, 200)
				So(list[1].EPCList, ShouldHaveLength, 1000)
			})
			Convey("what left together is one event, whatever it is", func() {
				list := p.everything(visibility.Query{BizSteps: []string{"shipping"}})
				So(list, ShouldHaveLength, 1)
				So(list[0].EPCList, ShouldHaveLength, 3)
			})
		})
		Convey("Given a batch that a line packed as runs", t, func() {
			p := &partner{World: testkit.New(t, e)}
			b := p.LineBatch("L1", 2)
			cases := testkit.Run(b, model.LevelCase, 0, 7)
			for _, goods := range []custody.Goods{
				testkit.Into(testkit.Run(b, model.LevelUnit, 0, 20), cases.Items.From, 6),
				testkit.Into(testkit.Run(b, model.LevelUnit, 30, 11), cases.Items.From+4, 6),
				testkit.Into(cases, testkit.Item(b, model.LevelPallet, 0), 4),
			} {
				p.Tick(time.Minute)
				_, err := p.Record(custody.Command{Kind: model.Pack, From: p.Brand.ID, Goods: []custody.Goods{goods}})
				So(err, ShouldBeNil)
			}
			p.Tick(time.Minute)
			_, err := p.Record(custody.Command{Kind: model.Unpack, From: p.Brand.ID, Goods: []custody.Goods{testkit.Run(b, model.LevelUnit, 3, 10), testkit.Run(b, model.LevelCase, 2, 3)}})
			So(err, ShouldBeNil)

			Convey("queries find the events that the export has, with the same ids", func() {
				same(p, b)
			})
			Convey("a case is found where it is filled, on its pallet, and where either ended", func() {
				carton := p.address(model.FaceCaseOuter, cases.Items.From+2)
				list := p.everything(visibility.Query{Any: []string{carton}})
				So(said(list), ShouldResemble, []string{
					"Aggregation ADD packing", "Aggregation ADD packing", "Aggregation DELETE unpacking", "Aggregation DELETE unpacking",
				})
				So([]int{len(list[0].ChildEPCs), len(list[1].ChildEPCs), len(list[2].ChildEPCs), len(list[3].ChildEPCs)}, ShouldResemble, []int{6, 4, 1, 2})
				So(list[0].ParentID, ShouldEqual, carton)
			})
		})
		Convey("Given a minute of a line, in which caps came in no order into more cases than are looked into at once", t, func() {
			p := &partner{World: testkit.New(t, e)}
			line := p.LineBatch("L1", 40)
			profile := code.Profile{Name: "caps", Levels: []code.LevelSpec{{Level: model.LevelUnit, Name: "cap", Inner: true}}}
			hopper := p.BatchOf("CAPS", p.Products[0].ID, profile, model.ScatterLinked, 500)
			var minute []custody.Captured
			for n := range int64(40) {
				pallet := custody.Captured{At: p.Clock.Now()}
				onto := custody.Packed{Container: testkit.Item(line, model.LevelPallet, n)}
				for c := 4 * n; c < 4*n+4; c++ {
					carton := custody.Packed{Container: testkit.Item(line, model.LevelCase, c)}
					for u := range int64(3) {
						carton.Items = append(carton.Items, testkit.Item(hopper, model.LevelUnit, 7*(3*c+u)%500))
					}
					pallet.Packs, onto.Items = append(pallet.Packs, carton), append(onto.Items, carton.Container)
				}
				pallet.Packs = append(pallet.Packs, onto)
				minute = append(minute, pallet)
			}
			outcomes, err := p.Custody.Capture(p.Ctx, custody.Capture{Line: "1", Org: p.Brand.ID, Pallets: minute})
			So(err, ShouldBeNil)
			for _, o := range outcomes {
				So(o.Err, ShouldBeNil)
				So(o.Event, ShouldEqual, outcomes[0].Event)
			}

			Convey("pages of any size have each case once", func() {
				list, _ := exported(p.World, hopper)
				So(list, ShouldHaveLength, 40+160)
				for _, limit := range []int{7, 100} {
					So(byID(p.everything(visibility.Query{Limit: limit})), ShouldResemble, byID(list))
				}
				far := p.address(model.FaceCaseOuter, testkit.Item(line, model.LevelCase, 150))
				found := p.everything(visibility.Query{Any: []string{far}, Limit: 1})
				So(said(found), ShouldResemble, []string{"Aggregation ADD packing", "Aggregation ADD packing"})
				So(found[1].ParentID, ShouldEqual, far)
			})
		})
		Convey("Given caps of two hoppers in no order in the cases of one pallet", t, func() {
			w := newCaps(t, e)
			private := func(item model.ItemID) string {
				return "https://c.brand.test/i/" + strings.NewReplacer("/unit/", ".0.").Replace(item.String())
			}

			Convey("queries find the events that the exports of either have, with the same ids", func() {
				reds, _ := exported(w.World, w.reds)
				blues, _ := exported(w.World, w.blues)
				So(byID(w.everything(visibility.Query{Limit: 1})), ShouldResemble, byID(w.everything(visibility.Query{})))
				union := slices.CompactFunc(byID(slices.Concat(reds, blues)), func(a, b epcis.Event) bool { return a.EventID == b.EventID })
				So(byID(w.everything(visibility.Query{})), ShouldResemble, union)
				So(count(union), ShouldResemble, map[string]int{
					"AggregationEvent ADD packing": 5, "AggregationEvent DELETE unpacking": 2, // a case off its pallet, two caps out of a case
					"ObjectEvent OBSERVE shipping": 1, "ObjectEvent OBSERVE receiving": 1,
				})
			})
			Convey("a cap is found in its case, a case as what holds caps and stands on the pallet", func() {
				list := w.everything(visibility.Query{EPCs: []string{private(w.cap(w.blues, 0))}})
				So(said(list), ShouldResemble, []string{"Aggregation ADD packing", "Aggregation DELETE unpacking"})
				carton := w.address(model.FaceCaseOuter, testkit.Item(w.line, model.LevelCase, 0))
				So(list[0].ParentID, ShouldEqual, carton)
				So(list[0].ChildEPCs, ShouldHaveLength, 8)
				So(list[1].ParentID, ShouldEqual, carton)
				So(said(w.everything(visibility.Query{EPCs: []string{carton}})), ShouldResemble, []string{"Aggregation ADD packing"})
				So(said(w.everything(visibility.Query{Any: []string{carton}, Limit: 1})), ShouldResemble, []string{
					"Aggregation ADD packing", "Aggregation ADD packing", "Aggregation DELETE unpacking",
				})
			})
			Convey("a cap on a bottle is the bottle", func() {
				bottles := w.BatchOf("BOTTLES", w.Products[0].ID, code.FiveInOne(6, 4), model.PreLinked, 1)
				w.Commission(bottles)
				bottle, spare := testkit.Item(bottles, model.LevelUnit, 0), w.cap(w.reds, 20)
				outcomes, err := w.Custody.RecordPairs(w.Ctx, []custody.Pair{{Inner: w.Print(model.FaceUnitInner, spare), Outer: w.Print(model.FaceUnitOuter, bottle)}})
				So(err, ShouldBeNil)
				So(outcomes[0].Err, ShouldBeNil)
				list := w.everything(visibility.Query{EPCs: []string{private(spare)}})
				So(list, ShouldResemble, w.everything(visibility.Query{EPCs: []string{"urn:epc:id:sgtin:6900000.000001." + w.Print(model.FaceUnitOuter, bottle)}}))
				So(list, ShouldHaveLength, 2)
			})
		})
	})
}
