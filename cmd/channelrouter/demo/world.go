package demo

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"time"

	"channelrouter/model"
	"channelrouter/service/catalog"
	"channelrouter/service/channel"
	"channelrouter/service/code"
	"channelrouter/service/identity"
	"channelrouter/service/rebate"
)

// runID keeps two demos on one data folder apart.
var runID = func() string {
	var random [4]byte
	_, _ = rand.Read(random[:])
	return hex.EncodeToString(random[:])
}()

// world is the channel of the story.
type world struct {
	orgs    map[string]model.Org // by code
	names   map[model.OrgID]string
	product model.Product
	linked  *code.Batch // pre-linked: parent by formula
	packed  *code.Batch // line-linked: packed through the API
	console *caller
	login   string
	secret  string
}

// shop is a row of the channel: code, kind, name, adcode, supplier, territory.
type shop struct {
	code      string
	kind      model.OrgKind
	name      string
	adcode    string
	supplier  string
	territory []string
}

var channelOfTheStory = []shop{
	{"BRAND", model.OrgBrand, "好伴乳业", "310115", "", nil},
	{"D-NJ", model.OrgDistributor, "南京经销商", "320104", "BRAND", []string{"32"}},
	{"D-HZ", model.OrgDistributor, "杭州经销商", "330106", "BRAND", []string{"33"}},
	{"D-GZ", model.OrgDistributor, "广州经销商", "440106", "BRAND", []string{"44"}},
	{"W-SZ", model.OrgWholesaler, "苏州二批", "320508", "D-NJ", nil},
	{"T-NJ1", model.OrgTerminal, "南京母婴店", "320104", "D-NJ", nil},
	{"T-SZ1", model.OrgTerminal, "苏州母婴店", "320508", "W-SZ", nil},
	{"T-HZ1", model.OrgTerminal, "杭州西湖店", "330106", "D-HZ", nil},
	{"T-HZ2", model.OrgTerminal, "杭州滨江店", "330108", "D-HZ", nil},
	{"T-GZ1", model.OrgTerminal, "广州天河店", "440106", "D-GZ", nil},
	{"T-GZ2", model.OrgTerminal, "深圳南山店", "440305", "D-GZ", nil},
}

// Packaging of the story: a pallet is four cases of six, small enough to follow.
const (
	unitsPerCase   = 6
	casesPerPallet = 4
	linkedPallets  = 500
	packedPallets  = 1
)

func (s *story) build(ctx context.Context) error {
	if err := s.openConsole(ctx); err != nil {
		return err
	}
	if err := s.openBooks(ctx); err != nil {
		return err
	}
	products, err := s.Rooms.Catalog.Load(ctx, catalog.Sample())
	if err != nil {
		return err
	}
	s.world.product = products[0]
	if err := s.buildChannel(ctx); err != nil {
		return err
	}
	if s.world.linked, err = s.issue(ctx, "A", model.PreLinked, linkedPallets); err != nil {
		return err
	}
	if s.world.packed, err = s.issue(ctx, "B", model.LineLinked, packedPallets); err != nil {
		return err
	}
	_, err = s.Rooms.Rebate.Policies.Publish(ctx, rebate.Policy{
		Rates: rebate.Rates{DistributorFen: 300, WholesalerFen: 50, TerminalFen: 100},
	}, time.Now().UTC(), 0)
	return err
}

func (s *story) buildChannel(ctx context.Context) error {
	w := &s.world
	w.orgs, w.names = map[string]model.Org{}, map[model.OrgID]string{}
	begin := time.Now().AddDate(-1, 0, 0).UTC()
	for _, row := range channelOfTheStory {
		_, err := s.Rooms.Channel.GetOrgByCode(ctx, row.code)
		known := err == nil
		org, err := s.Rooms.Channel.CreateOrg(ctx, channel.NewOrg{Code: row.code, Kind: row.kind, Name: row.name, Adcode: row.adcode})
		if err != nil {
			return err
		}
		w.orgs[row.code], w.names[org.ID] = org, row.code
		if known || row.supplier == "" {
			continue
		}
		if err := s.Rooms.Channel.Link(ctx, org.ID, w.orgs[row.supplier].ID, "", begin); err != nil {
			return err
		}
		for _, prefix := range row.territory {
			if err := s.Rooms.Channel.AddTerritory(ctx, org.ID, prefix, "", begin); err != nil {
				return err
			}
		}
	}
	return nil
}

func (s *story) issue(ctx context.Context, name string, linking model.Linking, pallets int64) (*code.Batch, error) {
	b, err := s.Rooms.Code.IssueBatch(ctx, code.NewBatch{
		Ref: "DEMO-" + name + "-" + runID, ProductID: s.world.product.ID, Linking: linking,
		Profile: code.FiveInOne(unitsPerCase, casesPerPallet), Count: pallets,
	})
	if err != nil {
		return nil, err
	}
	if err := s.Rooms.Code.Activate(ctx, b.ID, code.Interval{}); err != nil {
		return nil, err
	}
	return s.Rooms.Code.Batch(ctx, b.ID)
}

// openConsole makes a console user for the story and logs in.
func (s *story) openConsole(ctx context.Context) error {
	var random [9]byte
	_, _ = rand.Read(random[:])
	s.world.login, s.world.secret = "demo-"+runID, hex.EncodeToString(random[:])
	_, err := s.Rooms.Identity.CreateUser(ctx, identity.NewUser{
		Login: s.world.login, Name: "Demo owner", Role: model.UserOwner, Password: s.world.secret,
	})
	if err != nil {
		return err
	}
	s.world.console = &caller{base: s.BaseURL, app: "console"}
	var session struct {
		AccessToken string `json:"access_token"`
	}
	err = s.world.console.post(ctx, "/console/sessions", map[string]string{"login": s.world.login, "password": s.world.secret}, &session)
	s.world.console.token = session.AccessToken
	return err
}

// enter logs a person into a role's app through the stand-in for WeChat, and makes him a
// member of an organisation where the role needs one.
func (s *story) enter(ctx context.Context, name, app, org string) (*caller, error) {
	s.WeChat.AddPerson(name, "union-"+runID+"-"+name)
	c := &caller{base: s.BaseURL, app: app}
	var session struct {
		AccessToken string `json:"access_token"`
	}
	code := s.WeChat.IssueLoginCode("wx-demo-"+app, name)
	if err := c.post(ctx, "/"+app+"/sessions", map[string]string{"code": code}, &session); err != nil {
		return nil, fmt.Errorf("log %s in: %w", name, err)
	}
	c.token = session.AccessToken
	if org == "" {
		return c, nil
	}
	var me struct {
		PersonID string `json:"person_id"`
	}
	if err := c.get(ctx, "/"+app+"/me", &me); err != nil {
		return nil, err
	}
	return c, s.world.console.post(ctx, fmt.Sprintf("/console/organisations/%d/members", s.world.orgs[org].ID), map[string]any{
		"person_id": me.PersonID, "role": app, "valid_from": time.Now().AddDate(0, 0, -1),
	}, nil)
}
