package tax

import (
	"context"

	"channelrouter/model"
	"channelrouter/model/event"
)

// OnPersonUnited gives the incomes, and what was entered, of persons who turned out to be
// others to those they are. A month that both had earned in has less tax than its table
// says; the next income of the month makes that good.
func (s *Service) OnPersonUnited(ctx context.Context, facts []event.PersonUnited) error {
	for _, f := range facts { // one after the other: one's heir may be the next one's
		err := s.db.Run(ctx, func(ctx context.Context) error {
			if err := s.moveIncomes(ctx, f); err != nil {
				return err
			}
			return s.moveTaxpayer(ctx, f)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// moveIncomes holds both persons' months, always in one order, before it moves them.
func (s *Service) moveIncomes(ctx context.Context, f event.PersonUnited) error {
	months, err := s.store.monthsOf(ctx, f.From)
	if err != nil {
		return err
	}
	for _, m := range months {
		for _, person := range []model.PersonID{min(f.From, f.To), max(f.From, f.To)} {
			held, err := s.store.holdMonth(ctx, person, m.Month)
			if err != nil {
				return err
			}
			if person == f.From {
				m = held
			}
		}
		if err := s.store.addToMonth(ctx, f.From, m.Month, -m.Gross, -m.Tax); err != nil {
			return err
		}
		if err := s.store.addToMonth(ctx, f.To, m.Month, m.Gross, m.Tax); err != nil {
			return err
		}
	}
	first, err := s.store.firstMonth(ctx)
	if err != nil || first == 0 {
		return err
	}
	for month := first; month <= Month(s.clock.Now()); month = nextMonth(month) { // each is a seek
		if err := s.store.moveIncomes(ctx, f.From, f.To, month); err != nil {
			return err
		}
	}
	return nil
}

func nextMonth(month int32) int32 {
	if month%100 == 12 {
		return month + 89
	}
	return month + 1
}

// moveTaxpayer keeps what the person himself has entered, if he has.
func (s *Service) moveTaxpayer(ctx context.Context, f event.PersonUnited) error {
	row, err := s.store.taxpayer(ctx, f.From)
	if err != nil || row == nil {
		return err
	}
	own, err := s.store.taxpayer(ctx, f.To)
	if err != nil {
		return err
	}
	if own == nil {
		p, err := s.opened(*row)
		if err != nil {
			return err
		}
		moved := *row
		moved.PersonID = f.To
		if moved.Sealed, err = s.sealed(f.To, p); err != nil {
			return err
		}
		if err := s.store.saveTaxpayer(ctx, moved); err != nil {
			return err
		}
	}
	return s.store.forgetTaxpayer(ctx, f.From)
}
