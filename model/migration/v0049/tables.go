// Package v0049 freezes what the console's lists of cases, alerts and accounts are read by: the
// city that a case is in, the case that took another's flags, and indexes in the lists' orders.
package v0049

import "time"

type DiversionCase struct {
	Joined     int64     `gorm:"not null;default:0;index"`
	Origin     int64     `gorm:"not null;index:idx_diversion_cases_of,priority:1"`
	Terminal   int64     `gorm:"not null;index"`
	City       string    `gorm:"size:6;not null;default:'';index:idx_diversion_cases_city,priority:1"`
	ProductID  int64     `gorm:"not null;index:idx_diversion_cases_product,priority:1"`
	Score      int       `gorm:"not null;default:0;index:idx_diversion_cases_score,priority:2"`
	Status     uint8     `gorm:"not null;index:idx_diversion_cases_opened,priority:1;index:idx_diversion_cases_score,priority:1;index:idx_diversion_cases_units,priority:1;index:idx_diversion_cases_penalty,priority:1;index:idx_diversion_cases_of,priority:2;index:idx_diversion_cases_product,priority:2;index:idx_diversion_cases_city,priority:2"`
	Units      int64     `gorm:"not null;index:idx_diversion_cases_units,priority:2"`
	PenaltyFen int64     `gorm:"not null;index:idx_diversion_cases_penalty,priority:2"`
	OpenedAt   time.Time `gorm:"precision:6;not null;index:idx_diversion_cases_opened,priority:2"`
}

// CaseIndexes are the new ones of cases.
func CaseIndexes() []string {
	return []string{
		"idx_diversion_cases_joined", "idx_diversion_cases_of", "idx_diversion_cases_terminal", "idx_diversion_cases_city", "idx_diversion_cases_product",
		"idx_diversion_cases_opened", "idx_diversion_cases_score", "idx_diversion_cases_units", "idx_diversion_cases_penalty",
	}
}

type DiversionAlert struct {
	Kind   uint8 `gorm:"not null;index:idx_diversion_alerts_kind,priority:1"`
	Origin int64 `gorm:"not null;index:idx_diversion_alerts_origin,priority:1"`
	Score  int   `gorm:"not null;index:idx_diversion_alerts_score,priority:1"`
	// The end of the day that it was found on.
	At time.Time `gorm:"precision:6;not null;index:idx_diversion_alerts_kind,priority:2;index:idx_diversion_alerts_origin,priority:2"`
}

// AlertIndexes are the new ones of alerts.
func AlertIndexes() []string {
	return []string{"idx_diversion_alerts_kind", "idx_diversion_alerts_origin", "idx_diversion_alerts_score"}
}

type LedgerEntry struct {
	TxnID       int64 `gorm:"not null;index:idx_ledger_entries_history,priority:4"`
	AccountKind uint8 `gorm:"not null;index:idx_ledger_entries_history,priority:1"`
	Owner       int64 `gorm:"not null;index:idx_ledger_entries_history,priority:2"`
	Asset       uint8 `gorm:"not null;index:idx_ledger_entries_history,priority:3"`
}

// FillCities puts cases into the city of their place, as the program does with new ones: a
// municipality's is its own, and counties without a city are cities.
const FillCities = `UPDATE diversion_cases SET city = COALESCE((SELECT CASE
	WHEN SUBSTR(p.place, 1, 2) IN ('11', '12', '31', '50') THEN CONCAT(SUBSTR(p.place, 1, 2), '0100')
	WHEN SUBSTR(p.place, 1, 2) IN ('71', '81', '82') THEN CONCAT(SUBSTR(p.place, 1, 2), '0000')
	WHEN p.place = '' OR SUBSTR(p.place, 3, 2) IN ('00', '90') THEN p.place
	ELSE CONCAT(SUBSTR(p.place, 1, 4), '00') END
	FROM (SELECT o.id, o.adcode AS place FROM orgs AS o) AS p WHERE p.id = diversion_cases.terminal), adcode)
	WHERE city = ''`
