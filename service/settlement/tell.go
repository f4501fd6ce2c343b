package settlement

import (
	"context"
	"fmt"
	"time"

	"channelrouter/model"
	"channelrouter/service/message"
)

// allTold is up to whom was told of a period when everybody was.
const allTold model.OrgID = -1

// Tell tells those who act for organisations that their statements of a period are presented,
// some organisations in a transaction, and says how many organisations it told. Whoever goes on
// after one who died tells nobody twice: how far it is, is stored with the messages.
func (s *Service) Tell(ctx context.Context) (told int, err error) {
	for {
		p, err := s.store.nextToTell(ctx)
		if err != nil || p == nil {
			return told, err
		}
		n, err := s.tellSome(ctx, *p)
		if told += n; err != nil {
			return told, err
		}
	}
}

// tellSome tells the next organisations of a period.
func (s *Service) tellSome(ctx context.Context, p model.SettlementPeriod) (int, error) {
	page, err := s.store.statements(ctx, p.ID, p.ToldTo, s.at.orgs)
	if err != nil {
		return 0, err
	}
	to := allTold
	if len(page) > 0 {
		to = page[len(page)-1].OrgID
	}
	notes, err := s.notes(ctx, page, *p.ConfirmBy, func(st model.SettlementStatement) string {
		return fmt.Sprintf("statement/%d/%d", p.ID, st.OrgID)
	})
	if err != nil {
		return 0, err
	}
	return len(page), s.db.Run(ctx, func(ctx context.Context) error {
		if err := s.store.setTold(ctx, p.ID, to); err != nil {
			return err
		}
		return s.message.Send(ctx, notes...)
	})
}

// tellOfLine tells them of a line that was added to a statement that is presented, and which they
// have until a time to answer.
func (s *Service) tellOfLine(ctx context.Context, st model.SettlementStatement, until time.Time) error {
	notes, err := s.notes(ctx, []model.SettlementStatement{st}, until, func(st model.SettlementStatement) string {
		return fmt.Sprintf("statement/%d/%d/%d", st.PeriodID, st.OrgID, st.LineCount)
	})
	if err != nil {
		return err
	}
	return s.message.Send(ctx, notes...)
}

// notes are for the people who can answer a statement in their app. An organisation for which
// nothing has moved is not troubled.
func (s *Service) notes(ctx context.Context, page []model.SettlementStatement, until time.Time, key func(model.SettlementStatement) string) ([]message.Note, error) {
	ids := make([]model.OrgID, 0, len(page))
	for _, st := range page {
		if st.LineCount > 0 {
			ids = append(ids, st.OrgID)
		}
	}
	orgs, err := s.channel.Orgs(ctx, ids)
	if err != nil {
		return nil, err
	}
	members, err := s.channel.MembersOf(ctx, ids, s.clock.Now())
	if err != nil {
		return nil, err
	}
	var notes []message.Note
	for _, st := range page {
		for _, m := range members[st.OrgID] {
			if m.Role != model.RoleDistributor && m.Role != model.RoleTerminal {
				continue
			}
			notes = append(notes, message.Note{
				Person: m.PersonID, Role: m.Role, Event: message.StatementPresented, Key: key(st),
				Data: map[string]string{
					"organisation": orgs[st.OrgID].Name, "number": fmt.Sprint(st.PeriodID), "amount": st.ClosingFen.Yuan(),
					"until": message.Moment(until),
				},
			})
		}
	}
	return notes, nil
}
