package main

import (
	"context"
	"fmt"
	"time"

	"channelrouter/internal/geo"
	"channelrouter/model"
	"channelrouter/service/diversion"
	"channelrouter/service/scan"
)

const (
	scansStatement   = 1_000
	scansTransaction = 100_000
)

// scanned is what a scan of the market is drawn to be, before it is written.
type scanned struct {
	model.Scan
	seller int    // whose the goods are
	city   string // in which their shipment is sold elsewhere; ""
}

// scans writes them in the order of time, one in a hundred with a later judgement.
func (m *market) scans() error {
	ctx := context.Background()
	begin, every := time.Now().AddDate(0, 0, -marketDays), marketDays*24*time.Hour/marketScans
	for n := 0; n < marketScans; {
		err := m.DB.Run(ctx, func(ctx context.Context) error {
			var again []model.ScanJudgement
			for range scansTransaction / scansStatement {
				text := append(make([]byte, 0, scansStatement*600), scansInsert...)
				for range scansStatement {
					s := m.draw(n, begin.Add(time.Duration(n)*every).UTC())
					if m.dice.IntN(100) == 0 {
						later := s.Judgement
						later.PolicyVersion++
						again = append(again, model.ScanJudgement{ScanID: s.ID, Version: 2, Judgement: later, At: s.RecordedAt.Add(time.Hour)})
					}
					text = appendScan(text, &s.Scan, n)
					n++
				}
				if err := m.DB.Conn(ctx).Exec(string(text[:len(text)-1])).Error; err != nil {
					return err
				}
			}
			return m.DB.Conn(ctx).CreateInBatches(&again, 1000).Error
		})
		if err != nil {
			return err
		}
	}
	return nil
}

const scansInsert = `INSERT INTO scans (id, person_id, idempotency_key, input_hash, item, face, role, org_id, action, outcome, adcode,
	verdict, reasons, score, origin, terminal, found, policy_version, occurred_at, recorded_at, answer, case_item, assigned_by, around, device, address) VALUES `

// appendScan appends a scan's row to a statement, and a comma.
func appendScan(text []byte, s *model.Scan, n int) []byte {
	const precise = "2006-01-02 15:04:05.000000"
	return fmt.Appendf(text, `(%d,%d,'market-%016x','%s',%d,%d,%d,%d,'%s','%s','%s',%d,'%s',%d,%d,%d,%d,1,'%s','%s','{"scan_id":"%d","outcome":"%s","verdict":%d,"reasons":["%s"],"won":108,"balance":10800}',%d,%d,'%s',%d,%d),`,
		s.ID, s.PersonID, n, hash64, s.Item, s.Face, s.Role, s.OrgID, s.Action, s.Outcome, s.Adcode, s.Verdict, s.Reasons, s.Score,
		s.Origin, s.Terminal, s.Found, s.OccurredAt.Format(precise), s.RecordedAt.Format(precise), s.ID, s.Outcome, s.Verdict, s.Reasons,
		s.CaseItem, s.AssignedBy, s.Around, s.Device, s.Address)
}

// draw makes the n-th scan: seven in ten by consumers who tell where they are, the others by
// consumers who do not, terminals and guides.
func (m *market) draw(n int, at time.Time) scanned {
	// Goods are sold within three tenths of the time.
	window := len(m.shipments) * 3 / 10
	shipped := m.shipments[(len(m.shipments)-window)*n/marketScans+m.dice.IntN(window)]
	b, unit := m.batches[shipped.batch], shipped.first+m.dice.Int64N(shipmentUnits)
	s := scanned{seller: shipped.seller, city: shipped.sold, Scan: model.Scan{
		ID: idAt(at, n), Item: b.Level(model.LevelUnit).From + model.ItemID(unit), Face: model.NewFace(model.LevelUnit, model.Inner),
		CaseItem: b.Level(model.LevelCase).From + model.ItemID(unit/lineUnits), AssignedBy: shipped.id,
		OccurredAt: at.Add(-time.Second), RecordedAt: at,
	}}
	s.Origin = m.sellers[shipped.seller]
	switch of := m.dice.IntN(100); {
	case of < 84:
		m.byConsumer(&s, of < 70, m.lines[shipped.batch])
	case of < 94:
		m.atShop(&s, model.RoleTerminal, scan.ActionCaseOpen)
		s.Item, s.Face = s.CaseItem, model.NewFace(model.LevelCase, model.Outer)
	default:
		m.atShop(&s, model.RoleGuide, scan.ActionGuideReward)
	}
	return s
}

// idAt is an id as a generator would have given it then.
func idAt(at time.Time, n int) model.ScanID {
	const epoch = 1704067200000 // ids count milliseconds since 2024
	return model.ScanID((at.UnixMilli()-epoch)<<22 | int64(n%(1<<12)))
}

// byConsumer has somebody scan: mostly at home, three in a hundred on their way.
func (m *market) byConsumer(s *scanned, located bool, line int) {
	person := m.dice.Int64N(marketConsumers)
	s.PersonID, s.Role, s.Action, s.Outcome = model.PersonID(1_000_000+person), model.RoleConsumer, scan.ActionClaim, scan.OutcomeClaimed
	s.Device, s.Address = hashed(person), hashed(m.dice.Int64N(1<<20))
	if m.dice.IntN(10) == 0 {
		s.Action, s.Outcome = scan.ActionVerify, scan.OutcomeRepeat
	}
	s.Verdict, s.Reasons = model.VerdictUnknown, diversion.ReasonNoLocation
	if !located {
		return
	}
	home := m.areas[s.seller]
	switch of := m.dice.IntN(100); {
	case s.city != "" && of < 60:
		s.Adcode = m.in(s.city)
	case of < 97:
		s.Adcode = pick(m.dice, home)
	case of < 98 && len(m.near[geo.City(home[0])]) > 0:
		s.Adcode = pick(m.dice, m.near[geo.City(home[0])])
	default:
		s.Adcode = pick(m.dice, m.districts)
	}
	s.Around = m.around(s.Adcode)
	s.Verdict, s.Reasons = model.VerdictMatch, diversion.ReasonInsideTerritory
	if s.Found = m.sellers[m.holder[line][geo.City(s.Adcode)]]; s.Found != s.Origin {
		s.Verdict, s.Reasons, s.Score = model.VerdictDiverted, diversion.ReasonOutsideTerritory, 40
	}
}

// hashed is 63 bits in place of a number.
func hashed(n int64) int64 { return int64(uint64(n+1) * 0x9e3779b97f4a7c15 >> 1) }

// in is a district of a city.
func (m *market) in(city string) string {
	area := m.areas[m.holder[0][city]]
	for {
		if d := pick(m.dice, area); geo.City(d) == city {
			return d
		}
	}
}

// atShop has a shop scan, one in a thousand another distributor's.
func (m *market) atShop(s *scanned, role model.Role, action string) {
	seller := s.seller
	if m.dice.IntN(1000) == 0 {
		seller = m.dice.IntN(marketDistributors)
	}
	shop := pick(m.dice, m.shops[seller])
	s.PersonID, s.Role, s.OrgID, s.Action, s.Outcome = model.PersonID(shop.ID), role, shop.ID, action, scan.OutcomeRewarded
	s.Terminal, s.Found, s.Adcode = shop.ID, m.sellers[seller], shop.Adcode
	s.Verdict, s.Reasons = model.VerdictMatch, diversion.ReasonTerminalUnderAssigned
	if s.Found != s.Origin {
		s.Verdict, s.Reasons, s.Score = model.VerdictDiverted, diversion.ReasonTerminalUnderOther, 95
	}
}
