package tax

import (
	"context"
	"strings"
	"time"
	"unicode/utf8"

	"channelrouter/internal/db"
	"channelrouter/model"
)

// Particulars are whom the tax office knows a person as.
type Particulars struct {
	Name    string `json:"name"`
	IDType  IDType `json:"id_type"`
	Number  string `json:"number"`
	Country string `json:"country"` // ISO 3166-1, two letters
}

// IDType is a kind of identity document.
type IDType string

const (
	ResidentID IDType = "resident_id" // 居民身份证
	Passport   IDType = "passport"    // 护照
)

// Masked leaves of the name its first character and of the number its last four.
func (p Particulars) Masked() Particulars {
	if first, size := utf8.DecodeRuneInString(p.Name); size > 0 {
		p.Name = string(first) + strings.Repeat("*", max(utf8.RuneCountInString(p.Name)-1, 1))
	}
	if n := len(p.Number); n > 4 {
		p.Number = strings.Repeat("*", n-4) + p.Number[n-4:]
	}
	return p
}

// Taxpayer is what is known of a person.
type Taxpayer struct {
	Particulars
	ConsentedAt time.Time
}

// Enter keeps who a person is, with his consent, in place of what he entered before, and
// answers masked. Errors: ErrNoConsent, ErrBadTaxpayer.
func (s *Service) Enter(ctx context.Context, person model.PersonID, p Particulars, consent bool) (Taxpayer, error) {
	if !consent {
		return Taxpayer{}, ErrNoConsent
	}
	now := s.clock.Now()
	p, err := p.normal(now)
	if err != nil {
		return Taxpayer{}, err
	}
	sealed, err := s.sealed(person, p)
	if err != nil {
		return Taxpayer{}, err
	}
	row := model.Taxpayer{PersonID: person, Sealed: sealed, ConsentedAt: now, UpdatedAt: now}
	err = s.db.Run(ctx, func(ctx context.Context) error { return s.store.saveTaxpayer(ctx, row) })
	return Taxpayer{Particulars: p.Masked(), ConsentedAt: now}, err
}

// Of shows a person what is known of him, masked. Error: ErrNoTaxpayer.
func (s *Service) Of(ctx context.Context, person model.PersonID) (Taxpayer, error) {
	row, err := s.store.taxpayer(ctx, person)
	if err != nil {
		return Taxpayer{}, err
	}
	if row == nil {
		return Taxpayer{}, ErrNoTaxpayer
	}
	p, err := s.opened(*row)
	return Taxpayer{Particulars: p.Masked(), ConsentedAt: row.ConsentedAt}, err
}

// SealedName is a person's name, sealed for whoever has to keep it for a while; nil when
// he has not entered it. OpenName opens it.
func (s *Service) SealedName(ctx context.Context, person model.PersonID) ([]byte, error) {
	row, err := s.store.taxpayer(ctx, person)
	if err != nil || row == nil {
		return nil, err
	}
	p, err := s.opened(*row)
	if err != nil {
		return nil, err
	}
	return s.sealed(person, Particulars{Name: p.Name})
}

// OpenName is the name in clear, for a payer that compares it; "" of nothing.
func (s *Service) OpenName(person model.PersonID, sealed []byte) (string, error) {
	if len(sealed) == 0 {
		return "", nil
	}
	p, err := s.opened(model.Taxpayer{PersonID: person, Sealed: sealed})
	return p.Name, err
}

// particulars opens what is known of several persons.
func (s *Service) particulars(ctx context.Context, persons []model.PersonID) (map[model.PersonID]Particulars, error) {
	rows, err := s.store.taxpayers(ctx, persons)
	if err != nil {
		return nil, err
	}
	known := make(map[model.PersonID]Particulars, len(rows))
	for _, row := range rows {
		if known[row.PersonID], err = s.opened(row); err != nil {
			return nil, err
		}
	}
	return known, nil
}

// Forget removes what a person entered about himself. What was withheld from him stays.
func (s *Service) Forget(ctx context.Context, person model.PersonID) error {
	return s.db.Run(ctx, func(ctx context.Context) error {
		db.Note(ctx, "person %d", person)
		return s.store.forgetTaxpayer(ctx, person)
	})
}
