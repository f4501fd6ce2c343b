package personal

import (
	"context"
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"sync"

	"gorm.io/gorm"
	"gorm.io/gorm/schema"

	"channelrouter/internal/db"
)

var schemas sync.Map // that were parsed

// shape is a model's schema.
func shape(model any) (*schema.Schema, error) {
	return schema.Parse(model, &schemas, schema.NamingStrategy{})
}

// TableName is what the database calls a model's table.
func TableName(model any) (string, error) {
	s, err := shape(model)
	if err != nil {
		return "", err
	}
	return s.Table, nil
}

func (t Table) find(ctx context.Context, d *db.DB, s Subject) *gorm.DB {
	query, args := t.Where(s)
	return d.Conn(ctx).Model(t.Model).Where(query, args...)
}

// Count is how many rows a person has in the table.
func (t Table) Count(ctx context.Context, d *db.DB, s Subject) (n int64, err error) {
	return n, t.find(ctx, d, s).Count(&n).Error
}

// Owed is how many rows of a debt a person has.
func (o Debt) Owed(ctx context.Context, d *db.DB, s Subject) (int64, error) {
	return Table{Model: o.Model, Where: o.Where}.Count(ctx, d, s)
}

// Page reads up to limit rows behind a cursor ("": the first), by primary key, as JSON objects.
// next is "" when these are the last.
func (t Table) Page(ctx context.Context, d *db.DB, s Subject, after string, limit int) (rows []json.RawMessage, next string, err error) {
	sc, err := shape(t.Model)
	if err != nil {
		return nil, "", err
	}
	query := t.find(ctx, d, s).Order(strings.Join(sc.PrimaryFieldDBNames, ", ")).Limit(limit)
	if after != "" {
		place, err := placeOf(sc, after)
		if err != nil {
			return nil, "", err
		}
		query = query.Where(tuple(sc)+" > ?", place)
	}
	found := reflect.New(reflect.SliceOf(sc.ModelType))
	if err := query.Find(found.Interface()).Error; err != nil {
		return nil, "", err
	}
	n := found.Elem().Len()
	for i := range n {
		row, err := t.told(ctx, sc, found.Elem().Index(i))
		if err != nil {
			return nil, "", err
		}
		rows = append(rows, row)
	}
	if n == limit {
		next, err = cursorOf(ctx, sc, found.Elem().Index(n-1))
	}
	return rows, next, err
}

// tuple is the primary key as SQL compares it: a column, or (a, b).
func tuple(sc *schema.Schema) string {
	if len(sc.PrimaryFields) == 1 {
		return sc.PrimaryFieldDBNames[0]
	}
	return "(" + strings.Join(sc.PrimaryFieldDBNames, ", ") + ")"
}

// keyOf is a row's primary key as tuple is compared with.
func keyOf(ctx context.Context, sc *schema.Schema, row reflect.Value) any {
	values := make([]any, len(sc.PrimaryFields))
	for i, f := range sc.PrimaryFields {
		values[i], _ = f.ValueOf(ctx, row)
	}
	if len(values) == 1 {
		return values[0]
	}
	return values
}

func cursorOf(ctx context.Context, sc *schema.Schema, row reflect.Value) (string, error) {
	values := map[string]any{}
	for _, f := range sc.PrimaryFields {
		values[f.DBName], _ = f.ValueOf(ctx, row)
	}
	text, err := json.Marshal(values)
	return string(text), err
}

// placeOf reads a cursor: each value as its column is typed.
func placeOf(sc *schema.Schema, cursor string) (any, error) {
	var raw map[string]json.RawMessage
	if err := json.Unmarshal([]byte(cursor), &raw); err != nil {
		return nil, fmt.Errorf("personal: a cursor of %s: %w", sc.Table, err)
	}
	values := make([]any, len(sc.PrimaryFields))
	for i, f := range sc.PrimaryFields {
		value := reflect.New(f.FieldType)
		if err := json.Unmarshal(raw[f.DBName], value.Interface()); err != nil {
			return nil, fmt.Errorf("personal: a cursor of %s: %w", sc.Table, err)
		}
		values[i] = value.Elem().Interface()
	}
	if len(values) == 1 {
		return values[0], nil
	}
	return values, nil
}

// Take deals with up to limit rows of a person as their fate says, in a transaction of its own that
// also does what told does, which hears how many they were; 0: none is left. It may be repeated: a
// row that was dealt with is not found again.
func (t Table) Take(ctx context.Context, d *db.DB, s Subject, limit int, told func(ctx context.Context, n int64) error) error {
	sc, err := shape(t.Model)
	if err != nil {
		return err
	}
	found := reflect.New(reflect.SliceOf(sc.ModelType))
	if t.Fate != Kept {
		if err := t.undone(t.find(ctx, d, s)).Limit(limit).Find(found.Interface()).Error; err != nil {
			return err
		}
	}
	n := found.Elem().Len()
	if n > 0 && t.Before != nil {
		if err := t.Before(ctx, found.Elem().Interface()); err != nil {
			return err
		}
	}
	keys := make([]any, n)
	for i := range n {
		keys[i] = keyOf(ctx, sc, found.Elem().Index(i))
	}
	return d.Run(ctx, func(ctx context.Context) error {
		if n == 0 {
			return told(ctx, 0)
		}
		these := t.undone(t.find(ctx, d, s)).Where(tuple(sc)+" IN ?", keys)
		done := these
		if t.Fate == Erased {
			done = these.Delete(t.Model)
		} else {
			done = these.Updates(t.Blank)
		}
		if done.Error != nil {
			return done.Error
		}
		return told(ctx, done.RowsAffected)
	})
}

// Left tells whether there are rows that Take would deal with.
func (t Table) Left(ctx context.Context, d *db.DB, s Subject) (bool, error) {
	var n []int
	err := t.undone(t.find(ctx, d, s)).Select("1").Limit(1).Scan(&n).Error
	return len(n) > 0, err
}

// undone narrows rows that are made anonymous to those that are not yet.
func (t Table) undone(query *gorm.DB) *gorm.DB {
	if t.Fate != Anonymised {
		return query
	}
	var differs []string
	var values []any
	for column, value := range t.Blank {
		if value == nil {
			differs = append(differs, column+" IS NOT NULL")
			continue
		}
		differs, values = append(differs, column+" <> ?"), append(values, value)
	}
	return query.Where("("+strings.Join(differs, " OR ")+")", values...)
}
