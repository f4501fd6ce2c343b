package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	"channelrouter/model"
)

// What is settled: units that sold at shops, each of which pays the shop and its distributor,
// cases that shops opened, and diversions.
const (
	settledUnits        = 1_000_000
	settledRewards      = 50_000
	settledCases        = 2_000
	settledDistributors = 5_000
	settledShops        = 45_000
	settledProducts     = 6
	settleRounds        = 3
)

// settled measures how long it takes from cutting a period until all its statements are
// presented: 50,000 organisations, a month of a million sales.
func settled() ([]figure, error) {
	g, err := server()
	if err != nil {
		return nil, err
	}
	defer g.close()
	ctx := context.Background()
	if err := g.fillLedger(ctx); err != nil {
		return nil, err
	}
	f := figure{name: "settlement_seconds_50k_orgs", unit: "s", bar: 60}
	for range settleRounds {
		for _, table := range []string{"settlement_periods", "settlement_statements", "settlement_lines"} {
			if err := g.DB.Migration(ctx).Exec("TRUNCATE TABLE " + table).Error; err != nil {
				return nil, err
			}
		}
		began := time.Now()
		p, err := g.Settlement.Cut(ctx, 1, "bench")
		if err != nil {
			return nil, err
		}
		if _, err := g.Settlement.Work(ctx); err != nil {
			return nil, err
		}
		f.rounds = append(f.rounds, time.Since(began).Seconds())
		if p, err = g.Settlement.Period(ctx, p.ID); err != nil {
			return nil, err
		}
		if p.State != model.SettlementPresented || p.Orgs != settledDistributors+settledShops || p.Transactions != settledUnits+settledRewards+settledCases {
			return nil, fmt.Errorf("period of %d transactions and %d organisations is in state %d: %s", p.Transactions, p.Orgs, p.State, p.Fault)
		}
	}
	return []figure{f}, nil
}

// fillLedger writes a ledger as claims, rewards, confirmed cases and the sealer leave it, by
// MariaDB's table of numbers.
func (g *ground) fillLedger(ctx context.Context) error {
	const transactions = `INSERT INTO ledger_transactions
		(id, idempotency_key, input_hash, kind, occurred_at, recorded_at, biz_date, reverses, seal_id)
		SELECT %[1]d + seq, CONCAT('%[3]s'), REPEAT('0', 64), '%[4]s', NOW(6), NOW(6), 20260331, 0, (%[5]d + seq) DIV 500 + 1 FROM seq_0_to_%[2]d`
	const entries = `INSERT INTO ledger_entries (txn_id, n, account_kind, owner, asset, amount)
		SELECT %[1]d + seq, n, kind, CASE kind WHEN %[3]s ELSE 0 END, 1, fen FROM seq_0_to_%[2]d, (%[4]s) AS e`
	distributor, shop := "1 + seq % 5000", "100000 + seq * 7 % 45000"
	ranges := []struct {
		from, n                   int64
		key, kind, owners, amount string
	}{
		{
			1e12, settledUnits, "rebate/', seq, '/1", "rebate", "40 THEN CASE n WHEN 0 THEN " + distributor + " ELSE " + shop + " END",
			"SELECT 0 AS n, 40 AS kind, 300 AS fen UNION SELECT 1, 40, 100 UNION SELECT 2, 2, -400",
		},
		{2e12, settledRewards, "grant/', seq, '/3", "reward", "42 THEN " + shop, "SELECT 0 AS n, 1 AS kind, -500 AS fen UNION SELECT 1, 42, 500"},
		{
			3e12, settledCases, "penalty/', seq + 1, '", "penalty", "41 THEN " + distributor + " WHEN 43 THEN 1 + (seq + 1) % 5000",
			"SELECT 0 AS n, 41 AS kind, -12000 AS fen UNION SELECT 1, 3, 12000 UNION SELECT 2, 3, -6000 UNION SELECT 3, 43, 6000",
		},
	}
	var all []string
	for _, table := range []string{"ledger_transactions", "ledger_entries", "ledger_balances", "ledger_seals", "rebate_accruals", "diversion_cases", "case_events"} {
		all = append(all, "TRUNCATE TABLE "+table)
	}
	sealed := int64(0)
	for _, r := range ranges {
		all = append(all, fmt.Sprintf(transactions, r.from, r.n-1, r.key, r.kind, sealed), fmt.Sprintf(entries, r.from, r.n-1, r.owners, r.amount))
		sealed += r.n
	}
	all = append(all,
		`INSERT INTO rebate_accruals (txn_id, programme_id, org_id, tier, programme_version, item, version, period, product_id, fen, units, diverted, terminal, reasons, facts, sold_at, biz_date)
			SELECT 1000000000000 + seq, 0, CASE n WHEN 0 THEN `+distributor+` ELSE `+shop+` END, n + 1, 1, 1 + seq, 1, 0, 1 + seq DIV 45000 % `+fmt.Sprint(settledProducts)+`, fen, 1, 0, `+shop+`, '', '', NOW(6), 20260331
			FROM seq_0_to_`+fmt.Sprint(settledUnits-1)+`, (SELECT 0 AS n, 300 AS fen UNION SELECT 1, 100) AS e`,
		`INSERT INTO diversion_cases (id, lot, previous, origin, terminal, adcode, product_id, window_from, status, units, rate_fen, penalty_fen, txn_id, flags, opened_at, decided_by, note)
			SELECT seq + 1, seq, 0, `+distributor+`, 1, '', 1, NOW(6), 2, 6, 2000, 12000, 3000000000000 + seq, 1, NOW(6), 1, '' FROM seq_0_to_`+fmt.Sprint(settledCases-1),
		`INSERT INTO case_events (id, case_id, input_hash, action, from_status, to_status, user_id, person_id, org_id, note, facts, at)
			SELECT seq + 1, seq + 1, '', 'confirm', 1, 2, 1, 0, 0, '', CONCAT('{"compensations":[{"org":', 1 + (seq + 1) % 5000, ',"units":6,"fen":6000}]}'), NOW(6) FROM seq_0_to_`+fmt.Sprint(settledCases-1),
		`INSERT INTO ledger_seals (id, count, hash, signature, at) SELECT seal_id, COUNT(*), REPEAT('0', 64), REPEAT('0', 128), NOW(6) FROM ledger_transactions GROUP BY seal_id`,
		`INSERT INTO ledger_balances (account_kind, owner, asset, amount) SELECT account_kind, owner, asset, SUM(amount) FROM ledger_entries GROUP BY account_kind, owner, asset`,
	)
	for _, statement := range all {
		if err := g.DB.Migration(ctx).Exec(statement).Error; err != nil {
			return fmt.Errorf("%s…: %w", strings.Join(strings.Fields(statement)[:5], " "), err)
		}
	}
	return nil
}
