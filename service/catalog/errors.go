package catalog

import "channelrouter/internal/errs"

var (
	// ErrUnknownProduct: no product of that id or SKU.
	ErrUnknownProduct = errs.New(errs.NotFound, "catalog.unknown_product", "no such product", "list the products, or import the catalogue first: channelrouter catalog import, or POST /api/v1/console/products")
	// ErrBadRow: a line of a catalogue file cannot be read.
	ErrBadRow = errs.New(errs.Invalid, "catalog.bad_row", "a product of the catalogue is wrong", "mend the line or product that is named and import again; nothing was imported")
	// ErrTaken: the GTIN is another product's, or somebody else created the SKU meanwhile.
	ErrTaken = errs.New(errs.Conflict, "catalog.taken", "this GTIN or SKU is another product's", "list the products and mend the file")
)
