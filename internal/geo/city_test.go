package geo

import "testing"

func TestCity(t *testing.T) {
	for code, want := range map[string]string{
		"440305": "4403", "440300": "4403", "4403": "4403", "441900": "4419", "654301": "6543", "540123": "5401",
		"110101": "1101", "110000": "1101", "11": "1101", "120101": "1201", "310115": "3101",
		"500101": "5001", "500229": "5001", "500200": "5001",
		"810001": "8100", "820000": "8200", "710000": "7100",
		"429004": "429004", "419001": "419001", "469021": "469021", "659001": "659001",
		"350427": "3504", // abolished
		"130171": "1301", // a development zone
		"440000": "", "44": "", "429000": "", "4290": "", "": "", "4": "", "44030a": "",
	} {
		if got := City(code); got != want {
			t.Errorf("City(%q) = %q, want %q", code, got, want)
		}
	}
}

// The cities partition the counties, and a city's code is its own city.
func TestCitiesAreTheirOwn(t *testing.T) {
	for _, d := range All() {
		city := City(d.Code)
		if city == "" && d.Level == 3 {
			t.Errorf("%s %s has no city", d.Code, d.FullName)
		}
		if city != "" && City(city) != city {
			t.Errorf("%s lies in %s, which lies in %s", d.Code, city, City(city))
		}
	}
}
