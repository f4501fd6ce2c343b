package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"channelrouter/internal/clock"
	"channelrouter/internal/geo"
	"channelrouter/model"
	"channelrouter/service/code"
)

const (
	marketScans        = 5_000_000
	marketDays         = 59 // within two windows of the detector
	marketDistributors = 300
	marketWholesalers  = 3_000
	marketTerminals    = 50_000
	marketConsumers    = 3_000_000
	marketBatches      = 42
	marketPallets      = 200 // of a batch
	shipmentCases      = lineCases
	shipmentUnits      = shipmentCases * lineUnits
)

// marketLines are the lines that products come in. Each covers the country with half of the
// distributors.
var marketLines = [2]string{"infant", "food"}

// market is a brand's channel with two months of scans, as they are recorded and judged.
type market struct {
	*ground
	dice      *rand.Rand
	brandID   model.OrgID
	districts []string            // with all six digits
	near      map[string][]string // districts of the cities around a city
	holder    [len(marketLines)]map[string]int
	areas     [marketDistributors][]string // districts
	sellers   []model.OrgID                // the distributors
	shops     [marketDistributors][]model.Org
	batches   []*code.Batch
	lines     []int // of the batches: index of marketLines
	shipments []shipment
	diverted  int64 // shipments
}

// shipment is goods of a batch that a distributor was sent.
type shipment struct {
	id     model.EventID
	batch  int
	first  int64 // unit of the batch
	seller int
	sold   string // the city in which most of it is sold; "" where it should be
}

func (m *market) fill() error {
	m.dice = rand.New(rand.NewPCG(7, 11))
	m.survey()
	for _, part := range []func() error{m.channel, m.goods, m.scans} {
		if err := part(); err != nil {
			return err
		}
	}
	return nil
}

// survey parts the country among the distributors of each line, city by city.
func (m *market) survey() {
	within, cities := map[string][]string{}, []string{}
	for _, d := range geo.All() {
		city := geo.City(d.Code)
		if d.Level != 3 || city == "" || d.Code >= "71" {
			continue
		}
		if within[city] == nil {
			cities = append(cities, city)
		}
		within[city] = append(within[city], d.Code)
		m.districts = append(m.districts, d.Code)
	}
	m.near = map[string][]string{}
	for line := range m.holder {
		m.holder[line] = map[string]int{}
	}
	const each = marketDistributors / len(marketLines)
	for i, city := range cities {
		for _, beside := range geo.Neighbours(city) {
			m.near[city] = append(m.near[city], within[beside]...)
		}
		for line := range m.holder {
			seller := line*each + i*each/len(cities)
			m.holder[line][city] = seller
			m.areas[seller] = append(m.areas[seller], within[city]...)
		}
	}
}

// channel writes the organisations, who supplies whom, territories and the brand's staff.
func (m *market) channel() error {
	brand, err := m.brand()
	if err != nil {
		return err
	}
	m.brandID = brand.ID
	since := clock.Normal(time.Now().AddDate(-1, 0, 0))
	always := model.Period{ValidFrom: since, ValidTo: model.Forever, RecordedFrom: since, RecordedTo: model.Forever}
	var orgs []model.Org
	var links []model.OrgLink
	var territories []model.Territory
	add := func(kind model.OrgKind, n int, adcode string, parent model.OrgID) model.Org {
		org := model.Org{
			ID: model.OrgID(m.IDs.Next()), Code: fmt.Sprintf("M%d-%d", kind, n), Kind: kind, Name: fmt.Sprintf("market %d %d", kind, n),
			Adcode: adcode, CreatedAt: since,
		}
		orgs = append(orgs, org)
		links = append(links, model.OrgLink{ID: m.IDs.Next(), ChildID: org.ID, ParentID: parent, Period: always})
		return org
	}
	for n := range marketDistributors {
		m.sellers = append(m.sellers, add(model.OrgDistributor, n, m.areas[n][0], brand.ID).ID)
	}
	for line, cities := range m.holder {
		for city, seller := range cities {
			territories = append(territories, model.Territory{
				ID: m.IDs.Next(), OrgID: m.sellers[seller], Line: marketLines[line], Prefix: city, Period: always,
			})
		}
	}
	wholesalers := make([]model.OrgID, marketWholesalers)
	for n := range wholesalers {
		seller := n % marketDistributors
		wholesalers[n] = add(model.OrgWholesaler, n, pick(m.dice, m.areas[seller]), m.sellers[seller]).ID
	}
	for n := range marketTerminals {
		seller := n % marketDistributors
		org := add(model.OrgTerminal, n, pick(m.dice, m.areas[seller]), wholesalers[n%marketWholesalers])
		m.shops[seller] = append(m.shops[seller], org)
	}
	staff := make([]model.Membership, 50)
	for n := range staff {
		staff[n] = model.Membership{ID: m.IDs.Next(), PersonID: model.PersonID(n + 1), Role: model.RoleSalesperson, OrgID: brand.ID, Period: always}
	}
	return m.write(&orgs, &links, &territories, &staff)
}

func (m *market) write(tables ...any) error {
	return m.DB.Run(context.Background(), func(ctx context.Context) error {
		for _, rows := range tables {
			if err := m.DB.Conn(ctx).CreateInBatches(rows, 1000).Error; err != nil {
				return err
			}
		}
		return nil
	})
}

// goods issues batches of all products and sends each shipment to a distributor of its line.
// One in fifty is sold elsewhere.
func (m *market) goods() error {
	ctx := context.Background()
	products, err := m.Catalog.All(ctx)
	if err != nil {
		return err
	}
	for i, p := range products {
		if err := m.DB.Migration(ctx).Exec("UPDATE products SET line = ? WHERE id = ?", marketLines[i%len(marketLines)], p.ID).Error; err != nil {
			return err
		}
	}
	for n := range marketBatches {
		m.product = products[n%len(products)]
		b, err := m.batch(fmt.Sprintf("market-%d", n), marketPallets, lineUnits, lineCases)
		if err != nil {
			return err
		}
		m.batches, m.lines = append(m.batches, b), append(m.lines, n%len(products)%len(marketLines))
		for first := int64(0); first+shipmentUnits <= marketPallets*unitsPallet; first += shipmentUnits {
			s := shipment{id: model.EventID(m.IDs.Next()), batch: n, first: first}
			s.seller = m.lines[n]*marketDistributors/len(marketLines) + m.dice.IntN(marketDistributors/len(marketLines))
			m.shipments = append(m.shipments, s)
		}
	}
	m.dice.Shuffle(len(m.shipments), func(i, j int) { m.shipments[i], m.shipments[j] = m.shipments[j], m.shipments[i] })
	for i := range m.shipments {
		if s := &m.shipments[i]; i%50 == 7 {
			s.sold = geo.City(pick(m.dice, m.districts))
			m.diverted++
		}
	}
	return nil
}

// forget undoes what watching has written.
func (m *market) forget() error {
	for _, table := range []string{
		"diversion_alerts", "watched_lots", "watch_cursors", "diversion_cases", "case_events", "outbox_messages",
	} {
		if err := m.DB.Migration(context.Background()).Exec("DELETE FROM " + table).Error; err != nil {
			return err
		}
	}
	return nil
}

func pick[T any](dice *rand.Rand, from []T) T { return from[dice.IntN(len(from))] }

// around lists the districts that somebody may be in beside one, as a scan keeps them.
func (m *market) around(adcode string) string {
	others := m.near[geo.City(adcode)]
	i, found := slices.BinarySearch(m.districts, adcode)
	if found && m.dice.IntN(3) > 0 && i+1 < len(m.districts) {
		others = m.districts[i+1:] // of its own city, mostly
	}
	if len(others) == 0 {
		return ""
	}
	var text strings.Builder
	for n := range 1 + m.dice.IntN(2) {
		if n > 0 {
			text.WriteByte(',')
		}
		fmt.Fprintf(&text, "%s:%d", others[n%len(others)], 5+m.dice.IntN(20))
	}
	return text.String()
}
