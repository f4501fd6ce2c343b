package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"time"

	"channelrouter/cmd/channelrouter/linesim"
)

type lineSimCommand struct {
	Server         string  `default:"http://127.0.0.1:8080" help:"The server to tell."`
	Login          string  `required:"" help:"Login of a console user with the role operator."`
	Password       string  `required:"" env:"CHANNELROUTER_LINE_PASSWORD" help:"His password."`
	Org            string  `required:"" help:"Code of the organisation that packs, mostly the brand's."`
	Line           string  `default:"1" help:"Name of the line."`
	Units          string  `required:"" type:"existingfile" help:"Print file of the units: code export --batch B --face unit_outer (or unit_inner, for caps)."`
	Cases          string  `required:"" type:"existingfile" help:"Print file of the cases: --face case_outer."`
	Pallets        string  `required:"" type:"existingfile" help:"Print file of the pallets: --face pallet."`
	UnitsPerCase   int     `default:"24" help:"How many units fill a case."`
	CasesPerPallet int     `default:"40" help:"How many cases fill a pallet."`
	Count          int     `default:"0" help:"How many pallets to pack; 0: until a print file is used up."`
	Rate           float64 `default:"20" help:"Cases a second."`
	Fast           bool    `help:"Do not wait for the line's pace: as fast as the server takes them."`
	Stream         bool    `help:"Tell over one request that stays open, instead of a request for each pallet."`
	Faults         string  `default:"0.02" help:"Share of pallets with each fault, or by name: short=0.01,outage=0.005. There are short, swap, misread, double, overfull, resend and outage."`
	Seed           uint64  `default:"1" help:"The same seed has the same faults."`
}

// Help says how to begin.
func (lineSimCommand) Help() string {
	return `Packs what print files hold, tells the server pallet by pallet as a line's gateway does,
and holds each answer against what a line expects: pallets that the cameras saw wrongly
must be refused and are sent again as they are, pallets that are told twice must be known,
and what was buffered during an outage is replayed in any order. Exits 1 on any other answer.

  channelrouter user add gateway --role operator
  for face in unit_outer case_outer pallet; do
      channelrouter code export --batch B-2026-001 --face $face > $face.csv
  done
  channelrouter line-sim --login gateway --org BRAND \
      --units unit_outer.csv --cases case_outer.csv --pallets pallet.csv --fast`
}

// Run plays the line.
func (c lineSimCommand) Run(ctx context.Context) error {
	chance, err := linesim.ParseFaults(c.Faults)
	if err != nil {
		return err
	}
	if c.UnitsPerCase < 1 || c.CasesPerPallet < 1 || c.Rate <= 0 || c.Count < 0 {
		return errors.New("units per case, cases per pallet and rate are 1 or more")
	}
	l := &linesim.Line{
		UnitsPerCase: c.UnitsPerCase, CasesPerPallet: c.CasesPerPallet, CasesPerSecond: c.Rate, Begin: time.Now(), Chance: chance, Seed: c.Seed,
	}
	if c.Fast { // its clock runs ahead of ours, and the future is refused: it has run before
		l.Begin = l.Begin.Add(-24 * time.Hour)
	}
	for path, reel := range map[string]**linesim.Codes{c.Units: &l.Units, c.Cases: &l.Cases, c.Pallets: &l.Pallets} {
		file, err := os.Open(path)
		if err != nil {
			return err
		}
		defer file.Close()
		*reel = linesim.NewCodes(path, file)
	}
	g := &linesim.Gateway{
		Server: c.Server, Login: c.Login, Password: c.Password, Org: c.Org, Line: c.Line,
		Patience: time.Minute, Client: &http.Client{Timeout: 30 * time.Second}, Stream: c.Stream,
	}
	shown := time.Now()
	report, err := g.Run(ctx, l, c.Count, !c.Fast, func(r *linesim.Report) {
		if time.Since(shown) > time.Second {
			shown = time.Now()
			fmt.Fprintf(os.Stderr, "\r%d pallets, %d units", r.Pallets, r.Units)
		}
	})
	fmt.Fprintln(os.Stderr)
	if err := errors.Join(err, report.Write(os.Stdout)); err != nil {
		return err
	}
	if !report.OK() {
		return fmt.Errorf("%d answers were not what a line expects", len(report.Surprises))
	}
	return nil
}
