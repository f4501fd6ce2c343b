package marketcode

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"unicode/utf8"

	"channelrouter/internal/db"
	"channelrouter/model"
)

// Activation is a wish to make a run of an order's codes live: by ordinal, [From, To), to 0
// meaning to the end. The key makes a retry the same wish.
type Activation struct {
	By              model.UserID
	Key             string
	Order           model.MarketOrderID
	From, To        int64
	Activity, Brand string // how WeChat's reports tell them apart
	App, Page       string // what WeChat opens
}

func (a Activation) hash() string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%d\n%d\n%d\n%q\n%q\n%q\n%q", a.Order, a.From, a.To, a.Activity, a.Brand, a.App, a.Page))
	return hex.EncodeToString(sum[:])
}

// Activate stores an activation, which a worker then carries out at both sides. Errors:
// ErrNotConfigured, ErrUnknown, ErrNotImported, ErrBadActivation, ErrOverlap, ErrKeyReused.
func (s *Service) Activate(ctx context.Context, a Activation) (model.MarketCodeActivation, error) {
	if s.wechat == nil {
		return model.MarketCodeActivation{}, ErrNotConfigured
	}
	now := s.clock.Now()
	row := model.MarketCodeActivation{
		ID: model.MarketActivationID(s.ids.Next()), OrderID: a.Order, UserID: a.By, Key: a.Key, InputHash: a.hash(),
		FromCode: a.From, Activity: a.Activity, Brand: a.Brand, AppID: s.wechat.AppID(a.App), Page: a.Page,
		State: model.MarketActivationAsked, NextAt: now, CreatedAt: now, UpdatedAt: now,
	}
	err := s.db.Run(ctx, func(ctx context.Context) error {
		// Counting it takes the order's row, so that two at once follow each other.
		counted, err := s.store.countActivation(ctx, a.Order)
		if err != nil {
			return err
		}
		earlier, err := s.store.activationByKey(ctx, a.By, a.Key)
		switch {
		case err != nil:
			return err
		case earlier != nil && earlier.InputHash != row.InputHash:
			return ErrKeyReused.With("key %q", a.Key)
		case earlier != nil:
			row = *earlier
			return nil
		}
		return s.insertActivation(ctx, a, &row, counted)
	})
	if db.IsTaken(err) { // the key was taken meanwhile, for codes of another order
		return model.MarketCodeActivation{}, ErrKeyReused.With("key %q", a.Key)
	}
	return row, err
}

// insertActivation holds a run against the order, whose row the caller has, and its other
// runs.
func (s *Service) insertActivation(ctx context.Context, a Activation, row *model.MarketCodeActivation, imported bool) error {
	order, err := s.Get(ctx, a.Order)
	if err != nil {
		return err
	}
	if !imported {
		return ErrNotImported
	}
	if row.ToCode = a.To; a.To == 0 {
		row.ToCode = order.Count
	}
	if err := check(*row, order.Count); err != nil {
		return err
	}
	overlaps, err := s.store.overlaps(ctx, a.Order, row.FromCode, row.ToCode)
	if err != nil {
		return err
	}
	if overlaps {
		return ErrOverlap.With("[%d, %d)", row.FromCode, row.ToCode)
	}
	db.Note(ctx, "market code activation %d", row.ID)
	return s.store.insertActivation(ctx, *row)
}

func check(row model.MarketCodeActivation, count int64) error {
	switch {
	case row.FromCode < 0 || row.FromCode >= row.ToCode || row.ToCode > count:
		return ErrBadActivation.With("[%d, %d) of %d", row.FromCode, row.ToCode, count)
	case row.AppID == "":
		return ErrBadActivation.With("that app is not configured")
	case row.Page == "" || len(row.Page) > 128 || strings.HasPrefix(row.Page, "/") || strings.ContainsAny(row.Page, "?# "):
		return ErrBadActivation.With("page %q", row.Page)
	case badName(row.Activity) || badName(row.Brand):
		return ErrBadActivation.With("activity %q, brand %q", row.Activity, row.Brand)
	}
	return nil
}

func badName(s string) bool { return strings.TrimSpace(s) == "" || utf8.RuneCountInString(s) > 64 }

// Activations lists an order's activations by their runs, from an ordinal on. Error:
// ErrUnknown.
func (s *Service) Activations(ctx context.Context, order model.MarketOrderID, from int64, limit int) ([]model.MarketCodeActivation, error) {
	if _, err := s.Get(ctx, order); err != nil {
		return nil, err
	}
	return s.store.activations(ctx, order, from, limit)
}
