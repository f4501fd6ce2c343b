package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"sync"
	"time"

	"channelrouter/configs"
	"channelrouter/model"
	"channelrouter/service/code"
	"channelrouter/service/intake"
)

type codeImportForeign struct {
	File    string       `arg:"" type:"existingfile" help:"A table with a column code (编码), or nothing but codes, one a line: CSV or text in UTF-8 or GB18030, or XLSX."`
	Shape   foreignShape `required:"" placeholder:"CHARSET:LENGTH[:PREFIX]" help:"What all the codes look like: digits:14, hex:32 or alnum:20:AB."`
	Product string       `required:"" placeholder:"SKU" help:"Product that the codes stand on."`
	Batch   string       `required:"" placeholder:"NUMBER" help:"The brand's number for this import; each has its own."`
	Level   string       `enum:"unit,box,case,pallet" default:"case" help:"What the codes stand on: ${enum}."`
	SkipBad bool         `help:"Import the good rows of a file that has bad ones."`
	Report  string       `placeholder:"FILE" help:"Write the rows that were not taken in to FILE as CSV; without it the first are shown."`
}

// Help teaches what the codes of others are good for.
func (codeImportForeign) Help() string {
	return `Takes in codes that others printed: existing stock, a logistics firm's 14-digit numbers,
a printer's own. Each gets an item of a new batch, in the order of the file, and is
active once all are there. For example, cases that bear 14-digit numbers beginning with 88:

  channelrouter code import-foreign old.txt --shape digits:14:88 --product P01 --batch OLD-1

The shape is charset, length and, optionally, what all codes begin with:

  digits   0 to 9
  hex      0 to 9, A to F, a to f
  alnum    digits and letters; case matters

Give the narrowest shape that fits: a scanned text of that shape is looked up here before
it is taken for a mistyped code of ours. Blank lines do not count. A code of another shape,
one that stands there twice or was imported before keeps the whole file out, unless
--skip-bad; each is in the report by its line. Interrupted, the import is ended by a server
on the same database and folder, or by the next import from the command line.`
}

// foreignShape is CHARSET:LENGTH[:PREFIX].
type foreignShape struct {
	charset, prefix string
	length          int
}

// UnmarshalText reads the flag.
func (s *foreignShape) UnmarshalText(text []byte) error {
	parts := strings.SplitN(string(text), ":", 3)
	if len(parts) < 2 {
		return fmt.Errorf("%q is no shape; give CHARSET:LENGTH, such as digits:14", text)
	}
	length, err := strconv.Atoi(parts[1])
	if err != nil {
		return fmt.Errorf("%q is no length; give CHARSET:LENGTH, such as digits:14", parts[1])
	}
	s.charset, s.length = parts[0], length
	if len(parts) == 3 {
		s.prefix = parts[2]
	}
	return nil
}

// Run imports as the API does, shows progress and tells what became of the file.
func (i codeImportForeign) Run(ctx context.Context, c configs.Config) error {
	h, err := build(ctx, c)
	if err != nil {
		return err
	}
	defer h.close()
	product, err := h.Catalog.GetBySKU(ctx, i.Product)
	if err != nil {
		return err
	}
	level, err := model.ParseLevel(i.Level)
	if err != nil {
		return err
	}
	began, err := i.begin(ctx, h, code.NewForeign{
		Ref: i.Batch, ProductID: product.ID, Level: level, Length: i.Shape.length, Charset: i.Shape.charset, Prefix: i.Shape.prefix,
	})
	if err != nil {
		return err
	}
	ended, err := h.follow(ctx, began.ID)
	if err != nil {
		return err
	}
	if ended.Rejected > 0 {
		if err := i.report(ctx, h, ended); err != nil {
			return err
		}
	}
	if ended.State != model.ImportDone {
		return errors.New(ended.Fault)
	}
	fmt.Printf("%d codes imported on %ss of %s as batch %s (id %d); they are active\n", ended.Accepted, level, product.SKU, i.Batch, ended.BatchID)
	return nil
}

// begin uploads the file and declares the import.
func (i codeImportForeign) begin(ctx context.Context, h *house, n code.NewForeign) (model.Import, error) {
	if err := n.Check(); err != nil {
		return model.Import{}, err
	}
	file, err := os.Open(i.File)
	if err != nil {
		return model.Import{}, err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return model.Import{}, err
	}
	u, err := h.Intake.CreateUpload(ctx, intake.NewUpload{Name: fileName(i.File), Size: info.Size()})
	if err != nil {
		return model.Import{}, err
	}
	if _, err := h.Intake.Append(ctx, 0, u.ID, 0, file); err != nil {
		return model.Import{}, err
	}
	return h.Intake.CreateImport(h.audited(ctx, "code import-foreign", fileName(i.File)), intake.NewImport{
		Key: fmt.Sprint("upload-", u.ID), Upload: u.ID,
		Declaration: intake.Declaration{Kind: model.ImportForeign, Foreign: n, SkipBad: i.SkipBad},
	})
}

// follow has an import worked on, by a server if one is at it, and shows how far it is.
func (h *house) follow(ctx context.Context, id model.ImportID) (model.Import, error) {
	working, stop := context.WithCancel(ctx)
	var worker sync.WaitGroup
	job := h.ImportJob()
	job.Every = 50 * time.Millisecond
	worker.Go(func() { h.Keeper.RunJob(working, job) })
	defer worker.Wait()
	defer stop()
	for {
		i, err := h.Intake.Import(ctx, id)
		if err != nil {
			return i, err
		}
		fmt.Fprintf(os.Stderr, "\r%s: row %d of %d   ", importStates[i.State], i.Position, i.Total)
		if i.State >= model.ImportDone {
			fmt.Fprintln(os.Stderr)
			return i, nil
		}
		select {
		case <-ctx.Done():
			return i, ctx.Err()
		case <-time.After(100 * time.Millisecond):
		}
	}
}

var importStates = map[model.ImportState]string{
	model.ImportWaiting: "waiting", model.ImportChecking: "checking", model.ImportRunning: "importing", model.ImportClearing: "taking back",
	model.ImportDone: "done", model.ImportFailed: "failed", model.ImportCancelled: "cancelled",
}

// shownRows is how much of a report is shown where no file was asked for.
const shownRows = 2000 // bytes

func (i codeImportForeign) report(ctx context.Context, h *house, ended model.Import) error {
	fmt.Fprintf(os.Stderr, "%d of %d rows cannot be taken in:\n", ended.Rejected, max(ended.Total, ended.Position))
	if i.Report == "" {
		pages, out := io.Pipe()
		go func() { _ = out.CloseWithError(h.Intake.WriteReport(ctx, ended.ID, false, out)) }()
		_, err := io.Copy(os.Stderr, io.LimitReader(pages, shownRows))
		return errors.Join(err, pages.Close())
	}
	file, err := os.Create(i.Report)
	if err != nil {
		return err
	}
	return errors.Join(h.Intake.WriteReport(ctx, ended.ID, false, file), file.Close())
}
