package identity

import (
	"context"

	"channelrouter/internal/db"
)

// Web is WeChat's web authorisation, by the brand's official account.
type Web interface {
	// AuthorizeURL is where a browser inside WeChat is sent, to come back with a code. Named
	// asks the person to let his unionid be told; otherwise nobody is asked anything.
	AuthorizeURL(back, state string, named bool) string
	// Visitor exchanges that code for who is behind it, as WeChat.Login does.
	Visitor(ctx context.Context, code string) (openID, unionID, appID string, err error)
}

// LoginOnWeb begins a session of the consumer app for the person whose browser came back
// from WeChat's web authorisation with code. The official account is one more app in which
// he has an account; the unionid, where WeChat told it now or before, makes him the person
// he is in the others, and known says whether it has been. It must not be called inside a
// transaction. Errors: what WeChat answers.
func (s *Service) LoginOnWeb(ctx context.Context, web Web, code string) (tokens Tokens, known bool, err error) {
	if db.Inside(ctx) {
		return Tokens{}, false, errInside
	}
	openID, unionID, appID, err := web.Visitor(ctx, code)
	who, err := named(AppConsumer, openID, unionID, appID, err)
	if err != nil {
		return Tokens{}, false, err
	}
	if tokens, err = s.enter(ctx, who); err != nil {
		return Tokens{}, false, err
	}
	person, err := s.GetPerson(ctx, tokens.Actor.PersonID)
	return tokens, person.UnionID != nil, err
}
