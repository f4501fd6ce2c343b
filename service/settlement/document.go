package settlement

import (
	"context"
	"fmt"
	"io"

	"channelrouter/model"
)

// Format is a kind of file.
type Format string

// The kinds of files of a statement.
const (
	Sheet Format = "xlsx"
	Paper Format = "pdf"
	Page  Format = "html"
)

// Document is a statement as a file, to be written.
type Document struct {
	Statement
	brand    model.Org
	format   Format
	language Language
}

// NewDocument says which statement is wanted in a file.
type NewDocument struct {
	Period   model.SettlementPeriodID
	Org      model.OrgID
	Own      bool // by the organisation itself, which sees what is presented
	Format   Format
	Language Language
}

// OpenDocument makes the file of a statement as it is now. Errors: those of Find, or of Own.
func (s *Service) OpenDocument(ctx context.Context, n NewDocument) (*Document, error) {
	find := s.Find
	if n.Own {
		find = s.Own
	}
	st, err := find(ctx, n.Period, n.Org)
	if err != nil {
		return nil, err
	}
	brands, err := s.channel.ListOrgs(ctx, model.OrgBrand, 0, 1)
	if err != nil {
		return nil, err
	}
	d := &Document{Statement: st, format: n.Format, language: n.Language}
	if len(brands) > 0 {
		d.brand = brands[0]
	}
	return d, nil
}

// Name is what the file is called.
func (d *Document) Name() string {
	return fmt.Sprintf("statement-%d-%d-%s.%s", d.PeriodID, d.OrgID, d.language, d.format)
}

// Write writes the file. The same statement makes the same bytes.
func (d *Document) Write(_ context.Context, w io.Writer) error {
	said := d.print(d.brand, d.language)
	switch d.format {
	case Paper:
		return said.writePaper(w, *d.Period.PreparedAt)
	case Page:
		return said.writePage(w, d.language)
	}
	return said.writeSheet(w)
}
