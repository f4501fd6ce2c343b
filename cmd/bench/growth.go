package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"testing"
	"time"

	"channelrouter/model"
	"channelrouter/service/code"
)

// The two sizes that a resolve is compared at.
const (
	manyBatches    = 100_000
	manyCodes      = 10_000_000_000
	manyExceptions = 1_000_000
	fewCodes       = 10_000
)

// growth compares a resolve in a large registry, of uneven interleaved batches with
// exceptions, to one in a registry of a single batch: the function and over HTTP.
func growth() ([]figure, error) {
	small, err := embedded()
	if err != nil {
		return nil, err
	}
	defer small.close()
	if _, err := small.batch("small", fewCodes/20, 5, 4); err != nil {
		return nil, err
	}
	large, err := embedded()
	if err != nil {
		return nil, err
	}
	defer large.close()
	if err := fill(large); err != nil {
		return nil, err
	}
	fewTexts, err := resolvable(small, fewCodes)
	if err != nil {
		return nil, err
	}
	manyTexts, err := resolvable(large, manyCodes)
	if err != nil {
		return nil, err
	}
	f := figure{name: "resolve_growth", unit: "ratio", bar: 1.5}
	for range rounds {
		byFunction := resolveTime(large, manyTexts) / resolveTime(small, fewTexts)
		overHTTP, err := httpTime(large, manyTexts)
		if err != nil {
			return nil, err
		}
		baseline, err := httpTime(small, fewTexts)
		if err != nil {
			return nil, err
		}
		f.rounds = append(f.rounds, max(byFunction, overHTTP/baseline))
	}
	return []figure{f}, nil
}

// fill writes the large registry's rows: units only, of two products whose batches take
// turns, each batch between a tenth and ten times the mean, each with exceptions.
func fill(g *ground) error {
	ctx := context.Background()
	random := rand.New(rand.NewPCG(1, 2))
	weights := make([]float64, manyBatches)
	total := 0.0
	for i := range weights {
		weights[i] = 0.1 + random.ExpFloat64()
		total += weights[i]
	}
	return g.DB.Run(ctx, func(ctx context.Context) error {
		from := model.NewItemID(1, model.LevelUnit, 0)
		const chunk = 500
		for start := 0; start < manyBatches; start += chunk {
			var batches []model.Batch
			var levels []model.BatchLevel
			var activations []model.Activation
			var revocations []model.Revocation
			for i := start; i < start+chunk; i++ {
				n := max(100, int64(weights[i]/total*manyCodes))
				id := model.BatchID(g.IDs.Next())
				to := from + model.ItemID(n)
				batches = append(batches, model.Batch{ID: id, Ref: fmt.Sprintf("G%d", i), ProductID: g.product.ID + model.ProductID(i%2), Linking: model.LineLinked, Epoch: 1, Version: 1, CreatedAt: time.Now()})
				levels = append(levels, model.BatchLevel{BatchID: id, Level: model.LevelUnit, FromItem: from, ToItem: to, Faces: 3})
				activations = append(activations, model.Activation{ID: g.IDs.Next(), BatchID: id, FromItem: from, ToItem: to, At: time.Now(), Version: 1})
				for range manyExceptions / manyBatches {
					one := from + model.ItemID(random.Int64N(n))
					revocations = append(revocations, model.Revocation{ID: g.IDs.Next(), BatchID: id, FromItem: one, ToItem: one + 1, At: time.Now(), Version: 1})
				}
				from = to
			}
			for _, rows := range []any{&batches, &levels, &activations, &revocations} {
				if err := g.DB.Conn(ctx).CreateInBatches(rows, 500).Error; err != nil {
					return err
				}
			}
		}
		return g.DB.Conn(ctx).Create(&model.RegistryVersion{ID: 1, Version: 1}).Error
	})
}

// resolvable is a sample of codes below end that resolve.
func resolvable(g *ground, end uint64) ([]string, error) {
	if err := g.Code.Refresh(context.Background()); err != nil {
		return nil, err
	}
	texts := make([]string, 0, samples)
	for len(texts) < samples {
		text, err := g.Code.Codec().Encode(code.Code{Face: model.FaceUnitInner, Epoch: 1, Slot: rand.Uint64N(end * 99 / 100)})
		if err != nil {
			return nil, err
		}
		if _, err := g.Code.Resolve(text); err == nil {
			texts = append(texts, text)
		}
	}
	return texts, nil
}

func resolveTime(g *ground, texts []string) float64 {
	result := testing.Benchmark(func(b *testing.B) {
		for i := range b.N {
			if _, err := g.Code.Resolve(texts[i%len(texts)]); err != nil {
				b.Fatal(err)
			}
		}
	})
	return float64(result.T.Nanoseconds()) / float64(result.N)
}

func httpTime(g *ground, texts []string) (float64, error) {
	handler, err := g.handler()
	if err != nil {
		return 0, err
	}
	l := load{clients: clients, length: roundLength, status: http.StatusFound, request: func(client, n int) []byte {
		return fmt.Appendf(nil, "GET /%s HTTP/1.1\r\nHost: q\r\nUser-Agent: MicroMessenger\r\n\r\n", texts[(client*257+n)%len(texts)])
	}}
	perSecond, err := l.run(handler)
	return 1 / perSecond, err
}
