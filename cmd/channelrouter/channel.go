package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"channelrouter/configs"
	"channelrouter/service/channel"
)

type channelCommand struct {
	Import channelImport `cmd:"" help:"Import organisations, suppliers and territories from a table."`
}

type channelImport struct {
	File    string    `arg:"" type:"existingfile" help:"CSV (UTF-8) or XLSX."`
	SkipBad bool      `help:"Import the good rows of a file that has bad ones."`
	DryRun  bool      `help:"Only tell what would happen."`
	From    time.Time `format:"2006-01-02" help:"Day from which rows without valid_from hold; today when left out." placeholder:"YYYY-MM-DD"`
	Report  string    `help:"Write the row-by-row report to FILE as JSON." placeholder:"FILE"`
}

// Help teaches the columns.
func (channelImport) Help() string {
	return `The heading names the columns, in any order, in English or Chinese:

  kind 类型            brand, distributor, wholesaler or terminal
  code 编码            the brand's own number
  name 名称
  adcode 区划代码      GB/T 2260, six digits
  parent 上级编码      code of the supplier; it may stand later in the file
  line 产品线          optional; empty means every line
  territory 区域       optional; adcode prefixes of a distributor, separated by ;
  valid_from 生效日期  optional; YYYY-MM-DD

A bad row keeps the whole file out, unless --skip-bad; every bad row is listed with its
reason. Importing the same file again changes nothing.`
}

// Run imports, shows progress and lists the refused rows.
func (i channelImport) Run(ctx context.Context, c configs.Config) error {
	h, err := build(ctx, c)
	if err != nil {
		return err
	}
	defer h.close()
	file, err := os.Open(i.File)
	if err != nil {
		return err
	}
	defer file.Close()
	format := strings.TrimPrefix(strings.ToLower(filepath.Ext(i.File)), ".")
	report, err := h.Channel.Import(h.audited(ctx, "channel import", fileName(i.File)), file, format, channel.ImportOptions{
		SkipBad: i.SkipBad, DryRun: i.DryRun, From: i.From,
		Progress: func(done, total int) { fmt.Fprintf(os.Stderr, "\r%d of %d rows", done, total) },
	})
	fmt.Fprintln(os.Stderr)
	for _, row := range report.Rows {
		if row.Status == channel.RowRefused {
			fmt.Printf("line %d  %s  refused: %s\n", row.Line, row.Code, row.Reason)
		}
	}
	fmt.Printf("%d created, %d updated, %d unchanged, %d refused", report.Created, report.Updated, report.Unchanged, report.Refused)
	if !report.Imported {
		fmt.Print("; nothing was imported")
	}
	fmt.Println()
	if i.Report != "" {
		encoded, marshalErr := json.MarshalIndent(report, "", "  ")
		err = errors.Join(err, marshalErr, os.WriteFile(i.Report, append(encoded, '\n'), 0o600))
	}
	return err
}
