package catalog

import (
	"context"
	_ "embed"
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"channelrouter/internal/db"
	"channelrouter/internal/money"
	"channelrouter/model"
)

//go:embed catalogue.csv
var sample string

// Sample is the catalogue that ships for the demo: 21 infant-formula products.
func Sample() io.Reader { return strings.NewReader(sample) }

const header = "sku,gtin,name,pack,points_earned,points_to_redeem"

// Load reads a catalogue, CSV in UTF-8 with the header sku,gtin,name,pack,points_earned,
// points_to_redeem, and creates or updates its products by SKU: all or none.
func (s *Service) Load(ctx context.Context, r io.Reader) ([]model.Product, error) {
	rows, err := csv.NewReader(r).ReadAll()
	if err != nil {
		return nil, ErrBadRow.With("%v", err)
	}
	// Spreadsheets begin a file in UTF-8 with a byte order mark.
	if len(rows) < 2 || strings.TrimPrefix(strings.Join(rows[0], ","), "\ufeff") != header {
		return nil, ErrBadRow.With("the header must be %s, and products must follow", header)
	}
	products := make([]model.Product, 0, len(rows)-1)
	lines := map[string]int{}
	for i, row := range rows[1:] {
		product, err := s.parse(row)
		if err != nil {
			return nil, ErrBadRow.With("line %d: %v", i+2, err)
		}
		if earlier, again := lines[product.SKU]; again {
			return nil, ErrBadRow.With("line %d: SKU %q stands in line %d as well", i+2, product.SKU, earlier)
		}
		lines[product.SKU] = i + 2
		products = append(products, product)
	}
	err = s.db.Run(ctx, func(ctx context.Context) error {
		db.AfterCommit(ctx, s.forget)
		return s.store.save(ctx, products)
	})
	if err != nil {
		return nil, err
	}
	return s.store.all(ctx)
}

func (s *Service) parse(row []string) (model.Product, error) {
	product := model.Product{ID: model.ProductID(s.ids.Next()), SKU: row[0], GTIN: row[1], Name: row[2], Pack: row[3]}
	for _, text := range []struct {
		column, value string
		least, most   int
	}{{"sku", product.SKU, 1, 32}, {"name", product.Name, 1, 120}, {"pack", product.Pack, 0, 60}} {
		if n := utf8.RuneCountInString(text.value); n < text.least || n > text.most || !utf8.ValidString(text.value) {
			return product, fmt.Errorf("%s %q is not UTF-8 of %d to %d characters", text.column, text.value, text.least, text.most)
		}
	}
	if !ValidGTIN14(product.GTIN) {
		return product, fmt.Errorf("GTIN %q is not 14 digits with a right check digit", product.GTIN)
	}
	var err error
	if product.PointsEarned, err = parsePoints("points_earned", row[4]); err != nil {
		return product, err
	}
	product.PointsToRedeem, err = parsePoints("points_to_redeem", row[5])
	return product, err
}

func parsePoints(column, value string) (money.Points, error) {
	n, err := strconv.ParseInt(value, 10, 64)
	if err != nil || n < 0 || n > maxPoints {
		return 0, fmt.Errorf("%s %q is not a number from 0 to %d", column, value, maxPoints)
	}
	return money.Points(n), nil
}

// maxPoints leaves room for a policy's factors.
const maxPoints = 1_000_000_000

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
