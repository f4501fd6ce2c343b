// Package console serves the brand's web console: everything a brand manager sees and
// does, under the roles of its users.
package console

import (
	"context"

	"channelrouter/api/httpx"
	"channelrouter/model"
	"channelrouter/service/identity"
)

// UserHandler serves console users and their sessions.
type UserHandler struct{ identity *identity.Service }

// NewUserHandler makes the handler.
func NewUserHandler(s *identity.Service) *UserHandler { return &UserHandler{identity: s} }

// CredentialsInput is a console user's credentials.
type CredentialsInput struct {
	FromPage
	Body struct {
		Login    string `json:"login" minLength:"1" maxLength:"64"`
		Password string `json:"password" minLength:"1" maxLength:"128"`
		Code     string `json:"code,omitempty" maxLength:"32" doc:"of the second factor, where the account has one: of the authenticator app, or a recovery code"`
		Browser  bool   `json:"browser,omitempty" doc:"true: the refresh token is set as a cookie that no script can read, and not shown; with X-Console: 1"`
	}
}

// Login begins a console session.
func (h *UserHandler) Login(ctx context.Context, in *CredentialsInput) (*SessionOutput, error) {
	if in.Body.Browser && !in.ours() {
		return nil, httpx.Problem(ctx, ErrNotOurPage)
	}
	from := device(ctx)
	from.Browser = in.Body.Browser
	tokens, err := h.identity.LoginConsole(ctx, identity.Entry{
		Login: in.Body.Login, Password: in.Body.Password, Code: in.Body.Code, From: from, Record: loginRecord(ctx, from),
	})
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return newSessionOutput(ctx, tokens, in.Body.Browser), nil
}

// loginRecord is what the audit log says of a failed login: where it came from, and never what
// was typed, which may be a password in the wrong field.
func loginRecord(ctx context.Context, from identity.Device) identity.AuditRecord {
	const path = "/api/v1/console/sessions"
	return identity.AuditRecord{Action: "POST " + path, Target: path + ", from " + from.Address, RequestID: httpx.RequestID(ctx)}
}

// User is one of the brand's people.
type User struct {
	ID        httpx.ID `json:"id"`
	Login     string   `json:"login"`
	Name      string   `json:"name"`
	Role      string   `json:"role" enum:"owner,channel_manager,finance,auditor,operator"`
	Disabled  bool     `json:"disabled" doc:"he cannot log in"`
	MustEnrol bool     `json:"must_enrol,omitempty" doc:"of the caller: until he has set up a second factor nothing else is open"`
}

func newUser(u model.ConsoleUser) User {
	return User{ID: httpx.ID(u.ID), Login: u.Login, Name: u.Name, Role: string(u.Role), Disabled: u.DisabledAt != nil}
}

// Me shows the caller.
func (h *UserHandler) Me(ctx context.Context, _ *httpx.Empty) (*httpx.Out[User], error) {
	actor, _ := identity.ActorFrom(ctx)
	user, err := h.identity.GetUser(ctx, actor.UserID)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	me := newUser(user)
	me.MustEnrol = actor.MustEnrol
	return httpx.Answer(me), nil
}

// ListUsersInput narrows users down.
type ListUsersInput struct {
	httpx.PageInput
	Text  string `query:"q" maxLength:"60" doc:"what stands in the name or the login"`
	Role  string `query:"role" enum:"owner,channel_manager,finance,auditor,operator"`
	State string `query:"state" enum:"active,disabled"`
}

// List pages through the users.
func (h *UserHandler) List(ctx context.Context, in *ListUsersInput) (*httpx.Out[httpx.Page[User]], error) {
	f := identity.UserFilter{Text: in.Text, Role: model.UserRole(in.Role)}
	if in.State != "" {
		disabled := in.State == "disabled"
		f.Disabled = &disabled
	}
	users, err := h.identity.ListUsers(ctx, f, model.UserID(in.After.N), in.Limit)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return httpx.Answer(httpx.NewPage(users, in.Limit, func(u model.ConsoleUser) int64 { return int64(u.ID) }, newUser)), nil
}

// CreateUserInput is a new console user.
type CreateUserInput struct {
	Body struct {
		Login    string `json:"login" minLength:"1" maxLength:"64"`
		Name     string `json:"name" minLength:"1" maxLength:"60"`
		Role     string `json:"role" enum:"owner,channel_manager,finance,auditor,operator"`
		Password string `json:"password" minLength:"10" maxLength:"128"`
	}
}

// Create adds a console user.
func (h *UserHandler) Create(ctx context.Context, in *CreateUserInput) (*httpx.Out[User], error) {
	user, err := h.identity.CreateUser(ctx, identity.NewUser{
		Login: in.Body.Login, Name: in.Body.Name, Role: model.UserRole(in.Body.Role), Password: in.Body.Password,
	})
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return httpx.Answer(newUser(user)), nil
}

// ChangeUserInput is what is to be different about a user.
type ChangeUserInput struct {
	ID   httpx.Ref `path:"id" doc:"the user's id"`
	Body struct {
		Role     *string `json:"role,omitempty" enum:"owner,channel_manager,finance,auditor,operator"`
		Disabled *bool   `json:"disabled,omitempty" doc:"true shuts him out until it is false again"`
	}
}

// Change gives a console user another role, shuts him out or lets him in again. A change
// ends his sessions.
func (h *UserHandler) Change(ctx context.Context, in *ChangeUserInput) (*httpx.Out[User], error) {
	user, err := h.identity.ChangeUser(ctx, model.UserID(in.ID.N), identity.UserChange{
		Role: (*model.UserRole)(in.Body.Role), Disabled: in.Body.Disabled,
	})
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return httpx.Answer(newUser(user)), nil
}

// PasswordInput is a change of one's own password.
type PasswordInput struct {
	Body struct {
		Old string `json:"old" minLength:"1" maxLength:"128"`
		New string `json:"new" minLength:"10" maxLength:"128"`
	}
}

// ChangePassword changes the caller's own password.
func (h *UserHandler) ChangePassword(ctx context.Context, in *PasswordInput) (*httpx.Empty, error) {
	actor, _ := identity.ActorFrom(ctx)
	if err := h.identity.ChangePassword(ctx, actor.UserID, in.Body.Old, in.Body.New, device(ctx)); err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return &httpx.Empty{}, nil
}
