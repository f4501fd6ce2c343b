package scan_test

import (
	"context"

	"channelrouter/model"
	"channelrouter/service/code"
	"channelrouter/service/diversion"
)

func decision(id model.CaseID) diversion.Decision {
	return diversion.Decision{Case: id, By: 1, Note: "seen"}
}

// forged is a code of another brand: well formed, its MAC not ours.
func (s *story) forged() string {
	other, err := code.NewKeyring(s.Clock.Now(), code.StandardFaces())
	if err != nil {
		s.T.Fatal(err)
	}
	codec, err := code.NewCodec(other)
	if err != nil {
		s.T.Fatal(err)
	}
	text, err := codec.Encode(code.Code{Face: model.FaceUnitInner, Epoch: 1, Slot: 0})
	if err != nil {
		s.T.Fatal(err)
	}
	return text
}

// inactive is a unit of a batch that was never activated.
func (s *story) inactive() model.ItemID {
	b, err := s.Code.IssueBatch(s.Ctx, code.NewBatch{
		Ref: "asleep", ProductID: s.Products[0].ID, Profile: code.FiveInOne(6, 4), Linking: model.PreLinked, Count: 1,
	})
	if err != nil {
		s.T.Fatal(err)
	}
	return b.Level(model.LevelUnit).From
}

func (s *story) printOf(item model.ItemID) string { return s.Print(model.FaceUnitInner, item) }

// withoutTerritories takes all territories away.
func (s *story) withoutTerritories(ctx context.Context) error {
	return s.DB.Conn(ctx).Where("1 = 1").Delete(&model.Territory{}).Error
}

// neverIssued is an authentic code of a slot that no batch holds.
func (s *story) neverIssued() string {
	codec, err := code.NewCodec(s.Keyring)
	if err != nil {
		s.T.Fatal(err)
	}
	text, err := codec.Encode(code.Code{Face: model.FaceUnitInner, Epoch: 1, Slot: 1 << 30})
	if err != nil {
		s.T.Fatal(err)
	}
	return text
}
