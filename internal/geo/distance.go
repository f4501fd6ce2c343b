package geo

import "math"

// earthKm is its mean radius.
const earthKm = 6371.0

// Kilometres is the way along the great circle between two positions in degrees, by the
// haversine formula.
func Kilometres(lng1, lat1, lng2, lat2 float64) float64 {
	const radian = math.Pi / 180
	sinLat, sinLng := math.Sin((lat2-lat1)*radian/2), math.Sin((lng2-lng1)*radian/2)
	h := sinLat*sinLat + math.Cos(lat1*radian)*math.Cos(lat2*radian)*sinLng*sinLng
	return 2 * earthKm * math.Asin(math.Sqrt(min(h, 1)))
}
