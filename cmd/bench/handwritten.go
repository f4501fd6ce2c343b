package main

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"channelrouter/internal/clock"
	"channelrouter/model"
	"channelrouter/service/code"
)

// handwritten is what a skilled hand would write for the claim alone: one transaction by
// database/sql with the rows that a claim writes, no policy, no matching, no queue.
func handwritten(g *ground) (http.Handler, error) {
	pool, err := sql.Open("mysql", mysqlDSN())
	if err != nil {
		return nil, err
	}
	pool.SetMaxOpenConns(16)
	pool.SetMaxIdleConns(16)
	engine := gin.New()
	engine.POST("/api/v1/consumer/scans", func(c *gin.Context) {
		token := strings.TrimPrefix(c.GetHeader("Authorization"), "Bearer ")
		actor, err := g.Identity.Authenticate(c.Request.Context(), "consumer", token)
		if err != nil {
			c.Status(http.StatusUnauthorized)
			return
		}
		var in struct {
			Code   string `json:"code"`
			Adcode string `json:"adcode"`
		}
		if err := c.ShouldBindJSON(&in); err != nil {
			c.Status(http.StatusBadRequest)
			return
		}
		found, err := g.Code.Codec().Decode(code.FromPrinted(in.Code))
		if err != nil {
			c.Status(http.StatusNotFound)
			return
		}
		w := writer{ids: g.IDs.Next, item: int64(found.Item()), face: int64(found.Face), person: int64(actor.PersonID), key: c.GetHeader("Idempotency-Key"), adcode: in.Adcode}
		if err := w.write(c.Request.Context(), pool); err != nil {
			c.String(http.StatusInternalServerError, err.Error())
			return
		}
		c.JSON(http.StatusOK, gin.H{"outcome": "claimed", "won": 108})
	})
	return engine, nil
}

type writer struct {
	ids                func() int64
	item, face, person int64
	key, adcode        string
}

const hash64 = "0000000000000000000000000000000000000000000000000000000000000000"

// write stores one claim: scan, once, grant, ledger transaction, two entries, balance and
// outbox message.
func (w writer) write(ctx context.Context, pool *sql.DB) error {
	tx, err := pool.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }()
	now := time.Now().UTC().Truncate(time.Microsecond)
	scan, txn := w.ids(), w.ids()
	answer, err := json.Marshal(map[string]any{"scan_id": scan, "face": "unit_inner", "outcome": "claimed", "verdict": "match", "reasons": []string{"inside_territory"}})
	if err != nil {
		return err
	}
	fact, err := json.Marshal(map[string]any{"scan_id": scan, "item": w.item, "case_item": 1, "product_id": 1, "purpose": 1, "org": 0, "occurred_at": now})
	if err != nil {
		return err
	}
	for _, s := range []struct {
		sql  string
		args []any
	}{
		{"INSERT INTO scan_once (item, purpose, scan_id, person_id, org_id, adcode, at) VALUES (?,?,?,?,?,?,?)",
			[]any{w.item, uint8(model.PurposeConsumerClaim), scan, w.person, 0, w.adcode, now}},
		{"INSERT INTO ledger_transactions (id, idempotency_key, input_hash, kind, occurred_at, recorded_at, biz_date, reverses, seal_id) VALUES (?,?,?,?,?,?,?,?,?)",
			[]any{txn, fmt.Sprintf("grant/%d/1", w.item), hash64, "reward", now, now, clock.BizDate(now), 0, -1}},
		{"INSERT INTO ledger_entries (txn_id, n, account_kind, owner, asset, amount) VALUES (?,?,?,?,?,?),(?,?,?,?,?,?)",
			[]any{txn, 0, 1, 0, 2, -108, txn, 1, 20, w.person, 2, 108}},
		{"INSERT INTO ledger_balances (account_kind, owner, asset, amount) VALUES (?,?,?,?) ON DUPLICATE KEY UPDATE amount = amount + VALUES(amount)",
			[]any{20, w.person, 2, 108}},
		{"INSERT INTO grants (item, purpose, state, scan_id, account_kind, owner, asset, amount, txn_id, policy_version, at) VALUES (?,?,?,?,?,?,?,?,?,?,?)",
			[]any{w.item, 1, 1, scan, 20, w.person, 2, 108, txn, 0, now}},
		{"INSERT INTO scans (id, person_id, idempotency_key, input_hash, item, face, role, org_id, action, outcome, adcode, verdict, reasons, score, origin, terminal, found, policy_version, occurred_at, recorded_at, answer) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
			[]any{scan, w.person, w.key, hash64, w.item, w.face, 1, 0, "claim", "claimed", w.adcode, 2, "inside_territory", 0, 1, 0, 0, 0, now, now, answer}},
		// Another partition than any relay's: these rows are for weighing, not for delivery.
		{"INSERT INTO outbox_messages (id, part, state, ordering_key, type, payload, attempts, next_at, created_at, last_error) VALUES (?,?,?,?,?,?,?,?,?,?)",
			[]any{w.ids(), 99, "bench", fmt.Sprintf("item/%d", w.item), "scan.recorded.v1", fact, 0, now, now, ""}},
	} {
		if _, err := tx.ExecContext(ctx, s.sql, s.args...); err != nil {
			return err
		}
	}
	return tx.Commit()
}
