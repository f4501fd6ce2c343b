package console

import (
	"channelrouter/api/httpx"
	"channelrouter/model"
)

// NamedOrg names an organisation.
type NamedOrg struct {
	ID   httpx.ID `json:"id"`
	Code string   `json:"code"`
	Name string   `json:"name"`
}

func newNamedOrg(o model.Org) NamedOrg {
	return NamedOrg{ID: httpx.ID(o.ID), Code: o.Code, Name: o.Name}
}

// NamedProduct names a product.
type NamedProduct struct {
	ID   httpx.ID `json:"id"`
	SKU  string   `json:"sku"`
	Name string   `json:"name"`
}

func newNamedProduct(p model.Product) NamedProduct {
	return NamedProduct{ID: httpx.ID(p.ID), SKU: p.SKU, Name: p.Name}
}
