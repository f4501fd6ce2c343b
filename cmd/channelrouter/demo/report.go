package demo

// Report is what happened, for programs. On a folder that was played on before, it speaks
// of this play alone; the ledger's imbalances and chain are of all there is.
type Report struct {
	Codes   Codes    `json:"codes"`
	Scans   []Scan   `json:"scans"`
	Cases   []Case   `json:"cases"`
	Rebates []Rebate `json:"rebates"`
	Race    Race     `json:"race"`
	Ledger  Ledger   `json:"ledger"`
}

// Codes counts what was issued by face, and the rows it cost.
type Codes struct {
	Printed    map[string]int64 `json:"printed"`
	RowsStored int64            `json:"rows_stored"`
}

// Scan is one scan of the walk; a refused one has an outcome and the error's code as
// its only reason.
type Scan struct {
	Actor   string   `json:"actor"`
	Face    string   `json:"face"`
	App     string   `json:"app"`
	Outcome string   `json:"outcome"`
	Verdict string   `json:"verdict"`
	Reasons []string `json:"reasons"`
}

// Case is a decided diversion case.
type Case struct {
	Origin     string `json:"origin"`
	Terminal   string `json:"terminal"`
	Units      int64  `json:"units"`
	PenaltyFen int64  `json:"penalty_fen"`
	Status     string `json:"status"`
}

// Rebate is what an organisation accrued.
type Rebate struct {
	Org      string `json:"org"`
	Tier     string `json:"tier"`
	Fen      int64  `json:"fen"`
	Diverted bool   `json:"diverted"`
}

// Race is many claims of one code at once.
type Race struct {
	Claims int `json:"claims"`
	Won    int `json:"won"`
}

// Ledger is the verification's result.
type Ledger struct {
	Transactions    int64  `json:"transactions"`
	Entries         int64  `json:"entries"`
	ImbalanceFen    int64  `json:"imbalance_fen"`
	ImbalancePoints int64  `json:"imbalance_points"`
	Chain           string `json:"chain"`
}
