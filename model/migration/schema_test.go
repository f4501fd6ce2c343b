package migration_test

import (
	"fmt"
	"slices"
	"testing"

	"channelrouter/internal/db"
)

// schema describes a database by one line for each table, column and index, in order.
func schema(t *testing.T, d *db.DB) []string {
	t.Helper()
	lines := map[string]func(*testing.T, *db.DB) []string{"sqlite": sqliteSchema, "mysql": mysqlSchema}[d.Engine](t, d)
	slices.Sort(lines)
	return lines
}

func sqliteSchema(t *testing.T, d *db.DB) []string {
	var lines, tables []string
	query(t, d, &tables, "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
	for _, table := range tables {
		lines = append(lines, "table "+table)
		var columns []struct {
			Name, Type string
			NotNull    bool `gorm:"column:notnull"`
			Default    *string
			Key        int
		}
		query(t, d, &columns, `SELECT name, type, "notnull", dflt_value AS "default", pk AS "key" FROM pragma_table_info(?)`, table)
		for _, c := range columns {
			lines = append(lines, fmt.Sprintf("column %s.%s %s, not null %v, default %s, primary key %d",
				table, c.Name, c.Type, c.NotNull, deref(c.Default), c.Key))
		}
		var indexes []struct {
			Name   string
			Unique bool
			Origin string
		}
		query(t, d, &indexes, `SELECT name, "unique", origin FROM pragma_index_list(?)`, table)
		for _, i := range indexes {
			var columns []string
			query(t, d, &columns, "SELECT name FROM pragma_index_info(?) ORDER BY seqno", i.Name)
			lines = append(lines, fmt.Sprintf("index %s.%s of %v, unique %v, origin %s", table, i.Name, columns, i.Unique, i.Origin))
		}
	}
	return lines
}

func mysqlSchema(t *testing.T, d *db.DB) []string {
	var lines []string
	for _, sql := range []string{
		`SELECT CONCAT('table ', table_name, ' ', engine, ' ', table_collation)
			FROM information_schema.tables WHERE table_schema = DATABASE()`,
		`SELECT CONCAT('column ', table_name, '.', column_name, ' ', column_type, ', null ', is_nullable,
				', default ', COALESCE(column_default, 'none'), ', ', extra, ', collation ', COALESCE(collation_name, 'none'))
			FROM information_schema.columns WHERE table_schema = DATABASE()`,
		`SELECT CONCAT('index ', table_name, '.', index_name, ' of ',
				GROUP_CONCAT(column_name, COALESCE(sub_part, '') ORDER BY seq_in_index), ', not unique ', non_unique)
			FROM information_schema.statistics WHERE table_schema = DATABASE() GROUP BY table_name, index_name, non_unique`,
	} {
		var some []string
		query(t, d, &some, sql)
		lines = append(lines, some...)
	}
	return lines
}

func query(t *testing.T, d *db.DB, rows any, sql string, args ...any) {
	t.Helper()
	if err := d.Conn(t.Context()).Raw(sql, args...).Scan(rows).Error; err != nil {
		t.Fatal(err)
	}
}

func deref(s *string) string {
	if s == nil {
		return "none"
	}
	return *s
}
