package identity

import (
	"context"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"channelrouter/internal/db"
	"channelrouter/model"
)

// NewUser describes a console user to create.
type NewUser struct {
	Login    string // up to 64 characters without spaces; case does not matter
	Name     string // up to 60 characters
	Role     model.UserRole
	Password string // 10 to 128 characters
}

var userRoles = []model.UserRole{model.UserOwner, model.UserChannelManager, model.UserFinance, model.UserAuditor, model.UserOperator}

// normalLogin makes "Li " and "li" one login on both databases.
func normalLogin(login string) string { return strings.ToLower(strings.TrimSpace(login)) }

func (n NewUser) check() error {
	unfit := func(r rune) bool { return unicode.IsSpace(r) || !unicode.IsPrint(r) }
	login := normalLogin(n.Login)
	switch {
	case login == "" || utf8.RuneCountInString(login) > 64 || strings.ContainsFunc(login, unfit):
		return ErrBadUser.With("login %q", n.Login)
	case strings.TrimSpace(n.Name) == "" || utf8.RuneCountInString(n.Name) > 60:
		return ErrBadUser.With("name %q", n.Name)
	case !slices.Contains(userRoles, n.Role):
		return ErrBadUser.With("role %q", n.Role)
	}
	return checkPassword(n.Password)
}

// CreateUser creates a console user and returns it without its password's hash. Errors:
// ErrBadUser, ErrBadPassword, ErrLoginTaken.
func (s *Service) CreateUser(ctx context.Context, n NewUser) (model.ConsoleUser, error) {
	if err := n.check(); err != nil {
		return model.ConsoleUser{}, err
	}
	hash, err := s.passwords.hash(ctx, n.Password)
	if err != nil {
		return model.ConsoleUser{}, err
	}
	user := model.ConsoleUser{
		ID: model.UserID(s.ids.Next()), Login: normalLogin(n.Login), Name: strings.TrimSpace(n.Name),
		Role: n.Role, PasswordHash: hash, CreatedAt: s.clock.Now(),
	}
	err = s.db.Run(ctx, func(ctx context.Context) error {
		created, err := s.store.insertUser(ctx, &user)
		if err == nil && !created {
			err = ErrLoginTaken.With("%q", user.Login)
		}
		db.Note(ctx, "user %d", user.ID)
		return err
	})
	if err != nil {
		return model.ConsoleUser{}, err
	}
	user.PasswordHash = ""
	return user, nil
}

// GetUser returns a console user without its password's hash. Error: ErrUnknownUser.
func (s *Service) GetUser(ctx context.Context, id model.UserID) (model.ConsoleUser, error) {
	user, err := s.store.user(ctx, id)
	if err != nil {
		return model.ConsoleUser{}, err
	}
	if user == nil {
		return model.ConsoleUser{}, ErrUnknownUser.With("id %d", id)
	}
	user.PasswordHash = ""
	return *user, nil
}

// UserFilter narrows console users; the zero value is all of them.
type UserFilter struct {
	Text     string // stands in the name or the login
	Role     model.UserRole
	Disabled *bool // nil: both
}

// ListUsers pages through console users by id, after an id (0: from the first), without
// their passwords' hashes. limit is held to 1 to 200.
func (s *Service) ListUsers(ctx context.Context, f UserFilter, after model.UserID, limit int) ([]model.ConsoleUser, error) {
	return s.store.listUsers(ctx, f, after, page(limit))
}

// page holds a list's limit within what one request may read.
func page(limit int) int { return min(max(limit, 1), 200) }
