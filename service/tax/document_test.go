package tax

import (
	"errors"
	"testing"
	"time"
)

func TestResidentNumber(t *testing.T) {
	now := time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)
	for number, want := range map[string]bool{
		"11010519491231002X": true,  // the standard's own example
		"440524188001010014": false, // so is this, whose bearer would be 146 years old
		"110105194912310021": false,
		"11010519491231003X": false,
		"11010519491231020X": false, // neighbours swapped
		"110105194902300020": false, // no such day
		"110105202612310021": false, // not yet born
		"01010519491231002X": false,
		"11010519491231002":  false,
		"11010519491231002x": false, // upper case is the caller's work
	} {
		if got := isResidentNumber(number, now); got != want {
			t.Errorf("%s: %v", number, got)
		}
	}
}

// Every single wrong digit and every swap of unequal neighbours is caught.
func TestCheckDigitCatches(t *testing.T) {
	now := time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)
	const number = "11010519491231002X"
	for i := range 17 {
		for d := byte('0'); d <= '9'; d++ {
			wrong := []byte(number)
			wrong[i] = d
			if string(wrong) != number && isResidentNumber(string(wrong), now) {
				t.Errorf("%s passes", wrong)
			}
		}
		swapped := []byte(number)
		swapped[i], swapped[i+1] = swapped[i+1], swapped[i]
		if string(swapped) != number && isResidentNumber(string(swapped), now) {
			t.Errorf("%s passes", swapped)
		}
	}
}

func TestParticulars(t *testing.T) {
	now := time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)
	const number = "11010519491231002X"
	for _, c := range []struct {
		in   Particulars
		want Particulars
	}{
		{Particulars{" 李雷 ", ResidentID, "11010519491231002x", ""}, Particulars{"李雷", ResidentID, number, "CN"}},
		{Particulars{"阿依古丽·买买提", ResidentID, number, "cn"}, Particulars{"阿依古丽·买买提", ResidentID, number, "CN"}},
		{Particulars{"Mary  O'Neil-Smith", Passport, "e1234567", "us"}, Particulars{"Mary O'Neil-Smith", Passport, "E1234567", "US"}},
	} {
		if got, err := c.in.normal(now); err != nil || got != c.want {
			t.Errorf("%+v: %+v, %v", c.in, got, err)
		}
	}
	for name, in := range map[string]Particulars{
		"no name":                {"", ResidentID, number, "CN"},
		"a formula for a name":   {"=1+1", ResidentID, number, "CN"},
		"a name of one letter":   {"李", ResidentID, number, "CN"},
		"a resident of abroad":   {"李雷", ResidentID, number, "US"},
		"a wrong number":         {"李雷", ResidentID, "110105194912310021", "CN"},
		"a passport of nowhere":  {"Mary", Passport, "E1234567", ""},
		"a passport of odd text": {"Mary", Passport, "E12 4567", "US"},
		"another document":       {"李雷", "licence", number, "CN"},
	} {
		if _, err := in.normal(now); !errors.Is(err, ErrBadTaxpayer) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestMasks(t *testing.T) {
	got := Particulars{"欧阳娜娜", ResidentID, "11010519491231002X", "CN"}.Masked()
	if got != (Particulars{"欧***", ResidentID, "**************002X", "CN"}) {
		t.Errorf("%+v", got)
	}
}
