package identity

import (
	"context"
	"errors"
	"testing"

	"channelrouter/internal/clock"
	"channelrouter/internal/db"
	"channelrouter/internal/id"
	"channelrouter/model"
	"channelrouter/model/migration"
)

// A password changes after a login has verified the old one and before it is admitted:
// a gap too narrow for goroutines to find.
func TestAdmitKnowsTheVerifiedPassword(t *testing.T) {
	ctx := t.Context()
	d, err := db.Open(ctx, "sqlite://"+t.TempDir()+"/t.db")
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	if err := migration.Up(ctx, d); err != nil {
		t.Fatal(err)
	}
	s := New(d, clock.System{}, id.NewGenerator(1), nil, nil, Keys{})
	user, err := s.CreateUser(ctx, NewUser{Login: "li", Name: "Li", Role: model.UserOwner, Password: "the old password"})
	if err != nil {
		t.Fatal(err)
	}
	admit := func(verified *model.ConsoleUser) error {
		return d.Run(ctx, func(ctx context.Context) error {
			_, err := s.admit(ctx, verified, Entry{})
			return err
		})
	}

	verified, err := s.store.user(ctx, user.ID)
	if err != nil {
		t.Fatal(err)
	}
	if err := admit(verified); err != nil {
		t.Errorf("admitting before the change: %v", err)
	}
	if err := s.ChangePassword(ctx, user.ID, "the old password", "the new password", Device{}); err != nil {
		t.Fatal(err)
	}
	if err := admit(verified); !errors.Is(err, ErrBadCredentials) {
		t.Errorf("admitting after the change: %v", err)
	}
}
