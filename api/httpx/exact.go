package httpx

import (
	"bytes"
	"encoding/json"
)

// mostExact is the largest number that browsers keep exactly.
const mostExact = 1<<53 - 1

// Exact writes stored JSON so that browsers lose no digits: whole numbers that they would round,
// which are ids, become strings. What is no JSON is left out.
func Exact(stored []byte) json.RawMessage {
	if len(stored) == 0 {
		return nil
	}
	var v any
	plain := json.NewDecoder(bytes.NewReader(stored))
	plain.UseNumber()
	if plain.Decode(&v) != nil {
		return nil
	}
	exact, err := json.Marshal(exactly(v))
	if err != nil {
		return nil
	}
	return exact
}

func exactly(v any) any {
	switch v := v.(type) {
	case map[string]any:
		for k, e := range v {
			v[k] = exactly(e)
		}
	case []any:
		for i, e := range v {
			v[i] = exactly(e)
		}
	case json.Number:
		if n, err := v.Int64(); err == nil && (n > mostExact || n < -mostExact) {
			return v.String()
		}
	}
	return v
}
