package visibility_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/internal/db"
	"channelrouter/internal/epcis"
	"channelrouter/internal/outbox"
	"channelrouter/model"
	"channelrouter/model/event"
	"channelrouter/service/testkit"
	"channelrouter/service/visibility"
)

// wrong is an event again, declared wrong.
func (p *partner) wrong(e epcis.Event) epcis.Event {
	e.ErrorDeclaration = &epcis.ErrorDeclaration{
		DeclarationTime: epcis.At(p.Clock.Now()), Reason: "did_not_occur", CorrectiveEventIDs: []string{"urn:uuid:5f0b8b1e-0000-4000-8000-000000000001"},
	}
	return e
}

// sent is the brand's shipment of pallets to a distributor, as the carrier tells it.
func (p *partner) sent(to string, pallets ...int64) epcis.Event {
	var names []string
	for _, n := range pallets {
		names = append(names, p.address(model.FacePallet, p.item(model.LevelPallet, n)))
	}
	e := p.event(epcis.Observe, "shipping", "BRAND", names...)
	e.DestinationList = []epcis.Destination{{Type: "possessing_party", Destination: "https://c.brand.test/org/" + to}}
	return e
}

// declarations are the captured events that have one, and those that have none; queries show
// all of them.
func (p *partner) declarations() (declared, plain int) {
	shown, _ := p.found(visibility.Query{})
	var kept []model.EPCISEvent
	So(p.DB.Conn(p.Ctx).Find(&kept).Error, ShouldBeNil)
	for _, row := range kept {
		found := slices.ContainsFunc(shown, func(e epcis.Event) bool {
			return fmt.Sprintf("%x", sha256.Sum256([]byte(e.EventID))) == row.EventIDHash && (e.ErrorDeclaration != nil) == row.Declared
		})
		So(found, ShouldBeTrue)
		if row.Declared {
			declared++
		} else {
			plain++
		}
	}
	return declared, plain
}

// takes sends a document whole, and expects that all of it is right.
func (p *partner) takes(list ...epcis.Event) {
	_, wrong := p.captured(p.document(list...), true)
	So(wrong, ShouldBeEmpty)
}

// refuses sends a document whole, and expects one error of its first event.
func (p *partner) refuses(code string, list ...epcis.Event) {
	_, wrong := p.captured(p.document(list...), true)
	So(wrong, ShouldResemble, []string{"1 " + code})
}

func TestErrorDeclarations(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a carrier who told that the second pallet went to D2", t, func() {
			p := newPartner(t, e)
			d2 := p.Distributor("D2", "33")
			pallet := p.item(model.LevelPallet, 1)
			before := p.Trace(pallet)
			exportedBefore, _ := exported(p.World, p.batch)
			sent := p.sent("D2", 1)
			received := p.event(epcis.Observe, "receiving", "D2", p.address(model.FacePallet, pallet))
			received.EventTime = epcis.At(p.Clock.Now())
			p.takes(sent, received)
			p.Tick(time.Minute)
			So(p.Trace(pallet).Assigned, ShouldEqual, d2.ID)

			Convey("declared wrong, it has not happened, and what rested on it waits", func() {
				p.takes(p.wrong(sent))
				So(p.Trace(pallet), ShouldResemble, before)
				trail, err := p.Custody.Trail(p.Ctx, pallet)
				So(err, ShouldBeNil)
				So(trail, ShouldHaveLength, 2) // it was commissioned, and received
				So(trail[1].State, ShouldEqual, model.EventPending)
				after, _ := exported(p.World, p.batch)
				So(after, ShouldResemble, exportedBefore)

				Convey("and is found, with its declaration beside it", func() {
					list, _ := p.found(visibility.Query{BizSteps: []string{"shipping"}, EPCs: sent.EPCList})
					So(list, ShouldHaveLength, 2)
					So(list[0].ErrorDeclaration, ShouldBeNil)
					So(list[1].ErrorDeclaration.Reason, ShouldEqual, "did_not_occur")
					So(list[1].ErrorDeclaration.CorrectiveEventIDs, ShouldHaveLength, 1)
					So(list[1].EventID, ShouldEqual, list[0].EventID)
				})
				Convey("once, however often and however it is declared", func() {
					p.Tick(time.Minute)
					again := p.wrong(sent)
					again.ErrorDeclaration.Reason = "incorrect_data"
					p.takes(again)
					declared, plain := p.declarations()
					So([]int{declared, plain}, ShouldResemble, []int{1, 2})
				})
				Convey("told again it stays taken back", func() {
					p.takes(sent)
					So(p.Trace(pallet), ShouldResemble, before)
					declared, plain := p.declarations()
					So([]int{declared, plain}, ShouldResemble, []int{1, 2})
				})
				Convey("and the event that puts it right is taken as any other", func() {
					right := p.sent("D1", 1)
					right.EventTime = sent.EventTime
					p.takes(right)
					So(p.Trace(pallet).Assigned, ShouldEqual, p.d1.ID)
				})
			})
			Convey("an event and its declaration may come in one document, in this order", func() {
				third := p.sent("D1", 1)
				p.refuses("epcis.unknown_event", p.wrong(third), third)
				p.takes(third, p.wrong(third))
				So(p.Trace(pallet).Assigned, ShouldEqual, d2.ID)
			})
			Convey("a declaration of what nobody told is refused; with rollback, all that came with it", func() {
				never := p.sent("D1", 0)
				p.refuses("epcis.unknown_event", p.wrong(never), p.wrong(sent))
				So(p.Trace(pallet).Assigned, ShouldEqual, d2.ID)
				_, wrong := p.captured(p.document(p.wrong(never), p.wrong(sent)), false)
				So(wrong, ShouldResemble, []string{"1 epcis.unknown_event"})
				So(p.Trace(pallet), ShouldResemble, before)
			})
			Convey("an event that changed nothing is declared wrong, too", func() {
				counted := p.event(epcis.Observe, "stock_taking", "D1", p.address(model.FacePallet, pallet))
				p.takes(counted)
				news := p.rewritten()
				p.takes(p.wrong(counted))
				declared, plain := p.declarations()
				So([]int{declared, plain}, ShouldResemble, []int{1, 3})
				So(p.rewritten(), ShouldEqual, news)
			})
			Convey("when it cannot be committed nothing has changed", func() {
				broken := errors.New("the power fails")
				ctx := db.BeforeCommit(p.Ctx, func(context.Context) error { return broken })
				for _, rollback := range []bool{true, false} {
					_, err := p.Visibility.Capture(ctx, bytes.NewReader(p.document(p.wrong(sent))), rollback)
					So(err, ShouldEqual, broken)
				}
				So(p.Trace(pallet).Assigned, ShouldEqual, d2.ID)
				declared, plain := p.declarations()
				So([]int{declared, plain}, ShouldResemble, []int{0, 2})
			})
			Convey("the audit log is told what was voided", func() {
				var notes []string
				ctx := db.BeforeCommit(p.Ctx, func(ctx context.Context) error {
					notes = append(notes, db.Notes(ctx)...)
					return nil
				})
				_, err := p.Visibility.Capture(ctx, bytes.NewReader(p.document(p.wrong(sent))), true)
				So(err, ShouldBeNil)
				So(notes, ShouldHaveLength, 2)
				So(notes[0], ShouldEndWith, "voided: did_not_occur")
				So(notes[1], ShouldStartWith, "capture ")
			})
		})
	})
}

// rewritten counts how often goods' past was announced to have changed.
func (p *partner) rewritten() int64 {
	var n int64
	So(p.DB.Conn(p.Ctx).Model(&outbox.Message{}).Where("type = ?", event.CustodyRewritten{}.EventType()).Count(&n).Error, ShouldBeNil)
	return n
}

func TestWhatADeclarationNames(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given events with and without an eventID of their own", t, func() {
			p := newPartner(t, e)
			const one, two, none = "urn:uuid:5f0b8b1e-0000-4000-8000-0000000000a1", "urn:uuid:5f0b8b1e-0000-4000-8000-0000000000a2", "urn:uuid:5f0b8b1e-0000-4000-8000-0000000000a3"
			named, other, plain := p.sent("D1", 1), p.sent("T1", 1), p.sent("D1", 0)
			named.EventID, other.EventID = one, two
			p.takes(named, other, plain)
			all, _ := p.found(visibility.Query{EPCs: plain.EPCList, Since: plain.EventTime.Time()})
			So(all, ShouldHaveLength, 1)
			hash := all[0].EventID

			for _, c := range []struct {
				what    string
				says    epcis.Event
				eventID string
				taken   bool
			}{
				{"what one says, under its eventID,", named, one, true},
				{"what one says, under none,", named, "", true},
				{"what one says, under another's eventID,", named, two, false},
				{"what one says, under an eventID that nobody knows,", named, none, false},
				{"something else under its eventID", p.sent("D1", 0, 1), one, false},
				{"what one without an eventID says, under none,", plain, "", true},
				{"what one without an eventID says, under its hash id,", plain, hash, true},
				{"what one without an eventID says, under a new one,", plain, none, false},
				{"what one without an eventID says, under another's,", plain, two, false},
			} {
				Convey(fmt.Sprintf("a declaration that repeats %s is taken: %v", c.what, c.taken), func() {
					declared := p.wrong(c.says)
					if declared.EventID = c.eventID; c.taken {
						p.takes(declared)
					} else {
						p.refuses("epcis.unknown_event", declared)
					}
					kept, _ := p.declarations()
					So(kept == 1, ShouldEqual, c.taken)
				})
			}
		})
	})
}

func TestAnEventIsTakenBackOnce(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given twenty who declare one event wrong at once", t, func() {
			p := newPartner(t, e)
			sent := p.sent("D1", 1)
			p.takes(sent)
			news := p.rewritten()
			document := p.document(p.wrong(sent))
			failures := testkit.Together(20, func(i int) error {
				c, err := p.Visibility.Capture(p.Ctx, bytes.NewReader(document), i%2 == 0)
				if err == nil && !c.Success {
					err = fmt.Errorf("capture %d was refused", c.ID)
				}
				return err
			})

			Convey("all succeed, and it is taken back once", func() {
				So(errors.Join(failures...), ShouldBeNil)
				So(p.rewritten(), ShouldEqual, news+1)
				declared, plain := p.declarations()
				So([]int{declared, plain}, ShouldResemble, []int{1, 1})
				So(p.Trace(p.item(model.LevelPallet, 1)).Assigned, ShouldEqual, 0)
			})
		})
	})
}
