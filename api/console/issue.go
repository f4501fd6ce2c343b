package console

import (
	"context"

	"channelrouter/api/httpx"
	"channelrouter/internal/word"
	"channelrouter/model"
	"channelrouter/service/code"
)

// IssueInput issues codes.
type IssueInput struct{ Body BatchBody }

// BatchBody asks for codes in the standard packaging, five in one, or in one of its own.
type BatchBody struct {
	Ref            string      `json:"ref" minLength:"1" maxLength:"64" doc:"the brand's batch number"`
	Product        httpx.ID    `json:"product_id"`
	Linking        string      `json:"linking,omitempty" enum:"pre_linked,line_linked,scatter_linked" default:"pre_linked" doc:"pre_linked: by a formula; line_linked: as the line reports; scatter_linked: the same, of units that come in no order, as caps do"`
	UnitsPerCase   int64       `json:"units_per_case,omitempty" minimum:"1" maximum:"10000" doc:"five in one: needed unless levels are given"`
	CasesPerPallet int64       `json:"cases_per_pallet,omitempty" minimum:"1" maximum:"10000" doc:"five in one: needed unless levels are given"`
	Pallets        int64       `json:"pallets,omitempty" minimum:"1" doc:"five in one: how many; needed unless levels are given"`
	Levels         []PackLevel `json:"levels,omitempty" minItems:"1" maxItems:"16" doc:"another packaging than five in one, from the unit up"`
	Packaging      httpx.ID    `json:"packaging_profile_id,omitempty" doc:"a packaging that is kept, in place of levels"`
	Count          int64       `json:"count,omitempty" minimum:"1" doc:"with levels or a packaging that is kept: how many containers of the topmost"`
}

// PackLevel is a level of a packaging, and which of its sides carry codes.
type PackLevel struct {
	Level     string `json:"level" pattern:"^(unit|box|case|pallet|level([4-9]|1[0-5]))$" doc:"each above the one before: unit, box, case, pallet, level4 to level15"`
	Name      string `json:"name,omitempty" maxLength:"20" doc:"what the brand calls it"`
	PerParent int64  `json:"per_parent,omitempty" minimum:"0" maximum:"10000" doc:"how many fill a container of the next level; left out at the top"`
	Outer     bool   `json:"outer,omitempty" doc:"carries a visible code"`
	Inner     bool   `json:"inner,omitempty" doc:"carries a hidden code, which alone may pay a stranger"`
}

// order is the batch that is wanted. A body that asks for two packagings, or half of
// each, is code.bad_profile.
func (b BatchBody) order(ctx context.Context, codes *code.Service) (code.NewBatch, error) {
	n := code.NewBatch{Ref: b.Ref, ProductID: model.ProductID(b.Product), Linking: model.PreLinked}
	if linking := word.KeyOf(linkings, b.Linking); linking != 0 {
		n.Linking = linking
	}
	standard := b.UnitsPerCase != 0 && b.CasesPerPallet != 0 && b.Pallets != 0 && b.Count == 0
	own, kept := len(b.Levels) > 0, b.Packaging != 0
	switch {
	case standard && !own && !kept:
		n.Profile, n.Count = code.FiveInOne(b.UnitsPerCase, b.CasesPerPallet), b.Pallets
		return n, nil
	case own == kept || b.Count == 0 || b.UnitsPerCase != 0 || b.CasesPerPallet != 0 || b.Pallets != 0:
		return n, code.ErrBadProfile.With("give units_per_case, cases_per_pallet and pallets, or levels and count, or packaging_profile_id and count")
	}
	n.Count = b.Count
	var err error
	if kept {
		var p code.Packaging
		p, err = codes.UsablePackaging(ctx, int64(b.Packaging))
		n.Profile = p.Profile
		return n, err
	}
	n.Profile, err = profile(b.Levels)
	return n, err
}

func profile(levels []PackLevel) (code.Profile, error) {
	specs := make([]code.LevelSpec, len(levels))
	for i, l := range levels {
		level, err := model.ParseLevel(l.Level)
		if err != nil {
			return code.Profile{}, code.ErrBadProfile.With("%v", err)
		}
		specs[i] = code.LevelSpec{
			Level: level, Name: level.String(), Title: l.Name, PerParent: l.PerParent, Outer: l.Outer, Inner: l.Inner,
		}
	}
	return code.NewProfile(specs)
}

// Issue sets codes aside; the same number again returns the same batch.
func (h *BatchHandler) Issue(ctx context.Context, in *IssueInput) (*httpx.Out[Batch], error) {
	order, err := in.Body.order(ctx, h.codes)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	if _, err := h.catalog.Get(ctx, order.ProductID); err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	b, err := h.codes.IssueBatch(ctx, order)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return httpx.Answer(newBatch(b)), nil
}
