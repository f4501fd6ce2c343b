package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"math"
	"net/http"
	"time"

	"channelrouter/model"
	"channelrouter/service/code"
	"channelrouter/service/custody"
	"channelrouter/service/identity"
)

const (
	lineRounds   = 5
	lineLength   = 4 * time.Second
	lines        = 4
	linePallets  = 3_000 // that a line has codes for
	lineUnits    = 24    // in a case
	lineCases    = 40    // on a pallet
	palletEvery  = 2 * time.Second
	unitsPallet  = lineUnits * lineCases
	palletsCount = 1_042 // a million units
)

// line measures what packing lines tell over the API, a pallet at a time, and how many
// rows a million units leave behind: of a regular line, and of one that takes one unit in
// a hundred cases out and puts another in its place.
func line() ([]figure, error) {
	g, err := server()
	if err != nil {
		return nil, err
	}
	defer g.close()
	b, err := g.lineBatch(lines * linePallets)
	if err != nil {
		return nil, err
	}
	if _, err := g.brand(); err != nil {
		return nil, err
	}
	handler, err := g.handler()
	if err != nil {
		return nil, err
	}
	token, err := g.operator()
	if err != nil {
		return nil, err
	}
	began := time.Now().Add(-24 * time.Hour)
	told := [lines]int64{}
	l := load{clients: lines, length: lineLength, status: http.StatusOK, request: func(client, _ int) []byte {
		n := told[client]
		if told[client]++; n == linePallets {
			return nil
		}
		p := linePallet(b, int64(client)*linePallets+n, began.Add(time.Duration(n)*palletEvery))
		return g.palletRequest(token, client, p)
	}}
	speed := figure{name: "line_link_units_per_second", unit: "1/s", bar: 20_000, least: true}
	for range lineRounds {
		pallets, err := l.run(handler)
		if err != nil {
			return nil, err
		}
		speed.rounds = append(speed.rounds, pallets*unitsPallet)
	}
	regular := figure{name: "rows_per_million_linked_units", unit: "1", bar: 2_000}
	odd := figure{name: "rows_per_million_with_1pc_odd_cases", unit: "1", bar: math.Inf(1)}
	for f, every := range map[*figure]int64{&regular: 0, &odd: 100} {
		rows, err := g.rowsOfAMillion(every)
		if err != nil {
			return nil, err
		}
		f.rounds = []float64{rows}
	}
	return []figure{speed, regular, odd}, nil
}

// lineBatch is a batch whose linking a line reports.
func (g *ground) lineBatch(pallets int64) (*code.Batch, error) {
	ctx := context.Background()
	b, err := g.Code.IssueBatch(ctx, code.NewBatch{
		Ref: fmt.Sprintf("line-%d", time.Now().UnixNano()), ProductID: g.product.ID, Linking: model.LineLinked,
		Profile: code.FiveInOne(lineUnits, lineCases), Count: pallets,
	})
	if err != nil {
		return nil, err
	}
	return b, g.Code.Activate(ctx, b.ID, code.Interval{})
}

// linePallet is the n-th pallet of a batch, as a regular line packs it.
func linePallet(b *code.Batch, n int64, at time.Time) custody.Captured {
	item := func(level model.Level, n int64) model.ItemID { return b.Level(level).From + model.ItemID(n) }
	p := custody.Captured{At: at}
	pallet := custody.Packed{Container: item(model.LevelPallet, n)}
	for c := n * lineCases; c < (n+1)*lineCases; c++ {
		carton := custody.Packed{Container: item(model.LevelCase, c)}
		for u := c * lineUnits; u < (c+1)*lineUnits; u++ {
			carton.Items = append(carton.Items, item(model.LevelUnit, u))
		}
		p.Packs, pallet.Items = append(p.Packs, carton), append(pallet.Items, carton.Container)
	}
	p.Packs = append(p.Packs, pallet)
	return p
}

// operator is a session of the line's gateway.
func (g *ground) operator() (string, error) {
	ctx := context.Background()
	const password = "a line of many cases"
	login := fmt.Sprintf("gateway-%d", time.Now().UnixNano())
	_, err := g.Identity.CreateUser(ctx, identity.NewUser{Login: login, Name: "gateway", Role: model.UserOperator, Password: password})
	if err != nil {
		return "", err
	}
	tokens, err := g.Identity.LoginConsole(ctx, identity.Entry{Login: login, Password: password})
	return tokens.Access, err
}

// palletRequest is the request that tells of a pallet, as bytes on the wire.
func (g *ground) palletRequest(token string, line int, p custody.Captured) []byte {
	print := func(i model.ItemID) string {
		face := model.NewFace(i.Level(), model.Outer)
		text, err := g.Code.Print(face, i)
		if err != nil {
			panic(err) // every item of the batch can be printed
		}
		return text
	}
	type pack struct {
		Into  string   `json:"into"`
		Items []string `json:"items"`
	}
	packs := make([]pack, len(p.Packs))
	for i, c := range p.Packs {
		packs[i].Into = print(c.Container)
		for _, item := range c.Items {
			packs[i].Items = append(packs[i].Items, print(item))
		}
	}
	body, _ := json.Marshal(map[string]any{"org": "BRAND", "pallets": []any{map[string]any{"at": p.At.Format(time.RFC3339Nano), "packs": packs}}})
	var request bytes.Buffer
	fmt.Fprintf(&request, "POST /api/v1/console/lines/%d/pallets HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\n"+
		"Content-Type: application/json\r\nContent-Length: %d\r\n\r\n", line, token, len(body))
	request.Write(body)
	return request.Bytes()
}

// lineTables are what linking writes.
var lineTables = []string{"custody_events", "custody_event_ranges", "link_spans", "holder_spans", "assignment_spans", "slot_blocks"}

// rowsOfAMillion packs a million units, a pallet in two seconds of the line's time, and
// counts the rows that are left. In one of every so many cases (0: in none) a unit from
// the end of the batch takes another's place.
func (g *ground) rowsOfAMillion(every int64) (float64, error) {
	ctx := context.Background()
	b, err := g.lineBatch(palletsCount + 20)
	if err != nil {
		return 0, err
	}
	brand, err := g.brand()
	if err != nil {
		return 0, err
	}
	before, err := g.count(lineTables)
	if err != nil {
		return 0, err
	}
	began := time.Now().Add(-24 * time.Hour)
	spare := b.Level(model.LevelUnit).To
	for n := range int64(palletsCount) {
		p := linePallet(b, n, began.Add(time.Duration(n)*palletEvery))
		for c := range p.Packs[:lineCases] {
			if every > 0 && (n*lineCases+int64(c))%every == 7 {
				spare--
				p.Packs[c].Items[5] = spare
			}
		}
		outcomes, err := g.Custody.Capture(ctx, custody.Capture{Line: "rows", Org: brand.ID, Pallets: []custody.Captured{p}})
		if err != nil {
			return 0, err
		}
		if outcomes[0].State != custody.CaptureRecorded {
			return 0, fmt.Errorf("pallet %d is %s: %w", n, outcomes[0].State, outcomes[0].Err)
		}
	}
	after, err := g.count(lineTables)
	return float64(after-before) / (palletsCount * unitsPallet) * 1e6, err
}

// count counts the rows of tables.
func (g *ground) count(tables []string) (sum int64, err error) {
	for _, table := range tables {
		var n int64
		if err := g.DB.Conn(context.Background()).Table(table).Count(&n).Error; err != nil {
			return 0, err
		}
		sum += n
	}
	return sum, nil
}
