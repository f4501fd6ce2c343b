package testkit

import (
	"fmt"
	"slices"
	"strings"

	"gorm.io/gorm"
)

// Plan is how the engine means to read a query.
type Plan struct {
	SQL   string
	Steps []string // in EXPLAIN's words: of MySQL table, type, key, rows and extra
	Scans bool     // it reads a whole table, or a whole index
	Sorts bool     // what it has read
	Rows  int      // that it reckons to read; SQLite reckons none: 0
}

// String says what and how.
func (p Plan) String() string { return p.SQL + ": " + strings.Join(p.Steps, "; ") }

// Enters tells whether a plan names one of some indexes.
func (p Plan) Enters(indexes ...string) bool {
	return slices.ContainsFunc(indexes, func(name string) bool { return strings.Contains(strings.Join(p.Steps, "\n"), name) })
}

// Known brings up to date what MySQL knows of a table, by which it plans. SQLite is to plan well
// knowing nothing.
func (w *World) Known(table string) {
	w.T.Helper()
	if w.DB.Engine != "sqlite" {
		w.must(w.DB.Conn(w.Ctx).Exec("ANALYZE TABLE " + table).Error)
	}
}

// Plans are the plans of the queries that contain some words and are asked while do runs.
func (w *World) Plans(words string, do func()) (plans []Plan) {
	w.T.Helper()
	var sqls []string
	var vars [][]any
	w.watch(func(g *gorm.DB) {
		if sql := g.Statement.SQL.String(); strings.HasPrefix(sql, "SELECT") && strings.Contains(sql, words) {
			sqls, vars = append(sqls, sql), append(vars, slices.Clone(g.Statement.Vars))
		}
	}, do)
	explain := "EXPLAIN "
	if w.DB.Engine == "sqlite" {
		explain = "EXPLAIN QUERY PLAN "
	}
	for i, sql := range sqls {
		var rows []map[string]any
		w.must(w.DB.Conn(w.Ctx).Raw(explain+sql, vars[i]...).Scan(&rows).Error)
		plans = append(plans, newPlan(sql, rows))
	}
	return plans
}

func newPlan(sql string, rows []map[string]any) Plan {
	p := Plan{SQL: sql}
	for _, r := range rows {
		if detail, is := r["detail"].(string); is {
			p.Steps = append(p.Steps, detail)
			p.Scans = p.Scans || strings.HasPrefix(detail, "SCAN ")
			p.Sorts = p.Sorts || strings.HasPrefix(detail, "USE TEMP B-TREE")
			continue
		}
		step := fmt.Sprintf("%s %s %s %s rows %s", r["table"], r["type"], r["key"], r["rows"], r["Extra"])
		p.Steps = append(p.Steps, step)
		var n int
		_, _ = fmt.Sscan(fmt.Sprintf("%s", r["rows"]), &n) // "120 (5%)" of a filter; none where no row can be
		how := fmt.Sprintf("%s", r["type"])
		p.Rows, p.Scans, p.Sorts = p.Rows+n, p.Scans || how == "ALL" || how == "index", p.Sorts || strings.Contains(step, "filesort")
	}
	return p
}
