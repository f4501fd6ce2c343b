package rebate

import (
	"encoding/json"
	"fmt"

	"channelrouter/internal/money"
	"channelrouter/internal/word"
	"channelrouter/model"
)

// Terms is what a version of a programme says. Of the kinds it has the programme's and no
// other.
type Terms struct {
	Every     string    `json:"every" enum:"month,quarter,year" doc:"the period of cap and budget, and in which facts are summed up"`
	Scope     Scope     `json:"scope,omitempty"`
	Shares    Shares    `json:"shares_bp,omitempty" doc:"what each level gets of what its own facts earn; none for per_unit, whose rates are by level"`
	CapFen    money.Fen `json:"cap_fen,omitempty" minimum:"0" maximum:"100000000000000" doc:"the most that an organisation gets in a period; 0: any amount"`
	BudgetFen money.Fen `json:"budget_fen,omitempty" minimum:"0" maximum:"100000000000000" doc:"the most that the programme pays in a period; 0: any amount"`

	PerUnit       *PerUnit     `json:"per_unit,omitempty"`
	Tiered        *Stepped     `json:"tiered,omitempty"`
	Retrospective *Stepped     `json:"retrospective,omitempty"`
	Growth        *Growth      `json:"growth,omitempty"`
	Mix           *Mix         `json:"mix,omitempty"`
	NewTerminal   *NewTerminal `json:"new_terminal,omitempty"`
	Display       *Display     `json:"display,omitempty"`
	Target        *Target      `json:"target,omitempty"`
}

// Scope is whose sales of which products count. An empty list means all.
type Scope struct {
	SKUs          []string `json:"skus,omitempty" maxItems:"500" doc:"products, beside those of the lines"`
	Lines         []string `json:"lines,omitempty" maxItems:"200" doc:"product lines, beside the products"`
	Organisations []string `json:"organisations,omitempty" maxItems:"500" doc:"codes of who takes part"`
	Subtree       bool     `json:"subtree,omitempty" doc:"whoever stood below them at the sale takes part, too"`
}

// Shares is a level's part of what it earns. Wholesalers and terminals earn by matched
// goods only.
type Shares struct {
	Distributor money.BasisPoints `json:"distributor,omitempty" minimum:"0" maximum:"10000"`
	Regional    money.BasisPoints `json:"regional,omitempty" minimum:"0" maximum:"10000"`
	Wholesaler  money.BasisPoints `json:"wholesaler,omitempty" minimum:"0" maximum:"10000"`
	Terminal    money.BasisPoints `json:"terminal,omitempty" minimum:"0" maximum:"10000"`
}

// tiers are the levels that have a share.
func (s Shares) tiers() (some []model.OrgKind) {
	for _, tier := range []model.OrgKind{model.OrgDistributor, model.OrgRegional, model.OrgWholesaler, model.OrgTerminal} {
		if s.of(tier) > 0 {
			some = append(some, tier)
		}
	}
	return some
}

func (s Shares) of(tier model.OrgKind) money.BasisPoints {
	switch tier {
	case model.OrgDistributor:
		return s.Distributor
	case model.OrgRegional:
		return s.Regional
	case model.OrgWholesaler:
		return s.Wholesaler
	case model.OrgTerminal:
		return s.Terminal
	}
	return 0
}

// PerUnit pays every unit at once.
type PerUnit struct {
	Rates      Rates            `json:"rates"`
	RatesBySKU map[string]Rates `json:"rates_by_sku,omitempty" doc:"in place of the rates, for products of the scope"`
}

// Step is a rate from a number on.
type Step struct {
	From int64     `json:"from" minimum:"0" maximum:"1000000000" doc:"units of the period; of growth basis points"`
	Fen  money.Fen `json:"fen" minimum:"0" maximum:"10000000" doc:"for one unit"`
}

// Stepped pays by the volume of a period: tiered, each unit by the step that it falls in;
// retrospective, all units by the step that the last one reached.
type Stepped struct {
	Steps []Step `json:"steps" minItems:"1" maxItems:"20" doc:"by rising numbers of units"`
}

// Growth pays all units of a period by how much more they are than those of an earlier one.
type Growth struct {
	Over  string `json:"over" enum:"previous_period,previous_year"`
	Floor int64  `json:"floor_units" minimum:"1" maximum:"1000000000" doc:"an earlier period with fewer units, as of new organisations, counts as one with so many"`
	Steps []Step `json:"steps" minItems:"1" maxItems:"20" doc:"by rising growth in basis points"`
}

// Mix pays once a period for selling enough of enough products.
type Mix struct {
	Products []string  `json:"products" minItems:"1" maxItems:"200" doc:"SKUs"`
	AtLeast  int       `json:"at_least" minimum:"1" maximum:"200" doc:"so many of them"`
	Units    int64     `json:"units" minimum:"1" maximum:"1000000000" doc:"of each"`
	BonusFen money.Fen `json:"bonus_fen" minimum:"1" maximum:"100000000000"`
}

// NewTerminal pays for each terminal whose first units ever sold below the organisation.
type NewTerminal struct {
	Units    int64     `json:"units" minimum:"1" maximum:"1000" doc:"its sale of so many units makes a terminal count, in the period of the last of them"`
	BonusFen money.Fen `json:"bonus_fen" minimum:"1" maximum:"100000000000"`
}

// Display pays for each terminal with a display that was approved.
type Display struct {
	BonusFen money.Fen `json:"bonus_fen" minimum:"1" maximum:"100000000000" doc:"for a terminal and a period"`
}

// Target pays by how much of a target was reached.
type Target struct {
	Measure string       `json:"measure" enum:"sell_out,sell_in" doc:"units that sold at the organisation's terminals, or that it received and did not give back"`
	Steps   []TargetStep `json:"steps" minItems:"1" maxItems:"20" doc:"by rising parts of the target"`
}

// TargetStep is what a part of the target is worth. Only the highest that is reached pays.
type TargetStep struct {
	From     int64     `json:"from_bp" minimum:"1" maximum:"1000000" doc:"basis points of the target"`
	BonusFen money.Fen `json:"bonus_fen,omitempty" minimum:"0" maximum:"100000000000"`
	Fen      money.Fen `json:"fen,omitempty" minimum:"0" maximum:"10000000" doc:"for each unit that was measured"`
}

var kindNames = map[model.ProgrammeKind]string{
	model.ProgrammePerUnit: "per_unit", model.ProgrammeTiered: "tiered", model.ProgrammeRetrospective: "retrospective",
	model.ProgrammeGrowth: "growth", model.ProgrammeMix: "mix", model.ProgrammeNewTerminal: "new_terminal",
	model.ProgrammeDisplay: "display", model.ProgrammeTarget: "target",
}

// KindName is a kind's word, "per_unit" for one.
func KindName(k model.ProgrammeKind) string { return kindNames[k] }

// ParseKind reads what KindName writes; 0 when it is none.
func ParseKind(name string) model.ProgrammeKind { return word.KeyOf(kindNames, name) }

// kinds are what the terms speak of: one kind, if they make sense.
func (t Terms) kinds() (all []model.ProgrammeKind) {
	for _, k := range []struct {
		kind model.ProgrammeKind
		said bool
	}{
		{model.ProgrammePerUnit, t.PerUnit != nil}, {model.ProgrammeTiered, t.Tiered != nil},
		{model.ProgrammeRetrospective, t.Retrospective != nil}, {model.ProgrammeGrowth, t.Growth != nil},
		{model.ProgrammeMix, t.Mix != nil}, {model.ProgrammeNewTerminal, t.NewTerminal != nil},
		{model.ProgrammeDisplay, t.Display != nil}, {model.ProgrammeTarget, t.Target != nil},
	} {
		if k.said {
			all = append(all, k.kind)
		}
	}
	return all
}

// TermsOf is what a version says.
func TermsOf(v model.RebateProgrammeVersion) (t Terms, err error) {
	if err = json.Unmarshal(v.Terms, &t); err != nil {
		err = fmt.Errorf("rebate programme %d version %d: %w", v.ProgrammeID, v.Number, err)
	}
	return t, err
}
