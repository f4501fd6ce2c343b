package visibility_test

import (
	"bytes"
	"context"
	"errors"
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

// told is the way of two pallets, told by the brand and by a warehouse of D1.
type told struct {
	*partner
	pallet, carton, next, unit string // identifiers: of pallet 0, of its first two cases, of a unit in the first
	received                   epcis.Event
}

func newTold(t testing.TB, e testkit.Engine) *told {
	w := &told{partner: newPartner(t, e)}
	w.pallet = w.address(model.FacePallet, w.item(model.LevelPallet, 0))
	w.carton = w.address(model.FaceCaseOuter, w.item(model.LevelCase, 0))
	w.next = w.address(model.FaceCaseOuter, w.item(model.LevelCase, 1))
	w.unit = "https://c.brand.test/01/06900000000014/21/" + w.Print(model.FaceUnitOuter, w.item(model.LevelUnit, 0))
	w.received = w.event(epcis.Observe, "receiving", "D1", w.pallet)
	_, wrong := w.captured(w.document(w.received, w.event(epcis.Observe, "stock_taking", "D1", w.pallet)), true)
	So(wrong, ShouldBeEmpty)
	w.does(custody.Command{Kind: model.Unpack, From: w.d1.ID, Goods: testkit.Goods(w.item(model.LevelCase, 0), w.item(model.LevelCase, 1))})
	w.does(custody.Command{Kind: model.Designate, From: w.d1.ID, For: model.ForTrial, Goods: testkit.Goods(w.item(model.LevelCase, 1))})
	w.does(custody.Command{Kind: model.Ship, From: w.d1.ID, To: w.t1.ID, Goods: testkit.Goods(w.item(model.LevelCase, 0))})
	w.does(custody.Command{Kind: model.Receive, To: w.t1.ID, Goods: testkit.Goods(w.item(model.LevelCase, 0))})
	w.does(custody.Command{Kind: model.Unpack, From: w.t1.ID, Goods: testkit.Goods(w.item(model.LevelUnit, 0), w.item(model.LevelUnit, 1))})
	w.does(custody.Command{Kind: model.Destroy, From: w.t1.ID, Loss: model.LossDamaged, Goods: testkit.Goods(w.item(model.LevelUnit, 0))})
	w.does(custody.Command{Kind: model.Destroy, From: w.t1.ID, Loss: model.LossStolen, Goods: testkit.Goods(w.item(model.LevelUnit, 1))})
	w.does(custody.Command{Kind: model.Ship, From: w.d1.ID, To: w.t1.ID, Offline: true, Goods: testkit.Goods(w.item(model.LevelCase, 7))}) // the brand has it
	return w
}

func (w *told) does(c custody.Command) {
	w.Tick(time.Minute)
	_, err := w.Record(c)
	So(err, ShouldBeNil)
}

// everything asks page by page until there is none.
func (p *partner) everything(q visibility.Query) (list []epcis.Event) {
	for range 500 {
		some, next := p.found(q)
		So(len(some), ShouldBeLessThanOrEqualTo, max(q.Limit, 1)+99)
		if list = append(list, some...); next == "" {
			return list
		}
		q.Token = next
	}
	So("a last page", ShouldEqual, "reached")
	return nil
}

// said is what events say, in their order, without what they name.
func said(list []epcis.Event) []string {
	all := make([]string, len(list))
	for i, e := range list {
		all[i] = strings.TrimSuffix(e.Type, "Event") + " " + e.Action + " " + e.BizStep
	}
	return all
}

func TestQuery(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given what the brand recorded and what a warehouse told of the same pallet", t, func() {
			w := newTold(t, e)
			born := []string{
				"Object ADD commissioning", "Aggregation ADD packing", "Aggregation ADD packing", // pallets
				"Object ADD commissioning", "Aggregation ADD packing", "Aggregation ADD packing", "Aggregation ADD packing", "Aggregation ADD packing", // cases
				"Aggregation ADD packing", "Aggregation ADD packing", "Aggregation ADD packing", "Aggregation ADD packing", "Object ADD commissioning", // units
			}
			since := []string{
				"Object OBSERVE shipping", "Object OBSERVE receiving", "Object OBSERVE stock_taking", "Aggregation DELETE unpacking",
				"Object OBSERVE sampling", "Object OBSERVE shipping", "Object OBSERVE receiving", "Aggregation DELETE unpacking",
				"Object DELETE destroying", "Object DELETE decommissioning",
			}
			all, next := w.found(visibility.Query{})
			ids := func(list []epcis.Event) []string {
				names := make([]string, len(list))
				for i, e := range list {
					names[i] = e.EventID
				}
				return names
			}

			Convey("both are told in one order of time, but what has not taken place, and each once", func() {
				So(next, ShouldBeEmpty)
				So(said(all), ShouldResemble, slices.Concat(born, since))
				for _, e := range all {
					So(e.RecordTime.Time().IsZero(), ShouldBeFalse)
				}
				So(all[0].RecordTime.Time().Equal(testkit.Start), ShouldBeTrue)
				unique := slices.Compact(slices.Sorted(slices.Values(ids(all))))
				So(unique, ShouldHaveLength, len(all))
			})
			Convey("pages of any size are the same events in the same order", func() {
				for limit := 1; limit <= 7; limit++ {
					So(ids(w.everything(visibility.Query{Limit: limit})), ShouldResemble, ids(all))
					So(ids(w.everything(visibility.Query{Limit: limit, Any: []string{w.pallet, w.carton, w.unit}})), ShouldResemble,
						ids(w.everything(visibility.Query{Any: []string{w.pallet, w.carton, w.unit}})))
				}
			})
			Convey("of one moment what others told comes first, on pages of any size", func() {
				counted := w.event(epcis.Observe, "stock_taking", "D1", w.pallet)
				for name, at := range map[string]int{w.carton: 0, w.next: 0, w.pallet: len(born)} { // with what came into being, twice, and with a shipment
					counted.EventTime, counted.EPCList = all[at].EventTime, []string{name}
					_, wrong := w.captured(w.document(counted), true)
					So(wrong, ShouldBeEmpty)
				}
				more := w.everything(visibility.Query{})
				So(said(more)[:3], ShouldResemble, []string{since[2], since[2], born[0]})
				So(said(more)[len(born)+2:len(born)+4], ShouldResemble, []string{since[2], since[0]})
				for limit := 1; limit <= 4; limit++ {
					So(ids(w.everything(visibility.Query{Limit: limit})), ShouldResemble, ids(more))
				}
			})
			Convey("a token is of the query that it was made for, and of no other", func() {
				_, token := w.found(visibility.Query{Limit: 4, Actions: []string{"ADD"}})
				parts := strings.Split(token, ".")
				for i := range parts {
					other := slices.Clone(parts)
					other[i] += "1"
					for _, q := range []visibility.Query{
						{Actions: []string{"ADD"}, Token: strings.Join(other, ".")}, {Actions: []string{"ADD"}, Token: strings.Join(parts[:i], ".") + "."},
						{Actions: []string{"DELETE"}, Token: token}, {Token: token + ".1"}, {Token: "x"}, {Token: strings.ToUpper(token)},
					} {
						q.Limit = 4
						_, err := w.Visibility.Events(w.Ctx, q, &bytes.Buffer{})
						So(errors.Is(err, visibility.ErrBadQuery), ShouldBeTrue)
					}
				}
				larger, _ := w.found(visibility.Query{Limit: 100, Actions: []string{"ADD"}, Token: token})
				So(larger, ShouldHaveLength, 9)
			})
			Convey("filters hold for both", func() {
				at := func(i int) time.Time { return all[len(born)+i].EventTime.Time() }
				recorded := func(i int) time.Time { return all[len(born)+i].RecordTime.Time() }
				for name, c := range map[string]struct {
					q    visibility.Query
					want []string
				}{
					"type":               {visibility.Query{Types: []string{epcis.AggregationEvent}, Since: at(0)}, []string{since[3], since[7]}},
					"a type of no one's": {visibility.Query{Types: []string{epcis.AssociationEvent}}, []string{}},
					"packed by formula":  {visibility.Query{BizSteps: []string{"packing"}, Dispositions: []string{"in_progress"}}, slices.Repeat(born[1:2], 10)},
					"action":             {visibility.Query{Actions: []string{"DELETE"}}, []string{since[3], since[7], since[8], since[9]}},
					"step, as a URI":     {visibility.Query{BizSteps: []string{"cbv:BizStep-receiving"}}, []string{since[1], since[6]}},
					"two steps":          {visibility.Query{BizSteps: []string{"stock_taking", "shipping"}}, []string{since[0], since[2], since[5]}},
					"use":                {visibility.Query{Dispositions: []string{"non_sellable_other"}}, since[4:5]},
					"loss":               {visibility.Query{Dispositions: []string{"https://ref.gs1.org/cbv/Disp-stolen"}}, since[9:]},
					"destroyed":          {visibility.Query{Dispositions: []string{"destroyed"}}, since[8:9]},
					"place":              {visibility.Query{ReadPoints: []string{"https://c.brand.test/org/D1"}}, since[1:6]},
					"brand's place":      {visibility.Query{ReadPoints: []string{"https://c.brand.test/org/BRAND"}}, slices.Concat(born, since[:1])},
					"place of nobody":    {visibility.Query{ReadPoints: []string{"https://c.brand.test/org/NOBODY", "https://elsewhere.example/org/D1"}}, []string{}},
					"from a time on":     {visibility.Query{Since: at(1)}, since[1:]},
					"up to a time":       {visibility.Query{Before: at(4)}, slices.Concat(born, since[:4])},
					"recorded from on":   {visibility.Query{RecordedSince: recorded(1), BizSteps: []string{"receiving", "shipping"}}, []string{since[1], since[5], since[6]}},
					"recorded before":    {visibility.Query{RecordedBefore: recorded(1)}, slices.Concat(born, since[:1])},
					"an own receipt":     {visibility.Query{BizSteps: []string{"receiving"}, ReadPoints: []string{"https://c.brand.test/org/T1"}}, since[6:7]},
				} {
					SoMsg(name, said(w.everything(c.q)), ShouldResemble, c.want)
					c.q.Limit = 2
					SoMsg(name+", in pages", said(w.everything(c.q)), ShouldResemble, c.want)
				}
			})
			Convey("objects are found where they are named, and only there", func() {
				unit := w.Print(model.FaceUnitOuter, w.item(model.LevelUnit, 0))
				hidden := "https://c.brand.test/" + w.Print(model.FaceUnitInner, w.item(model.LevelUnit, 0))
				for name, c := range map[string]struct {
					q    visibility.Query
					want []string
				}{
					"a unit":               {visibility.Query{EPCs: []string{w.unit}}, []string{born[1], born[0], since[7], since[8]}},
					"the same, as a URN":   {visibility.Query{EPCs: []string{"urn:epc:id:sgtin:6900000.000001." + unit}}, []string{born[1], born[0], since[7], since[8]}},
					"by its hidden code":   {visibility.Query{EPCs: []string{hidden}}, []string{born[1], born[0], since[7], since[8]}},
					"a pallet":             {visibility.Query{EPCs: []string{w.pallet}}, []string{born[0], since[0], since[1], since[2]}},
					"a pallet, container":  {visibility.Query{Any: []string{w.pallet}}, []string{born[0], born[1], since[0], since[1], since[2], since[3]}},
					"a case":               {visibility.Query{EPCs: []string{w.carton}}, []string{born[1], born[0], since[3], since[5], since[6]}},
					"a case, container":    {visibility.Query{Any: []string{w.carton}}, []string{born[1], born[0], born[1], since[3], since[5], since[6], since[7]}},
					"two cases":            {visibility.Query{EPCs: []string{w.carton, w.next}}, []string{born[1], born[0], since[3], since[4], since[5], since[6]}},
					"a unit, in a case":    {visibility.Query{EPCs: []string{w.unit}, Any: []string{w.carton}}, []string{born[1], since[7]}},
					"only where it leaves": {visibility.Query{EPCs: []string{w.unit}, Actions: []string{"DELETE"}, Types: []string{epcis.AggregationEvent}}, since[7:8]},
					"nothing of ours":      {visibility.Query{Any: []string{"https://elsewhere.example/1"}}, []string{}},
				} {
					SoMsg(name, said(w.everything(c.q)), ShouldResemble, c.want)
				}
				case0, _ := w.found(visibility.Query{Any: []string{w.carton}, BizSteps: []string{"packing"}})
				So(case0[0].ParentID, ShouldEqual, w.pallet)
				So(case0[1].ParentID, ShouldEqual, w.carton)
			})
			Convey("of two filters, no event is fetched that only one finds", func() {
				fetched := func(q visibility.Query) int64 {
					return w.RowsOf("FROM `custody_events` WHERE", func() { w.found(q) })
				}
				carton := []string{w.carton}
				So(fetched(visibility.Query{Any: carton}), ShouldBeGreaterThan, 2)
				So(fetched(visibility.Query{EPCs: []string{w.unit}, Any: carton}), ShouldEqual, 2) // it came into being, and left the case
				So(fetched(visibility.Query{EPCs: []string{"https://elsewhere.example/1"}, Any: carton}), ShouldEqual, 0)
			})
			Convey("hidden codes are nowhere, whatever is asked", func() {
				var out bytes.Buffer
				for _, q := range []visibility.Query{{}, {Any: []string{"https://c.brand.test/" + w.Print(model.FaceUnitInner, w.item(model.LevelUnit, 0))}}} {
					q.Limit = 100
					_, err := w.Visibility.Events(w.Ctx, q, &out)
					So(err, ShouldBeNil)
				}
				So(out.String(), ShouldContainSubstring, w.unit)
				for n := range int64(48) {
					So(out.String(), ShouldNotContainSubstring, w.Print(model.FaceUnitInner, w.item(model.LevelUnit, n)))
				}
				for n := range int64(8) {
					So(out.String(), ShouldNotContainSubstring, w.Print(model.FaceCaseInner, w.item(model.LevelCase, n)))
				}
			})
			Convey("what waited is told once it has taken place", func() {
				w.Tick(time.Hour)
				early := custody.Command{Kind: model.Ship, From: w.Brand.ID, To: w.d1.ID, Offline: true, At: testkit.Start.Add(2 * time.Minute), Goods: testkit.Goods(w.item(model.LevelCase, 7))}
				_, err := w.Record(early)
				So(err, ShouldBeNil)
				early = custody.Command{Kind: model.Receive, To: w.d1.ID, Offline: true, At: testkit.Start.Add(3 * time.Minute), Goods: testkit.Goods(w.item(model.LevelCase, 7))}
				_, err = w.Record(early)
				So(err, ShouldBeNil)
				more := w.everything(visibility.Query{})
				So(more, ShouldHaveLength, len(all)+3)
				So(said(more)[len(more)-1], ShouldEqual, "Object OBSERVE shipping")
			})
		})
	})
}

func TestQueryLooksAtSoMuchAtOnce(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given more events that have not taken place than a page looks at, and one after them that has", t, func() {
			p := &partner{World: testkit.New(t, e)}
			waiting := make([]model.CustodyEvent, 10_050)
			for i := range waiting {
				key := time.Duration(i).String()
				waiting[i] = model.CustodyEvent{
					ID: model.EventID(i + 1), Key: key, InputHash: key, Kind: model.Ship, State: model.EventPending,
					EventTime: testkit.Start.Add(time.Duration(i/3) * time.Microsecond), RecordTime: testkit.Start,
				}
			}
			So(p.DB.Run(p.Ctx, func(ctx context.Context) error { return p.DB.Conn(ctx).CreateInBatches(waiting, 500).Error }), ShouldBeNil)
			p.Tick(time.Minute)
			b := p.BatchOf("UNITS", p.Products[0].ID, code.Profile{
				Name: "units", Levels: []code.LevelSpec{{Level: model.LevelUnit, Name: "unit", Outer: true}},
			}, model.PreLinked, 3)
			p.Commission(b)

			Convey("the first page is empty and leads to the next", func() {
				list, next := p.found(visibility.Query{})
				So(list, ShouldBeEmpty)
				list, next = p.found(visibility.Query{Token: next})
				So(said(list), ShouldResemble, []string{"Object ADD commissioning"})
				So(next, ShouldBeEmpty)
			})
			Convey("an object's events are found without looking at those of others", func() {
				list, next := p.found(visibility.Query{EPCs: []string{"urn:epc:id:sgtin:6900000.000001." + p.Print(model.FaceUnitOuter, b.Levels[0].From)}})
				So(list, ShouldHaveLength, 1)
				So(next, ShouldBeEmpty)
			})
		})
		Convey("Given an event of more ranges than are held at once, between two others", t, func() {
			w := newTold(t, e)
			all := w.everything(visibility.Query{})
			trail, err := w.Custody.Trail(w.Ctx, w.item(model.LevelCase, 1))
			So(err, ShouldBeNil)
			last := trail[len(trail)-1]
			So(last.Kind, ShouldEqual, model.Designate)
			So(w.DB.Run(w.Ctx, func(ctx context.Context) error {
				return w.DB.Conn(ctx).Model(&model.CustodyEventRange{}).Where("event_id = ?", last.ID).Update("n", 20_000).Error
			}), ShouldBeNil)

			Convey("it begins a page, and all is told as before", func() {
				first, next := w.found(visibility.Query{})
				So(len(first), ShouldBeLessThan, len(all))
				rest := w.everything(visibility.Query{Token: next})
				So(rest[0].BizStep, ShouldEqual, "sampling")
				So(slices.Concat(first, rest), ShouldResemble, all)
			})
		})
	})
}
