package casefile

import (
	"context"
	"encoding/json"
	"time"

	"channelrouter/internal/money"
	"channelrouter/model"
	"channelrouter/service/diversion"
)

// packOrg is an organisation as a pack names it.
type packOrg struct {
	ID     model.OrgID `json:"id,string"`
	Code   string      `json:"code"`
	Name   string      `json:"name"`
	Adcode string      `json:"adcode"`
}

// packProduct is a product as a pack names it.
type packProduct struct {
	ID   model.ProductID `json:"id,string"`
	SKU  string          `json:"sku"`
	GTIN string          `json:"gtin"`
	Name string          `json:"name"`
}

// packCase is case.json.
type packCase struct {
	ID              model.CaseID             `json:"id,string"`
	Status          string                   `json:"status"`
	Origin          packOrg                  `json:"origin"`
	Terminal        *packOrg                 `json:"terminal"`
	Adcode          string                   `json:"adcode"`
	Product         packProduct              `json:"product"`
	WindowFrom      time.Time                `json:"window_from"`
	Previous        model.CaseID             `json:"previous_id,string"`
	OpenedAt        time.Time                `json:"opened_at"`
	NoticedAt       *time.Time               `json:"noticed_at"`
	AppealUntil     *time.Time               `json:"appeal_until"`
	AppealedAt      *time.Time               `json:"appealed_at"`
	DecidedAt       *time.Time               `json:"decided_at"`
	DecidedBy       model.UserID             `json:"decided_by,string"`
	Note            string                   `json:"note"`
	Alleged         *diversion.Allegation    `json:"alleged"`
	Units           int64                    `json:"units"`
	UnitRanges      []packRange              `json:"penalised_units"`
	PenaltyFen      money.Fen                `json:"penalty_fen"`
	CompensationFen money.Fen                `json:"compensation_fen"`
	Compensations   []diversion.Compensation `json:"compensations"`
	Reckoning       []diversion.PenaltyLine  `json:"reckoning"`
	PolicyVersion   int                      `json:"policy_version"`
	Transaction     model.TxnID              `json:"ledger_transaction,string"`
}

// packRange is a run of units, from the first to the last.
type packRange struct {
	First string `json:"first"`
	Last  string `json:"last"`
	Count int64  `json:"count"`
}

func (p *Pack) gatherCase(ctx context.Context, c model.DiversionCase) error {
	s := p.service
	product, err := s.rooms.Catalog.Get(ctx, c.ProductID)
	if err != nil {
		return err
	}
	orgs, err := s.rooms.Channel.Orgs(ctx, []model.OrgID{c.Origin, c.Terminal})
	if err != nil {
		return err
	}
	out := packCase{
		ID: c.ID, Status: diversion.StatusName(c.Status), Origin: newPackOrg(orgs[c.Origin]), Adcode: c.Adcode,
		Product:    packProduct{ID: product.ID, SKU: product.SKU, GTIN: product.GTIN, Name: product.Name},
		WindowFrom: c.WindowFrom, Previous: c.Previous, OpenedAt: c.OpenedAt, NoticedAt: c.NoticedAt, AppealUntil: c.AppealUntil,
		AppealedAt: c.AppealedAt, DecidedAt: c.DecidedAt, DecidedBy: c.DecidedBy, Note: c.Note, Units: c.Units,
		PenaltyFen: c.PenaltyFen, CompensationFen: c.CompensationFen, PolicyVersion: c.PolicyVersion, Transaction: c.TxnID,
	}
	if c.Terminal != 0 {
		terminal := newPackOrg(orgs[c.Terminal])
		out.Terminal = &terminal
	}
	if out.Alleged, err = s.rooms.Diversion.Alleged(ctx, c.ID); err != nil {
		return err
	}
	if out.Reckoning, err = diversion.Reckoning(c); err != nil {
		return err
	}
	if out.Compensations, err = s.rooms.Diversion.Compensated(ctx, c.ID); err != nil {
		return err
	}
	units, err := s.rooms.Diversion.Penalised(ctx, c.ID)
	for _, r := range units {
		out.UnitRanges = append(out.UnitRanges, packRange{First: r.From.String(), Last: (r.To - 1).String(), Count: r.Len()})
	}
	p.add("case.json", out)
	return err
}

func newPackOrg(o model.Org) packOrg {
	return packOrg{ID: o.ID, Code: o.Code, Name: o.Name, Adcode: o.Adcode}
}

// gatherPolicy adds the diversion policy by which the case was decided; of a case without a
// verdict, the one in force.
func (p *Pack) gatherPolicy(ctx context.Context, c model.DiversionCase) error {
	at := p.service.clock.Now()
	if c.DecidedAt != nil {
		at = *c.DecidedAt
	}
	policy, err := p.service.rooms.Diversion.Policies.At(ctx, at)
	p.add("policy.json", struct {
		Version int              `json:"version"` // 0: the default
		InForce time.Time        `json:"in_force"`
		Policy  diversion.Policy `json:"policy"`
	}{policy.Number, policy.InForce, policy.Body})
	return err
}

// packEvent is a step of history.json.
type packEvent struct {
	ID     model.CaseEventID `json:"id,string"`
	Action string            `json:"action"`
	From   string            `json:"from"`
	To     string            `json:"to"`
	User   model.UserID      `json:"user_id,string"`
	Person model.PersonID    `json:"person_id,string"`
	Org    model.OrgID       `json:"org_id,string"`
	Note   string            `json:"note"`
	Facts  json.RawMessage   `json:"facts"`
	At     time.Time         `json:"at"`
}

func (p *Pack) gatherHistory(ctx context.Context) error {
	events, err := p.service.rooms.Diversion.History(ctx, p.id)
	steps := make([]packEvent, len(events))
	for i, e := range events {
		steps[i] = packEvent{
			ID: e.ID, Action: e.Action, From: diversion.StatusName(e.From), To: diversion.StatusName(e.To), User: e.UserID,
			Person: e.PersonID, Org: e.OrgID, Note: e.Note, Facts: e.Facts, At: e.At,
		}
	}
	p.add("history.json", steps)
	return err
}
