package visibility_test

import (
	"bytes"
	"errors"
	"io"
	"maps"
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
)

// events reads a document and holds it against the standard: valid, named by hash, in order.
func events(document []byte) []epcis.Event {
	var all []epcis.Event
	r := epcis.NewReader(bytes.NewReader(document), epcis.Limits{})
	for {
		e, err := r.Next()
		if errors.Is(err, io.EOF) {
			return all
		}
		So(err, ShouldBeNil)
		id, err := epcis.HashID(e, r.Header().Context)
		So(err, ShouldBeNil)
		So(e.EventID, ShouldEqual, id)
		if len(all) > 0 {
			So(e.EventTime.Time().Before(all[len(all)-1].EventTime.Time()), ShouldBeFalse)
		}
		all = append(all, e)
	}
}

func exported(w *testkit.World, b *code.Batch) ([]epcis.Event, string) {
	var out bytes.Buffer
	n, err := w.Visibility.Export(w.Ctx, b, &out)
	So(err, ShouldBeNil)
	list := events(out.Bytes())
	So(list, ShouldHaveLength, n)
	return list, out.String()
}

// count counts events by what they say.
func count(list []epcis.Event) map[string]int {
	counts := map[string]int{}
	for _, e := range list {
		counts[e.Type+" "+e.Action+" "+e.BizStep]++
	}
	return counts
}

func TestExport(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a pre-linked pallet that went to D1, was opened there, and went on", t, func() {
			w := testkit.New(t, e)
			d1, d2 := w.Distributor("D1", "32"), w.Distributor("D2", "33")
			t1 := w.Terminal("T 1", d1)
			b := w.Batch("B/1", 1)
			item := func(level model.Level, n int64) model.ItemID { return testkit.Item(b, level, n) }
			does := func(kind model.CustodyKind, from, to model.OrgID, items ...model.ItemID) {
				w.Tick(time.Minute)
				_, err := w.Record(custody.Command{Kind: kind, From: from, To: to, Goods: testkit.Goods(items...)})
				So(err, ShouldBeNil)
			}
			w.Commission(b)
			does(model.Ship, w.Brand.ID, d1.ID, item(model.LevelPallet, 0))
			does(model.Receive, 0, d1.ID, item(model.LevelPallet, 0))
			does(model.Unpack, d1.ID, 0, item(model.LevelCase, 0), item(model.LevelCase, 1))
			does(model.Ship, d1.ID, t1.ID, item(model.LevelCase, 0))
			does(model.Transfer, d1.ID, d2.ID, item(model.LevelCase, 1))
			does(model.Receive, 0, t1.ID, item(model.LevelCase, 0))
			does(model.Destroy, t1.ID, 0, item(model.LevelUnit, 0))
			does(model.Return, d2.ID, w.Brand.ID, item(model.LevelCase, 1))
			_, err := w.Record(custody.Command{Kind: model.Ship, From: d1.ID, To: t1.ID, Offline: true, Goods: testkit.Goods(item(model.LevelUnit, 0))})
			So(err, ShouldBeNil)
			list, text := exported(w, b)

			Convey("all of it is said, and what has not taken place is not", func() {
				So(count(list), ShouldResemble, map[string]int{
					"ObjectEvent ADD commissioning":     3, // pallet, cases, units
					"AggregationEvent ADD packing":      5, // cases on the pallet, units in four cases
					"ObjectEvent OBSERVE shipping":      2,
					"ObjectEvent OBSERVE receiving":     3,
					"AggregationEvent DELETE unpacking": 1,
					"TransactionEvent ADD accepting":    1,
					"ObjectEvent DELETE destroying":     1,
				})
			})
			Convey("units are GTIN and visible code, containers the address on them", func() {
				unit := "https://c.brand.test/01/06900000000014/21/" + w.Print(model.FaceUnitOuter, item(model.LevelUnit, 0))
				carton := "https://c.brand.test/" + w.Print(model.FaceCaseOuter, item(model.LevelCase, 0))
				destroyed := list[slices.IndexFunc(list, func(e epcis.Event) bool { return e.BizStep == "destroying" })]
				So(destroyed.EPCList, ShouldResemble, []string{unit})
				So(destroyed.ReadPoint.ID, ShouldEqual, "https://c.brand.test/org/T%201")
				packed := list[slices.IndexFunc(list, func(e epcis.Event) bool { return e.ParentID == carton })]
				So(packed.ChildEPCs, ShouldHaveLength, 6)
				So(packed.ChildEPCs[0], ShouldEqual, unit)
				unpacked := list[slices.IndexFunc(list, func(e epcis.Event) bool { return e.BizStep == "unpacking" })]
				So(unpacked.ParentID, ShouldEqual, "https://c.brand.test/"+w.Print(model.FacePallet, item(model.LevelPallet, 0)))
				So(unpacked.ChildEPCs, ShouldHaveLength, 2)
			})
			Convey("and hidden codes are nowhere", func() {
				for n := range int64(24) {
					So(strings.Contains(text, w.Print(model.FaceUnitInner, item(model.LevelUnit, n))), ShouldBeFalse)
				}
			})
			Convey("written again it says the same", func() {
				again, _ := exported(w, b)
				So(again, ShouldResemble, list)
			})
		})
		Convey("Given caps that came in no order into cases of another batch, on pallets that went out", t, func() {
			w := testkit.New(t, e)
			d1 := w.Distributor("D1", "32")
			line := w.LineBatch("L1", 2)
			profile := code.Profile{Name: "caps", Levels: []code.LevelSpec{{Level: model.LevelUnit, Name: "cap", Inner: true}}}
			caps := w.BatchOf("CAPS", w.Products[0].ID, profile, model.ScatterLinked, 48)
			pallet := custody.Captured{At: w.Clock.Now()}
			onto := custody.Packed{Container: testkit.Item(line, model.LevelPallet, 0)}
			for n := range int64(4) {
				carton := custody.Packed{Container: testkit.Item(line, model.LevelCase, n)}
				for u := range int64(6) {
					carton.Items = append(carton.Items, testkit.Item(caps, model.LevelUnit, (7*(6*n+u))%48))
				}
				pallet.Packs, onto.Items = append(pallet.Packs, carton), append(onto.Items, carton.Container)
			}
			pallet.Packs = append(pallet.Packs, onto)
			outcomes, err := w.Custody.Capture(w.Ctx, custody.Capture{Line: "1", Org: w.Brand.ID, Pallets: []custody.Captured{pallet}})
			So(err, ShouldBeNil)
			So(outcomes[0].Err, ShouldBeNil)
			w.Tick(time.Minute)
			w.Ship(w.Brand, d1, onto.Container)
			list, _ := exported(w, caps)

			Convey("the caps' document has the cases, the pallet, and its way", func() {
				So(count(list), ShouldResemble, map[string]int{"AggregationEvent ADD packing": 5, "ObjectEvent OBSERVE shipping": 1})
				children := map[string]bool{}
				for _, e := range list {
					for _, child := range e.ChildEPCs {
						children[child] = true
					}
				}
				So(children, ShouldHaveLength, 24+4)
				So(slices.Sorted(maps.Keys(children))[27], ShouldStartWith, "https://c.brand.test/i/1.0.")
			})
		})
		Convey("Given a batch larger than an event", t, func() {
			w := testkit.New(t, e)
			b := w.BatchOf("BIG", w.Products[0].ID, code.FiveInOne(1200, 2), model.PreLinked, 1)
			w.Commission(b)
			list, _ := exported(w, b)

			Convey("no event names more than a thousand", func() {
				So(count(list), ShouldResemble, map[string]int{"ObjectEvent ADD commissioning": 5, "AggregationEvent ADD packing": 5})
				for _, e := range list {
					So(len(e.EPCList)+len(e.ChildEPCs), ShouldBeLessThanOrEqualTo, 1000)
				}
			})
		})
	})
}
