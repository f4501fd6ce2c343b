package geo

import "math"

func kilometres(lng1, lat1, lng2, lat2 float64) float64 {
	const earthRadius, degree = 6371, math.Pi / 180
	dLng, dLat := (lng2-lng1)*degree, (lat2-lat1)*degree
	h := math.Pow(math.Sin(dLat/2), 2) + math.Cos(lat1*degree)*math.Cos(lat2*degree)*math.Pow(math.Sin(dLng/2), 2)
	return 2 * earthRadius * math.Asin(math.Sqrt(h))
}

// wgs84 undoes GCJ-02's offset. The offset is computed at the shifted point,
// which is a metre or two off: nothing here.
func wgs84(lng, lat float64) (float64, float64) {
	east, north := gcj02Offset(lng, lat)
	return lng - east, lat - north
}

// gcj02 shifts a true position as the maps of China do.
func gcj02(lng, lat float64) (float64, float64) {
	east, north := gcj02Offset(lng, lat)
	return lng + east, lat + north
}

// gcj02Offset is in degrees.
func gcj02Offset(lng, lat float64) (float64, float64) {
	const major, eccentricity = 6378245, 0.00669342162296594323 // Krasovsky 1940
	x, y := lng-105, lat-35
	wave := func(v float64, terms ...[2]float64) (sum float64) {
		for _, term := range terms {
			sum += term[0] * math.Sin(term[1]*v*math.Pi)
		}
		return sum * 2 / 3
	}
	common := wave(x, [2]float64{20, 6}, [2]float64{20, 2})
	north := -100 + 2*x + 3*y + 0.2*y*y + 0.1*x*y + 0.2*math.Sqrt(math.Abs(x)) + common +
		wave(y, [2]float64{20, 1}, [2]float64{40, 1. / 3}, [2]float64{160, 1. / 12}, [2]float64{320, 1. / 30})
	east := 300 + x + 2*y + 0.1*x*x + 0.1*x*y + 0.1*math.Sqrt(math.Abs(x)) + common +
		wave(x, [2]float64{20, 1}, [2]float64{40, 1. / 3}, [2]float64{150, 1. / 12}, [2]float64{300, 1. / 30})
	phi := lat / 180 * math.Pi
	magic := 1 - eccentricity*math.Sin(phi)*math.Sin(phi)
	metresNorth := major * (1 - eccentricity) / (magic * math.Sqrt(magic)) * math.Pi / 180
	metresEast := major / math.Sqrt(magic) * math.Cos(phi) * math.Pi / 180
	return east / metresEast, north / metresNorth
}
