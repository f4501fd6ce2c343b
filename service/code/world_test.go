package code

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"channelrouter/model"
)

// boxFaces are all seven faces that have a name of their own.
var boxFaces = append(StandardFaces(), model.FaceBoxOuter, model.FaceBoxInner)

// newWorld is the vectors' keyring, whose secrets are fixed, and its codec.
func newWorld(t testing.TB) (*Keyring, *Codec) {
	t.Helper()
	k, err := vectorKeyring()
	if err != nil {
		t.Fatal(err)
	}
	codec, err := NewCodec(k)
	if err != nil {
		t.Fatal(err)
	}
	return k, codec
}

// drawCode is any code that the world's keyring can write.
func drawCode(t *rapid.T, k *Keyring) Code {
	epoch := rapid.SampledFrom(k.Epochs).Draw(t, "epoch")
	return Code{
		Epoch: epoch.ID,
		Face:  rapid.SampledFrom(epoch.faces()).Draw(t, "face"),
		Slot:  rapid.Uint64Range(0, lastSlot).Draw(t, "slot"),
	}
}

func mustEncode(t rapid.TB, codec *Codec, code Code) string {
	t.Helper()
	text, err := codec.Encode(code)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

var birthday = time.Date(2026, 3, 1, 9, 30, 0, 123456789, time.FixedZone("CST", 8*3600))
