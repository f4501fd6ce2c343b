package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"

	"channelrouter/configs"
)

type epcisExport struct {
	Batch string `required:"" help:"The brand's batch number." placeholder:"REF"`
	Out   string `help:"File to write; standard output when left out." placeholder:"FILE"`
}

// Help tells what is written.
func (epcisExport) Help() string {
	return `Writes an EPCISDocument of what the custody log has of the batch's goods, and of the
containers that they were in: commissioning, packing, shipping, receiving and so on, in order
of time, each event named by its hash. It streams: a batch of millions takes no more memory
than a small one. docs/epcis.md says how goods and organisations are named. The export stands
in the audit log.`
}

// Run streams the document.
func (e epcisExport) Run(ctx context.Context, c configs.Config) (err error) {
	setUpLog(c.Log)
	h, err := build(ctx, c)
	if err != nil {
		return err
	}
	defer h.close()
	b, err := h.Code.BatchByRef(ctx, e.Batch)
	if err != nil {
		return err
	}
	target, file := "standard output", os.Stdout
	if e.Out != "" {
		target = fileName(e.Out)
		if file, err = newFile(e.Out); err != nil {
			return err
		}
		defer func() { err = errors.Join(err, file.Close()) }()
	}
	out := bufio.NewWriterSize(file, 1<<16)
	n, err := h.Visibility.Export(h.audited(ctx, "epcis export", target), b, out)
	fmt.Fprintf(os.Stderr, "%d events\n", n)
	return errors.Join(err, out.Flush())
}
