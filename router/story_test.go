package router_test

import (
	"testing"
	"time"

	"channelrouter/model"
	"channelrouter/service"
	"channelrouter/service/code"
	"channelrouter/service/testkit"
)

// story is a channel with goods on their way: the brand, D1 with terminal T1 and
// wholesaler W1, whose terminal is TW; D2 with terminal T2. Of two pallets D1 has the
// first and the brand the second.
type story struct {
	*house
	d1, d2, w1, t1, tw, t2 model.Org
	batch                  *code.Batch
}

func newStory(t testing.TB, e testkit.Engine, with ...func(*service.Ground)) *story {
	t.Helper()
	s := &story{house: newHouse(t, e, with...)}
	s.d1, s.d2 = s.Distributor("D1", "31"), s.Distributor("D2", "33")
	s.w1 = s.Wholesaler("W1", s.d1)
	s.t1, s.tw, s.t2 = s.Terminal("T1", s.d1), s.Terminal("TW", s.w1), s.Terminal("T2", s.d2)
	s.batch = s.Batch("B1", 2)
	s.Commission(s.batch)
	s.Ship(s.Brand, s.d1, s.pallet(0))
	s.Receive(s.d1, s.pallet(0))
	s.Tick(time.Minute)
	return s
}

func (s *story) unit(n int64) model.ItemID   { return testkit.Item(s.batch, model.LevelUnit, n) }
func (s *story) box(n int64) model.ItemID    { return testkit.Item(s.batch, model.LevelCase, n) }
func (s *story) pallet(n int64) model.ItemID { return testkit.Item(s.batch, model.LevelPallet, n) }

// The codes on the n-th unit, case and pallet.
func (s *story) cap(n int64) string       { return s.Print(model.FaceUnitInner, s.unit(n)) }
func (s *story) label(n int64) string     { return s.Print(model.FaceUnitOuter, s.unit(n)) }
func (s *story) caseCode(n int64) string  { return s.Print(model.FaceCaseOuter, s.box(n)) }
func (s *story) inCase(n int64) string    { return s.Print(model.FaceCaseInner, s.box(n)) }
func (s *story) onPallet(n int64) string  { return s.Print(model.FacePallet, s.pallet(n)) }
func (s *story) codes(c ...string) object { return object{"codes": c} }

// object is a JSON body.
type object map[string]any

// with is the object with one more field.
func (o object) with(name string, value any) object {
	next := object{name: value}
	for k, v := range o {
		if k != name {
			next[k] = v
		}
	}
	return next
}

// scans is a scan's body.
func scans(text string) object { return object{"code": text} }

// forged is a code as another brand's keyring prints it: well formed, its MAC not ours.
func (s *story) forged() string {
	s.T.Helper()
	other, err := code.NewKeyring(s.Clock.Now(), code.StandardFaces())
	s.check(err)
	codec, err := code.NewCodec(other)
	s.check(err)
	text, err := codec.Encode(code.Code{Face: model.FaceUnitInner, Epoch: 1, Slot: 0})
	s.check(err)
	return text
}

// neverIssued is an authentic code whose slot no batch has.
func (s *story) neverIssued() string {
	return s.Print(model.FaceUnitInner, model.NewItemID(s.batch.Epoch, model.LevelUnit, 1<<30))
}

// asleepBatch is a batch that was never activated.
func (s *story) asleepBatch() *code.Batch {
	s.T.Helper()
	b, err := s.Code.IssueBatch(s.Ctx, code.NewBatch{
		Ref: "asleep", ProductID: s.Products[0].ID, Profile: code.FiveInOne(6, 4), Linking: model.PreLinked, Count: 1,
	})
	s.check(err)
	return b
}

// asleep is the code of a unit of it.
func (s *story) asleep() string {
	return s.Print(model.FaceUnitInner, s.asleepBatch().Level(model.LevelUnit).From)
}

// revoked is the code of a unit that the brand withdrew.
func (s *story) revoked() string {
	s.T.Helper()
	unit := model.LevelUnit
	s.check(s.Code.Revoke(s.Ctx, s.batch.ID, code.Interval{Level: &unit, From: 47, To: 48}, false, "a test"))
	return s.cap(47)
}

// recalled is the code of a unit that the brand called back.
func (s *story) recalled() string {
	s.T.Helper()
	unit := model.LevelUnit
	s.check(s.Code.Revoke(s.Ctx, s.batch.ID, code.Interval{Level: &unit, From: 46, To: 47}, true, "a test"))
	return s.cap(46)
}

// mistype replaces one symbol of a code by another.
func mistype(text string) string {
	symbol := byte('0')
	if text[3] == symbol {
		symbol = '1'
	}
	return text[:3] + string(symbol) + text[4:]
}
