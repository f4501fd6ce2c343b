package model

import (
	"fmt"
	"strings"
)

// Level is the depth of packaging: a unit (each), and what it is packed into.
// Values are persisted inside item ids and never change.
type Level uint8

const (
	LevelUnit   Level = 0
	LevelBox    Level = 1
	LevelCase   Level = 2
	LevelPallet Level = 3
	// MaxLevels bounds the levels an item id has room for.
	MaxLevels = 16
)

var levelNames = [...]string{"unit", "box", "case", "pallet"}

// String is the level's name, "unit" to "pallet"; deeper ones are "level4" and so on.
func (l Level) String() string {
	if int(l) < len(levelNames) {
		return levelNames[l]
	}
	return fmt.Sprintf("level%d", uint8(l))
}

// ParseLevel reads what String writes.
func ParseLevel(s string) (Level, error) {
	for l := Level(0); l < MaxLevels; l++ {
		if l.String() == s {
			return l, nil
		}
	}
	return 0, fmt.Errorf("no packaging level is called %q", s)
}

// Side is where on a container the code stands. Only inner codes are hidden
// until the container is opened.
type Side uint8

const (
	Outer Side = 0
	Inner Side = 1
)

// Face is a level with a side: level<<1 | side. Values are persisted.
type Face uint8

const (
	FaceUnitOuter = Face(LevelUnit)<<1 | Face(Outer)
	FaceUnitInner = Face(LevelUnit)<<1 | Face(Inner)
	FaceBoxOuter  = Face(LevelBox)<<1 | Face(Outer)
	FaceBoxInner  = Face(LevelBox)<<1 | Face(Inner)
	FaceCaseOuter = Face(LevelCase)<<1 | Face(Outer)
	FaceCaseInner = Face(LevelCase)<<1 | Face(Inner)
	FacePallet    = Face(LevelPallet)<<1 | Face(Outer)
)

// NewFace joins a level and a side.
func NewFace(l Level, s Side) Face { return Face(l)<<1 | Face(s) }

// Level is the container the face stands on.
func (f Face) Level() Level { return Level(f >> 1) }

// Hidden tells whether the face can be read only after opening (or buying) the item.
func (f Face) Hidden() bool { return Side(f&1) == Inner }

// Symbols is the length of the face's printed code. Faces that pay need the
// 44-bit MAC of 18 symbols: every hidden face, and the unit's outer one, which
// a guide is rewarded for. The logistic rest takes 14 symbols and 24 bits.
func (f Face) Symbols() int {
	if f.Hidden() || f.Level() == LevelUnit {
		return 18
	}
	return 14
}

// String is "case_outer", "unit_inner" and so on; a pallet has one face and is
// plainly "pallet".
func (f Face) String() string {
	switch {
	case f == FacePallet:
		return "pallet"
	case f.Hidden():
		return f.Level().String() + "_inner"
	default:
		return f.Level().String() + "_outer"
	}
}

// ParseFace reads what String writes.
func ParseFace(s string) (Face, error) {
	name, side := s, Outer
	if rest, ok := strings.CutSuffix(s, "_inner"); ok {
		name, side = rest, Inner
	} else if rest, ok := strings.CutSuffix(s, "_outer"); ok {
		name = rest
	}
	level, err := ParseLevel(name)
	if err != nil || NewFace(level, side).String() != s {
		return 0, fmt.Errorf("no face is called %q; faces are pallet, case_outer, case_inner, box_outer, box_inner, unit_outer, unit_inner", s)
	}
	return NewFace(level, side), nil
}
