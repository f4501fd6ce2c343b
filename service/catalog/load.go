package catalog

import (
	"context"
	_ "embed"
	"encoding/csv"
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

// Load reads a catalogue, CSV with the header sku,gtin,name,pack,points_earned,
// points_to_redeem, and creates or updates its products by SKU: all or none.
func (s *Service) Load(ctx context.Context, r io.Reader) ([]model.Product, error) {
	rows, err := csv.NewReader(r).ReadAll()
	if err != nil {
		return nil, ErrBadRow.With("%v", err)
	}
	if len(rows) < 2 || strings.Join(rows[0], ",") != "sku,gtin,name,pack,points_earned,points_to_redeem" {
		return nil, ErrBadRow.With("the header must be sku,gtin,name,pack,points_earned,points_to_redeem")
	}
	products := make([]model.Product, 0, len(rows)-1)
	for i, row := range rows[1:] {
		product, err := s.parse(row)
		if err != nil {
			return nil, ErrBadRow.With("line %d: %v", i+2, err)
		}
		products = append(products, product)
	}
	err = s.db.Run(ctx, func(ctx context.Context) error { return s.store.upsert(ctx, products) })
	if err != nil {
		return nil, err
	}
	s.forget()
	return s.store.all(ctx)
}

func (s *Service) parse(row []string) (model.Product, error) {
	earned, err := strconv.ParseInt(row[4], 10, 64)
	if err != nil {
		return model.Product{}, err
	}
	redeem, err := strconv.ParseInt(row[5], 10, 64)
	if err != nil {
		return model.Product{}, err
	}
	if !ValidGTIN14(row[1]) {
		return model.Product{}, ErrBadRow.With("GTIN %q is not 14 digits with a right check digit", row[1])
	}
	return model.Product{
		ID: model.ProductID(s.ids.Next()), SKU: row[0], GTIN: row[1], Name: row[2], Pack: row[3],
		PointsEarned: money.Points(earned), PointsToRedeem: money.Points(redeem),
	}, nil
}

// ValidGTIN14 checks the modulo-10 digit of GS1 General Specifications 7.9.1.
func ValidGTIN14(gtin string) bool {
	if len(gtin) != 14 {
		return false
	}
	sum := 0
	for i, c := range []byte(gtin) {
		if c < '0' || c > '9' {
			return false
		}
		weight := 3 - 2*(i%2) // 3, 1, 3, … 1: the check digit itself weighs 1
		sum += int(c-'0') * weight
	}
	return sum%10 == 0
}
