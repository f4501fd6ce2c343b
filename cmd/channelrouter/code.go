package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"

	"channelrouter/configs"
	"channelrouter/model"
	"channelrouter/service/code"
	"channelrouter/service/codeorder"
)

type codeCommand struct {
	Encode        codeEncode        `cmd:"" help:"Print the code of a slot. Needs the keyring, not the database."`
	Decode        codeDecode        `cmd:"" help:"Take a code apart. Needs the keyring, not the database."`
	Order         codeOrder         `cmd:"" help:"Ask for codes, and see what became of it."`
	Export        codeExport        `cmd:"" help:"Write the codes of a batch's face as CSV: code, url, parent; or in files with a manifest."`
	Label         codeLabel         `cmd:"" help:"Draw one code as SVG or PNG."`
	ImportForeign codeImportForeign `cmd:"" help:"Import codes that others printed."`
	Vectors       codeVectors       `cmd:"" help:"Print 100 fixed test vectors as JSON lines (docs/codes.md)."`
}

type codeEncode struct {
	Epoch uint8  `required:"" help:"Key epoch."`
	Face  string `required:"" help:"pallet, case_outer, case_inner, box_outer, box_inner, unit_outer or unit_inner."`
	Slot  uint64 `required:"" help:"0 to 2^36-1."`
}

// Run encodes one slot.
func (e codeEncode) Run(c configs.Config) error {
	k, _, err := loadKeyring(c)
	if err != nil {
		return err
	}
	if _, err := k.Fingerprint(e.Epoch); err != nil {
		return err
	}
	codec, err := code.NewCodec(k)
	if err != nil {
		return err
	}
	face, err := model.ParseFace(e.Face)
	if err != nil {
		return err
	}
	text, err := codec.Encode(code.Code{Face: face, Epoch: e.Epoch, Slot: e.Slot})
	if err != nil {
		return err
	}
	fmt.Println(text)
	return nil
}

type codeDecode struct {
	Code string `arg:"" help:"The printed code, or its URL."`
}

// Run decodes one code.
func (d codeDecode) Run(c configs.Config) error {
	k, _, err := loadKeyring(c)
	if err != nil {
		return err
	}
	codec, err := code.NewCodec(k)
	if err != nil {
		return err
	}
	found, err := codec.Decode(code.FromPrinted(d.Code))
	if err != nil {
		return err
	}
	return json.NewEncoder(os.Stdout).Encode(map[string]any{
		"face": found.Face.String(), "epoch": found.Epoch, "slot": found.Slot,
	})
}

type codeExport struct {
	Batch      string `required:"" help:"The brand's batch number."`
	Face       string `required:"" help:"Face to export."`
	From       int64  `help:"First ordinal on the face's level."`
	To         int64  `help:"Ordinal after the last; to the end when left out."`
	Out        string `help:"File to write; standard output when left out." placeholder:"FILE"`
	codeFolder `embed:""`
}

// Run streams the codes; memory does not grow with the batch.
func (e codeExport) Run(ctx context.Context, c configs.Config) (err error) {
	setUpLog(c.Log)
	h, err := build(ctx, c)
	if err != nil {
		return err
	}
	defer h.close()
	face, err := model.ParseFace(e.Face)
	if err != nil {
		return err
	}
	b, err := h.Code.BatchByRef(ctx, e.Batch)
	if err != nil {
		return err
	}
	if e.Folder != "" {
		return e.writeFiles(h.audited(ctx, "code export", fileName(e.Folder)), h, codeorder.Export{
			Batch: b.ID, Face: face, From: e.From, To: e.To, Pair: e.Pair, ShardCodes: e.ShardCodes,
		})
	}
	if e.Format != "csv" || e.Pair || e.ShardCodes != 0 {
		return errors.New("--format, --pair and --shard-codes are for files: give --folder")
	}
	interval, err := code.FaceInterval(b, face, e.From, e.To)
	if err != nil {
		return err
	}
	target := "standard output"
	if e.Out != "" {
		target = fileName(e.Out)
	}
	export, err := h.Code.OpenExport(h.audited(ctx, "code export", target), b, face, interval)
	if err != nil {
		return err
	}
	out := os.Stdout
	if e.Out != "" {
		if out, err = newFile(e.Out); err != nil {
			return err
		}
		defer func() { err = errors.Join(err, out.Close()) }()
	}
	n, err := export.Write(ctx, out)
	fmt.Fprintf(os.Stderr, "%d codes\n", n)
	return err
}

type codeVectors struct{}

// Run prints the vectors.
func (codeVectors) Run() error {
	out := bufio.NewWriter(os.Stdout)
	return errors.Join(code.WriteVectors(out), out.Flush())
}
