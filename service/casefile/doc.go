// Package casefile is the room of what a diversion case rests on: what its inspector found on
// the spot, and what its origin says to it.
//
// A record is what somebody laid down at once: an inspection, with scans, photos, place, time
// and a receipt of what was bought, or an appeal, with its photos. Its pieces are evidence,
// each with a hash: of a photo the SHA-256 of its bytes, under which they are kept, of a scan
// that of what was recorded of it (facts.go). A photo is taken in by the contact room, as any
// that people send: it is told by its content, and positions and the like stay out.
//
// An inspector is who the case was assigned to, a salesperson on duty. His scans for it are
// those that he made since then, of the case's product. They are judged by the place that he
// names, as if somebody had sold there, and join the case as hard evidence while it gathers
// flags; when a late fact says that the goods were in order, they are taken back.
//
// Nothing is ever changed or removed. A mistake is struck out, with a reason: the piece stays
// where it is, and its scans count no more.
//
// An evidence pack is all that is known of a case in one signed file (pack.go), which anybody
// can check without this program's database; internal/evidence is its form.
//
// What must always hold: a record is written once, with its place in the case's history; a
// photo or scan is in one record; the evidence of a pack has the hashes that the records say.
//
// It owns the tables case_records, case_evidence, inspected_scans and evidence_strikes.
package casefile
