package history

import (
	"context"

	"channelrouter/internal/clock"
	"channelrouter/model"
	"channelrouter/service/diversion"
	"channelrouter/service/rebate"
)

// rates are what every sold unit pays, with the story's figures.
var rates = rebate.Rates{DistributorFen: 300, WholesalerFen: 50, TerminalFen: 100}

// decree publishes what the brand has decided before the first day, and its programmes.
func (w *world) decree(ctx context.Context) error {
	owner := int64(w.by(model.UserOwner))
	if _, err := w.Rebate.Policies.Publish(ctx, rebate.Policy{Rates: rates}, w.begin, owner); err != nil {
		return err
	}
	first := diversion.DefaultPolicy
	if _, err := w.Diversion.Policies.Publish(ctx, first, w.begin, owner); err != nil {
		return err
	}
	if err := w.accounts(ctx); err != nil {
		return err
	}
	next := clock.Local(w.begin).AddDate(0, 1, 0) // programmes begin with a month that is to come
	from := clock.BizDate(next)/100*100 + 1
	to := from + 10_000
	for _, p := range []struct {
		code, name string
		kind       model.ProgrammeKind
		terms      rebate.Terms
	}{
		{"BASE-PLUS", "季度阶梯返利", model.ProgrammeTiered, rebate.Terms{
			Every: "month", Shares: rebate.Shares{Distributor: 10_000},
			Tiered: &rebate.Stepped{Steps: []rebate.Step{{From: 0, Fen: 50}, {From: 30, Fen: 120}, {From: 100, Fen: 200}}},
		}},
		{"NEW-SHOP", "新终端激励", model.ProgrammeNewTerminal, rebate.Terms{
			Every: "month", Shares: rebate.Shares{Distributor: 8_000, Terminal: 2_000}, BudgetFen: 3_000_000,
			NewTerminal: &rebate.NewTerminal{Units: 3, BonusFen: 5_000},
		}},
	} {
		made, err := w.Rebate.Create(ctx, rebate.NewProgramme{Code: p.code, Name: p.name, Kind: p.kind}, w.by(model.UserFinance))
		if err != nil {
			return err
		}
		v, err := w.Rebate.AddDraft(ctx, made.ID, rebate.Draft{From: from, To: to, Terms: p.terms}, w.by(model.UserFinance))
		if err != nil {
			return err
		}
		if _, err := w.Rebate.Publish(ctx, made.ID, v.Number, v.Edition, w.by(model.UserOwner)); err != nil {
			return err
		}
	}
	return nil
}

// sharpen publishes the second version of the policy on diversion: a unit costs more.
func (w *world) sharpen(ctx context.Context) error {
	p := diversion.DefaultPolicy
	p.PenaltyFen, p.PenaltyFenBySKU = 3_000, nil
	_, err := w.Diversion.Policies.Publish(ctx, p, w.Clock.Now(), int64(w.by(model.UserOwner)))
	return err
}
