package rebate

import (
	"slices"
	"strconv"
	"strings"

	"channelrouter/model"
)

// seat is an organisation of the chain of a terminal: the distributor, the regional
// companies above it, the wholesalers between, and the terminal. Path is who stood above
// it, the highest first, and itself.
type seat struct {
	org  model.OrgID
	tier model.OrgKind
	path string
}

// needsMatch tells whether a level earns by matched goods only.
func needsMatch(tier model.OrgKind) bool {
	return tier == model.OrgWholesaler || tier == model.OrgTerminal
}

// step is an organisation as paths have it. The digits are of base 36, so that a path of as
// many tiers as a channel has fits its column.
func step(org model.OrgID) string { return strconv.FormatInt(int64(org), 36) + "." }

// chainOf seats a terminal's upstream, each list nearest first, in the order in which they
// are paid: distributor, regional companies, wholesalers, terminal. Pure.
func chainOf(terminal, distributor model.OrgID, regionals, wholesalers []model.OrgID) []seat {
	var chain []seat
	add := func(org model.OrgID, tier model.OrgKind, above string) string {
		path := above + step(org)
		chain = append(chain, seat{org, tier, path})
		return path
	}
	path := "."
	regional := make([]string, len(regionals))
	for i := len(regionals) - 1; i >= 0; i-- {
		path += step(regionals[i])
		regional[i] = path
	}
	if distributor != 0 {
		path = add(distributor, model.OrgDistributor, path)
	}
	for i, r := range regionals {
		chain = append(chain, seat{r, model.OrgRegional, regional[i]})
	}
	below := len(chain)
	for i := len(wholesalers) - 1; i >= 0; i-- {
		path = add(wholesalers[i], model.OrgWholesaler, path)
	}
	slices.Reverse(chain[below:])
	add(terminal, model.OrgTerminal, path)
	return chain
}

// scope is a Scope whose organisations are found.
type scope struct {
	Scope
	orgs map[model.OrgID]bool
}

// sells tells whether sales of a product count.
func (s scope) sells(p model.Product) bool {
	if len(s.SKUs) == 0 && len(s.Lines) == 0 {
		return true
	}
	return slices.Contains(s.SKUs, p.SKU) || slices.Contains(s.Lines, p.Line)
}

// admits tells whether an organisation takes part, by its path at the sale.
func (s scope) admits(org model.OrgID, path string) bool {
	if len(s.orgs) == 0 || s.orgs[org] {
		return true
	}
	if !s.Subtree {
		return false
	}
	for above := range s.orgs {
		if strings.Contains(path, "."+step(above)) {
			return true
		}
	}
	return false
}
