package settlement

import "testing"

// Keys say what transactions stand for.
func TestCauseOf(t *testing.T) {
	for key, want := range map[string]Cause{
		"penalty/7":              {Case: 7},
		"penalty/7/9/reversal":   {Case: 7},
		"payout/5/hold":          {Payout: 5},
		"payout/5/final":         {Payout: 5},
		"adjustment/3":           {Adjustment: 3},
		"settlement/2/11":        {Period: 2, Org: 11},
		"settlement/2/11/2":      {Period: 2, Org: 11},
		"rebate/42/1":            {Item: 42},
		"rebate/42/1/reversal":   {Item: 42},
		"rebate/4/11/202611/2":   {Programme: 4, Org: 11},
		"campaign/6/42":          {Campaign: 6, Item: 42},
		"united/3/20.1/77":       {},
		"credit/8":               {},
		"payout":                 {},
		"rebate/forty-two/first": {},
	} {
		got := causeOf(key)
		if got.Case != want.Case || got.Payout != want.Payout || got.Period != want.Period || got.Org != want.Org || got.Adjustment != want.Adjustment ||
			got.Programme != want.Programme || got.Campaign != want.Campaign || got.Item != want.Item {
			t.Errorf("%s: %+v, want %+v", key, got, want)
		}
	}
}
