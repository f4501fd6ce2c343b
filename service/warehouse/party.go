package warehouse

import (
	"context"
	"slices"

	"channelrouter/model"
	"channelrouter/service/channel"
	"channelrouter/service/custody"
)

// mayTell is what people of an organisation may tell of its goods. Giving goods back and
// handing them to another distributor change what they are meant for: the brand accepts
// those.
var mayTell = map[model.Role][]model.CustodyKind{
	model.RoleDistributor: {model.Receive, model.Ship, model.Pack, model.Unpack},
	model.RoleTerminal:    {model.Receive, model.Unpack},
}

// parties finds who gives and who takes, for the events of one upload.
type parties struct {
	service *Service
	teller  Teller
	own     map[string]model.OrgID // what was asked before, by code
}

// of returns the two organisations of an event.
func (p *parties) of(ctx context.Context, t Told) (from, to model.OrgID, err error) {
	if p.teller.Org == 0 {
		return p.anybody(ctx, t)
	}
	if !slices.Contains(mayTell[p.teller.Role], t.Kind) || t.From != "" || t.To != "" && t.Kind != model.Ship {
		return 0, 0, ErrMayNotTell.With("%s as %s from %q to %q", custody.KindName(t.Kind), channel.RoleName(p.teller.Role), t.From, t.To)
	}
	switch t.Kind {
	case model.Receive:
		return 0, p.teller.Org, nil
	case model.Ship:
		to, err = p.find(ctx, t.To, func(ctx context.Context, code string) (model.OrgID, error) {
			return p.service.Channel.OwnReceiver(ctx, p.teller.Org, code)
		})
		return p.teller.Org, to, err
	}
	return p.teller.Org, 0, nil
}

// anybody is the parties of an event that the brand tells, which names them.
func (p *parties) anybody(ctx context.Context, t Told) (from, to model.OrgID, err error) {
	if t.Kind == model.Transfer {
		return 0, 0, ErrMayNotTell.With("a transfer is approved first")
	}
	if from, err = p.find(ctx, t.From, p.byCode); err != nil {
		return 0, 0, err
	}
	to, err = p.find(ctx, t.To, p.byCode)
	return from, to, err
}

func (p *parties) byCode(ctx context.Context, code string) (model.OrgID, error) {
	org, err := p.service.Channel.GetOrgByCode(ctx, code)
	return org.ID, err
}

// find asks for an organisation once an upload; "" is nobody.
func (p *parties) find(ctx context.Context, code string, ask func(context.Context, string) (model.OrgID, error)) (model.OrgID, error) {
	if org, known := p.own[code]; known || code == "" {
		return org, nil
	}
	org, err := ask(ctx, code)
	if err == nil {
		p.own[code] = org
	}
	return org, err
}
