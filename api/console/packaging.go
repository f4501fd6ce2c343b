package console

import (
	"context"
	"time"

	"channelrouter/api/httpx"
	"channelrouter/service/code"
)

// Packaging is a packaging profile that is kept to order codes in.
type Packaging struct {
	ID        httpx.ID    `json:"id"`
	Title     string      `json:"title"`
	Levels    []PackLevel `json:"levels" doc:"from the unit up"`
	RetiredAt *time.Time  `json:"retired_at,omitempty" doc:"since then no codes are ordered in it"`
	Version   int64       `json:"version" doc:"counts changes; If-Match of a change names it in quotes"`
}

func newPackaging(p code.Packaging) Packaging {
	return Packaging{ID: httpx.ID(p.ID), Title: *p.Title, Levels: packLevels(p.Profile), RetiredAt: p.RetiredAt, Version: p.Version}
}

func packLevels(p code.Profile) []PackLevel {
	levels := make([]PackLevel, len(p.Levels))
	for i, l := range p.Levels {
		levels[i] = PackLevel{Level: l.Level.String(), Name: l.Title, PerParent: l.PerParent, Outer: l.Outer, Inner: l.Inner}
	}
	return levels
}

// PackagingsInput narrows packagings down.
type PackagingsInput struct {
	httpx.PageInput
	Text  string `query:"q" maxLength:"60" doc:"what stands in the title"`
	State string `query:"state" enum:"used,retired"`
}

// Packagings pages through packagings that are kept, by title.
func (h *BatchHandler) Packagings(ctx context.Context, in *PackagingsInput) (*httpx.Out[httpx.Page[Packaging]], error) {
	q := code.PackagingQuery{Text: in.Text}
	if in.State != "" {
		retired := in.State == "retired"
		q.Retired = &retired
	}
	rows, err := h.codes.Packagings(ctx, q, in.After.N, in.Limit)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return httpx.Answer(httpx.NewPage(rows, in.Limit, func(p code.Packaging) int64 { return p.ID }, newPackaging)), nil
}

// KeepPackagingInput is a packaging to keep.
type KeepPackagingInput struct {
	Body struct {
		Title  string      `json:"title" minLength:"1" maxLength:"60"`
		Levels []PackLevel `json:"levels" minItems:"1" maxItems:"16" doc:"from the unit up; they never change"`
	}
}

// KeepPackaging keeps a packaging; the same again is the one that is there.
func (h *BatchHandler) KeepPackaging(ctx context.Context, in *KeepPackagingInput) (*httpx.Tagged[Packaging], error) {
	p, err := profile(in.Body.Levels)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	kept, err := h.codes.KeepPackaging(ctx, in.Body.Title, p)
	return httpx.Changed(ctx, kept, kept.Version, newPackaging, err)
}

// ChangePackagingInput says what is to become of a packaging. Its levels stay.
type ChangePackagingInput struct {
	httpx.VersionInput
	ID   httpx.Ref `path:"id" doc:"the packaging's id"`
	Body struct {
		Title   *string `json:"title,omitempty" minLength:"1" maxLength:"60"`
		Retired *bool   `json:"retired,omitempty" doc:"whether codes are not ordered in it any more"`
	}
}

// ChangePackaging changes a packaging as its caller has read it.
func (h *BatchHandler) ChangePackaging(ctx context.Context, in *ChangePackagingInput) (*httpx.Tagged[Packaging], error) {
	version, err := in.Version()
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	p, err := h.codes.ChangePackaging(ctx, in.ID.N, version, code.PackagingChange{Title: in.Body.Title, Retired: in.Body.Retired})
	return httpx.Changed(ctx, p, p.Version, newPackaging, err)
}
