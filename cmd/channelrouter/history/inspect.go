package history

import (
	"context"
	"fmt"
	"slices"

	"channelrouter/model"
	"channelrouter/service/casefile"
	"channelrouter/service/diversion"
	"channelrouter/service/scan"
)

// assign sends somebody there.
func (w *world) assign(ctx context.Context, d diversion.Decision) (model.PersonID, error) {
	inspector := w.inspectors[w.desk.IntN(len(w.inspectors))]
	_, err := w.Diversion.Assign(ctx, diversion.Assignment{Case: d.Case, By: d.By, Inspector: inspector, Note: "请到终端现场核实。", Key: d.Key})
	return inspector, err
}

// inspect sends somebody there, who goes at once: he scans what he finds of the goods, and writes
// down what he is told. With a mistake, he finds afterwards that he has scanned the wrong thing.
func (w *world) inspect(ctx context.Context, c model.DiversionCase, d diversion.Decision, mistaken bool) error {
	inspector, err := w.assign(ctx, d)
	if err != nil {
		return err
	}
	scans, err := w.rescan(ctx, c, inspector)
	if err != nil {
		return err
	}
	in := casefile.Inspection{
		Case: c.ID, Person: inspector, Org: w.brand.ID, Key: w.key("inspect", c.ID), Scans: scans,
		Note: "货架上有同批产品，店主称由外地业务员送货，没有我司经销商的出库单。", Receipt: fmt.Sprintf("No. %d", 1000+w.desk.IntN(9000)),
	}
	if i := slices.IndexFunc(w.terminals, func(t terminal) bool { return t.ID == c.Terminal }); i >= 0 {
		in.Terminal = w.terminals[i].code
	} else if in.Adcode = c.City; in.Adcode == "" {
		in.Adcode = w.terminals[0].adcode
	}
	view, err := w.CaseFile.Inspect(ctx, in)
	if err != nil || !mistaken || len(view.Pieces) < 2 {
		return err
	}
	_, err = w.CaseFile.Strike(ctx, view.Pieces[1].ID, diversion.Decision{By: d.By, Note: "扫错了货：这一罐是本店自购自用的。", Key: w.key("strike", c.ID)})
	return err
}

// rescan has an inspector scan up to two of the units that a case speaks of.
func (w *world) rescan(ctx context.Context, c model.DiversionCase, inspector model.PersonID) (made []model.ScanID, err error) {
	flags, err := w.Diversion.Flags(ctx, c.ID)
	if err != nil {
		return nil, err
	}
	var inputs []scan.Input
	var items []model.ItemID
	for _, f := range flags {
		if f.Item.Level() != model.LevelUnit || slices.Contains(items, f.Item) || len(inputs) == 2 {
			continue
		}
		items = append(items, f.Item)
		text, err := w.Code.Print(model.FaceUnitOuter, f.Item)
		if err != nil {
			return nil, err
		}
		inputs = append(inputs, scan.Input{Person: inspector, Role: model.RoleSalesperson, Text: text, Adcode: c.City, Device: "inspector"})
	}
	for _, r := range w.Scan.RecordBatch(ctx, inputs) {
		if r.Err != nil {
			return nil, r.Err
		}
		made = append(made, r.Answer.ScanID)
	}
	return made, nil
}
