package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"

	"channelrouter/configs"
)

type settlementCommand struct {
	Verify settlementVerify `cmd:"" help:"Work all statements out anew from the ledger, and say where they differ. Exit 1 if any does."`
}

type settlementVerify struct{}

// Run prints the report as JSON.
func (settlementVerify) Run(ctx context.Context, c configs.Config) error {
	h, err := build(ctx, c)
	if err != nil {
		return err
	}
	defer h.close()
	report, err := h.Settlement.Verify(ctx)
	if err != nil {
		return err
	}
	if err := json.NewEncoder(os.Stdout).Encode(report); err != nil {
		return err
	}
	if !report.OK() {
		return fmt.Errorf("%d statements, lines or periods are not what the ledger says", report.Faults)
	}
	return nil
}
