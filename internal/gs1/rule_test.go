package gs1

import "testing"

// Values that each rule takes and refuses.
func TestRules(t *testing.T) {
	for _, c := range []struct {
		rule         rule
		right, wrong []string
	}{
		{zero, []string{"0"}, []string{"1"}},
		{nonZero, []string{"1", "010"}, []string{"0", "000"}},
		{noZeroFirst, []string{"0", "1", "10"}, []string{"01", "00"}},
		{hasNonDigit, []string{"A", "1A"}, []string{"1", "123"}},
		{hyphen, []string{"-"}, []string{"+"}},
		{yesNo, []string{"0", "1"}, []string{"2"}},
		{winding, []string{"0", "1", "9"}, []string{"2"}},
		{sex, []string{"0", "1", "2", "9"}, []string{"3"}},
		{importerIndex, []string{"a", "Z", "0", "-", "_"}, []string{"=", "!", "."}},
		{pieceOfTotal, []string{"0101", "0199", "9999"}, []string{"0001", "0100", "0201"}},
		{birthSequence, []string{"1/1", "1/3", "9/9"}, []string{"0/1", "1/0", "3/2", "1-2", "1/A"}},
		{percentEncoded, []string{"a%20b", "%2f", "ab"}, []string{"%", "a%2", "%2G", "%%20"}},
		{mediaType, []string{"01", "10", "80", "99"}, []string{"00", "11", "79"}},
		{prefixFirst, []string{"1234", "9520ABC"}, []string{"123", "A234", "123A"}},
		{prefixSecond, []string{"A1234"}, []string{"1234", "01A34"}},
		{date, []string{"250131", "240229", "000229", "991231"}, []string{"250100", "250229", "251301", "250001", "250431", "250132"}},
		{dateOrMonth, []string{"250100", "240229"}, []string{"250230", "250099"}},
		{longDate, []string{"20000229", "20240229", "19991231"}, []string{"19000229", "20230229", "20240100", "20241301"}},
		{hour, []string{"00", "23"}, []string{"24"}},
		{minute, []string{"00", "59"}, []string{"60"}},
		{second, []string{"00", "59"}, []string{"60"}},
		{hourMinute, []string{"0000", "2359"}, []string{"2400", "2360"}},
		{latitude, []string{"0000000000", "1800000000"}, []string{"1800000001"}},
		{longitude, []string{"3600000000"}, []string{"3600000001"}},
		{country, []string{"156", "840"}, []string{"000", "999"}},
		{countryOrAny, []string{"156", "999"}, []string{"000"}},
		{countryLetters, []string{"CN", "US"}, []string{"XX", "cn"}},
		{currency, []string{"156", "978", "532"}, []string{"000"}},
		{packageType, []string{"1A", "200", "8", "ZZ", "PX"}, []string{"0", "00", "1A_", "Zz"}},
		{iban, []string{"GB29NWBK60161331926819", "DE89370400440532013000"}, []string{"GB28NWBK60161331926819", "XX29NWBK60161331926819", "GB2", "gb29nwbk60161331926819"}},
		{coupon, []string{
			"0123456123456" + "1" + "5" + "1" + "1" + "0" + "123",
			"0123456123456" + "15" + "11" + "0" + "123" + "1" + "0" + "12" + "0" + "123" + "9" + "3251231" + "4250101" + "50123456" + "9" + "0000",
		}, []string{"", "7123456", "012345", "01234561234560", "0123456123456" + "15" + "11" + "5" + "123",
			"0123456123456" + "15" + "11" + "0" + "123" + "3250101" + "4251231", "0123456123456" + "15" + "11" + "0" + "123" + "3251301",
			"0123456123456" + "15" + "11" + "0" + "123" + "4250101" + "3251231", "0123456123456" + "15" + "11" + "0" + "123" + "7"}},
		{paperlessCoupon, []string{"00123456123456" + "0123456", "16123456789012123456" + "9123456789012345"},
			[]string{"20123456123456" + "0123456", "07123456", "00123456123456" + "01234567", "0012345612345"}},
	} {
		for _, value := range c.right {
			if fault := c.rule.fault(value); fault != "" {
				t.Errorf("%s %q: %s", c.rule.name, value, fault)
			}
		}
		for _, value := range c.wrong {
			if c.rule.fault(value) == "" {
				t.Errorf("%s takes %q", c.rule.name, value)
			}
		}
	}
}

func TestValues(t *testing.T) {
	for _, c := range []struct {
		ai, value string
		want      Reason
	}{
		{"8008", "25123123", ""}, {"8008", "2512312359", ""}, {"8008", "251231235959", ""}, {"8008", "251231235960", BadContent}, {"8008", "2512312", TooShort},
		{"421", "156", TooShort}, {"421", "156x", ""}, {"423", "156", ""}, {"423", "156840", ""}, {"423", "156840392410484", ""}, {"423", "156840392410484156", TooLong}, {"423", "15684", TooShort}, {"423", "156000", BadContent},
		{"4330", "000123", ""}, {"4330", "000123-", ""}, {"4330", "000123+", BadContent},
		{"8030", "AZaz09-_", ""}, {"8030", "a+b", BadSet}, {"8001", "00010000300101", ""}, {"8001", "00010000300121", BadContent}, {"8001", "00000000300101", BadContent},
		{"7040", "1ABC", ""}, {"7040", "AABC", BadSet}, {"7258", "1/2", ""}, {"8043", "123456789012345678", ""}, {"8043", "12345678901234567812", ""},
		{"8013", "1987654Ad4X4bL5ttr2310c2K", ""}, {"8014", "1987654Ad4X4bL5ttr2310c2K", ""}, {"7041", "PX", ""}, {"7041", "00", BadContent},
		{"999", "1", UnknownAI}, {"1", "1", UnknownAI}, {"x1", "1", UnknownAI}, {"10", "", Empty},
	} {
		if err := CheckValue(c.ai, c.value); reasonOf(t, err) != c.want {
			t.Errorf("(%s)%s: %v, want %q", c.ai, c.value, err, c.want)
		}
	}
}

func TestGTIN14(t *testing.T) {
	for gtin, want := range map[string]string{
		"02345673": "00000002345673", "416000336108": "00416000336108", "6900000000014": "06900000000014", "06900000000014": "06900000000014",
	} {
		if got, err := GTIN14(gtin); err != nil || got != want {
			t.Errorf("%s: %s, %v", gtin, got, err)
		}
	}
	for gtin, want := range map[string]Reason{
		"": TooShort, "123": TooShort, "069000000000141": TooLong, "06900000000015": BadCheckDigit, "0690000000001x": BadSet,
	} {
		if _, err := GTIN14(gtin); reasonOf(t, err) != want {
			t.Errorf("%s: %v, want %s", gtin, err, want)
		}
	}
	if digit, err := CheckDigit("0690000000001"); err != nil || digit != '4' {
		t.Errorf("%c, %v", digit, err)
	}
	if _, err := CheckDigit(""); reasonOf(t, err) != TooShort {
		t.Error(err)
	}
	if _, err := CheckDigit("12x"); reasonOf(t, err) != BadSet {
		t.Error(err)
	}
}
