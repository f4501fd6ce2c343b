package console

import (
	"fmt"
	"strconv"
	"strings"

	"channelrouter/api/httpx"
	"channelrouter/model"
	"channelrouter/service/ledger"
)

// idOfAccount names an account in an address.
func idOfAccount(a model.Account) string { return fmt.Sprintf("%d-%d-%d", a.Kind, a.Owner, a.Asset) }

// accountOfID reads what idOfAccount writes; "" is the zero account. Error: ErrInvalid.
func accountOfID(id string) (a model.Account, err error) {
	if id == "" {
		return a, nil
	}
	words := strings.Split(id, "-")
	if len(words) != 3 {
		return a, httpx.ErrInvalid.With("%.40q is no account", id)
	}
	kind, bad := strconv.ParseUint(words[0], 10, 8)
	a.Kind = model.AccountKind(kind)
	if a.Owner, err = strconv.ParseInt(words[1], 10, 64); err == nil {
		err = bad
	}
	asset, bad := strconv.ParseUint(words[2], 10, 8)
	a.Asset = model.Asset(asset)
	if err != nil || bad != nil || ledger.KindName(a.Kind) == "" {
		return a, httpx.ErrInvalid.With("%.40q is no account", id)
	}
	return a, nil
}

func entryID(txn model.TxnID, n int) string { return fmt.Sprintf("%d-%d", txn, n) }

// placeAfter is the cursor behind an entry: where it stands, and the balance before it.
func placeAfter(e ledger.HistoryEntry) string {
	before := ""
	if e.Balance != nil {
		before = strconv.FormatInt(*e.Balance-e.Amount, 10)
	}
	return fmt.Sprintf("%d:%d:%s", e.Txn, e.N, before)
}

// placeOf reads what placeAfter writes; "" is the zero place. Error: ErrInvalid.
func placeOf(cursor string) (p ledger.Place, err error) {
	if cursor == "" {
		return p, nil
	}
	words := strings.Split(cursor, ":")
	if len(words) != 3 {
		return p, httpx.ErrInvalid.With("%.60q is no next_after", cursor)
	}
	txn, err := strconv.ParseInt(words[0], 10, 64)
	n, bad := strconv.Atoi(words[1])
	p.Txn, p.N = model.TxnID(txn), n
	if err == nil && bad == nil && words[2] != "" {
		var balance int64
		balance, err = strconv.ParseInt(words[2], 10, 64)
		p.Balance = &balance
	}
	if err != nil || bad != nil {
		return p, httpx.ErrInvalid.With("%.60q is no next_after", cursor)
	}
	return p, nil
}
