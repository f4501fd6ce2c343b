package console

import (
	"context"

	"channelrouter/api/httpx"
	"channelrouter/internal/money"
	"channelrouter/model"
	"channelrouter/service/catalog"
)

// Product is a trade item.
type Product struct {
	ID             httpx.ID `json:"id"`
	SKU            string   `json:"sku"`
	GTIN           string   `json:"gtin"`
	Name           string   `json:"name"`
	Pack           string   `json:"pack"`
	Line           string   `json:"line,omitempty" doc:"product line; none for the default one"`
	PointsEarned   int64    `json:"points_earned"`
	PointsToRedeem int64    `json:"points_to_redeem"`
	Packaging      httpx.ID `json:"packaging_profile_id,omitempty" doc:"in which its codes are usually ordered"`
	Version        int64    `json:"version" doc:"counts changes; If-Match of a change names it in quotes"`
}

func newProduct(p model.Product) Product {
	return Product{
		ID: httpx.ID(p.ID), SKU: p.SKU, GTIN: p.GTIN, Name: p.Name, Pack: p.Pack, Line: p.Line, PointsEarned: int64(p.PointsEarned),
		PointsToRedeem: int64(p.PointsToRedeem), Packaging: httpx.ID(p.PackagingProfileID), Version: p.Version,
	}
}

// ProductsInput narrows products down.
type ProductsInput struct {
	httpx.PageInput
	Text string `query:"q" maxLength:"60" doc:"what stands in the SKU, the GTIN, the name or the pack"`
	Line string `query:"line" maxLength:"32" doc:"product line"`
	Sort string `query:"sort" enum:"sku,-sku,name,-name,gtin,-gtin,line,-line,points_earned,-points_earned" doc:"by SKU when left out"`
}

// Products pages through the catalogue.
func (h *BatchHandler) Products(ctx context.Context, in *ProductsInput) (*httpx.Out[httpx.Page[Product]], error) {
	q := catalog.Query{Text: in.Text, Sort: in.Sort}
	if in.Line != "" {
		q.Line = &in.Line
	}
	rows, err := h.catalog.Find(ctx, q, model.ProductID(in.After.N), in.Limit)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return httpx.Answer(httpx.NewPage(rows, in.Limit, func(p model.Product) int64 { return int64(p.ID) }, newProduct)), nil
}

// ChangeProductInput says what a product is to be. Its SKU stays.
type ChangeProductInput struct {
	httpx.VersionInput
	ID   httpx.Ref `path:"id" doc:"the product's id"`
	Body struct {
		GTIN           string   `json:"gtin" pattern:"^[0-9]{14}$" doc:"14 digits, the last of them the check digit"`
		Name           string   `json:"name" minLength:"1" maxLength:"120"`
		Pack           string   `json:"pack,omitempty" maxLength:"60"`
		Line           string   `json:"line,omitempty" maxLength:"32" doc:"product line, by which suppliers and territories are judged from now on; none for the default one"`
		PointsEarned   int64    `json:"points_earned" minimum:"0" maximum:"1000000000" doc:"by the consumer, a unit"`
		PointsToRedeem int64    `json:"points_to_redeem" minimum:"0" maximum:"1000000000"`
		Packaging      httpx.ID `json:"packaging_profile_id,omitempty" doc:"in which its codes are usually ordered"`
	}
}

// packagingIs makes sure that a product's usual packaging, where it has one, is kept.
func (h *BatchHandler) packagingIs(ctx context.Context, id httpx.ID) error {
	if id == 0 {
		return nil
	}
	_, err := h.codes.GetPackaging(ctx, int64(id))
	return err
}

// ChangeProduct changes a product as its caller has read it. Where somebody else was quicker, the
// problem tells as current what it is now.
func (h *BatchHandler) ChangeProduct(ctx context.Context, in *ChangeProductInput) (*httpx.Tagged[Product], error) {
	version, err := in.Version()
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	b := in.Body
	if err := h.packagingIs(ctx, b.Packaging); err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	p, err := h.catalog.Change(ctx, model.ProductID(in.ID.N), version, catalog.NewProduct{
		GTIN: b.GTIN, Name: b.Name, Pack: b.Pack, Line: b.Line, PointsEarned: money.Points(b.PointsEarned),
		PointsToRedeem: money.Points(b.PointsToRedeem), PackagingProfileID: int64(b.Packaging),
	})
	return httpx.Changed(ctx, p, p.Version, newProduct, err)
}

// NewProduct is a product to create, or to update by its SKU.
type NewProduct struct {
	SKU            string   `json:"sku" minLength:"1" maxLength:"32" doc:"the brand's own number"`
	GTIN           string   `json:"gtin" pattern:"^[0-9]{14}$" doc:"14 digits, the last of them the check digit"`
	Name           string   `json:"name" minLength:"1" maxLength:"120"`
	Pack           string   `json:"pack,omitempty" maxLength:"60"`
	PointsEarned   int64    `json:"points_earned" minimum:"0" maximum:"1000000000" doc:"by the consumer, a unit"`
	PointsToRedeem int64    `json:"points_to_redeem,omitempty" minimum:"0" maximum:"1000000000"`
	Line           string   `json:"line,omitempty" maxLength:"32" doc:"of a new product; one that is there keeps its own"`
	Packaging      httpx.ID `json:"packaging_profile_id,omitempty" doc:"of a new product; one that is there keeps its own"`
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
			Line: p.Line, PackagingProfileID: int64(p.Packaging),
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
	known := map[httpx.ID]bool{}
	for _, p := range in.Body.Products {
		if known[p.Packaging] {
			continue
		}
		if err := h.packagingIs(ctx, p.Packaging); err != nil {
			return nil, httpx.Problem(ctx, err)
		}
		known[p.Packaging] = true
	}
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
