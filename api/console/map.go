package console

import (
	"context"
	"sync"

	"channelrouter/api/httpx"
	"channelrouter/internal/errs"
	"channelrouter/internal/geo"
)

// ErrNoMap: there is nothing to draw.
var ErrNoMap = errs.New(errs.NotFound, "map.unknown_territory", "there is no map of this code", "send the code of a province or a city, or none for all of China")

// MapHandler draws divisions.
type MapHandler struct{ drawn sync.Map } // of mapInput to *MapFile: some hundred, each some 100 kB at most

// NewMapHandler makes the handler.
func NewMapHandler() *MapHandler { return &MapHandler{} }

// MapInput says what is to be drawn.
type MapInput struct {
	Of    string `query:"of" pattern:"^([0-9]{2}|[0-9]{4}|[0-9]{6})$" doc:"a province or a city; none: China" example:"330000"`
	Level string `query:"level" enum:"province,city,county" default:"province" doc:"which divisions; a municipality is one city"`
}

// Map is a GeoJSON collection (RFC 7946), in GCJ-02.
type Map struct {
	Type     string       `json:"type" enum:"FeatureCollection"`
	Features []MapFeature `json:"features"`
}

// MapFeature is a division on a map.
type MapFeature struct {
	Type       string        `json:"type" enum:"Feature"`
	Properties MapProperties `json:"properties"`
	Geometry   MapGeometry   `json:"geometry"`
}

// MapProperties name a division.
type MapProperties struct {
	Code string     `json:"adcode" doc:"six digits"`
	Name string     `json:"name"`
	Full string     `json:"full_name" doc:"from the province down"`
	At   [2]float64 `json:"cp" doc:"its centre: longitude, latitude"`
}

// MapGeometry is where it lies.
type MapGeometry struct {
	Type        string           `json:"type" enum:"MultiPolygon"`
	Coordinates [][][][2]float64 `json:"coordinates"`
}

// MapFile is a map that browsers may keep for a while.
type MapFile struct {
	CacheControl string `header:"Cache-Control"`
	Body         Map
}

var mapLevels = map[string]geo.Level{"province": geo.Provinces, "city": geo.Cities, "county": geo.Counties}

// tolerance is how far borders may be off, in degrees: less the smaller the land is that is seen
// at once.
func (in MapInput) tolerance() float64 {
	switch {
	case len(in.Of) == 0:
		return 0.02
	case len(in.Of) == 2 || in.Of[2:] == "0000":
		return 0.005
	}
	return 0.001
}

// Draw draws a territory's divisions.
func (h *MapHandler) Draw(ctx context.Context, in *MapInput) (*MapFile, error) {
	if known, ok := h.drawn.Load(*in); ok {
		return known.(*MapFile), nil
	}
	outlines, err := geo.Outlines(in.Of, mapLevels[in.Level], in.tolerance())
	if err != nil || len(outlines) == 0 {
		return nil, httpx.Problem(ctx, ErrNoMap.With("%q", in.Of))
	}
	file := &MapFile{CacheControl: "private, max-age=3600", Body: Map{Type: "FeatureCollection", Features: make([]MapFeature, len(outlines))}}
	for i, o := range outlines {
		d := o.Division
		file.Body.Features[i] = MapFeature{
			Type:       "Feature",
			Properties: MapProperties{Code: d.Code, Name: d.Name, Full: d.FullName, At: [2]float64{d.Lng, d.Lat}},
			Geometry:   MapGeometry{Type: "MultiPolygon", Coordinates: o.Polygons},
		}
	}
	h.drawn.Store(*in, file)
	return file, nil
}
