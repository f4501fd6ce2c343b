package model_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"channelrouter/model"
)

var faces = rapid.Custom(func(t *rapid.T) model.Face {
	level := model.Level(rapid.IntRange(0, model.MaxLevels-1).Draw(t, "level"))
	side := rapid.SampledFrom([]model.Side{model.Outer, model.Inner}).Draw(t, "side")
	return model.NewFace(level, side)
})

func TestFaces(t *testing.T) {
	for _, c := range []struct {
		face    model.Face
		value   uint8 // persisted and printed: never changes
		name    string
		level   model.Level
		hidden  bool
		symbols int
	}{
		{model.FaceUnitOuter, 0, "unit_outer", model.LevelUnit, false, 18},
		{model.FaceUnitInner, 1, "unit_inner", model.LevelUnit, true, 18},
		{model.FaceBoxOuter, 2, "box_outer", model.LevelBox, false, 14},
		{model.FaceBoxInner, 3, "box_inner", model.LevelBox, true, 18},
		{model.FaceCaseOuter, 4, "case_outer", model.LevelCase, false, 14},
		{model.FaceCaseInner, 5, "case_inner", model.LevelCase, true, 18},
		{model.FacePallet, 6, "pallet", model.LevelPallet, false, 14},
		{model.NewFace(model.LevelPallet, model.Inner), 7, "pallet_inner", model.LevelPallet, true, 18},
		{model.NewFace(4, model.Outer), 8, "level4_outer", 4, false, 14},
		{model.NewFace(15, model.Inner), 31, "level15_inner", 15, true, 18},
	} {
		if uint8(c.face) != c.value || c.face.String() != c.name || c.face.Level() != c.level ||
			c.face.Hidden() != c.hidden || c.face.Symbols() != c.symbols {
			t.Errorf("%s: value %d, %v, hidden %v, %d symbols; want %+v",
				c.face, uint8(c.face), c.face.Level(), c.face.Hidden(), c.face.Symbols(), c)
		}
	}
}

// A face is its level and side, and its name leads back to it and to no other.
func TestFacesRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		face := faces.Draw(t, "face")
		back, err := model.ParseFace(face.String())
		if err != nil || back != face {
			t.Fatalf("%s was read as %s, %v", face, back, err)
		}
		level, err := model.ParseLevel(face.Level().String())
		if err != nil || level != face.Level() {
			t.Fatalf("%s was read as %s, %v", face.Level(), level, err)
		}
		if face.Hidden() && face.Symbols() != 18 {
			t.Fatalf("%s is hidden, so it may pay, and has %d symbols", face, face.Symbols())
		}
	})
}

func TestNamesOfNoFace(t *testing.T) {
	for _, name := range []string{
		"", "unit", "outer", "_outer", "pallet_outer", "Unit_outer", "unit_outer ", "unit_outer_inner",
		"level0_outer", "level3", "level16_outer", "level04_outer", "level-1_outer",
	} {
		if face, err := model.ParseFace(name); err == nil {
			t.Errorf("%q was read as %s", name, face)
		} else if !strings.Contains(err.Error(), "unit_inner") {
			t.Errorf("%q: the answer %q does not say which faces there are", name, err)
		}
	}
	for _, name := range []string{"", "Unit", "level0", "level3", "level16"} {
		if level, err := model.ParseLevel(name); err == nil {
			t.Errorf("%q was read as %s", name, level)
		}
	}
}
