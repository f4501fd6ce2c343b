package catalog

import (
	"context"
	_ "embed"
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"strings"

	"channelrouter/internal/money"
	"channelrouter/model"
)

//go:embed catalogue.csv
var sample string

// Sample is the catalogue that ships for the demo: 21 infant-formula products.
func Sample() io.Reader { return strings.NewReader(sample) }

const header = "sku,gtin,name,pack,points_earned,points_to_redeem"

// Load is ImportFile for who wants the products: all there are now, by SKU.
func (s *Service) Load(ctx context.Context, r io.Reader) ([]model.Product, error) {
	if _, err := s.ImportFile(ctx, r); err != nil {
		return nil, err
	}
	return s.store.all(ctx)
}

// ImportFile reads a catalogue, CSV in UTF-8 with the header sku,gtin,name,pack,
// points_earned,points_to_redeem, and does as Import does. ErrBadRow names the line.
func (s *Service) ImportFile(ctx context.Context, r io.Reader) (Report, error) {
	rows, err := csv.NewReader(r).ReadAll()
	if err != nil {
		return Report{}, ErrBadRow.With("%v", err)
	}
	// Spreadsheets begin a file in UTF-8 with a byte order mark.
	if len(rows) < 2 || strings.TrimPrefix(strings.Join(rows[0], ","), "\ufeff") != header {
		return Report{}, ErrBadRow.With("the header must be %s, and products must follow", header)
	}
	products := make([]NewProduct, len(rows)-1)
	for i, row := range rows[1:] {
		product, err := parse(row)
		if err == nil {
			err = product.check()
		}
		if err != nil {
			return Report{}, ErrBadRow.With("line %d: %v", i+2, err)
		}
		products[i] = product
	}
	return s.save(ctx, products, place{"line", 2})
}

func parse(row []string) (NewProduct, error) {
	product := NewProduct{SKU: row[0], GTIN: row[1], Name: row[2], Pack: row[3]}
	var err error
	if product.PointsEarned, err = parsePoints("points_earned", row[4]); err != nil {
		return product, err
	}
	product.PointsToRedeem, err = parsePoints("points_to_redeem", row[5])
	return product, err
}

func parsePoints(column, value string) (money.Points, error) {
	n, err := strconv.ParseInt(value, 10, 64)
	if err != nil {
		return 0, fmt.Errorf("%s %q is not a number", column, value)
	}
	return money.Points(n), nil
}
