package main

import (
	"context"
	"fmt"
	"os"

	"channelrouter/configs"
	"channelrouter/service/catalog"
)

type catalogCommand struct {
	Import catalogImport `cmd:"" help:"Create or update products from a table."`
}

type catalogImport struct {
	File string `arg:"" type:"existingfile" help:"CSV in UTF-8."`
}

// Help teaches the columns.
func (catalogImport) Help() string {
	return `The file begins with this header, and each line after it is a product:

  sku,gtin,name,pack,points_earned,points_to_redeem
  P01,06900000000014,Infant formula 1,800 g tin,108,2150

  sku               the brand's own number, up to 32 characters; who is known by it is updated
  gtin              14 digits, the last of them the check digit
  name, pack        up to 120 and 60 characters; pack may be empty
  points_earned     what a consumer gets for a unit; points_to_redeem what one costs

A wrong line, which is named, keeps the whole file out. Importing the same file again
changes nothing. Codes are issued for products: batches need the catalogue first.`
}

// Run imports and tells what became of each product.
func (i catalogImport) Run(ctx context.Context, c configs.Config) error {
	h, err := build(ctx, c)
	if err != nil {
		return err
	}
	defer h.close()
	file, err := os.Open(i.File)
	if err != nil {
		return err
	}
	defer file.Close()
	report, err := h.Catalog.ImportFile(h.audited(ctx, "catalog import", fileName(i.File)), file)
	if err != nil {
		return err
	}
	for n, row := range report.Rows {
		if row.Status != catalog.Unchanged {
			fmt.Printf("line %d  %s  %s\n", n+2, row.SKU, row.Status)
		}
	}
	fmt.Printf("%d created, %d updated, %d unchanged\n", report.Created, report.Updated, report.Unchanged)
	return nil
}
