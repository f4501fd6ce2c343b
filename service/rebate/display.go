package rebate

import (
	"context"
	"unicode/utf8"

	"channelrouter/internal/clock"
	"channelrouter/internal/db"
	"channelrouter/internal/id"
	"channelrouter/model"
	"channelrouter/service/channel"
)

// NewDisplay is a display in a terminal, which somebody has seen a photo of.
type NewDisplay struct {
	Key       string
	Programme model.ProgrammeID
	Terminal  model.OrgID
	ShownOn   int32  // the day that the photo was taken
	Photo     string // where it is kept
}

// Approve keeps that a display is as it was agreed: its terminal counts for the period of the
// day, once however many displays it has, for those that stood above it then. A display is
// of no goods in particular, so it counts at every level that has a share. A retry by the
// same key is the first answer. Errors: ErrUnknownProgramme, ErrBadDisplay, ErrKeyReused,
// channel.ErrUnknownOrg.
func (s *Service) Approve(ctx context.Context, n NewDisplay, by model.UserID) (d model.RebateDisplay, err error) {
	hash, err := id.Hash(n)
	if err != nil {
		return d, err
	}
	err = s.db.Run(ctx, func(ctx context.Context) error {
		if _, _, err := s.hold(ctx, n.Programme); err != nil {
			return err
		}
		first, err := s.store.displayByKey(ctx, n.Key)
		if err != nil {
			return err
		}
		if first != nil {
			if d = *first; d.InputHash != hash {
				return ErrKeyReused.With("key %q", n.Key)
			}
			return nil
		}
		if err := s.checkDisplay(ctx, n); err != nil {
			return err
		}
		d = model.RebateDisplay{
			ID: model.DisplayID(s.ids.Next()), Key: n.Key, InputHash: hash, ProgrammeID: n.Programme, Terminal: n.Terminal,
			ShownOn: n.ShownOn, Photo: n.Photo, ApprovedBy: by, ApprovedAt: s.clock.Now(),
		}
		db.Note(ctx, "display %d of programme %d", d.ID, n.Programme)
		if err := s.store.insertDisplay(ctx, d); err != nil {
			return err
		}
		return s.recountDisplays(ctx, n.Programme, n.Terminal)
	})
	return d, err
}

func (s *Service) checkDisplay(ctx context.Context, n NewDisplay) error {
	if n.Key == "" || n.Photo == "" || utf8.RuneCountInString(n.Photo) > 200 || !isDay(n.ShownOn) || n.ShownOn > clock.BizDate(s.clock.Now()) {
		return ErrBadDisplay.With("day %d, photo %q", n.ShownOn, n.Photo)
	}
	all, err := s.published(ctx)
	if err != nil {
		return err
	}
	if v := versionOn(all, n.Programme, n.ShownOn); v == nil || v.terms.Display == nil {
		return ErrBadDisplay.With("no display programme is in force on %s", clock.DayText(n.ShownOn))
	}
	org, err := s.channel.GetOrg(ctx, n.Terminal)
	if err == nil && org.Kind != model.OrgTerminal {
		err = ErrBadDisplay.With("%s is a %s", org.Code, channel.KindName(org.Kind))
	}
	return err
}

// Withdraw takes an approval back, with what was paid for it. Errors: ErrUnknownDisplay,
// ErrWithdrawn.
func (s *Service) Withdraw(ctx context.Context, display model.DisplayID, note string, by model.UserID) (d model.RebateDisplay, err error) {
	err = s.db.Run(ctx, func(ctx context.Context) error {
		found, err := s.store.display(ctx, display)
		if err != nil {
			return err
		}
		if found == nil {
			return ErrUnknownDisplay.With("id %d", display)
		}
		if _, _, err := s.hold(ctx, found.ProgrammeID); err != nil {
			return err
		}
		now := s.clock.Now()
		d = *found
		d.WithdrawnBy, d.WithdrawnAt, d.Note = by, &now, note
		withdrawn, err := s.store.withdrawDisplay(ctx, d)
		if err == nil && !withdrawn {
			err = ErrWithdrawn.With("id %d", display)
		}
		if err != nil {
			return err
		}
		db.Note(ctx, "display %d of programme %d", d.ID, d.ProgrammeID)
		return s.recountDisplays(ctx, d.ProgrammeID, d.Terminal)
	})
	return d, err
}

// Displays pages through a programme's displays, newest first, before an id (0: from the
// newest).
func (s *Service) Displays(ctx context.Context, programme model.ProgrammeID, before model.DisplayID, limit int) ([]model.RebateDisplay, error) {
	return s.store.displays(ctx, programme, before, limit)
}

// recountDisplays finds anew whom a terminal's displays count for. The caller holds the
// programme.
func (s *Service) recountDisplays(ctx context.Context, programme model.ProgrammeID, terminal model.OrgID) error {
	all, err := s.published(ctx)
	if err != nil {
		return err
	}
	displays, err := s.store.approvedDisplays(ctx, programme, terminal)
	if err != nil {
		return err
	}
	var rows []model.RebateTerminal
	counted := map[int32]bool{}
	for _, d := range displays {
		v := versionOn(all, programme, d.ShownOn)
		if v == nil {
			continue // retired since
		}
		period := periodOf(v.terms.Every, monthOf(d.ShownOn))
		if counted[period] {
			continue
		}
		counted[period] = true
		chain, err := s.chainAt(ctx, terminal, d.ShownOn)
		if err != nil {
			return err
		}
		for _, at := range chain {
			if v.pays(at.tier, at.org, at.path, true) {
				rows = append(rows, model.RebateTerminal{ProgrammeID: programme, OrgID: at.org, Period: period, Terminal: terminal, Tier: at.tier})
			}
		}
	}
	marks := map[mark]bool{}
	if err := s.replaceTerminal(ctx, programme, terminal, rows, marks); err != nil {
		return err
	}
	return s.store.mark(ctx, marks, s.clock.Now())
}

// chainAt is a terminal's chain as a day begins, for goods of no line in particular; empty
// where nobody in it earned anything then.
func (s *Service) chainAt(ctx context.Context, terminal model.OrgID, day int32) ([]seat, error) {
	place := channel.Place{Org: terminal, At: clock.StartOf(day)}
	known, err := s.askChannel(ctx, []channel.Place{place})
	if err != nil {
		return nil, err
	}
	if known.barred[place] {
		return nil, nil
	}
	up := known.upstreams[place]
	return chainOf(terminal, up.Distributor, known.regionals[known.above(place)], up.Wholesalers), nil
}
