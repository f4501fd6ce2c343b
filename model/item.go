// Package model holds the persisted types, one file per room, and nothing else:
// no JSON, no queries. Only the owning room writes a table.
package model

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// SlotBits is the width of a slot number inside one key epoch and level.
const SlotBits = 36

const levelBits = 4

// ItemID names one physical thing, a unit or a container, whichever of its faces
// was scanned: key epoch, level and slot packed into 48 bits, so that a batch's
// items of one level are one contiguous interval of ids.
type ItemID int64

// NewItemID packs the three. Both faces of an item share its slot.
func NewItemID(epoch uint8, level Level, slot uint64) ItemID {
	return ItemID(int64(epoch)<<(SlotBits+levelBits) | int64(level)<<SlotBits | int64(slot))
}

// Epoch is the key epoch whose slots the item belongs to.
func (i ItemID) Epoch() uint8 { return uint8(i >> (SlotBits + levelBits)) }

// Level is the item's packaging level.
func (i ItemID) Level() Level { return Level(i>>SlotBits) & (MaxLevels - 1) }

// Slot is the item's number within epoch and level.
func (i ItemID) Slot() uint64 { return uint64(i) & (1<<SlotBits - 1) }

// String is "epoch/level/slot", for people reading logs and traces.
func (i ItemID) String() string {
	return fmt.Sprintf("%d/%s/%d", i.Epoch(), i.Level(), i.Slot())
}

// ParseItemID reads what String writes; false where a text is none.
func ParseItemID(text string) (ItemID, bool) {
	parts := strings.Split(text, "/")
	if len(parts) != 3 {
		return 0, false
	}
	epoch, badEpoch := strconv.ParseUint(parts[0], 10, 8)
	level, badLevel := ParseLevel(parts[1])
	slot, badSlot := strconv.ParseUint(parts[2], 10, SlotBits)
	if badEpoch != nil || badLevel != nil || badSlot != nil {
		return 0, false
	}
	return NewItemID(uint8(epoch), level, slot), true
}

// ItemRange is the half-open interval [From, To) of items of one level.
type ItemRange struct{ From, To ItemID }

// One is the range of a single item.
func One(i ItemID) ItemRange { return ItemRange{From: i, To: i + 1} }

// Len counts the items.
func (r ItemRange) Len() int64 { return int64(r.To - r.From) }

// Contains tells whether i lies in r.
func (r ItemRange) Contains(i ItemID) bool { return r.From <= i && i < r.To }

// Overlaps tells whether r and o share an item.
func (r ItemRange) Overlaps(o ItemRange) bool { return r.From < o.To && o.From < r.To }

// Intersect is what r and o share; empty (From ≥ To) when nothing.
func (r ItemRange) Intersect(o ItemRange) ItemRange {
	return ItemRange{From: max(r.From, o.From), To: min(r.To, o.To)}
}

// Within is what of r the others, sorted and disjoint, cover, by each of them.
func (r ItemRange) Within(others []ItemRange) (shared []ItemRange) {
	for _, o := range r.from(others) {
		if o.From >= r.To {
			break
		}
		shared = append(shared, o.Intersect(r))
	}
	return shared
}

// from is those of the others, sorted and disjoint, that do not end before r.
func (r ItemRange) from(others []ItemRange) []ItemRange {
	first, _ := slices.BinarySearchFunc(others, r.From, func(o ItemRange, from ItemID) int {
		if o.To <= from {
			return -1
		}
		return 1
	})
	return others[first:]
}

// Without is what of r none of the others, sorted and disjoint, covers.
func (r ItemRange) Without(others []ItemRange) (left []ItemRange) {
	for _, o := range r.from(others) {
		if o.From >= r.To {
			break
		}
		if r.From < o.From {
			left = append(left, ItemRange{From: r.From, To: o.From})
		}
		r.From = max(r.From, o.To)
	}
	if r.From < r.To {
		left = append(left, r)
	}
	return left
}

// RangesOf is items as ranges, sorted, neighbours joined.
func RangesOf(items []ItemID) []ItemRange {
	ranges := make([]ItemRange, len(items))
	for i, item := range items {
		ranges[i] = One(item)
	}
	return MergeRanges(ranges)
}

// MergeRanges sorts ranges and joins those that touch.
func MergeRanges(ranges []ItemRange) []ItemRange {
	sorted := slices.Clone(ranges)
	slices.SortFunc(sorted, func(a, b ItemRange) int { return cmp.Compare(a.From, b.From) })
	merged := sorted[:0]
	for _, r := range sorted {
		if n := len(merged); n > 0 && r.From <= merged[n-1].To {
			merged[n-1].To = max(merged[n-1].To, r.To)
			continue
		}
		merged = append(merged, r)
	}
	return merged
}

// Ids of the other things. One type each, so that they cannot be mixed up.
type (
	OrgID              int64
	PersonID           int64
	ProductID          int64
	BatchID            int64
	EventID            int64
	ScanID             int64
	CaseID             int64
	CaseEventID        int64
	CaseRecordID       int64
	EvidenceID         int64
	TxnID              int64
	UserID             int64
	PayoutID           int64
	TaxID              int64
	MessageID          int64
	ReconciliationID   int64
	DifferenceID       int64
	InvitationID       int64
	AppLinkID          int64
	DeviceTestID       int64
	MarketOrderID      int64
	MarketActivationID int64
	CodeOrderID        int64
	CodeActivationID   int64
	CodeExportID       int64
	CodeLinkID         int64
	CodeDownloadID     int64
	ThreadID           int64
	PostID             int64
	PhotoID            int64
	AnnouncementID     int64
	UploadID           int64
	ImportID           int64
	GoodsTransferID    int64
	StockTakeID        int64
	GoodsReturnID      int64
	InspectionID       int64
	RecallID           int64
	CaptureID          int64
	EPCISEventID       int64
	SettlementPeriodID int64
	SettlementEventID  int64
	AdjustmentID       int64
	BankAccountID      int64
	BankRunID          int64
	CreditUseID        int64
)
