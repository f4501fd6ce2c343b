package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strconv"

	"channelrouter/configs"
	"channelrouter/service/tax"
)

type taxCommand struct {
	Report taxReport `cmd:"" help:"Write a year's withholding return."`
}

type taxReport struct {
	Year   int    `required:"" help:"The year." placeholder:"YYYY"`
	Format string `enum:"csv,xlsx" default:"csv" help:"csv or xlsx; a spreadsheet cuts long numbers in a CSV, not in an XLSX."`
	Out    string `required:"" help:"Write to FILE, which only you can read." placeholder:"FILE"`
}

// Help tells what is in it.
func (taxReport) Help() string {
	return `A line for each person, month and item: prizes (偶然所得) and labour (劳务报酬所得),
with income, deduction, taxable amount, rate, quick deduction and the tax withheld. Names
and documents stand in clear: the file belongs to the tax office and to nobody else, and
that it was written is audited. Persons who have not said who they are are marked.`
}

// Run writes the file.
func (r taxReport) Run(ctx context.Context, c configs.Config) (err error) {
	h, err := build(ctx, c)
	if err != nil {
		return err
	}
	defer h.close()
	file, err := os.OpenFile(r.Out, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	ctx = h.audited(ctx, "tax report", strconv.Itoa(r.Year))
	lines, lacking, err := h.Tax.WriteReport(ctx, file, r.Year, tax.Format(r.Format))
	if err != nil {
		return err
	}
	fmt.Printf("%d lines, %d of persons who have not said who they are\n", lines, lacking)
	return nil
}
