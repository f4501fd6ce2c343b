package insight

import (
	"errors"
	"slices"
	"testing"

	"channelrouter/model"
)

func TestAreas(t *testing.T) {
	for adcode, want := range map[string][]string{
		"":       {"", "00"},
		"330000": {"", "33"},
		"330108": {"", "33", "3301"},
		"310115": {"", "31", "3101"},
		"500231": {"", "50", "5001"},
		"810000": {"", "81", "8100"},
		"429004": {"", "42", "429004"},
	} {
		if got := levels(areaOf(adcode)); !slices.Equal(got, want) {
			t.Errorf("%q is in %q, not in %q", adcode, got, want)
		}
	}
}

func TestParseArea(t *testing.T) {
	for code, want := range map[string]string{
		"": "", "33": "33", "330000": "33", "3301": "3301", "330100": "3301", "330108": "3301", "429004": "429004", "310100": "3101", "31": "31",
		"810000": "81", "8100": "8100", "500100": "5001",
	} {
		if got, err := ParseArea(code); err != nil || got != want {
			t.Errorf("%q is read as %q (%v), not as %q", code, got, err, want)
		}
	}
	for _, code := range []string{"99", "000000", "3", "33010", "abcdef", "990100"} {
		if got, err := ParseArea(code); !errors.Is(err, ErrBadArea) {
			t.Errorf("%q is read as %q (%v)", code, got, err)
		}
	}
}

func TestOrganisationsAreWrittenOnce(t *testing.T) {
	if got := joined(12, 0, 2, 12, 2); got != ".c.2." {
		t.Error(got)
	}
	if got := split(".c.2."); !slices.Equal(got, []model.OrgID{12, 2}) {
		t.Error(got)
	}
	if got := split("."); got != nil {
		t.Error(got)
	}
}
