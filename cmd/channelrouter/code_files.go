package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"channelrouter/configs"
	"channelrouter/internal/label"
	"channelrouter/model"
	"channelrouter/service/codeorder"
)

// codeFolder is what code export needs to write files with a manifest.
type codeFolder struct {
	Folder     string     `help:"Folder to write files and their manifest into; it is made." placeholder:"FOLDER"`
	Format     string     `enum:"csv,csv.gz,csv.zst,pdf" default:"csv" help:"Of the files: ${enum}; pdf is label sheets."`
	Pair       bool       `help:"Both sides of an item on one line; the face is the outer one."`
	ShardCodes int64      `help:"Items in a file; a million when left out, of labels five thousand."`
	Sheet      sheetFlags `embed:"" prefix:"sheet-"`
}

// sheetFlags is a label.Layout as it is given on the command line.
type sheetFlags struct {
	PageWidth  int `default:"210" help:"Of label sheets: width of the page in millimetres."`
	PageHeight int `default:"297" help:"Its height."`
	Margin     int `default:"10" help:"Margin around the grid of labels."`
	Gap        int `default:"3" help:"Gap between labels."`
	Columns    int `default:"5" help:"Labels side by side."`
	Rows       int `default:"8" help:"Labels below each other."`
}

// Help teaches the two ways to write codes.
func (codeExport) Help() string {
	return `One file, or standard output, in CSV:

  channelrouter code export --batch B1 --face unit_inner --out codes.csv

Files for a print house, with a manifest of their sizes and SHA-256 sums:

  channelrouter code export --batch B1 --face unit_inner --folder out --format csv.zst
  channelrouter code export --batch B1 --face unit_outer --folder out --pair
  channelrouter code export --batch B1 --face case_outer --folder out --format pdf

Check them with the sums that the manifest names. Label sheets are A4 with forty labels
unless --sheet- flags say otherwise. Codes are locked until the printed host was tested on
real phones (GET /api/v1/console/links tells what lacks); one code to test with comes from
channelrouter code label. Print houses are better served by the API: signed
addresses that end, and every fetch on record.`
}

// writeFiles writes what is asked for into the folder.
func (f codeFolder) writeFiles(ctx context.Context, h *house, x codeorder.Export) error {
	x.Format, x.Layout = codeorder.ParseFormat(f.Format), label.Layout(f.Sheet)
	m, err := h.CodeOrder.WriteFiles(ctx, x, func(name string) (io.WriteCloser, error) {
		if err := os.MkdirAll(f.Folder, 0o700); err != nil {
			return nil, err
		}
		return newFile(filepath.Join(f.Folder, name))
	})
	if err == nil {
		fmt.Fprintf(os.Stderr, "%d codes in %d files\n", m.Codes, len(m.Files))
	}
	return err
}

type codeLabel struct {
	Batch   string `required:"" placeholder:"NUMBER" help:"The brand's batch number."`
	Face    string `required:"" help:"Face to draw."`
	Ordinal int64  `default:"0" help:"Of the item on the face's level, from 0."`
	Out     string `required:"" placeholder:"FILE" help:"File to write; its name ends in .svg or .png."`
}

// Help teaches what one code is good for.
func (codeLabel) Help() string {
	return `Draws one code as it is printed, for a look or for the test of a printed host on real
phones, which unlocks exports:

  channelrouter code label --batch B1 --face unit_inner --ordinal 0 --out sample.svg`
}

// Run draws the code.
func (l codeLabel) Run(ctx context.Context, c configs.Config) error {
	svg := strings.HasSuffix(l.Out, ".svg")
	if !svg && !strings.HasSuffix(l.Out, ".png") {
		return fmt.Errorf("--out %s: the name ends in neither .svg nor .png", l.Out)
	}
	h, err := build(ctx, c)
	if err != nil {
		return err
	}
	defer h.close()
	face, err := model.ParseFace(l.Face)
	if err != nil {
		return err
	}
	b, err := h.Code.BatchByRef(ctx, l.Batch)
	if err != nil {
		return err
	}
	p, err := h.CodeOrder.Picture(h.audited(ctx, "code label", fileName(l.Out)), b.ID, face, l.Ordinal, svg)
	if err != nil {
		return err
	}
	file, err := newFile(l.Out)
	if err != nil {
		return err
	}
	_, err = file.Write(p.Content)
	return errors.Join(err, file.Close())
}
