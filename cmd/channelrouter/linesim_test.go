package main

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"channelrouter/cmd/channelrouter/linesim"
	"channelrouter/configs"
	"channelrouter/model"
	"channelrouter/service/catalog"
	"channelrouter/service/channel"
	"channelrouter/service/code"
	"channelrouter/service/identity"
)

// reels prints the faces of a batch that a line packs from, as print files.
func (s *served) reels(b *code.Batch, faces ...model.Face) (paths []string) {
	folder := s.t.TempDir()
	for _, face := range faces {
		var file bytes.Buffer
		file.WriteString("code,url,parent\n")
		level := b.Level(face.Level())
		for item := level.From; item < level.To; item++ {
			text, err := s.Code.Print(face, item)
			s.must(err)
			fmt.Fprintf(&file, "%s,https://c.brand.test/%s,\n", text, text)
		}
		path := filepath.Join(folder, face.String()+".csv")
		s.must(os.WriteFile(path, file.Bytes(), 0o600))
		paths = append(paths, path)
	}
	return paths
}

// A line with every fault packs a hundred pallets: every answer is what a line expects,
// and every unit is where it was packed.
func TestLineSim(t *testing.T) {
	t.Run("request by request", func(t *testing.T) { simulateLine(t, false) })
	t.Run("over a stream", func(t *testing.T) { simulateLine(t, true) })
}

func simulateLine(t *testing.T, stream bool) {
	s := serveWith(t, func(*configs.Config, string) {})
	ctx := t.Context()
	_, err := s.Channel.CreateOrg(ctx, channel.NewOrg{Code: "BRAND", Kind: model.OrgBrand, Name: "brand", Adcode: "310115"})
	s.must(err)
	const password = "a line of many cases"
	_, err = s.Identity.CreateUser(ctx, identity.NewUser{Login: "gateway", Name: "gateway", Role: model.UserOperator, Password: password})
	s.must(err)
	products, err := s.Catalog.Load(ctx, catalog.Sample())
	s.must(err)
	b, err := s.Code.IssueBatch(ctx, code.NewBatch{
		Ref: "SIM", ProductID: products[0].ID, Profile: code.FiveInOne(6, 5), Linking: model.LineLinked, Count: 100,
	})
	s.must(err)
	paths := s.reels(b, model.FaceUnitOuter, model.FaceCaseOuter, model.FacePallet)
	run := lineSimCommand{
		Server: s.base, Login: "gateway", Password: password, Org: "BRAND", Line: "L1", Units: paths[0], Cases: paths[1], Pallets: paths[2],
		UnitsPerCase: 6, CasesPerPallet: 5, Rate: 20, Fast: true, Stream: stream, Faults: "0.08", Seed: 3,
	}
	s.must(run.Run(ctx))

	// The line of the same seed packs the same: what it packed is held against the house.
	l := &linesim.Line{UnitsPerCase: 6, CasesPerPallet: 5, CasesPerSecond: 20, Begin: time.Now(), Seed: 3}
	l.Chance, err = linesim.ParseFaults("0.08")
	s.must(err)
	for i, reel := range []**linesim.Codes{&l.Units, &l.Cases, &l.Pallets} {
		content, err := os.ReadFile(paths[i])
		s.must(err)
		*reel = linesim.NewCodes(paths[i], bytes.NewReader(content))
	}
	packed, faults := 0, map[linesim.Fault]int{}
	for p, err := l.Next(); err == nil; p, err = l.Next() {
		packed++
		for _, f := range p.Faults {
			faults[f]++
		}
		for _, pack := range p.Packs {
			for _, text := range pack.Items {
				s.isInside(ctx, text, pack.Into)
			}
		}
	}
	if packed < 95 || len(faults) != len(linesim.Faults) {
		t.Fatalf("%d pallets with %v: not every fault was played", packed, faults)
	}
}

// isInside makes sure that the goods of a code are in the container of another.
func (s *served) isInside(ctx context.Context, text, container string) {
	s.t.Helper()
	item, err := s.Code.ResolveIssued(ctx, text)
	s.must(err)
	into, err := s.Code.ResolveIssued(ctx, container)
	s.must(err)
	trace, err := s.Custody.TraceAt(ctx, item.Item, time.Now())
	s.must(err)
	if len(trace.Chain) < 2 || trace.Chain[1] != into.Item {
		s.t.Fatalf("%s is in %v, not in %s", item.Item, trace.Chain[1:], into.Item)
	}
}

func TestLineSimTellsWhatIsWrong(t *testing.T) {
	for faults, want := range map[string]string{"2": "share", "lost=0.1": "no fault", "short=x": "share"} {
		if _, err := linesim.ParseFaults(faults); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v", faults, err)
		}
	}
	g := linesim.Gateway{Server: "http://127.0.0.1:1", Line: "1", Client: &http.Client{Timeout: time.Second}}
	codes := func(s string) *linesim.Codes { return linesim.NewCodes("reel", strings.NewReader(s)) }
	l := &linesim.Line{UnitsPerCase: 1, CasesPerPallet: 1, CasesPerSecond: 1, Units: codes("U1"), Cases: codes("C1"), Pallets: codes("P1")}
	if _, err := g.Run(t.Context(), l, 0, false, func(*linesim.Report) {}); err == nil || !strings.Contains(err.Error(), "has not answered") {
		t.Errorf("a server that is not there: %v", err)
	}
}
