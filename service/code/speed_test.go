package code

import (
	"sync"
	"testing"

	"channelrouter/model"
)

func TestReadingAndWritingDoNotAllocate(t *testing.T) {
	if raceEnabled {
		t.Skip("the race detector makes sync.Pool forget at random")
	}
	_, codec := newWorld(t)
	for _, face := range []model.Face{model.FacePallet, model.FaceUnitInner} {
		code := Code{Face: face, Epoch: 3, Slot: 987654321}
		text := mustEncode(t, codec, code)
		forged := madeUp(t, text)
		buffer := make([]byte, 0, maxSymbols)
		for name, work := range map[string]func(){
			"decode":           func() { _, _ = codec.Decode(text) },
			"decode a forgery": func() { _, _ = codec.Decode(forged) },
			"append":           func() { _, _ = codec.Append(buffer, code) },
		} {
			if n := testing.AllocsPerRun(1000, work); n != 0 {
				t.Errorf("%s, %s: %v allocations", face, name, n)
			}
		}
	}
}

func TestCodecServesManyAtOnce(t *testing.T) {
	_, codec := newWorld(t)
	var all sync.WaitGroup
	for worker := range uint64(8) {
		all.Go(func() {
			for n := range uint64(500) {
				code := Code{Face: model.FaceCaseInner, Epoch: 2, Slot: worker<<20 | n}
				text, err := codec.Encode(code)
				if err != nil {
					t.Error(err)
				}
				if got, err := codec.Decode(text); err != nil || got != code {
					t.Errorf("%v reads as %v, %v", code, got, err)
				}
			}
		})
	}
	all.Wait()
}

func BenchmarkDecode14(b *testing.B) { benchmarkDecode(b, model.FacePallet) }
func BenchmarkDecode18(b *testing.B) { benchmarkDecode(b, model.FaceUnitInner) }

func benchmarkDecode(b *testing.B, face model.Face) {
	_, codec := newWorld(b)
	text := mustEncode(b, codec, Code{Face: face, Epoch: 3, Slot: 987654321})
	b.ReportAllocs()
	for b.Loop() {
		if _, err := codec.Decode(text); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkAppend18(b *testing.B) {
	_, codec := newWorld(b)
	buffer := make([]byte, 0, maxSymbols)
	slot := uint64(0)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := codec.Append(buffer, Code{Face: model.FaceUnitInner, Epoch: 3, Slot: slot}); err != nil {
			b.Fatal(err)
		}
		slot++
	}
}
