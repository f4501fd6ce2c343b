package history

import (
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"strings"
	"time"

	"channelrouter/model"
	"channelrouter/service/channel"
)

// Size is how large a world is.
type Size struct {
	Distributors, Wholesalers, Terminals int
	Active                               int // terminals with somebody who scans
	Consumers                            int
	Cases                                int // that sell
	Lots                                 int // that are diverted
}

// Whole is a channel of realistic size; Small is a tenth, for tests.
var (
	Whole = Size{Distributors: 300, Wholesalers: 3_000, Terminals: 50_000, Active: 700, Consumers: 1_500, Cases: 3_000, Lots: 36}
	Small = Size{Distributors: 30, Wholesalers: 300, Terminals: 5_000, Active: 120, Consumers: 400, Cases: 460, Lots: 18}
)

// distributor is a firm with its cities.
type distributor struct {
	model.Org
	code    string
	cities  []int // in the land
	weight  float64
	shops   []int // of the active ones
	members []model.PersonID
}

// terminal is an active shop.
type terminal struct {
	model.Org
	code        string
	adcode      string
	distributor int
	city        int
	weight      float64
	owner       model.PersonID
	guide       model.PersonID
	guided      bool // there is a guide
}

// BrandCode and BrandName are the story's, too (cmd/channelrouter/demo).
const (
	BrandCode = "BRAND"
	BrandName = "好伴乳业"
	brandSeat = "310115"
)

// distributorCode is how the brand numbers its distributors, and firstCode the first.
const (
	distributorCode = "D%04d"
	firstCode       = "D0001"
)

// register writes the channel down as a brand would hand it in, and imports it.
func (w *world) register(ctx context.Context) error {
	w.land = land(newDraw(w.Seed, partLand))
	var file bytes.Buffer
	sheet := csv.NewWriter(&file)
	_ = sheet.Write([]string{"kind", "code", "name", "adcode", "parent", "territory"})
	_ = sheet.Write([]string{"brand", BrandCode, BrandName, brandSeat, "", ""})
	d := newDraw(w.Seed, partChannel)
	w.share(d)
	for _, m := range w.distributors {
		home := &w.land[m.cities[0]]
		prefixes := make([]string, len(m.cities))
		for i, c := range m.cities {
			prefixes[i] = territoryOf(w.land[c].code)
		}
		_ = sheet.Write([]string{"distributor", m.code, firm(d, home.name), home.counties[0], BrandCode, strings.Join(prefixes, ";")})
	}
	w.open(d, sheet)
	sheet.Flush()
	report, err := w.Channel.Import(ctx, &file, "csv", channel.ImportOptions{From: w.begin.AddDate(-1, 0, 0)})
	if err != nil {
		return err
	}
	if report.Refused > 0 {
		return fmt.Errorf("%d organisations are refused, the first %+v", report.Refused, report.Rows[0])
	}
	return w.find(ctx)
}

// territoryOf is a city as a territory names it: a municipality is its whole province.
func territoryOf(code string) string {
	switch code {
	case "1101", "1201", "3101", "5001":
		return code[:2]
	}
	return code
}

// share gives the greatest cities to distributors, and each other one to one of its province.
func (w *world) share(d draw) {
	inProvince := map[string][]int{}
	for i, c := range w.land {
		province := c.code[:2]
		if i < w.Size.Distributors {
			inProvince[province] = append(inProvince[province], len(w.distributors))
			w.distributors = append(w.distributors, distributor{code: fmt.Sprintf(distributorCode, i+1), cities: []int{i}, weight: c.weight})
			continue
		}
		if there := inProvince[province]; len(there) > 0 && w.Size.Distributors > len(w.land)/2 {
			m := &w.distributors[pick(d, there)]
			m.cities = append(m.cities, i)
			m.weight += c.weight
		}
	}
}

// open makes wholesalers and shops, more where more people live.
func (w *world) open(d draw, sheet *csv.Writer) {
	each := make([]float64, len(w.distributors))
	for i, m := range w.distributors {
		each[i] = m.weight * d.spread(0.4)
	}
	wholesalers, shops, active := apportion(w.Size.Wholesalers, each), apportion(w.Size.Terminals, each), apportion(w.Size.Active, each)
	wholesale, number := 0, 0
	for i, m := range w.distributors {
		first := wholesale
		for range wholesalers[i] {
			wholesale++
			c := &w.land[pick(d, m.cities)]
			_ = sheet.Write([]string{"wholesaler", fmt.Sprintf("W%05d", wholesale), wholesaler(d, c.name), pick(d, c.counties), m.code, ""})
		}
		for n := range shops[i] {
			number++
			at := m.cities[min(n*len(m.cities)/shops[i], len(m.cities)-1)]
			c := &w.land[at]
			parent := m.code
			if d.hit(70) {
				parent = fmt.Sprintf("W%05d", first+1+d.IntN(wholesalers[i]))
			}
			code, adcode := fmt.Sprintf("T%06d", number), pick(d, c.counties)
			_ = sheet.Write([]string{"terminal", code, shop(d, c.name), adcode, parent, ""})
			if n*active[i]/shops[i] != (n+1)*active[i]/shops[i] {
				w.distributors[i].shops = append(w.distributors[i].shops, len(w.terminals))
				w.terminals = append(w.terminals, terminal{code: code, adcode: adcode, distributor: i, city: at, weight: d.spread(0.6)})
			}
		}
	}
}

// find looks up the organisations that act.
func (w *world) find(ctx context.Context) (err error) {
	if w.brand, err = w.Channel.GetOrgByCode(ctx, BrandCode); err != nil {
		return err
	}
	codes := make([]string, 0, len(w.distributors)+len(w.terminals))
	for _, m := range w.distributors {
		codes = append(codes, m.code)
	}
	for _, t := range w.terminals {
		codes = append(codes, t.code)
	}
	orgs, err := w.Channel.OrgsByCode(ctx, codes)
	if err != nil {
		return err
	}
	for i := range w.distributors {
		w.distributors[i].Org = orgs[w.distributors[i].code]
	}
	for i := range w.terminals {
		w.terminals[i].Org = orgs[w.terminals[i].code]
	}
	return nil
}

// since is when who acts for somebody began to.
func (w *world) since() time.Time { return w.begin.AddDate(0, -6, 0) }
