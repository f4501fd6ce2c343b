package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"

	"channelrouter/internal/evaluate"
	"channelrouter/internal/simulate"
)

// worldFlags are the parameters of a world that are given on the command line.
type worldFlags struct {
	Months      int     `default:"4" help:"How long it is scanned, in months of 30 days."`
	Terminals   int     `default:"50000" help:"How many there are."`
	CasesMonth  float64 `name:"cases-per-terminal-month" default:"6" help:"What one sells, in cases of 24 units."`
	ScanRate    float64 `default:"0.15" help:"Share of units whose hidden code a consumer scans."`
	OpenRate    float64 `default:"0.5" help:"Share of cases that their terminal scans."`
	Located     float64 `default:"0.7" help:"Share of consumers' scans with a position; else the network's address."`
	MissedReads float64 `default:"0.05" help:"Share of pallets whose way to a distributor nobody read."`
	Diverted    float64 `default:"0.02" help:"Share of the volume that is diverted."`
	Destroyed   float64 `default:"0.3" help:"Share of diverted cases whose code is destroyed."`
	Travellers  float64 `default:"0.03" help:"Share of consumers' scans on journeys."`
	BorderLeak  float64 `default:"0.01" help:"Share of units that people of a neighbouring city buy."`
	Ecommerce   float64 `default:"0.1" help:"Share of the volume that is sold on line."`
	Returns     float64 `default:"0.01" help:"Share of pallets that came back and went out again."`
	Repacked    float64 `default:"0.002" help:"Share of cases whose units are in others."`
}

// parameters are the defaults with what was given.
func (f *worldFlags) parameters() simulate.Parameters {
	p := simulate.Default()
	p.Months, p.Terminals, p.CasesPerMonth = f.Months, f.Terminals, f.CasesMonth
	p.ScanRate, p.OpenRate, p.Located, p.MissedReads = f.ScanRate, f.OpenRate, f.Located, f.MissedReads
	p.Diverted, p.Destroyed, p.Travellers, p.BorderLeak = f.Diverted, f.Destroyed, f.Travellers, f.BorderLeak
	p.Ecommerce, p.Returns, p.Repacked = f.Ecommerce, f.Returns, f.Repacked
	return p
}

type simulateCommand struct {
	World worldFlags `embed:""`
	Seed  uint64     `default:"1" help:"The same seed and flags make the same world, on any machine. 1 to 10 are for the design of detectors, 11 to 30 for their test."`
	Out   string     `required:"" placeholder:"FOLDER" help:"Folder to write into: observed/ and truth/ are made in it."`
	Pack  string     `enum:"none,gz,zst" default:"zst" help:"How files are packed: ${enum}."`
}

// Help says what is made.
func (simulateCommand) Help() string {
	return `Makes a brand's channel in China with months of goods and scans: 300 distributors with
territories of 1 to 4 cities, 3,000 wholesalers, 50,000 terminals, 1.2 million cases. Most of
it is honest, with the noise that honest trade makes: travellers, sales across borders,
on-line goods, missed reads, networks whose address is elsewhere, repacking, returns,
codes scanned again, staff. 2 % of the volume is diverted, in some 240 lots of 1 to 5,000
cases and seven ways; codes are copied and guessed.

What the brand's system would have seen goes to observed/, what truly happened to truth/,
world.json with all parameters too. docs/diversion-format.md describes the files, and says
which parameter comes from where.

  channelrouter simulate --seed 1 --out world
  channelrouter evaluate --observed world/observed --truth world/truth`
}

// Run makes the world and writes it.
func (c simulateCommand) Run(context.Context) error {
	p := c.World.parameters()
	w, err := simulate.New(p, c.Seed)
	if err != nil {
		return err
	}
	packing := "." + c.Pack
	if c.Pack == "none" {
		packing = ""
	}
	truth := filepath.Join(c.Out, "truth")
	if err := evaluate.Write(w, filepath.Join(c.Out, "observed"), truth, packing); err != nil {
		return err
	}
	about, err := json.MarshalIndent(struct {
		Seed       uint64              `json:"seed"`
		Parameters simulate.Parameters `json:"parameters"`
		Cases      int                 `json:"cases"`
		Lots       int                 `json:"lots"`
		Guesses    int                 `json:"guessed_codes"`
	}{c.Seed, p, w.Cases(), len(w.Truth().Lots), w.Guesses()}, "", "  ")
	if err != nil {
		return err
	}
	fmt.Fprintf(os.Stderr, "%d cases, %d of them in %d diverted lots; %d copied codes\n",
		w.Cases(), len(w.Truth().Goods), len(w.Truth().Lots), len(w.Truth().Clones))
	return os.WriteFile(filepath.Join(truth, "world.json"), append(about, '\n'), 0o644)
}
