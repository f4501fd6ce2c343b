package rebate

import (
	"context"
	"time"

	"channelrouter/internal/clock"
	"channelrouter/internal/db"
	"channelrouter/model"
)

// notice is how long before a day a version that begins or ends with it is published or
// retired: every replica has read it by then (policy.StaleAfter), and the transaction ended.
const notice = time.Minute

// isOver tells whether it is too late to begin or to end with a day.
func (s *Service) isOver(day int32) bool { return day <= clock.BizDate(s.clock.Now().Add(notice)) }

// Publish puts a draft in force on its days, for good. It begins with a day that is to
// come, because what has sold was worked out by then. Errors: ErrUnknownProgramme,
// ErrNotDraft, ErrEditedMeanwhile, ErrDayOver, ErrOverlap.
func (s *Service) Publish(ctx context.Context, id model.ProgrammeID, number, edition int, by model.UserID) (v model.RebateProgrammeVersion, err error) {
	err = s.db.Run(ctx, func(ctx context.Context) error {
		p, there, err := s.hold(ctx, id)
		if err != nil {
			return err
		}
		if v, err = draftOf(there, number, edition); err != nil {
			return err
		}
		now := s.clock.Now()
		if s.isOver(v.FromDay) {
			return ErrDayOver.With("from %s", clock.DayText(v.FromDay))
		}
		if other := overlapping(there, v); other != nil {
			return ErrOverlap.With("version %d of %s is in force from %s until before %s", other.Number, p.Code,
				clock.DayText(other.FromDay), clock.DayText(other.ToDay))
		}
		v.State, v.PublishedBy, v.PublishedAt, v.UpdatedAt = model.ProgrammePublished, by, &now, now
		db.Note(ctx, "programme %d version %d", id, number)
		db.AfterCommit(ctx, s.versions.Forget)
		return s.store.saveVersion(ctx, v)
	})
	return v, err
}

// overlapping is a published version that is in force on a day of another's; nil when none
// is. Pure.
func overlapping(rows []model.RebateProgrammeVersion, v model.RebateProgrammeVersion) *model.RebateProgrammeVersion {
	for i, r := range rows {
		if r.State == model.ProgrammePublished && r.FromDay < v.ToDay && v.FromDay < r.ToDay {
			return &rows[i]
		}
	}
	return nil
}

// Retire ends a programme with a day that is to come: what is in force then ends before it,
// and what would begin later never does. Errors: ErrUnknownProgramme, ErrDayOver,
// ErrBadDates, ErrNotInForce.
func (s *Service) Retire(ctx context.Context, id model.ProgrammeID, day int32, by model.UserID) (changed []model.RebateProgrammeVersion, err error) {
	err = s.db.Run(ctx, func(ctx context.Context) error {
		p, there, err := s.hold(ctx, id)
		if err != nil {
			return err
		}
		if !isDay(day) || s.isOver(day) {
			return ErrDayOver.With("%d", day)
		}
		if changed, err = retired(p.Kind, there, day); err != nil {
			return err
		}
		for i := range changed {
			changed[i].UpdatedAt = s.clock.Now()
			if err := s.store.saveVersion(ctx, changed[i]); err != nil {
				return err
			}
		}
		db.Note(ctx, "programme %d by user %d from %d", id, by, day)
		db.AfterCommit(ctx, s.versions.Forget)
		return nil
	})
	return changed, err
}

// retired is the versions that end with a day, or never begin. Pure.
func retired(kind model.ProgrammeKind, rows []model.RebateProgrammeVersion, day int32) (changed []model.RebateProgrammeVersion, err error) {
	for _, v := range rows {
		if v.State != model.ProgrammePublished || v.ToDay <= day {
			continue
		}
		if v.FromDay >= day {
			v.State = model.ProgrammeWithdrawn
			changed = append(changed, v)
			continue
		}
		terms, err := TermsOf(v)
		if err != nil {
			return nil, err
		}
		if v.ToDay = day; kind != model.ProgrammePerUnit && !beginsPeriod(terms.Every, day) {
			return nil, ErrBadDates.With("no %s begins on %d", terms.Every, day)
		}
		changed = append(changed, v)
	}
	if len(changed) == 0 {
		return nil, ErrNotInForce.With("on %d", day)
	}
	return changed, nil
}

// Get returns a programme with its versions, oldest first. Error: ErrUnknownProgramme.
func (s *Service) Get(ctx context.Context, id model.ProgrammeID) (model.RebateProgramme, []model.RebateProgrammeVersion, error) {
	found, err := s.store.programmes(ctx, []model.ProgrammeID{id})
	if err != nil {
		return model.RebateProgramme{}, nil, err
	}
	p, known := found[id]
	if !known {
		return p, nil, ErrUnknownProgramme.With("id %d", id)
	}
	rows, err := s.store.versionsOf(ctx, id)
	return p, rows, err
}

// ProgrammeQuery narrows programmes; the zero value is all of them.
type ProgrammeQuery struct {
	Text string // stands in the name or the code
	Kind model.ProgrammeKind
}

// List pages through programmes, newest first, before an id (0: from the newest).
func (s *Service) List(ctx context.Context, q ProgrammeQuery, before model.ProgrammeID, limit int) ([]model.RebateProgramme, error) {
	return s.store.listProgrammes(ctx, q, before, limit)
}
