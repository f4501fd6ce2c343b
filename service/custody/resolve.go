package custody

import (
	"context"
	"errors"

	"channelrouter/internal/errs"
	"channelrouter/model"
	"channelrouter/service/code"
)

// Leniency tells which errors of withdrawn codes are no reason to refuse their goods.
type Leniency func(error) bool

// Strict is the leniency of those who hand goods on: none.
func Strict(error) bool { return false }

// comesBack are the kinds of events that goods go through which the brand calls back.
var comesBack = map[model.CustodyKind]bool{model.Unpack: true, model.Receive: true, model.Return: true, model.Destroy: true}

// lenient is how lenient a kind of event is. Recalled goods may be received, brought back and
// destroyed, and are sold on no more.
func lenient(kind model.CustodyKind) Leniency {
	if !comesBack[kind] {
		return Strict
	}
	return func(err error) bool { return errors.Is(err, code.ErrRecalled) }
}

// ItemsOf resolves codes of units and containers, on any of their faces and live or not, to
// the things that they stand on, in the order of the codes: a cap's is its bottle's, and
// withdrawn when either is. One bad code refuses all; the error says which. Errors: those of
// code.ResolveIssued.
func (s *Service) ItemsOf(ctx context.Context, codes []string, lenient Leniency) ([]model.ItemID, error) {
	items := make([]model.ItemID, len(codes))
	for i, text := range codes {
		resolved, err := s.codes.ResolveIssued(ctx, code.FromPrinted(text))
		if err != nil && !lenient(err) {
			return nil, withCode(err, text)
		}
		items[i] = resolved.Item
	}
	things, err := s.Canonical(ctx, items)
	if err != nil {
		return nil, err
	}
	for i, thing := range things {
		if thing == items[i] {
			continue
		}
		if err := s.codes.Fate(thing); err != nil && !lenient(err) {
			return nil, withCode(err, codes[i])
		}
	}
	return things, nil
}

// withCode says which code an error is about.
func withCode(err error, text string) error {
	if declared := errs.As(err); declared != nil {
		return declared.With("code %q", text)
	}
	return err
}
