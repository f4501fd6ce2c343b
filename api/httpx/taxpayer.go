package httpx

import (
	"context"

	"channelrouter/service/identity"
	"channelrouter/service/tax"
)

// Taxpayer is whom the tax office knows the caller as, masked.
type Taxpayer struct {
	Name        string `json:"name" doc:"its first character" example:"王**"`
	IDType      string `json:"id_type" enum:"resident_id,passport"`
	Number      string `json:"number" doc:"its last four characters" example:"**************002X"`
	Country     string `json:"country"`
	ConsentedAt Time   `json:"consented_at"`
}

func newTaxpayer(t tax.Taxpayer) Taxpayer {
	return Taxpayer{Name: t.Name, IDType: string(t.IDType), Number: t.Number, Country: t.Country, ConsentedAt: Time{t.ConsentedAt}}
}

// Taxpayers lets people say who they are to the tax office.
type Taxpayers struct{ tax *tax.Service }

// NewTaxpayers makes the handler.
func NewTaxpayers(t *tax.Service) *Taxpayers { return &Taxpayers{t} }

// TaxpayerInput is who the caller says he is.
type TaxpayerInput struct {
	Body struct {
		Name    string `json:"name" minLength:"1" maxLength:"100" doc:"as in the document"`
		IDType  string `json:"id_type" enum:"resident_id,passport"`
		Number  string `json:"number" minLength:"5" maxLength:"18"`
		Country string `json:"country,omitempty" pattern:"^[A-Z]{2}$" doc:"ISO 3166-1; CN where it is left out with a resident_id"`
		Consent bool   `json:"consent" doc:"the person agrees that this is kept, sealed, for the tax office and for payers that compare the name"`
	}
}

// Put keeps who the caller is.
func (h *Taxpayers) Put(ctx context.Context, in *TaxpayerInput) (*Out[Taxpayer], error) {
	actor, _ := identity.ActorFrom(ctx)
	t, err := h.tax.Enter(ctx, actor.PersonID, tax.Particulars{
		Name: in.Body.Name, IDType: tax.IDType(in.Body.IDType), Number: in.Body.Number, Country: in.Body.Country,
	}, in.Body.Consent)
	if err != nil {
		return nil, Problem(ctx, err)
	}
	return Answer(newTaxpayer(t)), nil
}

// Get shows what is known of the caller.
func (h *Taxpayers) Get(ctx context.Context, _ *Empty) (*Out[Taxpayer], error) {
	actor, _ := identity.ActorFrom(ctx)
	t, err := h.tax.Of(ctx, actor.PersonID)
	if err != nil {
		return nil, Problem(ctx, err)
	}
	return Answer(newTaxpayer(t)), nil
}
