package visibility

import (
	"context"
	"fmt"
	"net/url"

	"channelrouter/internal/gs1"
	"channelrouter/model"
)

// What stands in private addresses before items and organisations.
const (
	itemPath = "/i/"
	orgPath  = "/org/"
)

// nameOf is an item's identifier.
func (s *Service) nameOf(ctx context.Context, item model.ItemID) (string, error) {
	b := s.Code.BatchOf(item)
	if b == nil || s.Code.PrintedByOthers(b.ID) || !b.Level(item.Level()).Has(model.Outer) {
		return fmt.Sprintf("https://%s%s%d.%d.%d", s.host, itemPath, item.Epoch(), item.Level(), item.Slot()), nil
	}
	face := model.NewFace(item.Level(), model.Outer)
	text, err := s.Code.Print(face, item)
	if err != nil {
		return "", err
	}
	stem := "https://" + s.Code.Host(face)
	if item.Level() != model.LevelUnit {
		return stem + "/" + text, nil
	}
	product, err := s.Catalog.Get(ctx, b.ProductID)
	if err != nil {
		return "", err
	}
	gtin, err := gs1.GTIN14(product.GTIN)
	if err != nil {
		return "", err
	}
	return stem + "/01/" + gtin + "/21/" + text, nil
}

// namesOf are the identifiers of the items of runs.
func (s *Service) namesOf(ctx context.Context, runs []model.ItemRange) (names []string, err error) {
	for _, r := range runs {
		for item := r.From; item < r.To; item++ {
			name, err := s.nameOf(ctx, item)
			if err != nil {
				return nil, err
			}
			names = append(names, name)
		}
	}
	return names, nil
}

// orgName is an organisation's identifier.
func (s *Service) orgName(org model.Org) string {
	return "https://" + s.host + orgPath + url.PathEscape(org.Code)
}

// orgNames are the identifiers of organisations.
func (s *Service) orgNames(ctx context.Context, ids ...model.OrgID) (map[model.OrgID]string, error) {
	orgs, err := s.Channel.Orgs(ctx, ids)
	names := make(map[model.OrgID]string, len(orgs))
	for id, org := range orgs {
		names[id] = s.orgName(org)
	}
	return names, err
}
