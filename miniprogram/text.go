package miniprogram

import (
	"encoding/json"
	"strconv"
)

// text is a JSON string or number as a string: WeChat's documents and its servers
// differ in which of the two a field is.
type text string

func (t *text) UnmarshalJSON(data []byte) error {
	var number json.Number
	if err := json.Unmarshal(data, &number); err == nil {
		*t = text(number)
		return nil
	}
	var s string
	err := json.Unmarshal(data, &s)
	*t = text(s)
	return err
}

// number is the text's number: 0 of none, -1 of what is none.
func (t text) number() int {
	if t == "" {
		return 0
	}
	n, err := strconv.Atoi(string(t))
	if err != nil {
		return -1
	}
	return n
}
