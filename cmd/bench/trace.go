package main

import (
	"context"
	"fmt"
	"time"

	"channelrouter/internal/clock"
	"channelrouter/model"
	"channelrouter/service/channel"
	"channelrouter/service/code"
)

const (
	traceUnits     = 10_000_000
	traceShipments = 4_000 // from the brand to distributors, and half as many onward
	traceOrgs      = 200
	traceRounds    = 5
	traceMinute    = 30 // pallets that a line packs in a minute
)

// traced measures how long it takes to say where all of a batch of ten million units is: a
// line packed it, one case in a hundred with a stray unit, and it went out in thousands of
// shipments, some of them opened.
func traced() ([]figure, error) {
	g, err := server()
	if err != nil {
		return nil, err
	}
	defer g.close()
	b, err := g.lineBatch((traceUnits + unitsPallet - 1) / unitsPallet)
	if err != nil {
		return nil, err
	}
	t := tracedGround{ground: g, b: b, at: clock.Normal(time.Now().Add(-48 * time.Hour))}
	if err := t.fill(); err != nil {
		return nil, err
	}
	f := figure{name: "trace_batch_10m_seconds", unit: "s", bar: 5}
	for range traceRounds {
		began := time.Now()
		ctx := context.Background()
		units, err := g.Custody.UnitsOf(ctx, b, code.Interval{}, began)
		if err != nil {
			return nil, err
		}
		places, err := g.Custody.WhereIs(ctx, units, began)
		if err != nil {
			return nil, err
		}
		f.rounds = append(f.rounds, time.Since(began).Seconds())
		var sum int64
		for _, p := range places {
			sum += p.Units
		}
		if sum != b.Level(model.LevelUnit).Len() || len(places) < traceOrgs {
			return nil, fmt.Errorf("%d units at %d places", sum, len(places))
		}
	}
	return []figure{f}, nil
}

// tracedGround writes the spans and events of a batch as packing and shipping leave them.
type tracedGround struct {
	*ground
	b     *code.Batch
	at    time.Time
	orgs  []model.OrgID
	links []model.LinkSpan
	holds []model.HolderSpan
	meant []model.AssignmentSpan
	log   []model.CustodyEvent
	about []model.CustodyEventRange
}

func (t *tracedGround) fill() error {
	ctx := context.Background()
	for n := range traceOrgs {
		org, err := t.Channel.CreateOrg(ctx, channel.NewOrg{
			Code: fmt.Sprintf("T%d", n), Kind: model.OrgDistributor, Name: fmt.Sprintf("distributor %d", n), Adcode: "320104",
		})
		if err != nil {
			return err
		}
		t.orgs = append(t.orgs, org.ID)
	}
	brand, err := t.brand()
	if err != nil {
		return err
	}
	pallets := t.b.Level(model.LevelPallet).Len()
	for from := int64(0); from < pallets; from += traceMinute {
		t.pack(from, min(from+traceMinute, pallets))
	}
	for n := range int64(traceShipments) {
		t.ship(brand.ID, n*pallets/traceShipments, (n+1)*pallets/traceShipments, int(n))
	}
	return t.write(ctx)
}

func (t *tracedGround) item(level model.Level, n int64) model.ItemID {
	return t.b.Level(level).From + model.ItemID(n)
}

func (t *tracedGround) span(level model.Level, from, to int64, begin, end time.Time, event model.EventID) model.Span {
	return model.Span{FromItem: t.item(level, from), ToItem: t.item(level, to), TimeFrom: begin, TimeTo: end, EventID: event}
}

func (t *tracedGround) event(kind model.CustodyKind, from, to model.OrgID, at time.Time, level model.Level, first, last int64) model.EventID {
	id := model.EventID(t.IDs.Next())
	t.log = append(t.log, model.CustodyEvent{
		ID: id, Key: fmt.Sprintf("traced/%d", id), InputHash: "-", Kind: kind, State: model.EventApplied,
		FromOrg: from, ToOrg: to, EventTime: at, RecordTime: at,
	})
	t.about = append(t.about, model.CustodyEventRange{EventID: id, FromItem: t.item(level, first), ToItem: t.item(level, last)})
	return id
}

// pack is a minute of the line: units into cases, one case in a hundred with its sixth unit
// linked alone, and cases onto pallets.
func (t *tracedGround) pack(from, to int64) {
	at := t.at.Add(time.Duration(from) * palletEvery)
	event := t.event(model.Pack, 0, 0, at, model.LevelCase, from*lineCases, to*lineCases)
	link := func(level, into model.Level, first, last, parent, per int64) {
		t.links = append(t.links, model.LinkSpan{
			Span: t.span(level, first, last, at, model.Forever, event), Parent: t.item(into, parent), Base: t.item(level, first), PerParent: per,
		})
	}
	next := from * unitsPallet
	for c := from * lineCases; c < to*lineCases; c++ {
		if c%100 != 7 {
			continue
		}
		odd := c*lineUnits + 5
		link(model.LevelUnit, model.LevelCase, next, c*lineUnits, next/lineUnits, lineUnits)
		link(model.LevelUnit, model.LevelCase, c*lineUnits, odd, c, lineUnits)
		link(model.LevelUnit, model.LevelCase, odd, odd+1, c, 1)
		link(model.LevelUnit, model.LevelCase, odd+1, (c+1)*lineUnits, c, lineUnits)
		next = (c + 1) * lineUnits
	}
	if next < to*unitsPallet {
		link(model.LevelUnit, model.LevelCase, next, to*unitsPallet, next/lineUnits, lineUnits)
	}
	link(model.LevelCase, model.LevelPallet, from*lineCases, to*lineCases, from, lineCases)
}

// ship sends some pallets to a distributor, who receives nine of ten shipments and sends
// every second on.
func (t *tracedGround) ship(brand model.OrgID, from, to int64, n int) {
	if from == to {
		return
	}
	at := t.at.Add(24 * time.Hour)
	receiver, next := t.orgs[n%traceOrgs], t.orgs[(n*7+3)%traceOrgs]
	hold := func(begin, end time.Time, event model.EventID, org, inTransit model.OrgID) {
		s := t.span(model.LevelPallet, from, to, begin, end, event)
		t.holds = append(t.holds, model.HolderSpan{
			FromItem: s.FromItem, TimeFrom: s.TimeFrom, ToItem: s.ToItem, TimeTo: s.TimeTo, EventID: s.EventID, Org: org, InTransit: inTransit,
		})
	}
	sent := t.event(model.Ship, brand, receiver, at, model.LevelPallet, from, to)
	hold(t.at, at, sent, brand, 0)
	t.meant = append(t.meant, model.AssignmentSpan{Span: t.span(model.LevelPallet, from, to, at, model.Forever, sent), Org: receiver})
	if n%10 == 9 {
		hold(at, model.Forever, sent, 0, receiver)
		return
	}
	hold(at, at.Add(time.Hour), sent, 0, receiver)
	got := t.event(model.Receive, 0, receiver, at.Add(time.Hour), model.LevelPallet, from, to)
	if n%2 == 0 {
		hold(at.Add(time.Hour), model.Forever, got, receiver, 0)
		return
	}
	hold(at.Add(time.Hour), at.Add(2*time.Hour), got, receiver, 0)
	onward := t.event(model.Ship, receiver, next, at.Add(2*time.Hour), model.LevelPallet, from, to)
	hold(at.Add(2*time.Hour), model.Forever, onward, 0, next)
}

func (t *tracedGround) write(ctx context.Context) error {
	return t.DB.Run(ctx, func(ctx context.Context) error {
		for _, rows := range []any{&t.links, &t.holds, &t.meant, &t.log, &t.about} {
			if err := t.DB.Conn(ctx).CreateInBatches(rows, 500).Error; err != nil {
				return err
			}
		}
		return nil
	})
}
