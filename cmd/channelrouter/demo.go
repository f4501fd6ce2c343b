package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"

	"channelrouter/cmd/channelrouter/demo"
	"channelrouter/cmd/channelrouter/history"
	"channelrouter/configs"
	"channelrouter/internal/clock"
	"channelrouter/internal/db"
	"channelrouter/miniprogram/fake"
)

type demoCommand struct {
	Once    bool   `help:"Play the story alone, and exit instead of serving on."`
	History string `help:"How much of a past to make first: none, small (a tenth) or full, which takes some twenty seconds." enum:"none,small,full" default:"full"`
	Seed    uint64 `help:"What the history is drawn from: the same gives the same again." default:"1"`
	Quiet   bool   `help:"Do not tell how far the history has come."`
	JSON    string `name:"json" help:"Write what happened to FILE as JSON." placeholder:"FILE"`
	Listen  string `help:"Address to serve on; with --once, any free port." placeholder:"ADDR"`
	Data    string `help:"Folder for the database, the keyring and the QR pictures; a temporary one that goes away when left out." placeholder:"DIR"`
}

// Help teaches what the one-liner cannot.
func (demoCommand) Help() string {
	return `Makes a quarter of history first: a channel of 300 distributors, 3,000 wholesalers and 50,000
terminals (--history small: a tenth of it), their goods, scans, diverted lots and the
cases that came of them, settled months and one that is being settled, payouts, some of
which wait, statements of WeChat Pay's, one of which is wrong, threads and recalls, and a console user of each role (owner, manager, finance, auditor,
operator), whose password is printed at the end. A folder that has a history keeps it.
With --once, or --history none, there is none.

Then it tells a story. It loads the catalogue and the divisions, builds a channel of three distributors, a
wholesaler and six terminals, issues codes, writes real QR pictures and reads them
back, logs five roles in through a stand-in for WeChat's servers, packs, ships, and
scans over HTTP: an honest sale, a repeat, a race of 20 for one code, a forged code,
a diversion that is confirmed and one that is dismissed. Then it verifies the ledger.`
}

// Run plays the story on a house of its own.
func (d demoCommand) Run(ctx context.Context) (err error) {
	data, cleanUp, err := d.folder()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, cleanUp()) }()
	hand := &handClock{}
	hand.turn(clock.System{})
	wechat := fake.NewAt(hand.now)
	if err := wechat.Start(); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, wechat.Close()) }()

	c := d.configuration(data, wechat)
	setUpLog(c.Log)
	listener, err := net.Listen("tcp", c.Listen)
	if err != nil {
		return fmt.Errorf("%w; choose another address with --listen", err)
	}
	c.Pay.NotifyURL = "http://" + listener.Addr().String() // where the stand-in reaches us
	h, err := build(ctx, c)
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	defer h.close()
	past, err := d.past(ctx, h, &history.Bank{Pay: wechat.Pay(), LiveBy: hand.turn})
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	serving, stop := context.WithCancel(ctx)
	defer stop()
	served := make(chan error, 1)
	go func() { served <- h.serve(serving, listener) }()

	base := "http://" + listener.Addr().String()
	report, err := demo.Play(ctx, demo.Stage{Rooms: h.Rooms, WeChat: wechat, BaseURL: base, Pictures: filepath.Join(data, "qr"), Out: os.Stdout})
	if err == nil && d.JSON != "" {
		err = writeJSON(d.JSON, report)
	}
	if err == nil && !d.Once {
		past.tell(os.Stdout)
		fmt.Printf("\nServing on %s until you press Ctrl-C.\n", base)
		return <-served
	}
	stop()
	return errors.Join(err, <-served)
}

func (d demoCommand) folder() (data string, cleanUp func() error, err error) {
	if d.Data != "" {
		return d.Data, func() error { return nil }, os.MkdirAll(d.Data, 0o750)
	}
	data, err = os.MkdirTemp("", "channelrouter-demo-")
	return data, func() error { return os.RemoveAll(data) }, err
}

// configuration is the embedded default with the stand-in for WeChat.
func (d demoCommand) configuration(data string, wechat *fake.Server) configs.Config {
	c := configs.Default()
	c.Data = data
	c.Media.Path = filepath.Join(data, "blobs")
	c.DatabaseURL = configs.Secret(db.Scratch + filepath.Join(data, "channelrouter.db"))
	c.Keyring.Path = filepath.Join(data, "keyring.json")
	c.Printing.UpperCase = true // so that the QR code stays at version 2
	c.WeChat.BaseURL = wechat.URL()
	c.Log.Level = "error"
	for _, role := range configs.Roles {
		id, secret := "wx-demo-"+role, "demo-secret-of-"+role
		wechat.AddApp(id, secret)
		c.Apps[role] = configs.App{ID: id, Secret: configs.Secret(secret)}
	}
	keys := wechat.Pay().AddMerchant("1900000109")
	wechat.Pay().Fund(keys.MchID, 1_000_000)
	wechat.Pay().AutoConfirm(true)
	c.Pay.BaseURL = wechat.URL()
	c.Pay.Merchants["commission"] = configs.Merchant{
		ID: keys.MchID, Serial: keys.SerialNo, PrivateKey: configs.Secret(keys.PrivateKey), APIv3Key: configs.Secret(keys.APIv3Key),
		PublicKeyID: keys.PublicKeyID, PublicKey: keys.PublicKey,
	}
	if d.Once {
		c.Listen = "127.0.0.1:0"
	}
	if d.Listen != "" {
		c.Listen = d.Listen
	}
	return c
}

func writeJSON(path string, body any) error {
	encoded, err := json.MarshalIndent(body, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(path, append(encoded, '\n'), 0o600)
}
