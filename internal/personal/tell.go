package personal

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"gorm.io/gorm/schema"
)

// unsaid are columns that say nothing of a person: how a program works.
var unsaid = []string{"input_hash", "idempotency_key", "author_key", "next_at", "attempts", "message_key", "turn", "phone_index"}

// told is a row as an export shows it: {"table": ..., and its columns in their order}.
func (t Table) told(ctx context.Context, sc *schema.Schema, row reflect.Value) (json.RawMessage, error) {
	var shown map[string]any
	if t.Show != nil {
		var err error
		if shown, err = t.Show(ctx, row.Addr().Interface()); err != nil {
			return nil, err
		}
	}
	var out bytes.Buffer
	out.WriteString(`{"table":` + strconv.Quote(sc.Table))
	for _, f := range sc.Fields {
		value, zero := f.ValueOf(ctx, row)
		said, replaced := shown[f.DBName]
		switch {
		case replaced && said == nil, !replaced && slices.Contains(unsaid, f.DBName):
			continue
		case replaced:
			value = said
		case zero && f.FieldType.Kind() == reflect.Pointer:
			continue
		default:
			var tells bool
			if value, tells = plain(value); !tells {
				continue
			}
		}
		if err := pair(&out, f.DBName, value); err != nil {
			return nil, err
		}
	}
	for _, name := range slices.Sorted(maps.Keys(shown)) {
		if shown[name] != nil && sc.FieldsByDBName[name] == nil {
			if err := pair(&out, name, shown[name]); err != nil {
				return nil, err
			}
		}
	}
	out.WriteByte('}')
	return out.Bytes(), nil
}

func pair(out *bytes.Buffer, name string, value any) error {
	text, err := json.Marshal(value)
	if err != nil {
		return err
	}
	out.WriteString("," + strconv.Quote(name) + ":")
	out.Write(text)
	return nil
}

// plain is a value as others than programs read it; false for bytes that are no JSON, which are
// sealed.
func plain(value any) (any, bool) {
	v := reflect.ValueOf(value)
	for v.Kind() == reflect.Pointer && !v.IsNil() {
		v = v.Elem()
	}
	if b, isBytes := v.Interface().([]byte); isBytes {
		return json.RawMessage(b), len(b) > 0 && json.Valid(b)
	}
	if text, named := v.Interface().(fmt.Stringer); named && v.Kind() != reflect.Struct {
		return text.String(), true
	}
	if v.Kind() == reflect.Int64 && strings.HasSuffix(v.Type().Name(), "ID") {
		return strconv.FormatInt(v.Int(), 10), true // browsers lose digits of large numbers
	}
	return v.Interface(), true
}
