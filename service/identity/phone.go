package identity

import (
	"context"
	"log/slog"
	"strings"

	"channelrouter/internal/db"
	"channelrouter/internal/errs"
	"channelrouter/model"
)

// Phone is a telephone number with its country code. It shows itself masked only.
type Phone struct{ country, number string }

// ErrBadPhone: no telephone number.
var ErrBadPhone = errs.New(errs.Invalid, "identity.bad_phone", "this is no telephone number", "give 11 digits for the mainland, or + and the country code in front")

// ParsePhone reads a number as people write it. Without a country code it is of the
// mainland. Error: ErrBadPhone.
func ParsePhone(text string) (Phone, error) {
	plain := strings.NewReplacer(" ", "", "-", "", "(", "", ")", "").Replace(text)
	international, hasCountry := strings.CutPrefix(plain, "+")
	if !hasCountry {
		return newPhone("86", plain)
	}
	if number, ok := strings.CutPrefix(international, "86"); ok {
		return newPhone("86", number)
	}
	// Where the country code ends does not matter here: the whole is what is compared.
	return newPhone("", international)
}

// newPhone makes one number of a country code and what follows it.
func newPhone(country, number string) (Phone, error) {
	digits := strings.Trim(country+number, "0123456789") == ""
	mainland := len(number) == 11 && number[0] == '1'
	whole := len(country) + len(number)
	switch {
	case !digits, country == "86" && !mainland, country != "86" && (whole < 7 || whole > 15):
		return Phone{}, ErrBadPhone
	case country == "86":
		return Phone{country, number}, nil
	}
	return Phone{"", country + number}, nil
}

func (p Phone) e164() string { return "+" + p.country + p.number }

// Masked shows as much of the number as its owner needs to know it by.
func (p Phone) Masked() string {
	shown := 3
	if len(p.number) < 9 {
		shown = 1
	}
	end := len(p.number) - shown - 1
	text := p.number[:shown] + strings.Repeat("*", end-shown) + p.number[end:]
	if p.country == "86" {
		return text
	}
	return "+" + text
}

func (p Phone) String() string       { return p.Masked() }
func (p Phone) GoString() string     { return p.Masked() }
func (p Phone) LogValue() slog.Value { return slog.StringValue("[phone]") }

// AskPhone exchanges the code of an app's phone number button. It must not be called inside
// a transaction. Errors: what WeChat answers.
func (s *Service) AskPhone(ctx context.Context, app, code string) (Phone, error) {
	if db.Inside(ctx) {
		return Phone{}, errInside
	}
	country, number, err := s.wechat.PhoneNumber(ctx, app, code)
	if err != nil {
		return Phone{}, err
	}
	return newPhone(country, number)
}

// BindPhone keeps a number that WeChat has verified as the person's, with his consent to
// a version of the text, and returns who he is. Whose it was before loses it: numbers are
// given to others after a while. It joins the transaction of ctx.
func (s *Service) BindPhone(ctx context.Context, app string, person model.PersonID, p Phone, version string) (model.PersonID, error) {
	now := s.clock.Now()
	var current model.PersonID
	err := s.db.Run(ctx, func(ctx context.Context) error {
		owner, err := s.hold(ctx, person)
		if err != nil {
			return err
		}
		current = owner.ID
		index := s.IndexPhone(p)
		err = s.store.replacePhone(ctx, model.PersonPhone{
			PersonID: owner.ID, PhoneIndex: index, Sealed: s.phones.seal(p, index), App: app, VerifiedAt: now,
		})
		if err != nil {
			return err
		}
		return s.grant(ctx, model.Consent{PersonID: owner.ID, Purpose: model.ConsentPhone, Version: version, App: app}, now)
	})
	return current, err
}

// IndexPhone is what a number is found by: the same for the same number, and nothing
// anybody can compute without the key.
func (s *Service) IndexPhone(p Phone) string { return s.phones.index(p) }

// PhoneIndexOf is the index of a person's number, "" when he has none.
func (s *Service) PhoneIndexOf(ctx context.Context, person model.PersonID) (string, error) {
	row, err := s.store.phone(ctx, person)
	if err != nil || row == nil {
		return "", err
	}
	return row.PhoneIndex, nil
}

// PhoneOf is a person's number; ok is false when he has none.
func (s *Service) PhoneOf(ctx context.Context, person model.PersonID) (p Phone, ok bool, err error) {
	row, err := s.store.phone(ctx, person)
	if err != nil || row == nil {
		return Phone{}, false, err
	}
	p, err = s.phones.open(row.Sealed, row.PhoneIndex)
	return p, err == nil, err
}

// Bound tells whether it is known who a person is beyond one app: WeChat has named his
// unionid, or his phone is verified.
func (s *Service) Bound(ctx context.Context, person model.PersonID) (bool, error) {
	p, err := s.GetPerson(ctx, person)
	if err != nil || p.UnionID != nil {
		return err == nil, err
	}
	phone, err := s.store.phone(ctx, person)
	return phone != nil, err
}

// RequireBound refuses who is not bound: ErrNotBound.
func (s *Service) RequireBound(ctx context.Context, person model.PersonID) error {
	bound, err := s.Bound(ctx, person)
	if err == nil && !bound {
		return ErrNotBound
	}
	return err
}
