package message

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"time"

	"channelrouter/internal/clock"
	"channelrouter/model"
)

// Consent is what a person chose for a template.
type Consent struct {
	TemplateID string
	Choice     model.ConsentChoice
}

// OnConsents takes in what WeChat pushes: what a person chose in an app at a time. The key
// tells pushes apart, so that one that comes again counts nothing; "" for one made of the
// content. People that the app does not know are passed over.
func (s *Service) OnConsents(ctx context.Context, appID, openID string, consents []Consent, at time.Time, key string) error {
	account, err := s.Identity.Account(ctx, appID, openID)
	if err != nil || account == nil {
		return err
	}
	if key == "" {
		key = fmt.Sprint(at.UnixMicro(), consents)
	}
	return s.bank(ctx, account.PersonID, appID, consents, at, "push\n"+appID+"\n"+openID+"\n"+key)
}

// ReportConsents takes in what an app says that its person chose just now. Where WeChat
// pushes the same, its acceptances are not counted, because they are WeChat's to tell. The
// key tells reports apart. Templates that the role does not have are passed over.
func (s *Service) ReportConsents(ctx context.Context, person model.PersonID, role model.Role, consents []Consent, key string) error {
	app := s.apps[role]
	now := s.clock.Now()
	policy, err := s.Policies.At(ctx, now)
	if err != nil {
		return err
	}
	own := policy.Body.templateIDs(role)
	consents = slices.DeleteFunc(slices.Clone(consents), func(c Consent) bool {
		return !slices.Contains(own, c.TemplateID) || (app.Pushed && c.Choice == model.ConsentAccepted)
	})
	if app.ID == "" {
		return nil
	}
	return s.bank(ctx, person, app.ID, consents, now, fmt.Sprintf("app\n%d\n%s\n%s", person, app.ID, key))
}

// bank counts what was chosen, once for each report. One popup asks for a template once.
func (s *Service) bank(ctx context.Context, person model.PersonID, appID string, consents []Consent, at time.Time, report string) error {
	consents = slices.Clone(consents)
	slices.SortStableFunc(consents, func(a, b Consent) int { return cmp.Compare(a.TemplateID, b.TemplateID) })
	consents = slices.CompactFunc(consents, func(a, b Consent) bool { return a.TemplateID == b.TemplateID })
	if len(consents) == 0 {
		return nil
	}
	now := s.clock.Now()
	rows := make([]model.MessageConsent, len(consents))
	for i, c := range consents {
		rows[i] = model.MessageConsent{
			PersonID: person, AppID: appID, TemplateID: c.TemplateID, Choice: c.Choice, ChosenAt: clock.Normal(at), UpdatedAt: now,
		}
		if c.Choice == model.ConsentAccepted {
			rows[i].Remaining = 1
		}
	}
	sum := sha256.Sum256([]byte(report))
	return s.db.Run(ctx, func(ctx context.Context) error {
		first, err := s.store.firstReport(ctx, model.MessageReport{Key: hex.EncodeToString(sum[:]), At: now})
		if err != nil || !first {
			return err
		}
		return s.store.addConsents(ctx, rows)
	})
}

// templateIDs are WeChat's templates of a role.
func (p Policy) templateIDs(role model.Role) []string {
	var ids []string
	for _, t := range p.of(role) {
		if t.TemplateID != "" && !slices.Contains(ids, t.TemplateID) {
			ids = append(ids, t.TemplateID)
		}
	}
	return ids
}

// Ask is a template that an app may ask its person to accept.
type Ask struct {
	TemplateID string
	Events     []string
	Remaining  int                 // messages that the person still takes
	Choice     model.ConsentChoice // the last; 0: never asked
}

// Asks lists the templates of a role for a person: those of which the fewest messages are
// left first, and last those that he refuses for good.
func (s *Service) Asks(ctx context.Context, person model.PersonID, role model.Role) ([]Ask, error) {
	policy, err := s.Policies.At(ctx, s.clock.Now())
	if err != nil {
		return nil, err
	}
	app := s.apps[role]
	ids := policy.Body.templateIDs(role)
	if app.ID == "" || len(ids) == 0 {
		return nil, nil
	}
	chosen, err := s.store.consents(ctx, person, app.ID, ids)
	if err != nil {
		return nil, err
	}
	asks := make([]Ask, len(ids))
	for i, id := range ids {
		asks[i] = Ask{TemplateID: id, Remaining: chosen[id].Remaining, Choice: chosen[id].Choice}
		for _, t := range policy.Body.of(role) {
			if t.TemplateID == id {
				asks[i].Events = append(asks[i].Events, t.Event)
			}
		}
	}
	slices.SortStableFunc(asks, func(a, b Ask) int {
		return cmp.Or(cmp.Compare(rank(a.Choice), rank(b.Choice)), cmp.Compare(a.Remaining, b.Remaining))
	})
	return asks, nil
}

// rank puts what may still be accepted before what may not.
func rank(c model.ConsentChoice) int {
	if c == model.ConsentRefused || c == model.ConsentBanned {
		return 1
	}
	return 0
}
