package visibility_test

import (
	"bytes"
	"errors"
	"fmt"
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/internal/epcis"
	"channelrouter/model"
	"channelrouter/service/code"
	"channelrouter/service/testkit"
	"channelrouter/service/visibility"
)

// partner is a warehouse that tells of what the brand sent to D1.
type partner struct {
	*testkit.World
	d1, t1 model.Org
	batch  *code.Batch
}

func newPartner(t testing.TB, e testkit.Engine) *partner {
	p := &partner{World: testkit.New(t, e)}
	p.d1 = p.Distributor("D1", "32")
	p.t1 = p.Terminal("T1", p.d1)
	p.batch = p.Batch("B1", 2)
	p.Commission(p.batch)
	p.Tick(time.Minute)
	p.Ship(p.Brand, p.d1, p.item(model.LevelPallet, 0))
	p.Tick(time.Hour)
	return p
}

func (p *partner) item(level model.Level, n int64) model.ItemID {
	return testkit.Item(p.batch, level, n)
}

func (p *partner) address(face model.Face, item model.ItemID) string {
	return "https://c.brand.test/" + p.Print(face, item)
}

// event is one of objects that were handled at an organisation's place.
func (p *partner) event(action, step, place string, names ...string) epcis.Event {
	e := epcis.NewObjectEvent(p.Clock.Now().Add(-time.Minute), action, names...)
	e.BizStep, e.ReadPoint = step, &epcis.Location{ID: "https://c.brand.test/org/" + place}
	return e
}

func (p *partner) document(list ...epcis.Event) []byte {
	var out bytes.Buffer
	w := epcis.NewWriter(&out, epcis.Header{CreationDate: epcis.At(p.Clock.Now())})
	for _, e := range list {
		So(w.Write(e), ShouldBeNil)
	}
	So(w.Close(), ShouldBeNil)
	return out.Bytes()
}

// captured sends a document, and answers whether all was right and the codes of what was not.
func (p *partner) captured(document []byte, rollback bool) (success bool, wrong []string) {
	c, err := p.Visibility.Capture(p.Ctx, bytes.NewReader(document), rollback)
	So(err, ShouldBeNil)
	kept, list, err := p.Visibility.Find(p.Ctx, c.ID)
	So(err, ShouldBeNil)
	So(kept.Success, ShouldEqual, c.Success)
	for _, w := range list {
		wrong = append(wrong, fmt.Sprint(w.Event, " ", w.Code))
	}
	return c.Success, wrong
}

func (p *partner) found(q visibility.Query) (list []epcis.Event, next string) {
	var out bytes.Buffer
	if q.Limit == 0 {
		q.Limit = 100
	}
	next, err := p.Visibility.Events(p.Ctx, q, &out)
	So(err, ShouldBeNil)
	r := epcis.NewReader(&out, epcis.Limits{})
	for {
		e, err := r.Next()
		if err != nil {
			So(err.Error(), ShouldEqual, "EOF")
			return list, next
		}
		list = append(list, e)
	}
}

// heard is the captured events that a query finds: those of the last minutes.
func (p *partner) heard(q visibility.Query) []epcis.Event {
	if q.Since.IsZero() {
		q.Since = p.Clock.Now().Add(-10 * time.Minute)
	}
	list, _ := p.found(q)
	return list
}

func TestCapture(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a warehouse of D1 that received the brand's pallet", t, func() {
			p := newPartner(t, e)
			pallet := p.address(model.FacePallet, p.item(model.LevelPallet, 0))
			unit := "urn:epc:id:sgtin:6900000.000001." + p.Print(model.FaceUnitOuter, p.item(model.LevelUnit, 0))
			received := p.event(epcis.Observe, "receiving", "D1", pallet)
			destroyed := p.event(epcis.Delete, "cbv:BizStep-destroying", "D1", unit)
			destroyed.EventTime = epcis.At(p.Clock.Now())
			unknown := p.event(epcis.Observe, "receiving", "D1", "https://elsewhere.example/1")
			counted := p.event(epcis.Observe, "stock_taking", "D1", pallet)

			Convey("what it tells becomes custody, once however often it is told", func() {
				for range 2 {
					ok, wrong := p.captured(p.document(received, destroyed, counted), true)
					So(wrong, ShouldBeEmpty)
					So(ok, ShouldBeTrue)
				}
				So(p.Trace(p.item(model.LevelPallet, 0)).Holder, ShouldEqual, p.d1.ID)
				p.Tick(time.Minute)
				gone := p.Trace(p.item(model.LevelUnit, 0))
				So(gone.Holder, ShouldEqual, 0)
				So(gone.Chain, ShouldHaveLength, 1)
				trail, err := p.Custody.Trail(p.Ctx, p.item(model.LevelUnit, 0))
				So(err, ShouldBeNil)
				So(trail, ShouldHaveLength, 4)

				Convey("and is found by its filters", func() {
					So(p.heard(visibility.Query{}), ShouldHaveLength, 3)
					for name, q := range map[string]visibility.Query{
						"step":      {BizSteps: []string{"destroying"}},
						"action":    {Actions: []string{"DELETE"}},
						"since":     {Since: destroyed.EventTime.Time()},
						"link":      {EPCs: []string{"https://id.gs1.org/01/06900000000014/21/" + p.Print(model.FaceUnitOuter, p.item(model.LevelUnit, 0))}},
						"its batch": {EPCs: []string{"https://brand.example/01/6900000000014/10/LOT1/21/" + p.Print(model.FaceUnitOuter, p.item(model.LevelUnit, 0)) + "?17=271231"}},
						"words":     {EPCs: []string{"https://brand.example/gtin/06900000000014/ser/" + p.Print(model.FaceUnitOuter, p.item(model.LevelUnit, 0))}},
						"urn, any":  {Any: []string{unit}},
						"step, URI": {BizSteps: []string{"https://ref.gs1.org/cbv/BizStep-destroying"}},
					} {
						list := p.heard(q)
						SoMsg(name, list, ShouldHaveLength, 1)
						SoMsg(name, list[0].EPCList, ShouldResemble, []string{unit})
					}
					none, _ := p.found(visibility.Query{ReadPoints: []string{"https://c.brand.test/org/T1"}})
					So(none, ShouldBeEmpty)
				})
			})
			Convey("with rollback one event that concerns nobody refuses all", func() {
				ok, wrong := p.captured(p.document(received, unknown), true)
				So(ok, ShouldBeFalse)
				So(wrong, ShouldResemble, []string{"2 epcis.unknown_goods"})
				So(p.Trace(p.item(model.LevelPallet, 0)).InTransit, ShouldEqual, p.d1.ID)
				So(p.heard(visibility.Query{}), ShouldBeEmpty)
			})
			Convey("without, the others are taken", func() {
				stranger := p.event(epcis.Delete, "destroying", "NOBODY", pallet)
				ok, wrong := p.captured(p.document(unknown, received, stranger), false)
				So(ok, ShouldBeFalse)
				So(wrong, ShouldResemble, []string{"1 epcis.unknown_goods", "3 channel.unknown_organisation"})
				So(p.Trace(p.item(model.LevelPallet, 0)).Holder, ShouldEqual, p.d1.ID)
			})
			Convey("what is told before its cause waits for it", func() {
				carton := p.address(model.FaceCaseOuter, p.item(model.LevelCase, 5)) // still at the brand
				ok, _ := p.captured(p.document(p.event(epcis.Observe, "receiving", "T1", carton)), true)
				So(ok, ShouldBeTrue)
				trail, err := p.Custody.Trail(p.Ctx, p.item(model.LevelCase, 5))
				So(err, ShouldBeNil)
				So(trail[len(trail)-1].State, ShouldEqual, model.EventPending)
			})
			Convey("a cap's code tells of its bottle", func() {
				cap := "https://c.brand.test/" + p.Capped(p.item(model.LevelUnit, 3))
				_, wrong := p.captured(p.document(received, p.event(epcis.Delete, "destroying", "D1", cap)), true)
				So(wrong, ShouldBeEmpty)
				p.Tick(time.Minute)
				So(p.Trace(p.item(model.LevelUnit, 3)).Chain, ShouldHaveLength, 1)
			})
			Convey("pallets of two batches are told in one event", func() {
				next := p.Batch("B2", 1)
				p.Commission(next)
				p.Tick(time.Hour)
				pallets := []string{p.address(model.FacePallet, p.item(model.LevelPallet, 1)), p.address(model.FacePallet, testkit.Item(next, model.LevelPallet, 0))}
				sent := p.event(epcis.Observe, "shipping", "BRAND", pallets...)
				sent.DestinationList = []epcis.Destination{{Type: "possessing_party", Destination: "https://c.brand.test/org/D1"}}
				_, wrong := p.captured(p.document(sent), true)
				So(wrong, ShouldBeEmpty)
				So(p.Trace(p.item(model.LevelPallet, 1)).InTransit, ShouldEqual, p.d1.ID)
				So(p.Trace(testkit.Item(next, model.LevelPallet, 0)).InTransit, ShouldEqual, p.d1.ID)
			})
			Convey("what is no EPCIS is told, with the number of the event", func() {
				ok, wrong := p.captured([]byte(`{"type":"EPCISDocument"}`), false)
				So(ok, ShouldBeFalse)
				So(wrong[0], ShouldEndWith, "epcis.bad_document")
			})
			Convey("an unpacking without children takes all out", func() {
				parent := p.address(model.FaceCaseOuter, p.item(model.LevelCase, 1))
				out := epcis.NewAggregationEvent(p.Clock.Now(), epcis.Delete, parent)
				out.BizStep, out.ReadPoint = "unpacking", received.ReadPoint
				ok, wrong := p.captured(p.document(received, out), true)
				So(wrong, ShouldBeEmpty)
				So(ok, ShouldBeTrue)
				p.Tick(time.Minute)
				So(p.Trace(p.item(model.LevelUnit, 6)).Chain, ShouldHaveLength, 1)
			})
		})
	})
}

func TestAnEventIsTakenOnce(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given twenty captures of one document at once", t, func() {
			p := newPartner(t, e)
			document := p.document(p.event(epcis.Observe, "receiving", "D1", p.address(model.FacePallet, p.item(model.LevelPallet, 0))))
			failures := testkit.Together(20, func(i int) error {
				c, err := p.Visibility.Capture(p.Ctx, bytes.NewReader(document), i%2 == 0)
				if err == nil && !c.Success {
					err = fmt.Errorf("capture %d was refused", c.ID)
				}
				return err
			})

			Convey("all succeed, and it has happened once", func() {
				So(errors.Join(failures...), ShouldBeNil)
				So(p.heard(visibility.Query{}), ShouldHaveLength, 1)
				trail, err := p.Custody.Trail(p.Ctx, p.item(model.LevelPallet, 0))
				So(err, ShouldBeNil)
				So(trail, ShouldHaveLength, 3)
			})
		})
	})
}
