package scan_test

import (
	"fmt"
	"time"

	"pgregory.net/rapid"

	"channelrouter/model"
	"channelrouter/service/custody"
	"channelrouter/service/scan"
)

// tale is facts that are told off-line, each with the minute at which it happened.
type tale struct {
	relinks   []relinking
	custody   []news
	scans     []news
	programme bool // a guide's scan sells
}

type relinking struct {
	shop, supplier string
	minute         int
}

// news is one fact. Names stand for people, organisations and goods, which every telling
// has of its own.
type news struct {
	name     string
	minute   int
	kind     model.CustodyKind
	from, to string
	level    model.Level
	n, into  int
	role     model.Role
	face     model.Face
	who      string
	adcode   string
}

func drawTale(t *rapid.T) tale {
	tl := tale{programme: rapid.Bool().Draw(t, "a guide's scan sells")}
	for range rapid.IntRange(0, 2).Draw(t, "relinks") {
		tl.relinks = append(tl.relinks, relinking{
			rapid.SampledFrom(shops).Draw(t, "shop"), rapid.SampledFrom(channels).Draw(t, "supplier"),
			rapid.IntRange(4, 50).Draw(t, "from minute"),
		})
	}
	tl.drawCustody(t)
	tl.drawScans(t)
	return tl
}

// drawCustody draws what happened to the goods: they were sent to a distributor, and then
// anything that he or another could have done.
func (tl *tale) drawCustody(t *rapid.T) {
	owner := rapid.SampledFrom([]string{"D1", "D2"}).Draw(t, "assigned to")
	pallet := news{level: model.LevelPallet}
	commission, ship, receive := pallet, pallet, pallet
	commission.kind, commission.to, commission.minute = model.Commission, "BRAND", 1
	ship.kind, ship.from, ship.to, ship.minute = model.Ship, "BRAND", owner, 2
	receive.kind, receive.to, receive.minute = model.Receive, owner, 3
	tl.custody = []news{commission, ship, receive}
	for range rapid.IntRange(0, 5).Draw(t, "moves") {
		n := news{minute: rapid.IntRange(4, 50).Draw(t, "at minute"), into: -1}
		n.kind = rapid.SampledFrom([]model.CustodyKind{
			model.Unpack, model.Unpack, model.Pack, model.Ship, model.Receive, model.Return, model.Transfer,
		}).Draw(t, "kind")
		n.level = rapid.SampledFrom([]model.Level{model.LevelUnit, model.LevelUnit, model.LevelCase}).Draw(t, "level")
		n.from, n.to = owner, rapid.SampledFrom([]string{"D1", "D2", "T1", "T2"}).Draw(t, "to")
		switch n.kind {
		case model.Unpack:
			n.to = ""
		case model.Pack:
			n.level, n.to, n.into = model.LevelUnit, "", rapid.IntRange(0, 1).Draw(t, "into")
		case model.Receive:
			n.from = ""
		case model.Return:
			n.to = "BRAND"
		case model.Transfer:
			n.to = map[string]string{"D1": "D2", "D2": "D1"}[owner]
		}
		n.n = rapid.IntRange(0, map[model.Level]int{model.LevelUnit: 3, model.LevelCase: 1}[n.level]).Draw(t, "which")
		tl.custody = append(tl.custody, n)
	}
	for i := range tl.custody {
		tl.custody[i].name = fmt.Sprintf("custody %d", i)
	}
}

// drawScans draws at most one who wins each thing: who is first is for arrival to say.
func (tl *tale) drawScans(t *rapid.T) {
	minute := rapid.IntRange(4, 55)
	maybe := func(what string) bool { return rapid.IntRange(0, 2).Draw(t, what) > 0 }
	for n := range 4 {
		if maybe("claimed") {
			tl.scans = append(tl.scans, news{
				name: fmt.Sprintf("claim %d", n), role: model.RoleConsumer, face: model.FaceUnitInner, n: n, minute: minute.Draw(t, "claim at"),
				who: rapid.SampledFrom(consumers).Draw(t, "by"), adcode: rapid.SampledFrom(districts).Draw(t, "in"),
			})
		}
		if maybe("guided") {
			shop := rapid.SampledFrom(shops).Draw(t, "guide of")
			tl.scans = append(tl.scans, news{
				name: fmt.Sprintf("guide %d", n), role: model.RoleGuide, face: model.FaceUnitOuter, n: n, minute: minute.Draw(t, "guide at"), who: "guide of " + shop,
			})
		}
		if maybe("looked at") {
			tl.scans = append(tl.scans, news{
				name: fmt.Sprintf("look %d", n), role: model.RoleConsumer, face: model.FaceUnitOuter, n: n, minute: minute.Draw(t, "look at"),
				who: "C1", adcode: rapid.SampledFrom(districts).Draw(t, "in"),
			})
		}
	}
	for n := range 2 {
		if maybe("opened") {
			shop := rapid.SampledFrom(shops).Draw(t, "keeper of")
			tl.scans = append(tl.scans, news{
				name: fmt.Sprintf("open %d", n), role: model.RoleTerminal, face: model.FaceCaseInner, n: n, minute: minute.Draw(t, "open at"), who: "keeper of " + shop,
			})
		}
	}
}

// hear records a piece of news, a second after the minute of its kind and number, so that
// no two happened at the same time.
func (p *play) hear(t *rapid.T, n news, second int) {
	at := p.start.Add(time.Duration(n.minute)*time.Minute + time.Duration(second)*time.Second)
	if n.kind != 0 {
		into := model.ItemID(0)
		if n.kind == model.Pack {
			into = p.item(model.LevelCase, n.into)
		}
		p.custody(t, custody.Command{
			Kind: n.kind, From: p.orgs[n.from].ID, To: p.orgs[n.to].ID, At: at, Offline: true,
		}, p.item(n.level, n.n), into)
		return
	}
	_, err := p.Rooms.Scan.Record(p.Ctx, scan.Input{
		Person: p.people[n.who], Role: n.role, Text: p.Print(n.face, p.item(n.face.Level(), n.n)),
		Key: p.key(n.name), Adcode: n.adcode, At: at,
	})
	p.must(t, err)
}

func (p *play) key(name string) string { return fmt.Sprintf("play-%d %s", p.plays, name) }
