package diversion_test

import (
	"testing"

	"channelrouter/service/diversion"
)

func TestKeysOfPostingsSayWhatTheyDid(t *testing.T) {
	for key, want := range map[string]diversion.Charge{
		"penalty/7":            {Case: 7},
		"penalty/7/reversal":   {Case: 7, Back: true},
		"penalty/7/8":          {Case: 7, Lowered: true},
		"penalty/7/8/reversal": {Case: 7, Lowered: true, Back: true},
	} {
		if got, ok := diversion.ChargeOf(key); !ok || got != want {
			t.Errorf("%s: %+v, %v", key, got, ok)
		}
	}
	for _, key := range []string{"", "penalty", "penalty/", "penalty/x", "rebate/7/1", "rebate/7/1/reversal"} {
		if got, ok := diversion.ChargeOf(key); ok {
			t.Errorf("%q: %+v", key, got)
		}
	}
}
