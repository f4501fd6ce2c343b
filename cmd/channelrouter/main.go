// Command channelrouter runs a brand's sales channel on one code per item.
package main

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"os/signal"
	"syscall"

	"github.com/alecthomas/kong"

	"channelrouter/configs"
)

// version is set when a release is built.
var version = "dev"

type cli struct {
	Config string `type:"existingfile" help:"Configuration file. Over it stands the environment, CHANNELROUTER_…; under it the defaults: SQLite and the in-process store, no file needed." placeholder:"FILE"`

	Demo        demoCommand        `cmd:"" help:"Play the whole story on real codes and keep serving: no server, no configuration."`
	Serve       serveCommand       `cmd:"" help:"Serve the API, the pages behind printed codes, and the jobs."`
	Fake        fakeCommand        `cmd:"" help:"Play WeChat and WeChat Pay on the loopback, for work on front ends."`
	Migrate     migrateCommand     `cmd:"" help:"Bring the database to this version's schema, or back."`
	Keyring     keyringCommand     `cmd:"" help:"Make, extend, check, back up and restore the secrets of the codes."`
	Code        codeCommand        `cmd:"" help:"Encode, decode and export codes, and import those of others."`
	GS1         gs1Command         `cmd:"" name:"gs1" help:"Take GS1 Digital Links, element strings and EPC URNs apart, and make them."`
	Trace       traceCommand       `cmd:"" help:"Say where goods are, what is in them, and what happened to them."`
	Catalog     catalogCommand     `cmd:"" help:"Import the catalogue: the products that codes are issued for."`
	Channel     channelCommand     `cmd:"" help:"Import the channel: organisations, suppliers, territories."`
	Ledger      ledgerCommand      `cmd:"" help:"Check the ledger."`
	Settlement  settlementCommand  `cmd:"" help:"Check the statements of the channel."`
	Insight     insightCommand     `cmd:"" help:"Count figures anew."`
	Campaign    campaignCommand    `cmd:"" help:"Check the archives of prize draws."`
	Evidence    evidenceCommand    `cmd:"" help:"Check the evidence packs of diversion cases."`
	Payout      payoutCommand      `cmd:"" help:"Compare what was paid with WeChat Pay's statements."`
	Tax         taxCommand         `cmd:"" help:"Report to the tax office."`
	EPCIS       epcisCommand       `cmd:"" name:"epcis" help:"Check EPCIS documents, and name their events by hash."`
	Simulate    simulateCommand    `cmd:"" help:"Make a channel with diverted goods, in files, to try detectors on."`
	Evaluate    evaluateCommand    `cmd:"" help:"Judge the detector of diversion and baselines where the truth is known."`
	LineSim     lineSimCommand     `cmd:"" name:"line-sim" help:"Play a packing line with faults against a server."`
	User        userCommand        `cmd:"" help:"Add console users."`
	Healthcheck healthcheckCommand `cmd:"" help:"Exit 0 if the server on the configured address is ready (for containers)."`
	Version     versionCommand     `cmd:"" help:"Print the version."`
}

type versionCommand struct{}

func (versionCommand) Run() error {
	fmt.Println(version)
	return nil
}

func main() {
	var c cli
	parsed := kong.Parse(&c,
		kong.Name("channelrouter"),
		kong.Description("Runs a brand's sales channel on one code per item, in WeChat. Start with: channelrouter demo"),
		kong.UsageOnError(), kong.ConfigureHelp(kong.HelpOptions{Compact: true}),
	)
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	parsed.BindTo(ctx, (*context.Context)(nil))
	if err := parsed.BindToProvider(func() (configs.Config, error) { return configs.Load(c.Config, os.Environ()) }); err != nil {
		parsed.FatalIfErrorf(err)
	}
	err := parsed.Run()
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "channelrouter:", explain(err))
		os.Exit(1)
	}
}

// setUpLog makes the process's logger.
func setUpLog(c configs.Log) {
	var level slog.Level
	_ = level.UnmarshalText([]byte(c.Level)) // checked when the configuration was loaded
	options := &slog.HandlerOptions{Level: level}
	if c.Format == "json" {
		slog.SetDefault(slog.New(slog.NewJSONHandler(os.Stderr, options)))
		return
	}
	slog.SetDefault(slog.New(slog.NewTextHandler(os.Stderr, options)))
}
