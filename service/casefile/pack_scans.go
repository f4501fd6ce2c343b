package casefile

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"maps"
	"slices"
	"time"

	"channelrouter/model"
	"channelrouter/service/custody"
	"channelrouter/service/scan"
)

// packJudgement is a version of what was said of a scan.
type packJudgement struct {
	Version       int         `json:"version"`
	Verdict       string      `json:"verdict"`
	Reasons       string      `json:"reasons"`
	Score         int         `json:"score"`
	Origin        model.OrgID `json:"origin_id,string"`
	Terminal      model.OrgID `json:"terminal_id,string"`
	Found         model.OrgID `json:"found_id,string"`
	PolicyVersion int         `json:"policy_version"`
	At            time.Time   `json:"at"`
}

func newPackJudgement(version int, j model.Judgement, at time.Time) packJudgement {
	return packJudgement{
		Version: version, Verdict: scan.VerdictName(j.Verdict), Reasons: j.Reasons, Score: j.Score, Origin: j.Origin,
		Terminal: j.Terminal, Found: j.Found, PolicyVersion: j.PolicyVersion, At: at,
	}
}

// packScan is a scan that the case rests on.
type packScan struct {
	Scan       model.ScanID    `json:"scan_id,string"`
	File       string          `json:"file"`   // what was recorded of it
	SHA256     string          `json:"sha256"` // of that
	Flag       *packFlag       `json:"flag"`   // null of one that raised none
	Judgements []packJudgement `json:"judgements"`
}

// packFlag is what a scan contributes to the case.
type packFlag struct {
	Hard      bool   `json:"hard"`
	Reasons   string `json:"reasons"`
	Score     int    `json:"score"`
	Withdrawn bool   `json:"withdrawn"`
}

// gatherScans adds the scans of flags and inspections, each with what was recorded of it as a
// file of its own, whose hash an inspection names.
func (p *Pack) gatherScans(ctx context.Context, flags []model.DiversionFlag, views []View) error {
	flagged := map[model.ScanID]model.DiversionFlag{}
	for _, f := range flags {
		flagged[f.ScanID] = f
	}
	ids := maps.Clone(flagged)
	for piece := range scanPieces(views) {
		ids[piece.ScanID] = flagged[piece.ScanID]
	}
	order := slices.Sorted(maps.Keys(ids))
	scans, err := p.service.rooms.Scan.Some(ctx, order)
	if err != nil {
		return err
	}
	later, err := p.service.rooms.Scan.Judgements(ctx, order)
	if err != nil {
		return err
	}
	list := []packScan{}
	for _, id := range order {
		s, known := scans[id]
		if !known {
			continue // a flag of before scans were kept
		}
		one := packScan{Scan: id, File: fmt.Sprintf("scans/%d.json", id)}
		if one.SHA256, err = p.addFacts(one.File, s); err != nil {
			return err
		}
		if f, is := flagged[id]; is {
			one.Flag = &packFlag{Hard: f.Hard, Reasons: f.Reasons, Score: f.Score, Withdrawn: f.Withdrawn}
		}
		one.Judgements = append(one.Judgements, newPackJudgement(1, s.Judgement, s.RecordedAt))
		for _, j := range later[id] {
			one.Judgements = append(one.Judgements, newPackJudgement(j.Version, j.Judgement, j.At))
		}
		list = append(list, one)
	}
	p.add("scans.json", list)
	return nil
}

// scanPieces are the scans among the pieces of records.
func scanPieces(views []View) iter.Seq[Piece] {
	return func(yield func(Piece) bool) {
		for _, v := range views {
			for _, piece := range v.Pieces {
				if piece.Kind == model.EvidenceScan && !yield(piece) {
					return
				}
			}
		}
	}
}

// addFacts adds what was recorded of a scan, byte by byte as it is hashed.
func (p *Pack) addFacts(name string, s model.Scan) (hash string, err error) {
	facts := FactsOf(s)
	content, err := json.Marshal(facts)
	if err != nil {
		return "", err
	}
	p.add(name, json.RawMessage(content))
	return facts.Hash()
}

// packStep is an event of an item's trail.
type packStep struct {
	Event      model.EventID `json:"event_id,string"`
	Kind       string        `json:"kind"`
	Through    string        `json:"through"` // the item, or the container that it was in
	From       model.OrgID   `json:"from_id,string"`
	To         model.OrgID   `json:"to_id,string"`
	Pending    bool          `json:"pending"` // told, and not taken place for all of its goods
	EventTime  time.Time     `json:"event_time"`
	RecordTime time.Time     `json:"record_time"`
}

// packTrail is what happened to an item.
type packTrail struct {
	Item  string     `json:"item"`
	Steps []packStep `json:"steps"`
}

// gatherTrail adds the way of each item that was scanned, and who the organisations on it are.
func (p *Pack) gatherTrail(ctx context.Context, flags []model.DiversionFlag, views []View) error {
	items := map[model.ItemID]bool{}
	for _, f := range flags {
		items[f.Item] = true
	}
	for piece := range scanPieces(views) {
		items[piece.Item] = true
	}
	trails := []packTrail{}
	met := map[model.OrgID]bool{}
	for _, item := range slices.Sorted(maps.Keys(items)) {
		told, err := p.service.rooms.Custody.Trail(ctx, item)
		if err != nil {
			return err
		}
		trail := packTrail{Item: item.String(), Steps: make([]packStep, len(told))}
		for i, f := range told {
			met[f.FromOrg], met[f.ToOrg] = true, true
			trail.Steps[i] = packStep{
				Event: f.ID, Kind: custody.KindName(f.Kind), Through: f.Through.String(), From: f.FromOrg, To: f.ToOrg,
				Pending: f.State == model.EventPending, EventTime: f.EventTime, RecordTime: f.RecordTime,
			}
		}
		trails = append(trails, trail)
	}
	p.add("trail.json", trails)
	orgs, err := p.service.rooms.Channel.Orgs(ctx, slices.Sorted(maps.Keys(met)))
	named := []packOrg{}
	for _, id := range slices.SortedFunc(maps.Keys(orgs), cmp.Compare[model.OrgID]) {
		named = append(named, newPackOrg(orgs[id]))
	}
	p.add("organisations.json", named)
	return err
}
