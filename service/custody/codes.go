package custody

import (
	"context"
	"time"

	"channelrouter/model"
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
	For      model.Designation
	Loss     model.Loss
}

// RecordCodes resolves the codes and records the event. One bad code refuses all; the
// error says which.
func (s *Service) RecordCodes(ctx context.Context, c CodesCommand) (model.CustodyEvent, error) {
	command, err := s.command(ctx, c)
	if err != nil {
		return model.CustodyEvent{}, err
	}
	return s.Record(ctx, command)
}

// CheckCodes answers the error that RecordCodes would for the codes alone.
func (s *Service) CheckCodes(ctx context.Context, c CodesCommand) error {
	_, err := s.command(ctx, c)
	return err
}

// command is an event with its codes resolved.
func (s *Service) command(ctx context.Context, c CodesCommand) (Command, error) {
	command := Command{Key: c.Key, Kind: c.Kind, From: c.From, To: c.To, At: c.At, Offline: c.Offline, For: c.For, Loss: c.Loss}
	items, err := s.ItemsOf(ctx, c.Codes, lenient(c.Kind))
	if err != nil {
		return command, err
	}
	var into model.ItemID
	if c.Into != "" {
		container, err := s.ItemsOf(ctx, []string{c.Into}, Strict)
		if err != nil {
			return command, err
		}
		into = container[0]
	}
	if c.Kind == model.Pack {
		command.Goods = s.packInto(items, into)
		return command, nil
	}
	for _, item := range items {
		command.Goods = append(command.Goods, Goods{Items: model.One(item), Parent: into})
	}
	return command, nil
}

// packInto makes runs of neighbours of one batch that go into the one container together.
func (s *Service) packInto(items []model.ItemID, container model.ItemID) []Goods {
	runs := s.codes.ByBatch(model.RangesOf(items))
	packed := make([]Goods, len(runs))
	for i, r := range runs {
		packed[i] = Goods{Items: r, Parent: container, PerParent: r.Len()}
	}
	return packed
}
