package httpx

import (
	"time"

	"channelrouter/model"
	"channelrouter/service/casefile"
	"channelrouter/service/scan"
)

// CaseRef names a diversion case.
type CaseRef struct {
	ID Ref `path:"id" doc:"the case's id"`
}

// CaseStep names a case in which somebody of the apps does something, once.
type CaseStep struct {
	CaseRef
	Key string `header:"Idempotency-Key" required:"true" minLength:"1" maxLength:"64" pattern:"^[!-~]+$" doc:"the same for a retry; a retry gets the first answer"`
}

// CaseRecord is what somebody laid down in a diversion case's file at once.
type CaseRecord struct {
	ID         ID          `json:"id"`
	Kind       string      `json:"kind" enum:"inspection,appeal"`
	Person     ID          `json:"person_id"`
	Org        ID          `json:"org_id,omitempty" doc:"for which he acted"`
	Terminal   ID          `json:"terminal_id,omitempty" doc:"where it was"`
	Adcode     string      `json:"adcode,omitempty"`
	Text       string      `json:"text,omitempty"`
	Receipt    string      `json:"receipt,omitempty" doc:"number of a receipt of what was bought"`
	Damaged    bool        `json:"codes_damaged,omitempty" doc:"the codes of cases were cut off, swapped or made unreadable"`
	At         time.Time   `json:"at"`
	RecordedAt time.Time   `json:"recorded_at"`
	Evidence   []CasePiece `json:"evidence"`
}

// CasePiece is a piece of evidence, never changed and never removed.
type CasePiece struct {
	ID      ID      `json:"id"`
	Kind    string  `json:"kind" enum:"scan,photo,receipt"`
	Hash    string  `json:"sha256" doc:"of the photo, or of what was recorded of the scan"`
	Photo   *Photo  `json:"photo,omitempty"`
	ScanID  ID      `json:"scan_id,omitempty"`
	Item    string  `json:"item,omitempty" example:"1/unit/42"`
	Verdict string  `json:"verdict,omitempty" enum:"match,diverted,unknown,exempt" doc:"of the goods at the place of the record, when it was made"`
	Reasons string  `json:"reasons,omitempty"`
	Struck  *Strike `json:"struck,omitempty" doc:"it was a mistake, and counts no more"`
}

// Strike says why a piece of evidence counts no more.
type Strike struct {
	By     ID        `json:"by_id" doc:"the console user"`
	Reason string    `json:"reason"`
	At     time.Time `json:"at"`
}

// NewCaseRecord shows a record.
func NewCaseRecord(v casefile.View) CaseRecord {
	out := CaseRecord{
		ID: ID(v.ID), Kind: casefile.RecordName(v.Kind), Person: ID(v.PersonID), Org: ID(v.OrgID), Terminal: ID(v.Terminal),
		Adcode: v.Adcode, Text: v.Text, Receipt: v.Receipt, Damaged: v.Damaged, At: v.At, RecordedAt: v.RecordedAt, Evidence: make([]CasePiece, len(v.Pieces)),
	}
	for i, p := range v.Pieces {
		out.Evidence[i] = NewCasePiece(p)
	}
	return out
}

// NewCaseRecords shows records.
func NewCaseRecords(views []casefile.View) []CaseRecord {
	out := make([]CaseRecord, len(views))
	for i, v := range views {
		out[i] = NewCaseRecord(v)
	}
	return out
}

// NewCasePiece shows a piece of evidence.
func NewCasePiece(p casefile.Piece) CasePiece {
	out := CasePiece{ID: ID(p.ID), Kind: casefile.EvidenceName(p.Kind), Hash: p.Hash, ScanID: ID(p.ScanID)}
	if p.Photo != nil {
		photo := newPhoto(*p.Photo)
		out.Photo = &photo
	}
	if p.Kind == model.EvidenceScan {
		out.Item, out.Verdict, out.Reasons = p.Item.String(), scan.VerdictName(p.Verdict), p.Reasons
	}
	if p.Struck != nil {
		out.Struck = &Strike{By: ID(p.Struck.UserID), Reason: p.Struck.Reason, At: p.Struck.At}
	}
	return out
}

// PhotoIDs are ids of photos.
func PhotoIDs(ids []ID) []model.PhotoID {
	photos := make([]model.PhotoID, len(ids))
	for i, id := range ids {
		photos[i] = model.PhotoID(id)
	}
	return photos
}
