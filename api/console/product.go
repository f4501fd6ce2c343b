package console

import (
	"context"

	"channelrouter/api/httpx"
	"channelrouter/internal/money"
	"channelrouter/service/catalog"
)

// NewProduct is a product to create, or to update by its SKU.
type NewProduct struct {
	SKU            string `json:"sku" minLength:"1" maxLength:"32" doc:"the brand's own number"`
	GTIN           string `json:"gtin" pattern:"^[0-9]{14}$" doc:"14 digits, the last of them the check digit"`
	Name           string `json:"name" minLength:"1" maxLength:"120"`
	Pack           string `json:"pack,omitempty" maxLength:"60"`
	PointsEarned   int64  `json:"points_earned" minimum:"0" maximum:"1000000000" doc:"by the consumer, a unit"`
	PointsToRedeem int64  `json:"points_to_redeem,omitempty" minimum:"0" maximum:"1000000000"`
}

// ImportProductsInput is products, all of which are taken, or none.
type ImportProductsInput struct {
	Body struct {
		Products []NewProduct `json:"products" minItems:"1" maxItems:"2000"`
	}
}

func (in *ImportProductsInput) products() []catalog.NewProduct {
	products := make([]catalog.NewProduct, len(in.Body.Products))
	for i, p := range in.Body.Products {
		products[i] = catalog.NewProduct{
			SKU: p.SKU, GTIN: p.GTIN, Name: p.Name, Pack: p.Pack,
			PointsEarned: money.Points(p.PointsEarned), PointsToRedeem: money.Points(p.PointsToRedeem),
		}
	}
	return products
}

// ImportedProducts tells what became of the products.
type ImportedProducts struct {
	Created   int               `json:"created"`
	Updated   int               `json:"updated"`
	Unchanged int               `json:"unchanged"`
	Products  []ImportedProduct `json:"products" doc:"in the order they were sent"`
}

// ImportedProduct tells what became of a product.
type ImportedProduct struct {
	SKU    string `json:"sku"`
	Status string `json:"status" enum:"created,updated,unchanged"`
}

// ImportProducts creates or updates products by SKU; the same again changes nothing.
func (h *BatchHandler) ImportProducts(ctx context.Context, in *ImportProductsInput) (*httpx.Out[ImportedProducts], error) {
	report, err := h.catalog.Import(ctx, in.products())
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	out := ImportedProducts{Created: report.Created, Updated: report.Updated, Unchanged: report.Unchanged}
	for _, row := range report.Rows {
		out.Products = append(out.Products, ImportedProduct{SKU: row.SKU, Status: row.Status})
	}
	return httpx.Answer(out), nil
}
