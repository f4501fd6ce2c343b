package main

import (
	"context"
	"fmt"
	"io"
	"time"

	"channelrouter/model"
	"channelrouter/service/code"
	"channelrouter/service/intake"
)

// importedCodes is how many codes of others one file holds: with what the table has of them
// in pages, about as much as the server's buffer pool of 1 GiB.
const importedCodes = 10_000_000

// imports takes a file of codes printed by others in, from the declaration to the last code
// being found: format, check, hash, duplicates, report, batch.
func imports() ([]figure, error) {
	g, err := server()
	if err != nil {
		return nil, err
	}
	defer g.close()
	ctx := context.Background()
	u, err := g.Intake.CreateUpload(ctx, intake.NewUpload{Name: "codes.csv", Size: int64(len("code\n") + importedCodes*15)})
	if err != nil {
		return nil, err
	}
	file, rows := io.Pipe()
	go func() { _ = rows.CloseWithError(writeCodes(rows)) }()
	if _, err := g.Intake.Append(ctx, 0, u.ID, 0, file); err != nil {
		return nil, err
	}
	begin := time.Now()
	i, err := g.Intake.CreateImport(ctx, intake.NewImport{
		Key: fmt.Sprint(u.ID), Upload: u.ID, Declaration: intake.Declaration{Kind: model.ImportForeign, Foreign: code.NewForeign{
			Ref: fmt.Sprint("foreign-", u.ID), ProductID: g.product.ID, Level: model.LevelCase, Length: 14, Charset: "digits",
		}},
	})
	if err != nil {
		return nil, err
	}
	if err := g.Intake.Work(ctx); err != nil {
		return nil, err
	}
	took := time.Since(begin).Seconds()
	if i, err = g.Intake.Import(ctx, i.ID); err != nil || i.Accepted != importedCodes || i.State != model.ImportDone {
		return nil, fmt.Errorf("%d codes, %s: %w", i.Accepted, i.Fault, err)
	}
	f := figure{name: "import_foreign_codes_per_second", unit: "1/s", bar: 100_000, least: true, rounds: []float64{importedCodes / took}}
	return []figure{f}, nil
}

// writeCodes writes the file: numbers of 14 digits, one a line.
func writeCodes(w io.Writer) error {
	first := 10_000_000_000_000 + time.Now().UnixNano()%10_000_000_000_000
	block := append(make([]byte, 0, 1<<17), "code\n"...)
	for i := range int64(importedCodes) {
		block = fmt.Appendf(block, "%014d\n", first+i)
		if len(block) > 1<<16 {
			if _, err := w.Write(block); err != nil {
				return err
			}
			block = block[:0]
		}
	}
	_, err := w.Write(block)
	return err
}
