package remittance

import (
	"context"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"channelrouter/internal/db"
	"channelrouter/internal/word"
	"channelrouter/model"
)

// NewAccount is a bank account that somebody wants an organisation to be paid to. The key makes
// a retry the same wish.
type NewAccount struct {
	By     model.UserID
	Key    string
	Org    model.OrgID
	Name   string
	Number string
	Bank   string
	CNAPS  string // "" unknown
}

var (
	accountNumber = regexp.MustCompile(`^\d{8,30}$`)
	cnapsCode     = regexp.MustCompile(`^\d{12}$`)
)

const mostName = 60 // characters

// clean brings what people write to what is kept. Error: ErrBadAccount. Pure.
func (n NewAccount) clean() (NewAccount, error) {
	n.Name, n.Bank, n.CNAPS = strings.TrimSpace(n.Name), strings.TrimSpace(n.Bank), strings.TrimSpace(n.CNAPS)
	n.Number = strings.NewReplacer(" ", "", "-", "").Replace(n.Number) // as it stands on cards
	switch {
	case !isName(n.Name):
		return n, ErrBadAccount.With("the holder's name")
	case !isName(n.Bank):
		return n, ErrBadAccount.With("the bank's name")
	case !accountNumber.MatchString(n.Number):
		return n, ErrBadAccount.With("its number")
	case n.CNAPS != "" && !cnapsCode.MatchString(n.CNAPS):
		return n, ErrBadAccount.With("the CNAPS code")
	}
	return n, nil
}

// isName tells whether a text can be a name in a bank's file. It begins with a letter or digit:
// what spreadsheets take for a formula does not, in any width, and a bank would not know it by
// the apostrophe that keeps it from being one. Pure.
func isName(text string) bool {
	first, _ := utf8.DecodeRuneInString(text)
	return utf8.ValidString(text) && utf8.RuneCountInString(text) <= mostName && (unicode.IsLetter(first) || unicode.IsDigit(first)) &&
		!strings.ContainsFunc(text, func(r rune) bool { return !unicode.IsPrint(r) })
}

// AskAccount asks for an account, which waits for somebody else to approve it. Errors:
// ErrBadAccount, ErrKeyReused, channel.ErrUnknownOrg.
func (s *Service) AskAccount(ctx context.Context, n NewAccount) (model.BankAccount, error) {
	n, err := n.clean()
	if err != nil {
		return model.BankAccount{}, err
	}
	org, err := s.channel.GetOrg(ctx, n.Org)
	if err != nil {
		return model.BankAccount{}, err
	}
	if org.Kind == model.OrgBrand {
		return model.BankAccount{}, ErrBadAccount.With("%s is the brand", org.Code)
	}
	row := model.BankAccount{
		ID: model.BankAccountID(s.ids.Next()), UserID: n.By, Key: n.Key, InputHash: s.box.hash(n), OrgID: n.Org, Name: n.Name,
		Tail: n.Number[len(n.Number)-4:], Bank: n.Bank, CNAPS: n.CNAPS, State: model.BankAccountAsked, AskedAt: s.clock.Now(),
	}
	row.Sealed = s.box.seal(row, n.Number)
	ask := func(ctx context.Context) error {
		earlier, err := s.store.accountByKey(ctx, n.By, n.Key)
		if err != nil {
			return err
		}
		if earlier == nil {
			db.Note(ctx, "bank account %d, ending %s, of organisation %d", row.ID, row.Tail, row.OrgID)
			return s.store.insertAccount(ctx, row)
		}
		if earlier.InputHash != row.InputHash {
			return ErrKeyReused.With("key %q", n.Key)
		}
		row = *earlier
		return nil
	}
	err = s.db.RunRaced(ctx, ask)
	return row, err
}

// ApproveAccount has an organisation paid to an account that somebody else asked for, from now
// on; the one before ends. To approve again what was approved changes nothing. Errors:
// ErrUnknownAccount, ErrFourEyes, ErrDecided.
func (s *Service) ApproveAccount(ctx context.Context, id model.BankAccountID, d Decision) (a model.BankAccount, err error) {
	err = s.db.Run(ctx, func(ctx context.Context) error {
		if a, err = s.heldAccount(ctx, id); err != nil {
			return err
		}
		if err := fourEyes(a.UserID, d.By); err != nil {
			return err
		}
		switch a.State {
		case model.BankAccountApproved:
			return nil
		case model.BankAccountRefused, model.BankAccountEnded:
			return ErrDecided.With("account %d is %s", a.ID, accountStates[a.State])
		}
		now := s.clock.Now()
		before, err := s.store.current(ctx, []model.OrgID{a.OrgID})
		if err != nil {
			return err
		}
		if old, ok := before[a.OrgID]; ok {
			if err := s.end(ctx, old, Decision{By: d.By}); err != nil {
				return err
			}
		}
		a.State, a.DecidedBy, a.DecidedAt, a.Note = model.BankAccountApproved, d.By, &now, d.Note
		if err := s.store.saveAccount(ctx, a); err != nil {
			return err
		}
		db.Note(ctx, "bank account %d, ending %s, of organisation %d", a.ID, a.Tail, a.OrgID)
		return s.store.setPayee(ctx, a.OrgID, a.ID)
	})
	return a, err
}

// RefuseAccount turns an account down, or takes the wish for it back; to refuse it again changes
// nothing. Errors: ErrUnknownAccount, ErrDecided.
func (s *Service) RefuseAccount(ctx context.Context, id model.BankAccountID, d Decision) (a model.BankAccount, err error) {
	err = s.db.Run(ctx, func(ctx context.Context) error {
		if a, err = s.heldAccount(ctx, id); err != nil || a.State == model.BankAccountRefused {
			return err
		}
		if a.State != model.BankAccountAsked {
			return ErrDecided.With("account %d is %s", a.ID, accountStates[a.State])
		}
		now := s.clock.Now()
		a.State, a.DecidedBy, a.DecidedAt, a.Note = model.BankAccountRefused, d.By, &now, d.Note
		db.Note(ctx, "bank account %d", a.ID)
		return s.store.saveAccount(ctx, a)
	})
	return a, err
}

// WithdrawAccount ends an account at once, which one may do alone: nobody is paid to it any
// more. Errors: ErrUnknownAccount, ErrDecided.
func (s *Service) WithdrawAccount(ctx context.Context, id model.BankAccountID, d Decision) (a model.BankAccount, err error) {
	err = s.db.Run(ctx, func(ctx context.Context) error {
		if a, err = s.heldAccount(ctx, id); err != nil || a.State == model.BankAccountEnded {
			return err
		}
		if a.State != model.BankAccountApproved {
			return ErrDecided.With("account %d is %s", a.ID, accountStates[a.State])
		}
		if err := s.end(ctx, a, d); err != nil {
			return err
		}
		db.Note(ctx, "bank account %d", a.ID)
		if err := s.store.setPayee(ctx, a.OrgID, 0); err != nil {
			return err
		}
		a, err = s.account(ctx, id)
		return err
	})
	return a, err
}

func (s *Service) end(ctx context.Context, a model.BankAccount, d Decision) error {
	now := s.clock.Now()
	a.State, a.EndedBy, a.EndedAt, a.EndNote = model.BankAccountEnded, d.By, &now, d.Note
	return s.store.saveAccount(ctx, a)
}

// heldAccount keeps others from an organisation's accounts until the transaction ends.
func (s *Service) heldAccount(ctx context.Context, id model.BankAccountID) (model.BankAccount, error) {
	a, err := s.account(ctx, id)
	if err != nil {
		return a, err
	}
	if err := s.store.holdPayee(ctx, a.OrgID); err != nil {
		return a, err
	}
	return s.account(ctx, id)
}

func (s *Service) account(ctx context.Context, id model.BankAccountID) (model.BankAccount, error) {
	a, err := s.store.account(ctx, id)
	if err != nil {
		return model.BankAccount{}, err
	}
	if a == nil {
		return model.BankAccount{}, ErrUnknownAccount.With("id %d", id)
	}
	return *a, nil
}

// Accounts pages through bank accounts, newest first, before an id (0: from the newest), all
// that ever were; of an organisation (0: all), in a state (0: any).
func (s *Service) Accounts(ctx context.Context, org model.OrgID, state model.BankAccountState, before model.BankAccountID, limit int) ([]model.BankAccount, error) {
	return s.store.accounts(ctx, org, state, before, limit)
}

// Account is the one that an organisation is paid to. Error: ErrNoAccount.
func (s *Service) Account(ctx context.Context, org model.OrgID) (model.BankAccount, error) {
	current, err := s.store.current(ctx, []model.OrgID{org})
	if err != nil {
		return model.BankAccount{}, err
	}
	a, ok := current[org]
	if !ok {
		return a, ErrNoAccount
	}
	return a, nil
}

var accountStates = map[model.BankAccountState]string{
	model.BankAccountAsked: "asked", model.BankAccountApproved: "approved", model.BankAccountRefused: "refused", model.BankAccountEnded: "ended",
}

// AccountStateName is "asked", "approved", "refused" or "ended".
func AccountStateName(s model.BankAccountState) string { return accountStates[s] }

// ParseAccountState reads what AccountStateName writes; anything else is 0.
func ParseAccountState(s string) model.BankAccountState { return word.KeyOf(accountStates, s) }
