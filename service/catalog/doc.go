// Package catalog is the room of trade items: what the brand sells, by GTIN and SKU,
// and what a unit earns. It owns the products table. A product's GTIN carries a
// valid check digit; a product is never deleted, because codes refer to it forever.
package catalog
