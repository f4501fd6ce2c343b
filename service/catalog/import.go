package catalog

import (
	"context"
	"fmt"
	"strings"
	"unicode/utf8"

	"channelrouter/internal/db"
	"channelrouter/internal/gs1"
	"channelrouter/internal/money"
	"channelrouter/model"
)

// NewProduct is a product as the brand describes it.
type NewProduct struct {
	SKU            string
	GTIN           string // 14 digits
	Name           string
	Pack           string
	PointsEarned   money.Points // by the consumer, a unit
	PointsToRedeem money.Points

	// What a file does not tell; an import keeps both of a product that is there.
	Line               string // product line; "" is the default one
	PackagingProfileID int64  // in which its codes are usually ordered; 0 for none
}

// What becomes of a product.
const (
	Created   = "created"
	Updated   = "updated"
	Unchanged = "unchanged"
)

// Report tells what became of the products of an import.
type Report struct {
	Rows                        []Row // in the order they were given
	Created, Updated, Unchanged int
}

// Row tells what became of a product.
type Row struct{ SKU, Status string }

// Import creates or updates products by SKU: all or none. Errors: ErrBadRow, which names
// the first wrong product by its place, and ErrTaken.
func (s *Service) Import(ctx context.Context, products []NewProduct) (Report, error) {
	for i, p := range products {
		if err := p.check(); err != nil {
			return Report{}, ErrBadRow.With("product %d: %v", i+1, err)
		}
	}
	return s.save(ctx, products, place{"product", 1})
}

// place is how a list counts: by lines of a file after its header, or from one.
type place struct {
	word  string
	first int
}

// save writes checked products, each of which may be there once.
func (s *Service) save(ctx context.Context, products []NewProduct, at place) (Report, error) {
	rows := make([]model.Product, len(products))
	places := map[string]int{}
	for i, p := range products {
		if earlier, again := places[p.SKU]; again {
			return Report{}, ErrBadRow.With("%s %d: SKU %q stands in %s %d as well", at.word, i+at.first, p.SKU, at.word, earlier)
		}
		places[p.SKU] = i + at.first
		rows[i] = p.row(model.ProductID(s.ids.Next()))
	}
	var report Report
	err := s.db.Run(ctx, func(ctx context.Context) (err error) {
		db.AfterCommit(ctx, s.forget)
		if report, err = s.store.save(ctx, rows); err == nil {
			db.Note(ctx, "%s", report)
		}
		return err
	})
	if err != nil {
		return Report{}, err
	}
	return report, nil
}

// add counts a product.
func (r *Report) add(sku, status string) {
	switch status {
	case Created:
		r.Created++
	case Updated:
		r.Updated++
	case Unchanged:
		r.Unchanged++
	}
	r.Rows = append(r.Rows, Row{sku, status})
}

// String counts, and names what was written.
func (r Report) String() string {
	text := fmt.Sprintf("%d products created, %d updated, %d unchanged", r.Created, r.Updated, r.Unchanged)
	var written []string
	for _, row := range r.Rows {
		if row.Status != Unchanged {
			written = append(written, row.SKU)
		}
	}
	if len(written) == 0 {
		return text
	}
	return text + ": " + strings.Join(written, " ")
}

func (p NewProduct) check() error {
	for _, text := range []struct {
		column, value string
		least, most   int
	}{{"sku", p.SKU, 1, 32}, {"name", p.Name, 1, 120}, {"pack", p.Pack, 0, 60}, {"line", p.Line, 0, 32}} {
		if n := utf8.RuneCountInString(text.value); n < text.least || n > text.most || !utf8.ValidString(text.value) {
			return fmt.Errorf("%s %q is not UTF-8 of %d to %d characters", text.column, text.value, text.least, text.most)
		}
	}
	if !gs1.ValidGTIN14(p.GTIN) {
		return fmt.Errorf("GTIN %q is not 14 digits with a right check digit", p.GTIN)
	}
	for _, points := range []struct {
		column string
		value  money.Points
	}{{"points_earned", p.PointsEarned}, {"points_to_redeem", p.PointsToRedeem}} {
		if points.value < 0 || points.value > maxPoints {
			return fmt.Errorf("%s %d is not a number from 0 to %d", points.column, points.value, maxPoints)
		}
	}
	return nil
}

// maxPoints leaves room for a policy's factors.
const maxPoints = 1_000_000_000
