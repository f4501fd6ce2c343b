package contact

import (
	"context"
	"slices"
	"time"

	"channelrouter/internal/geo"
	"channelrouter/model"
	"channelrouter/service/catalog"
	"channelrouter/service/channel"
)

// Audience is whom an announcement addresses: people of the roles who fit each of the
// other lists that is not empty. Of staff it is their organisation that fits: it sits in a
// region, stands below an organisation, is supplied with a product's line. Of consumers it
// is one thing that they claimed within some days: its product, and where they did;
// consumers are those with an account in the consumers' app.
type Audience struct {
	Roles         []string          `json:"roles"`
	Organisations []model.OrgID     `json:"organisations,omitempty"` // with all below them; a claim's is the terminal that sold
	Regions       []string          `json:"regions,omitempty"`       // adcode prefixes of 2, 4 or 6 digits
	Lines         []string          `json:"lines,omitempty"`         // product lines; "" is the default one
	Products      []model.ProductID `json:"products,omitempty"`
	// GTINs are more products, by the number on them. What is stored has their ids.
	GTINs       []string `json:"gtins,omitempty"`
	ClaimedDays int      `json:"claimed_days,omitempty"` // of consumers: how long ago at most; 0: a year, or never where no list is given
}

// addressed are the roles that are told announcements.
var addressed = []model.Role{model.RoleConsumer, model.RoleGuide, model.RoleTerminal, model.RoleSalesperson, model.RoleDistributor}

const (
	maxChoices = 200
	// maxClaimedDays bounds how much of a consumer's past is looked at.
	maxClaimedDays = 365
)

func (a Audience) choices() int {
	return len(a.Organisations) + len(a.Regions) + len(a.Lines) + len(a.Products) + len(a.GTINs)
}

// checked returns an audience with the ids of its GTINs, or refuses it. Errors:
// ErrBadAudience, channel.ErrUnknownOrg, catalog.ErrUnknownProduct.
func (s *Service) checked(ctx context.Context, a Audience) (Audience, error) {
	if len(a.Roles) == 0 || a.choices() > maxChoices {
		return a, ErrBadAudience.With("%d roles, %d choices", len(a.Roles), a.choices())
	}
	for _, name := range a.Roles {
		if role, err := channel.ParseRole(name); err != nil || !slices.Contains(addressed, role) {
			return a, ErrBadAudience.With("role %q", name)
		}
	}
	switch {
	case a.ClaimedDays < 0 || a.ClaimedDays > maxClaimedDays:
		return a, ErrBadAudience.With("claims of %d days, of 1 to %d", a.ClaimedDays, maxClaimedDays)
	case a.ClaimedDays > 0 && !a.has(model.RoleConsumer):
		return a, ErrBadAudience.With("only consumers claim")
	}
	for _, prefix := range a.Regions {
		if _, known := geo.Find(prefix); !known {
			return a, ErrBadAudience.With("region %q", prefix)
		}
	}
	orgs, err := s.rooms.Channel.Orgs(ctx, a.Organisations)
	if err != nil {
		return a, err
	}
	for _, id := range a.Organisations {
		if _, known := orgs[id]; !known {
			return a, channel.ErrUnknownOrg.With("id %d", id)
		}
	}
	return s.checkedGoods(ctx, a)
}

// checkedGoods looks at an audience's product lines and products.
func (s *Service) checkedGoods(ctx context.Context, a Audience) (Audience, error) {
	if len(a.Lines)+len(a.Products)+len(a.GTINs) == 0 {
		return a, nil
	}
	all, err := s.rooms.Catalog.All(ctx)
	if err != nil {
		return a, err
	}
	for _, line := range a.Lines {
		if !slices.ContainsFunc(all, func(p model.Product) bool { return p.Line == line }) {
			return a, ErrBadAudience.With("product line %q", line)
		}
	}
	byID, byGTIN := make(map[model.ProductID]model.Product, len(all)), make(map[string]model.ProductID, len(all))
	for _, p := range all {
		byID[p.ID], byGTIN[p.GTIN] = p, p.ID
	}
	a.Products = slices.Clone(a.Products)
	for _, gtin := range a.GTINs {
		id, known := byGTIN[gtin]
		if !known {
			return a, catalog.ErrUnknownProduct.With("GTIN %q", gtin)
		}
		a.Products = append(a.Products, id)
	}
	a.GTINs = nil
	for _, id := range a.Products {
		p, known := byID[id]
		if !known {
			return a, catalog.ErrUnknownProduct.With("id %d", id)
		}
		if len(a.Lines) > 0 && !slices.Contains(a.Lines, p.Line) {
			return a, ErrBadAudience.With("product %s is of none of the lines", p.SKU)
		}
	}
	return a, nil
}

func (a Audience) has(r model.Role) bool { return slices.Contains(a.Roles, channel.RoleName(r)) }

// staff tells whether any other role than consumers is addressed.
func (a Audience) staff() bool {
	return slices.ContainsFunc(a.Roles, func(r string) bool { return r != channel.RoleName(model.RoleConsumer) })
}

func (a Audience) inRegion(adcode string) bool {
	return len(a.Regions) == 0 || slices.ContainsFunc(a.Regions, func(prefix string) bool { return geo.Within(adcode, prefix) })
}

// byClaims tells whether consumers are addressed by what they claimed.
func (a Audience) byClaims() bool { return a.ClaimedDays > 0 || a.choices() > 0 }

// claimedSince is from when on a claim counts for an announcement of a time.
func (a Audience) claimedSince(at time.Time) time.Time {
	days := a.ClaimedDays
	if days == 0 {
		days = maxClaimedDays
	}
	return at.AddDate(0, 0, -days)
}
