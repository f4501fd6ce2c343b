package geo

// City is the short code of the city that a code lies in, as cities are counted when they
// are asked for their neighbours:
//
//   - a prefecture, "4403", and so the cities without districts, "4419";
//   - a municipality whole, "1101", "1201", "3101", "5001": Chongqing's counties too, though
//     their codes begin with 5002;
//   - Hong Kong, Macau and Taiwan whole, "8100", "8200", "7100";
//   - a county that its province administers, with all six digits, "429004": what such
//     counties share is a number and no border.
//
// A code of a province, of a mere group ("4290"), or what is no code, has no city: "". The
// form is judged and not the table, so an abolished county still has its city.
func City(code string) string {
	prefix, err := Prefix(code)
	if err != nil {
		return ""
	}
	switch prefix[:2] {
	case "11", "12", "31", "50":
		return prefix[:2] + "01"
	case "71", "81", "82":
		return prefix[:2] + "00"
	}
	switch {
	case len(prefix) == 2 || prefix[2:] == "90":
		return ""
	case prefix[2:4] == "90":
		return prefix
	}
	return prefix[:4]
}
