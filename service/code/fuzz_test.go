package code

import (
	"strings"
	"testing"

	"channelrouter/model"
)

// FuzzDecode: no text brings the reader down, and whatever is a code is the one
// that prints as the text, once that is normalised.
func FuzzDecode(f *testing.F) {
	_, codec := newWorld(f)
	for _, face := range boxFaces {
		for _, slot := range []uint64{0, 41, lastSlot} {
			text := mustEncode(f, codec, Code{Face: face, Epoch: 2, Slot: slot})
			f.Add(text)
			f.Add(strings.ToLower(text[:7]) + "-" + text[7:])
		}
	}
	f.Add("")
	f.Add(strings.Repeat("-", 64))
	f.Add("０００\xff\x00U")
	normalise := strings.NewReplacer("-", "", " ", "", "I", "1", "L", "1", "O", "0")
	f.Fuzz(func(t *testing.T, text string) {
		code, err := codec.Decode(text)
		if err != nil {
			return
		}
		if code.Slot > lastSlot || code.Face.Level() >= model.MaxLevels {
			t.Fatalf("%q reads as %v", text, code)
		}
		if got, want := mustEncode(t, codec, code), normalise.Replace(strings.ToUpper(text)); got != want {
			t.Errorf("%q prints as %q, want %q", text, got, want)
		}
	})
}
