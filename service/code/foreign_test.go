package code

import (
	"testing"

	"channelrouter/model"
)

func TestFits(t *testing.T) {
	digits := model.ForeignShape{Length: 6, Charset: "digits", Prefix: "88"}
	hex := model.ForeignShape{Length: 6, Charset: "hex"}
	alnum := model.ForeignShape{Length: 6, Charset: "alnum"}
	for _, c := range []struct {
		shape model.ForeignShape
		text  string
		want  bool
	}{
		{digits, "880123", true},
		{digits, "890123", false}, // another prefix
		{digits, "88012", false},
		{digits, "8801234", false},
		{digits, "88o123", false},
		{digits, "88 123", false},
		{digits, "88１23", false}, // a wide digit is three bytes
		{hex, "c0FFee", true},
		{hex, "c0FFeg", false},
		{alnum, "Zz9Aa0", true},
		{alnum, "Zz-Aa0", false},
		{alnum, "", false},
	} {
		if got := fits(c.shape, c.text); got != c.want {
			t.Errorf("%q as %d %s after %q: %t", c.text, c.shape.Length, c.shape.Charset, c.shape.Prefix, got)
		}
	}
}
