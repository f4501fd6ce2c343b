package custody

import (
	"context"
	"errors"
	"time"

	"channelrouter/internal/errs"
	"channelrouter/model"
	"channelrouter/service/code"
)

// CodesCommand is a custody event whose goods were scanned: the codes of units or
// containers, on any of their faces, and for a pack the container they go into.
type CodesCommand struct {
	Key      string
	Kind     model.CustodyKind
	Codes    []string
	Into     string
	From, To model.OrgID
	At       time.Time
	Offline  bool
}

// RecordCodes resolves the codes and records the event. One bad code refuses all; the
// error says which.
func (s *Service) RecordCodes(ctx context.Context, c CodesCommand) (model.CustodyEvent, error) {
	command := Command{Key: c.Key, Kind: c.Kind, From: c.From, To: c.To, At: c.At, Offline: c.Offline}
	var into model.ItemID
	if c.Into != "" {
		parent, err := s.codes.ResolveIssued(ctx, code.FromPrinted(c.Into))
		if err != nil {
			return model.CustodyEvent{}, withCode(err, c.Into)
		}
		into = parent.Item
	}
	items := make([]model.ItemID, 0, len(c.Codes))
	for _, text := range c.Codes {
		item, err := s.handled(ctx, c.Kind, text)
		if err != nil {
			return model.CustodyEvent{}, withCode(err, text)
		}
		items = append(items, item.Item)
	}
	items, err := s.Canonical(ctx, items)
	if err != nil {
		return model.CustodyEvent{}, err
	}
	for _, item := range items {
		command.Goods = append(command.Goods, Goods{Items: model.One(item), Parent: into})
	}
	if c.Kind == model.Pack {
		command.Goods = packInto(command.Goods)
	}
	return s.Record(ctx, command)
}

// comesBack are the kinds of events that goods go through which the brand calls back.
var comesBack = map[model.CustodyKind]bool{model.Unpack: true, model.Receive: true, model.Return: true, model.Destroy: true}

// handled resolves a code for a kind of event. Recalled goods may be received, brought back
// and destroyed, and are sold on no more.
func (s *Service) handled(ctx context.Context, kind model.CustodyKind, text string) (code.Resolved, error) {
	resolved, err := s.codes.ResolveIssued(ctx, code.FromPrinted(text))
	if comesBack[kind] && errors.Is(err, code.ErrRecalled) {
		err = nil
	}
	return resolved, err
}

// packInto makes runs of neighbours that go into the one container together.
func packInto(goods []Goods) []Goods {
	items := make([]model.ItemRange, len(goods))
	for i, g := range goods {
		items[i] = g.Items
	}
	runs := model.MergeRanges(items)
	packed := make([]Goods, len(runs))
	for i, r := range runs {
		packed[i] = Goods{Items: r, Parent: goods[0].Parent, PerParent: r.Len()}
	}
	return packed
}

// withCode says which code an error is about.
func withCode(err error, text string) error {
	if declared := errs.As(err); declared != nil {
		return declared.With("code %q", text)
	}
	return err
}
