package code

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"unicode/utf8"

	"channelrouter/model"
)

// LevelSpec is one level of a packaging profile.
type LevelSpec struct {
	Level     model.Level `json:"-"`
	Name      string      `json:"level"`
	Title     string      `json:"title,omitempty"` // what the brand calls it: "tin", "tray"
	Outer     bool        `json:"outer"`           // prints a visible code
	Inner     bool        `json:"inner"`           // prints a hidden code
	PerParent int64       `json:"per_parent"`      // how many fill one container of the next level; 0 on top
}

// Profile is how goods are packed and which faces carry codes, from the unit up.
type Profile struct {
	Name   string
	Levels []LevelSpec
}

// FiveInOne is the standard profile: pallet, case outside and inside, unit outside
// and under the cap.
func FiveInOne(unitsPerCase, casesPerPallet int64) Profile {
	return Profile{Name: fmt.Sprintf("five-in-one %dx%d", unitsPerCase, casesPerPallet), Levels: []LevelSpec{
		{Level: model.LevelUnit, Name: "unit", Outer: true, Inner: true, PerParent: unitsPerCase},
		{Level: model.LevelCase, Name: "case", Outer: true, Inner: true, PerParent: casesPerPallet},
		{Level: model.LevelPallet, Name: "pallet", Outer: true},
	}}
}

// NewProfile is a packaging of any levels, from the unit up, named after what it says: the
// same levels are the same profile, however often they are ordered.
func NewProfile(levels []LevelSpec) (Profile, error) {
	p := Profile{Levels: levels}
	encoded, err := p.Encode()
	if err != nil {
		return p, err
	}
	sum := sha256.Sum256(encoded)
	p.Name = fmt.Sprintf("%d levels %x", len(levels), sum[:12])
	return p, nil
}

// faces is the bit set kept in BatchLevel.Faces.
func (l LevelSpec) faces() uint8 {
	var bits uint8
	if l.Outer {
		bits |= 1 << model.Outer
	}
	if l.Inner {
		bits |= 1 << model.Inner
	}
	return bits
}

// check makes sure that levels rise, every level but the top fills a parent, and
// every level carries a code.
func (p Profile) check() error {
	if p.Name == "" || len(p.Levels) == 0 || len(p.Levels) > model.MaxLevels {
		return ErrBadProfile.With("a name and 1 to %d levels are needed", model.MaxLevels)
	}
	for i, l := range p.Levels {
		top := i == len(p.Levels)-1
		switch {
		case l.Level >= model.MaxLevels || utf8.RuneCountInString(l.Title) > maxTitle:
			return ErrBadProfile.With("level %d is called %q (at most %d characters)", l.Level, l.Title, maxTitle)
		case i > 0 && l.Level <= p.Levels[i-1].Level:
			return ErrBadProfile.With("%s stands above %s", p.Levels[i-1].Level, l.Level)
		case l.faces() == 0:
			return ErrBadProfile.With("%s carries no code", l.Level)
		case !top && l.PerParent < 1:
			return ErrBadProfile.With("how many %ss fill a container?", l.Level)
		case top && l.PerParent != 0:
			return ErrBadProfile.With("%s is the top and fills nothing", l.Level)
		}
	}
	return nil
}

const maxTitle = 20

// counts is how many items of each level make up n top containers.
func (p Profile) counts(n int64) []int64 {
	counts := make([]int64, len(p.Levels))
	for i := len(p.Levels) - 1; i >= 0; i-- {
		counts[i] = n
		if i > 0 {
			n *= p.Levels[i-1].PerParent
		}
	}
	return counts
}

// Encode writes the profile's levels for ParseProfile.
func (p Profile) Encode() ([]byte, error) { return json.Marshal(p.Levels) }

// ParseProfile reads levels that Encode wrote. Error: ErrBadProfile, where a level has
// another name than its own.
func ParseProfile(name string, levels []byte) (Profile, error) {
	p := Profile{Name: name}
	if err := json.Unmarshal(levels, &p.Levels); err != nil {
		return p, ErrBadProfile.With("%v", err)
	}
	for i := range p.Levels {
		level, err := model.ParseLevel(p.Levels[i].Name)
		if err != nil {
			return p, ErrBadProfile.With("%v", err)
		}
		p.Levels[i].Level = level
	}
	return p, nil
}
