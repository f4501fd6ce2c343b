package custody_test

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"pgregory.net/rapid"

	"channelrouter/model"
	"channelrouter/service/custody"
)

// What a hopper's database answers, said in words of the paper, so that two plays compare.

// name is an item's paper name.
func (b *hopper) name(item model.ItemID) string {
	switch {
	case item == 0:
		return ""
	case b.caps.Level(model.LevelUnit).Contains(item):
		return fmt.Sprint("cap ", int64(item-b.cap(0)))
	case item.Level() == model.LevelUnit:
		return fmt.Sprint("bottle ", int64(item-b.bottle(0)))
	case item.Level() == model.LevelCase:
		return fmt.Sprint("case ", int64(item-b.carton(0)))
	}
	return fmt.Sprint("pallet ", int64(item-b.pallet(0)))
}

// homes says in what the line has packed every cap.
func (b *hopper) homes(t *rapid.T) string {
	var caps []model.ItemID
	for n := range int64(hopperCaps) {
		caps = append(caps, b.cap(n))
	}
	homes, err := b.Custody.Homes(b.Ctx, caps)
	if err != nil {
		t.Fatal(err)
	}
	var all string
	for n, c := range caps {
		all += fmt.Sprintf("cap %d in %s\n", n, b.name(homes[c]))
	}
	return all
}

// contents says what containers hold, which must be what the caps say, and what lines have
// told that does not stand.
func (b *hopper) contents(t *rapid.T) string {
	var all []string
	inside := map[model.ItemID]model.ItemID{}
	for _, r := range []model.ItemRange{
		{From: b.carton(0), To: b.carton(15) + 1}, {From: b.bottle(0), To: b.bottle(hopperCaps)},
	} {
		told, err := b.Custody.SaidOf(b.Ctx, r)
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range told {
			items := make([]string, len(s.Items))
			for i, item := range s.Items {
				items[i] = b.name(item)
				inside[item] = s.Container
			}
			slices.Sort(items)
			all = append(all, fmt.Sprintf("%s by %s at %s: %v", b.name(s.Container), b.by(s.By), b.when(s.At), items))
		}
	}
	var caps []model.ItemID
	for n := range int64(hopperCaps) {
		caps = append(caps, b.cap(n))
	}
	homes, err := b.Custody.Homes(b.Ctx, caps)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range caps {
		if homes[c] != inside[c] {
			t.Fatalf("%s is in %q, but in the contents of %q", b.name(c), b.name(homes[c]), b.name(inside[c]))
		}
	}
	rivals, err := b.Custody.Rivals(b.Ctx, caps)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range rivals {
		all = append(all, fmt.Sprintf("not %s in %s by %s at %s", b.name(r.Items[0]), b.name(r.Container), b.by(r.By), b.when(r.At)))
	}
	slices.Sort(all)
	return strings.Join(all, "\n") + "\n"
}

// by is a line's paper name.
func (b *hopper) by(line string) string { return strings.TrimPrefix(line, fmt.Sprintf("%d-", b.play)) }

func (b *hopper) when(at time.Time) string {
	if at.IsZero() {
		return "no time"
	}
	return at.Sub(b.began).String()
}

// log says what is stored of the events, and what has become of them, by who has told them.
func (b *hopper) log(t *rapid.T) map[string]string {
	line, hand := fmt.Sprintf("line/%d-", b.play), fmt.Sprintf("play-%d-", b.play)
	var events []model.CustodyEvent
	err := b.DB.Conn(b.Ctx).Where("idempotency_key LIKE ? OR idempotency_key LIKE ?", line+"%", hand+"%").Find(&events).Error
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]string{}
	for _, e := range events {
		var ranges []model.CustodyEventRange
		if err := b.DB.Conn(b.Ctx).Where("event_id = ?", e.ID).Order("n").Find(&ranges).Error; err != nil {
			t.Fatal(err)
		}
		said := fmt.Sprintf("kind %d at %s is in state %d:", e.Kind, b.when(e.EventTime), e.State)
		for _, r := range ranges {
			said += fmt.Sprintf(" %s to %s in %s by %d", b.name(r.FromItem), b.name(r.ToItem-1), b.name(r.Parent), r.PerParent)
		}
		by, _, _ := strings.Cut(strings.TrimPrefix(strings.TrimPrefix(e.Key, line), hand), "/")
		all[by] = said
	}
	return all
}

// traces says where everything is at all times that facts speak of.
func (b *hopper) traces(t *rapid.T, facts []fact) string {
	var points []custody.Point
	for _, f := range facts {
		at := b.began.Add(f.at())
		for n := range int64(hopperCaps) {
			points = append(points, custody.Point{Item: b.cap(n), At: at, Held: true})
		}
		for n := range int64(hopperCases) {
			points = append(points, custody.Point{Item: b.carton(n), At: at, Held: true})
		}
	}
	got, err := b.Custody.Traces(b.Ctx, points)
	if err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	for _, p := range points {
		for _, item := range got[p].Chain {
			all.WriteString(b.name(item) + " in ")
		}
		fmt.Fprintf(&all, "at %s: held by %d, on the way to %d, meant for %d, %t\n", p.At.Sub(b.began), got[p].Holder, got[p].InTransit, got[p].Assigned, got[p].Known)
	}
	return all.String()
}

// foldsAnew holds what is stored against the log.
func (b *hopper) foldsAnew(t *rapid.T) {
	var goods []model.ItemRange
	for _, l := range b.line.Levels {
		goods = append(goods, l.ItemRange)
	}
	goods = model.MergeRanges(append(goods, b.caps.Level(model.LevelUnit).ItemRange))
	if difference, err := b.Custody.DiffersAnew(b.Ctx, goods); err != nil || difference != "" {
		t.Fatalf("%s, %v", difference, err)
	}
}
