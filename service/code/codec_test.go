package code

import (
	"errors"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"channelrouter/model"
)

func TestRoundTrip(t *testing.T) {
	k, codec := newWorld(t)
	rapid.Check(t, func(t *rapid.T) {
		code := drawCode(t, k)
		text := mustEncode(t, codec, code)
		if len(text) != code.Face.Symbols() || strings.Trim(text, alphabet) != "" {
			t.Fatalf("%v prints as %q", code, text)
		}
		got, err := codec.Decode(text)
		if err != nil || got != code {
			t.Fatalf("%q reads as %v, %v; want %v", text, got, err, code)
		}
	})
}

func TestReadingForgivesTyping(t *testing.T) {
	k, codec := newWorld(t)
	rapid.Check(t, func(t *rapid.T) {
		code := drawCode(t, k)
		var typed strings.Builder
		for _, c := range mustEncode(t, codec, code) {
			alike := map[rune]string{'0': "0Oo", '1': "1IiLl"}[c]
			if alike == "" {
				alike = string(c) + strings.ToLower(string(c))
			}
			typed.WriteByte(rapid.SampledFrom([]byte(alike)).Draw(t, "as"))
			typed.WriteString(rapid.SampledFrom([]string{"", "", "-", " ", " -"}).Draw(t, "then"))
		}
		got, err := codec.Decode(typed.String())
		if err != nil || got != code {
			t.Fatalf("%q reads as %v, %v; want %v", typed.String(), got, err, code)
		}
	})
}

func TestEverySlipOfThePenIsMistyped(t *testing.T) {
	k, codec := newWorld(t)
	rapid.Check(t, func(t *rapid.T) {
		text := []byte(mustEncode(t, codec, drawCode(t, k)))
		for i := range text {
			right := text[i]
			for _, wrong := range []byte(alphabet) {
				if text[i] = wrong; wrong != right {
					expectMistyped(t, codec, text)
				}
			}
			text[i] = right
			for j := range i {
				text[i], text[j] = text[j], text[i]
				if text[i] != text[j] {
					expectMistyped(t, codec, text)
				}
				text[i], text[j] = text[j], text[i]
			}
		}
	})
}

func expectMistyped(t *rapid.T, codec *Codec, text []byte) {
	if _, err := codec.Decode(string(text)); !errors.Is(err, ErrMistyped) {
		t.Fatalf("%s: %v", text, err)
	}
}

func TestDecodeRefuses(t *testing.T) {
	_, codec := newWorld(t)
	good := mustEncode(t, codec, Code{Face: model.FacePallet, Epoch: 1, Slot: 7})
	tests := []struct {
		name, text string
		want       error
	}{
		{"nothing", "", ErrMalformed},
		{"one symbol short", good[1:], ErrMalformed},
		{"one symbol long", good + "0", ErrMalformed},
		{"between the lengths", good + "00", ErrMalformed},
		{"a letter U", "U" + good[1:], ErrMalformed},
		{"very long", strings.Repeat("0", 1<<16), ErrMalformed},
		{"a symbol off", "Z" + good[1:], ErrMistyped},
		{"zeros: right sum, wrong MAC", strings.Repeat("0", 18), ErrForged},
		{"a header of no epoch", withHeader(t, 30, 14), ErrForged},
		{"the reserved header", withHeader(t, reservedHeader, 18), ErrForged},
		{"a body made up", madeUp(t, good), ErrForged},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got, err := codec.Decode(tt.text); !errors.Is(err, tt.want) || got != (Code{}) {
				t.Errorf("Decode(%q) = %v, %v; want %v", tt.text, got, err, tt.want)
			}
		})
	}
}

// withHeader is a code of zeros under header, with a right check symbol.
func withHeader(t *testing.T, header byte, n int) string {
	t.Helper()
	symbols := make([]byte, n)
	symbols[0] = header
	symbols[n-1] = checkSymbol(symbols[:n-1])
	return printed(symbols)
}

// madeUp is good with one symbol of its body changed and the check made to fit.
func madeUp(t *testing.T, good string) string {
	t.Helper()
	symbols, n, _ := readSymbols(good)
	symbols[5] ^= 1
	symbols[n-1] = checkSymbol(symbols[:n-1])
	return printed(symbols[:n])
}

func TestEncodeRefuses(t *testing.T) {
	_, codec := newWorld(t)
	tests := []struct {
		name string
		code Code
		want error
	}{
		{"epoch to come", Code{Face: model.FacePallet, Epoch: 9}, ErrNoKey},
		{"no epoch", Code{Face: model.FacePallet}, ErrNoKey},
		{"a face the epoch lacks", Code{Face: model.FaceBoxOuter, Epoch: 1}, ErrNoKey},
		{"slot of 37 bits", Code{Face: model.FacePallet, Epoch: 1, Slot: 1 << model.SlotBits}, ErrSlotRange},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if text, err := codec.Encode(tt.code); text != "" || !errors.Is(err, tt.want) {
				t.Errorf("Encode = %q, %v; want %v", text, err, tt.want)
			}
			if dst, err := codec.Append([]byte("kept"), tt.code); string(dst) != "kept" || !errors.Is(err, tt.want) {
				t.Errorf("Append = %q, %v; want %v", dst, err, tt.want)
			}
		})
	}
}

func TestFacesOfAnItemShareIt(t *testing.T) {
	outer := Code{Face: model.FaceUnitOuter, Epoch: 2, Slot: 12345}
	inner := Code{Face: model.FaceUnitInner, Epoch: 2, Slot: 12345}
	if outer.Item() != inner.Item() || outer.Item() != model.NewItemID(2, model.LevelUnit, 12345) {
		t.Errorf("%v and %v are items %v and %v", outer, inner, outer.Item(), inner.Item())
	}
}

func TestNewCodecRefusesContradictions(t *testing.T) {
	for name, spoil := range map[string]func(*Keyring){
		"no epochs":               func(k *Keyring) { k.Epochs = nil },
		"epochs out of order":     func(k *Keyring) { k.Epochs[0].ID = 9 },
		"a header twice":          func(k *Keyring) { k.Epochs[1].Headers[model.FaceCaseOuter] = 0 },
		"the reserved header":     func(k *Keyring) { k.Epochs[1].Headers[model.FaceCaseOuter] = reservedHeader },
		"a header of six bits":    func(k *Keyring) { k.Epochs[1].Headers[model.FaceCaseOuter] = 32 },
		"a face beyond all faces": func(k *Keyring) { k.Epochs[1].Headers[model.Face(32)] = 30 },
	} {
		t.Run(name, func(t *testing.T) {
			k, _ := newWorld(t)
			spoil(k)
			if _, err := NewCodec(k); !errors.Is(err, ErrKeyringDamaged) {
				t.Errorf("got %v", err)
			}
		})
	}
}
