// Package event holds the facts that the outbox carries between rooms: stable names,
// versions in the name, JSON.
package event

import (
	"strconv"
	"time"

	"channelrouter/model"
)

// ScanRecorded: a scan was stored. Facts that rebates rest on.
type ScanRecorded struct {
	ScanID     model.ScanID    `json:"scan_id"`
	Item       model.ItemID    `json:"item"`
	CaseItem   model.ItemID    `json:"case_item"` // the case the unit was in; 0 if none
	ProductID  model.ProductID `json:"product_id"`
	Purpose    model.Purpose   `json:"purpose"` // what the scan won; 0 nothing
	Org        model.OrgID     `json:"org"`     // the terminal of the guide or opener
	OccurredAt time.Time       `json:"occurred_at"`
}

func (ScanRecorded) EventType() string { return "scan.recorded.v1" }

// EventKey orders by case, else by item, so that a case's opening and its units' sales
// are handled one after the other.
func (e ScanRecorded) EventKey() string {
	if e.CaseItem != 0 {
		return itemKey(e.CaseItem)
	}
	return itemKey(e.Item)
}

// CustodyRewritten: a late fact changed what was believed of goods since a time.
type CustodyRewritten struct {
	EventID model.EventID     `json:"event_id"`
	Goods   []model.ItemRange `json:"goods"`
	Since   time.Time         `json:"since"`
}

func (CustodyRewritten) EventType() string  { return "custody.rewritten.v1" }
func (e CustodyRewritten) EventKey() string { return itemKey(e.Goods[0].From) }

// ScanRejudged: a late fact gave a scan another judgement, or may have changed what its
// sale rests on.
type ScanRejudged struct {
	ScanID  model.ScanID  `json:"scan_id"`
	Item    model.ItemID  `json:"item"`
	Version int           `json:"version"`
	Verdict model.Verdict `json:"verdict"`
	Origin  model.OrgID   `json:"origin"` // whom the goods were meant for; 0: nobody, as far as is known
}

func (ScanRejudged) EventType() string  { return "scan.rejudged.v1" }
func (e ScanRejudged) EventKey() string { return itemKey(e.Item) }

// CaseDecided: a diversion case was confirmed, dismissed or reversed.
type CaseDecided struct {
	CaseID model.CaseID `json:"case_id"`
	Status string       `json:"status"`
}

func (CaseDecided) EventType() string  { return "diversion.case_decided.v1" }
func (e CaseDecided) EventKey() string { return "case/" + strconv.FormatInt(int64(e.CaseID), 10) }

// CaseStep: a diversion case took a step that is no verdict: its distributor was told what is
// alleged, an appeal was turned down, …
type CaseStep struct {
	CaseID  model.CaseID      `json:"case_id"`
	EventID model.CaseEventID `json:"event_id"`
	Action  string            `json:"action"`
}

func (CaseStep) EventType() string  { return "diversion.case_step.v1" }
func (e CaseStep) EventKey() string { return "case/" + strconv.FormatInt(int64(e.CaseID), 10) }

func itemKey(i model.ItemID) string { return "item/" + strconv.FormatInt(int64(i), 10) }

// PayoutSettled: a payout came to its end.
type PayoutSettled struct {
	PayoutID model.PayoutID `json:"payout_id"`
	PersonID model.PersonID `json:"person_id"`
	Paid     bool           `json:"paid"` // else the money is back in the wallet
}

func (PayoutSettled) EventType() string  { return "payout.settled.v1" }
func (e PayoutSettled) EventKey() string { return "payout/" + strconv.FormatInt(int64(e.PayoutID), 10) }

// PersonUnited: a person turned out to be another, whose are from then on the wallets and
// memberships. It is told twice, the second time for what was under way at the first.
type PersonUnited struct {
	From model.PersonID `json:"from"`
	To   model.PersonID `json:"to"`
	At   time.Time      `json:"at"`
}

func (PersonUnited) EventType() string { return "person.united.v1" }

// EventKey is one for all: whoever is united with one who is united later is first.
func (PersonUnited) EventKey() string { return "person/united" }

// PrizeWon: somebody has won a prize in a campaign.
type PrizeWon struct {
	WinID      model.WinID      `json:"win_id"`
	CampaignID model.CampaignID `json:"campaign_id"`
	PersonID   model.PersonID   `json:"person_id"`
	Kind       model.PrizeKind  `json:"kind"`
}

func (PrizeWon) EventType() string  { return "campaign.prize_won.v1" }
func (e PrizeWon) EventKey() string { return "win/" + strconv.FormatInt(int64(e.WinID), 10) }

// SalesChanged: units that sold count for terminals, or no longer. Changes are added up, in
// whatever order they come.
type SalesChanged struct {
	Changes []SaleChange `json:"changes"`
}

// SaleChange is one unit's: more or less of what stood.
type SaleChange struct {
	ID        int64           `json:"id"` // of the change
	Item      model.ItemID    `json:"item"`
	ProductID model.ProductID `json:"product_id"`
	Terminal  model.OrgID     `json:"terminal"`
	Chain     string          `json:"chain"` // who stood above the terminal, and itself: ids between dots
	SoldAt    time.Time       `json:"sold_at"`
	Units     int             `json:"units"` // 1 or -1
}

func (SalesChanged) EventType() string { return "rebate.sales_changed.v1" }

// EventKey spreads the changes: their order does not matter.
func (e SalesChanged) EventKey() string { return "sales/" + strconv.FormatInt(e.Changes[0].ID, 10) }

// CaseOpened: a diversion case was opened by the scan that found it; CaseStep tells of those
// that were watched before.
type CaseOpened struct {
	CaseID model.CaseID `json:"case_id"`
}

func (CaseOpened) EventType() string  { return "diversion.case_opened.v1" }
func (e CaseOpened) EventKey() string { return "case/" + strconv.FormatInt(int64(e.CaseID), 10) }

// PayoutAsked: a person asked for what is in his wallet.
type PayoutAsked struct {
	PayoutID model.PayoutID `json:"payout_id"`
}

func (PayoutAsked) EventType() string  { return "payout.asked.v1" }
func (e PayoutAsked) EventKey() string { return "payout/" + strconv.FormatInt(int64(e.PayoutID), 10) }

// ScansSeen: scans were stored that won nothing, of which ScanRecorded does not tell.
type ScansSeen struct {
	Scans []SeenScan `json:"scans"`
}

// SeenScan is one of them.
type SeenScan struct {
	ScanID    model.ScanID    `json:"scan_id"`
	ProductID model.ProductID `json:"product_id"`
}

func (ScansSeen) EventType() string { return "scan.seen.v1" }

// EventKey spreads them: their order does not matter.
func (e ScansSeen) EventKey() string {
	return "scan/" + strconv.FormatInt(int64(e.Scans[0].ScanID), 10)
}
