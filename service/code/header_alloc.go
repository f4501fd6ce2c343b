package code

import (
	"slices"

	"channelrouter/model"
)

// headerUse tells, per code length, which headers are taken. The reserved one
// always is.
type headerUse map[int]*[headerCount]bool

func newHeaderUse() headerUse {
	use := headerUse{}
	for _, f := range []format{shortFormat, longFormat} {
		use[f.symbols] = &[headerCount]bool{reservedHeader: true}
	}
	return use
}

// take marks a header as used; false when it is taken, reserved or no header.
func (u headerUse) take(symbols int, header uint8) bool {
	taken, ok := u[symbols]
	if !ok || header >= headerCount || taken[header] {
		return false
	}
	taken[header] = true
	return true
}

// next takes the lowest free header; false when none is left.
func (u headerUse) next(symbols int) (uint8, bool) {
	for header := range uint8(headerCount) {
		if u.take(symbols, header) {
			return header, true
		}
	}
	return 0, false
}

// allocate gives each face, in ascending order, the lowest header that no epoch
// uses in its length. The order makes the result independent of the caller's.
func (k *Keyring) allocate(faces []model.Face) (map[model.Face]uint8, error) {
	use := newHeaderUse()
	for i := range k.Epochs {
		for face, header := range k.Epochs[i].Headers {
			use.take(face.Symbols(), header)
		}
	}
	faces = slices.Compact(slices.Sorted(slices.Values(faces)))
	if len(faces) == 0 || faces[len(faces)-1].Level() >= model.MaxLevels {
		return nil, ErrKeyringFaces.With("%d faces, the last %v", len(faces), faces)
	}
	headers := make(map[model.Face]uint8, len(faces))
	for _, face := range faces {
		header, ok := use.next(face.Symbols())
		if !ok {
			return nil, ErrHeadersUsedUp.With("face %s, %d symbols", face, face.Symbols())
		}
		headers[face] = header
	}
	return headers, nil
}

// validate says what is wrong with a keyring that was read or put together by
// hand: ErrKeyringDamaged with the first contradiction found.
func (k *Keyring) validate() error {
	use := newHeaderUse()
	last := uint8(0)
	for i := range k.Epochs {
		epoch := &k.Epochs[i]
		if epoch.ID <= last {
			return ErrKeyringDamaged.With("epoch %d follows epoch %d", epoch.ID, last)
		}
		last = epoch.ID
		for _, face := range epoch.faces() {
			if face.Level() >= model.MaxLevels || !use.take(face.Symbols(), epoch.Headers[face]) {
				return ErrKeyringDamaged.With("epoch %d, face %s: header %d", epoch.ID, face, epoch.Headers[face])
			}
		}
	}
	if last == 0 {
		return ErrKeyringDamaged.With("it has no epoch")
	}
	return nil
}
