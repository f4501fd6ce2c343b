package visibility

import (
	"context"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"channelrouter/internal/epcis"
	"channelrouter/internal/gs1"
	"channelrouter/model"
	"channelrouter/service/code"
	"channelrouter/service/custody"
)

// command is what an event of others' means for custody; nil when nothing: it is kept for
// queries. Others tell late, so it is recorded as off-line. Errors: ErrUnknownGoods,
// ErrUnknownParty.
func (s *Service) command(ctx context.Context, e epcis.Event) (*custody.Command, error) {
	kind, some := kindOf(e)
	if !some {
		return nil, nil
	}
	c := &custody.Command{Kind: kind, At: e.EventTime.Time(), Offline: true}
	if kind == model.Destroy {
		c.Loss = lossOf(e)
	}
	var err error
	if c.From, c.To, err = s.parties(ctx, kind, e); err != nil {
		return nil, err
	}
	items, err := s.itemsOf(ctx, slices.Concat(e.EPCList, e.ChildEPCs))
	if err != nil {
		return nil, err
	}
	if kind == model.Unpack && len(items) == 0 { // all leave
		parent, err := s.itemOf(ctx, e.ParentID)
		if err != nil {
			return nil, err
		}
		inside, err := s.Custody.Inside(ctx, parent, 1, c.At)
		if err != nil {
			return nil, err
		}
		for _, in := range inside {
			items = append(items, in.Items)
		}
	}
	if len(items) == 0 {
		return nil, ErrUnknownGoods.With("it names no single objects")
	}
	for _, r := range s.Code.ByBatch(model.MergeRanges(items)) {
		c.Goods = append(c.Goods, custody.Goods{Items: r})
	}
	if kind != model.Pack {
		return c, nil
	}
	parent, err := s.itemOf(ctx, e.ParentID)
	for i := range c.Goods {
		c.Goods[i].Parent, c.Goods[i].PerParent = parent, c.Goods[i].Items.Len()
	}
	return c, err
}

// lossOf is how goods that somebody takes out of the world were lost; LossUnsaid when they were
// destroyed.
func lossOf(e epcis.Event) model.Loss {
	for loss, said := range losses {
		if bare(e.BizStep) == said.bizStep && bare(e.Disposition) == said.disposition {
			return loss
		}
	}
	return model.LossUnsaid
}

// kindOf is the kind of custody event that says the same; some is false when none does.
func kindOf(e epcis.Event) (kind model.CustodyKind, some bool) {
	step := bare(e.BizStep)
	if step == "receiving" && e.Type == epcis.ObjectEvent && e.Action == epcis.Observe {
		if bare(e.Disposition) == "returned" {
			return model.Return, true
		}
		return model.Receive, true
	}
	if e.Type == epcis.ObjectEvent && e.Action == epcis.Delete && lossOf(e) != model.LossUnsaid {
		return model.Destroy, true
	}
	for kind, said := range sayings {
		if e.Type == said.kind && e.Action == said.action && step == said.bizStep {
			return kind, true
		}
	}
	return 0, false
}

// bare is a word of CBV without what stands before it; any other word stays as it is.
func bare(word string) string {
	for _, base := range []string{"cbv:", "https://ref.gs1.org/cbv/"} {
		if rest, ok := strings.CutPrefix(word, base); ok {
			if _, name, found := strings.Cut(rest, "-"); found {
				return name
			}
		}
	}
	return word
}

// parties are the organisations that a kind of custody event names, as an event tells them.
func (s *Service) parties(ctx context.Context, kind model.CustodyKind, e epcis.Event) (from, to model.OrgID, err error) {
	place := ""
	if e.ReadPoint != nil {
		place = e.ReadPoint.ID
	}
	giver, receiver := place, place
	for _, source := range e.SourceList {
		if bare(source.Type) == possessing {
			giver = source.Source
		}
	}
	for _, destination := range e.DestinationList {
		if bare(destination.Type) == possessing {
			receiver = destination.Destination
		}
	}
	switch kind {
	case model.Commission, model.Receive:
		to, err = s.orgOf(ctx, receiver)
		return 0, to, err
	case model.Pack, model.Unpack, model.Destroy:
		from, err = s.orgOf(ctx, giver)
		return from, 0, err
	}
	if from, err = s.orgOf(ctx, giver); err != nil {
		return 0, 0, err
	}
	to, err = s.orgOf(ctx, receiver)
	return from, to, err
}

// orgOf is the organisation of an identifier.
func (s *Service) orgOf(ctx context.Context, name string) (model.OrgID, error) {
	escaped, ours := strings.CutPrefix(name, "https://"+s.host+orgPath)
	code, err := url.PathUnescape(escaped)
	if !ours || err != nil || code == "" {
		return 0, ErrUnknownParty.With("party %q", name)
	}
	org, err := s.Channel.GetOrgByCode(ctx, code)
	return org.ID, err
}

// itemsOf are the things of identifiers; a cap's is its bottle.
func (s *Service) itemsOf(ctx context.Context, names []string) ([]model.ItemRange, error) {
	items := make([]model.ItemID, len(names))
	for i, name := range names {
		item, err := s.itemOf(ctx, name)
		if err != nil {
			return nil, err
		}
		items[i] = item
	}
	things, err := s.Custody.Canonical(ctx, items)
	runs := make([]model.ItemRange, len(things))
	for i, thing := range things {
		runs[i] = model.One(thing)
	}
	return runs, err
}

// itemOf is the item of an identifier: a Digital Link or an EPC URN with our code as serial
// number, the address on a container, or a private one.
func (s *Service) itemOf(ctx context.Context, name string) (model.ItemID, error) {
	if private, ok := strings.CutPrefix(name, "https://"+s.host+itemPath); ok {
		if item, ok := readItem(private); ok && s.Code.BatchOf(item) != nil {
			return item, nil
		}
		return 0, ErrUnknownGoods.With("%q", name)
	}
	text := code.FromPrinted(name)
	if epc, err := gs1.ParseEPC(name); err == nil {
		if link, err := epc.Link(); err == nil {
			text, _ = link.Value("21")
		}
	}
	found, err := s.Code.ResolveAny(ctx, text)
	if err != nil {
		return 0, ErrUnknownGoods.With("%q: %v", name, code.Public(err))
	}
	return found.Item, nil
}

// readItem reads EPOCH.LEVEL.SLOT.
func readItem(text string) (model.ItemID, bool) {
	parts := strings.Split(text, ".")
	if len(parts) != 3 {
		return 0, false
	}
	epoch, err1 := strconv.ParseUint(parts[0], 10, 8)
	level, err2 := strconv.ParseUint(parts[1], 10, 4)
	slot, err3 := strconv.ParseUint(parts[2], 10, model.SlotBits)
	return model.NewItemID(uint8(epoch), model.Level(level), slot), err1 == nil && err2 == nil && err3 == nil
}
