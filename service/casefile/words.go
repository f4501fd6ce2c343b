package casefile

import "channelrouter/model"

var recordNames = map[model.RecordKind]string{model.RecordInspection: "inspection", model.RecordAppeal: "appeal"}

// RecordName is "inspection" or "appeal".
func RecordName(k model.RecordKind) string { return recordNames[k] }

var evidenceNames = map[model.EvidenceKind]string{
	model.EvidenceScan: "scan", model.EvidencePhoto: "photo", model.EvidenceReceipt: "receipt",
}

// EvidenceName is "scan", "photo" or "receipt".
func EvidenceName(k model.EvidenceKind) string { return evidenceNames[k] }
