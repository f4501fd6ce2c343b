package casefile

import (
	"time"

	"channelrouter/model"
)

// packRecord is a record of records.json.
type packRecord struct {
	ID         model.CaseRecordID `json:"id,string"`
	Kind       string             `json:"kind"`
	Person     model.PersonID     `json:"person_id,string"`
	Org        model.OrgID        `json:"org_id,string"`
	Terminal   model.OrgID        `json:"terminal_id,string"`
	Adcode     string             `json:"adcode"`
	Text       string             `json:"text"`
	Receipt    string             `json:"receipt"`
	Damaged    bool               `json:"codes_damaged"`
	At         time.Time          `json:"at"`
	RecordedAt time.Time          `json:"recorded_at"`
	Evidence   []packPiece        `json:"evidence"`
}

// packPiece is a piece of its evidence.
type packPiece struct {
	ID        model.EvidenceID `json:"id,string"`
	Kind      string           `json:"kind"`
	SHA256    string           `json:"sha256"`
	Scan      model.ScanID     `json:"scan_id,string"`
	Item      string           `json:"item"`
	Judgement *packJudgement   `json:"judgement"` // of a scan, at the place of the record
	Struck    *packStrike      `json:"struck"`
}

// packStrike says why a piece counts no more.
type packStrike struct {
	By     model.UserID `json:"by,string"`
	Reason string       `json:"reason"`
	At     time.Time    `json:"at"`
}

// gatherRecords adds what was laid down in the case, and which photos that rests on.
func (p *Pack) gatherRecords(views []View) {
	records := make([]packRecord, len(views))
	for i, v := range views {
		records[i] = packRecord{
			ID: v.ID, Kind: RecordName(v.Kind), Person: v.PersonID, Org: v.OrgID, Terminal: v.Terminal, Adcode: v.Adcode,
			Text: v.Text, Receipt: v.Receipt, Damaged: v.Damaged, At: v.At, RecordedAt: v.RecordedAt, Evidence: make([]packPiece, len(v.Pieces)),
		}
		for n, piece := range v.Pieces {
			records[i].Evidence[n] = newPackPiece(v, piece)
		}
	}
	p.add("records.json", records)
	p.photos = hashesOf(views)
}

func newPackPiece(v View, p Piece) packPiece {
	out := packPiece{ID: p.ID, Kind: EvidenceName(p.Kind), SHA256: p.Hash, Scan: p.ScanID}
	if p.Kind == model.EvidenceScan {
		judged := newPackJudgement(1, p.Judgement, v.RecordedAt)
		out.Item, out.Judgement = p.Item.String(), &judged
	}
	if p.Struck != nil {
		out.Struck = &packStrike{By: p.Struck.UserID, Reason: p.Struck.Reason, At: p.Struck.At}
	}
	return out
}
