package code

import (
	"context"
	"strings"

	"channelrouter/internal/errs"
	"channelrouter/model"
)

// WeChat's codes of one item one code (一物一码) have two texts. The printed one is 28
// characters, P.URL.CN/ and 19 more. The original, nine characters, is never printed:
// WeChat tells it to who hands in the ticket of a scan. Both are kept as the codes of other
// printers are, by hash; the original under a name that no scanner can read, because
// whoever brings it must have it from WeChat and not from a guess.
const (
	marketPrefix = "P.URL.CN/"
	marketLength = 28
	marketDigits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ$%*+-./:" // QR's alphanumeric mode, but for the space
	originalLen  = 9
	originalMark = "wechat\x00"
)

// ErrForeignTaken: two items of one code.
var ErrForeignTaken = errs.New(errs.Conflict, "code.foreign_taken", "a code printed by others stands for another item already", "compare the two imports: one of them is of other goods")

// MarketCode is one of WeChat's codes; Printed may be empty, and then only its original
// leads anywhere.
type MarketCode struct{ Original, Printed string }

// check tells whether the two are what WeChat's codes look like.
func (m MarketCode) check() error {
	if !marketText(m.Original) || len(m.Original) != originalLen {
		return ErrBadForeign.With("original %q", m.Original)
	}
	if canonical, ok := marketPrinted(m.Printed); m.Printed != "" && (!ok || canonical != m.Printed) {
		return ErrBadForeign.With("printed %q", m.Printed)
	}
	return nil
}

func marketText(s string) bool { return s != "" && strings.Trim(s, marketDigits) == "" }

// marketPrinted finds the printed text of one of WeChat's codes in what a scanner read:
// with a scheme or without, in any case.
func marketPrinted(text string) (string, bool) {
	text = strings.TrimSpace(text)
	if _, rest, isURL := strings.Cut(text, "://"); isURL {
		text = rest
	}
	if len(text) != marketLength || !strings.EqualFold(text[:len(marketPrefix)], marketPrefix) {
		return "", false
	}
	text = strings.ToUpper(text)
	return text, marketText(text)
}

// BindMarket gives WeChat's codes to items of a batch's face, one after the other from an
// ordinal on. Nothing is active by it. What was bound so before stays as it is. Errors:
// ErrIntervalOutside, ErrFaceAbsent, ErrBadForeign, ErrForeignTaken.
func (s *Service) BindMarket(ctx context.Context, id model.BatchID, face model.Face, from int64, codes []MarketCode) error {
	b, err := s.Batch(ctx, id)
	if err != nil || len(codes) == 0 {
		return err
	}
	interval, err := FaceInterval(b, face, from, from+int64(len(codes)))
	if err != nil {
		return err
	}
	rows := make([]model.ForeignCode, 0, 2*len(codes))
	side := model.Side(face & 1)
	for i, m := range codes {
		if err := m.check(); err != nil {
			return err
		}
		item := b.Level(face.Level()).From + model.ItemID(interval.From+int64(i))
		rows = append(rows, foreignRow(originalMark+m.Original, item, side))
		if m.Printed != "" {
			rows = append(rows, foreignRow(m.Printed, item, side))
		}
	}
	return s.db.Run(ctx, func(ctx context.Context) error { return s.bind(ctx, rows) })
}

// bind inserts rows, and makes sure that those which were there already are the same.
func (s *Service) bind(ctx context.Context, rows []model.ForeignCode) error {
	fresh, err := s.store.insertForeign(ctx, rows)
	if err != nil || fresh {
		return err
	}
	for _, row := range rows {
		stored, err := s.store.foreignCode(ctx, row.HashHigh, row.HashLow)
		switch {
		case err != nil:
			return err
		case stored == nil || stored.Item != row.Item || stored.OnSide() != row.OnSide():
			return ErrForeignTaken.With("item %s", row.Item)
		}
	}
	return nil
}

func foreignRow(text string, item model.ItemID, side model.Side) model.ForeignCode {
	high, low := foreignHash(text)
	return model.ForeignCode{HashHigh: high, HashLow: low, Item: item, Side: &side}
}

// ResolveMarket takes the original of one of WeChat's codes to its item. The caller has it
// from WeChat. Errors as of ResolveCurrent; a code that was never imported is ErrForged.
func (s *Service) ResolveMarket(ctx context.Context, original string) (Resolved, error) {
	return s.resolveForeign(ctx, originalMark+original)
}

// resolveForeign looks a text up, on a registry that is up to date.
func (s *Service) resolveForeign(ctx context.Context, text string) (Resolved, error) {
	high, low := foreignHash(text)
	row, err := s.store.foreignCode(ctx, high, low)
	if err != nil {
		return Resolved{}, err
	}
	if row == nil {
		return Resolved{}, ErrForged
	}
	if err := s.Refresh(ctx); err != nil {
		return Resolved{}, err
	}
	return s.registry.Load().locate(model.NewFace(row.Item.Level(), row.OnSide()), row.Item)
}
