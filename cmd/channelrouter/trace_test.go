package main

import (
	"path/filepath"
	"testing"

	"channelrouter/model"
	"channelrouter/service/channel"
	"channelrouter/service/code"
	"channelrouter/service/custody"
)

// packedBatch is a shell whose house has a batch of two pallets, B1, that the brand commissioned
// and of which it sent the first to D1.
func packedBatch(t *testing.T) (s *shell, unit string) {
	s = newShell(t)
	s.run("keyring", "init")
	s.run("catalog", "import", s.file("catalogue.csv", catalogueHeader+"P01,06900000000014,One,tin,1,2\n"))
	s.inside(func(h *house) error {
		ctx := t.Context()
		all, err := h.Catalog.All(ctx)
		if err != nil {
			return err
		}
		b, err := h.Code.IssueBatch(ctx, code.NewBatch{
			Ref: "B1", ProductID: all[0].ID, Profile: code.FiveInOne(6, 4), Linking: model.PreLinked, Count: 2,
		})
		if err != nil {
			return err
		}
		if unit, err = h.Code.Print(model.FaceUnitOuter, b.Level(model.LevelUnit).From); err != nil {
			return err
		}
		brand, err := h.Channel.CreateOrg(ctx, channel.NewOrg{Code: "BRAND", Kind: model.OrgBrand, Name: "Brand", Adcode: "310115"})
		if err != nil {
			return err
		}
		d1, err := h.Channel.CreateOrg(ctx, channel.NewOrg{Code: "D1", Kind: model.OrgDistributor, Name: "Distributor", Adcode: "320104"})
		if err != nil {
			return err
		}
		pallets := b.Level(model.LevelPallet).ItemRange
		for _, c := range []custody.Command{
			{Key: "1", Kind: model.Commission, To: brand.ID, Goods: []custody.Goods{{Items: pallets}}},
			{Key: "2", Kind: model.Ship, From: brand.ID, To: d1.ID, Goods: []custody.Goods{{Items: model.One(pallets.From)}}},
		} {
			if _, err := h.Custody.Record(ctx, c); err != nil {
				return err
			}
		}
		return nil
	})
	return s, unit
}

func TestTraceCommand(t *testing.T) {
	s, unit := packedBatch(t)
	s.says(s.run("trace", "--batch", "B1"), "UNITS", "24     held", "BRAND Brand", "24     in_transit", "D1 Distributor")
	s.says(s.run("trace", unit), "1/unit/0 < 1/case/0 < 1/pallet/0", "on the way: D1 Distributor", "commission", "ship")
	s.refused([]string{"trace"}, "name either a code or")
	s.refused([]string{"trace", unit, "--batch", "B1"}, "name either a code or")
}

// What the command writes is what the command for checking takes for valid.
func TestEPCISExportCommand(t *testing.T) {
	s, _ := packedBatch(t)
	s.run("epcis", "export", "--batch", "B1", "--out", "b1.json")
	s.says(s.run("epcis", "validate", "b1.json"), "EPCISDocument, 14 events")
	s.refused([]string{"epcis", "export", "--batch", "B1", "--out", "b1.json"}, "b1.json")
	s.refused([]string{"epcis", "export", "--batch", "B2"}, "code.unknown_batch")
	entries := auditEntries(t, filepath.Join(s.dir, "data/channelrouter.db"))
	if last := entries[len(entries)-1]; last.Action != "channelrouter epcis export" || last.Target != "b1.json, EPCIS events of batch B1" {
		t.Errorf("%+v", last)
	}
}
