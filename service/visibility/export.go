package visibility

import (
	"context"
	"io"

	"channelrouter/internal/clock"
	"channelrouter/internal/db"
	"channelrouter/internal/epcis"
	"channelrouter/model"
	"channelrouter/service/code"
	"channelrouter/service/custody"
)

// mostNames is how many identifiers an EPCIS event has at most, so that readers can hold it.
const mostNames = 1000

// Export writes all that happened to a batch's goods, and to the containers that they were in,
// as an EPCIS document, and says how many events that are. It streams. That the batch was
// exported is noted for the audit log before anything is written.
func (s *Service) Export(ctx context.Context, b *code.Batch, w io.Writer) (events int, err error) {
	err = s.db.Run(ctx, func(ctx context.Context) error {
		db.Note(ctx, "EPCIS events of batch %s", b.Ref)
		return nil
	})
	if err != nil {
		return 0, err
	}
	out := &document{
		Service: s, batch: b,
		w: epcis.NewWriter(w, epcis.Header{CreationDate: epcis.At(clock.Local(s.clock.Now()))}),
	}
	err = s.Custody.Tell(ctx, b, func(t custody.Told) error { return out.tell(ctx, t) })
	if err != nil {
		return out.events, err
	}
	return out.events, out.w.Close()
}

// document is one that is being written.
type document struct {
	*Service
	batch  *code.Batch
	w      *epcis.Writer
	events int
}

// tell writes the EPCIS events of a custody event.
func (d *document) tell(ctx context.Context, t custody.Told) error {
	orgs, err := d.orgNames(ctx, t.FromOrg, t.ToOrg)
	if err != nil {
		return err
	}
	saying := sayings[t.Kind].of(t, orgs)
	switch t.Kind {
	case model.Pack, model.Unpack:
		return d.aggregate(ctx, saying, t.Packed)
	case model.Commission:
		return d.commission(ctx, saying, t, orgs)
	case model.Transfer:
		saying.BizTransactionList = d.transferred(t.ID)
		return d.observe(ctx, saying, t.Goods)
	default:
		return d.observe(ctx, saying, t.Goods)
	}
}

// write names an event and writes it.
func (d *document) write(e epcis.Event) error {
	if err := e.SetHashID(epcis.Context(nil)); err != nil {
		return err
	}
	d.events++
	return d.w.Write(e)
}

// observe writes an event for each thousand of some goods.
func (d *document) observe(ctx context.Context, e epcis.Event, goods []model.ItemRange) error {
	for _, r := range goods {
		for part := range inParts(r) {
			var err error
			if e.EPCList, err = d.namesOf(ctx, part); err != nil {
				return err
			}
			if err := d.write(e); err != nil {
				return err
			}
		}
	}
	return nil
}

// commission writes that goods came into being, with what the formula packs into them and
// that it is in there.
func (d *document) commission(ctx context.Context, e epcis.Event, t custody.Told, orgs map[model.OrgID]string) error {
	if err := e.AddMasterData("cbvmda:lotNumber", d.batch.Ref); err != nil {
		return err
	}
	t.FromOrg = t.ToOrg // who commissions also packs
	packing := sayings[model.Pack].of(t, orgs)
	for open := t.Goods; len(open) > 0; {
		if err := d.observe(ctx, e, open); err != nil {
			return err
		}
		var below []model.ItemRange
		var packed []custody.Contents
		for _, r := range d.Code.ByBatch(open) {
			b := d.Code.BatchOf(r.From)
			if b == nil {
				continue
			}
			if children, ok := b.Children(r); ok {
				below = append(below, children)
				packed = append(packed, custody.Contents{Items: children, Into: r, PerParent: children.Len() / r.Len()})
			}
		}
		if err := d.aggregate(ctx, packing, packed); err != nil {
			return err
		}
		open = below
	}
	return nil
}

// aggregate writes an event for each container.
func (d *document) aggregate(ctx context.Context, e epcis.Event, packed []custody.Contents) error {
	for p := range byContainer(packed) {
		parent, err := d.nameOf(ctx, p.container)
		if err != nil {
			return err
		}
		e.ParentID = parent
		for _, r := range p.items {
			for part := range inParts(r) {
				names, err := d.namesOf(ctx, part)
				if err != nil {
					return err
				}
				if e.ChildEPCs = append(e.ChildEPCs, names...); len(e.ChildEPCs) < mostNames {
					continue
				}
				if err := d.write(e); err != nil {
					return err
				}
				e.ChildEPCs = nil
			}
		}
		if len(e.ChildEPCs) == 0 {
			continue
		}
		if err := d.write(e); err != nil {
			return err
		}
		e.ChildEPCs = nil
	}
	return nil
}
