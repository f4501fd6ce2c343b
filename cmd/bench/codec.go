package main

import (
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"runtime"
	"testing"
	"time"

	"channelrouter/internal/gs1"
	"channelrouter/model"
	"channelrouter/service/code"
)

const rounds = 5

// codec times decoding with its MAC, the slower of the two lengths.
func codec() ([]figure, error) {
	keyring, err := code.NewKeyring(time.Now(), code.StandardFaces())
	if err != nil {
		return nil, err
	}
	c, err := code.NewCodec(keyring)
	if err != nil {
		return nil, err
	}
	f := figure{name: "codec_ns", unit: "ns", bar: 1000}
	for range rounds {
		worst := 0.0
		for _, face := range []model.Face{model.FacePallet, model.FaceUnitInner} {
			texts, err := printed(c, face, 1<<model.SlotBits)
			if err != nil {
				return nil, err
			}
			result := testing.Benchmark(func(b *testing.B) {
				for i := range b.N {
					if _, err := c.Decode(texts[i%len(texts)]); err != nil {
						b.Fatal(err)
					}
				}
			})
			if result.AllocsPerOp() != 0 {
				return nil, fmt.Errorf("decoding allocates %d times", result.AllocsPerOp())
			}
			worst = max(worst, float64(result.NsPerOp()))
		}
		f.rounds = append(f.rounds, worst)
	}
	return []figure{f}, nil
}

// digitalLinks times the parsing of a link of usual length: GTIN, batch, serial number, a
// date, and a parameter of other people's.
func digitalLinks() ([]figure, error) {
	links := make([]string, samples)
	for i := range links {
		serial := gs1.Element{AI: "21", Value: fmt.Sprintf("A%09dZ", rand.IntN(1e9))}
		link, err := gs1.Build("https://c.brand.example",
			gs1.Element{AI: "01", Value: "09520123456788"}, gs1.Element{AI: "10", Value: "L/2026-11"}, serial, gs1.Element{AI: "17", Value: "271231"})
		if err != nil {
			return nil, err
		}
		links[i] = link + "&utm_source=pack"
	}
	f := figure{name: "gs1_parse_ns", unit: "ns", bar: 2000}
	for range rounds {
		result := testing.Benchmark(func(b *testing.B) {
			for i := range b.N {
				if _, err := gs1.Parse(links[i%len(links)]); err != nil {
					b.Fatal(err)
				}
			}
		})
		f.rounds = append(f.rounds, float64(result.NsPerOp()))
	}
	return []figure{f}, nil
}

const samples = 4096

// printed is a sample of codes of a face with slots below end.
func printed(c *code.Codec, face model.Face, end uint64) ([]string, error) {
	texts := make([]string, samples)
	for i := range texts {
		text, err := c.Encode(code.Code{Face: face, Epoch: 1, Slot: rand.Uint64N(end)})
		if err != nil {
			return nil, err
		}
		texts[i] = text
	}
	return texts, nil
}

// export writes a face with URL and parent on one core.
func export() ([]figure, error) {
	g, err := embedded()
	if err != nil {
		return nil, err
	}
	defer g.close()
	b, err := g.batch("export", 1000, 24, 40)
	if err != nil {
		return nil, err
	}
	export, err := g.export(b, model.FaceUnitInner)
	if err != nil {
		return nil, err
	}
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	f := figure{name: "export_codes_per_second", unit: "1/s", bar: 500_000, least: true}
	for range rounds {
		begin := time.Now()
		n, err := export.Write(context.Background(), io.Discard)
		if err != nil {
			return nil, err
		}
		f.rounds = append(f.rounds, float64(n)/time.Since(begin).Seconds())
	}
	return []figure{f}, nil
}
