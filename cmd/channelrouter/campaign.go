package main

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"

	"channelrouter/service/campaign"
)

type campaignCommand struct {
	Verify campaignVerify `cmd:"" help:"Recompute the archive of a prize draw. Exit 1 if anything differs."`
}

type campaignVerify struct {
	File       string `arg:"" type:"existingfile" help:"The archive, as the console gives it when the campaign is over."`
	Commitment string `help:"The commitment that was published before the first draw; without it, the archive is held against itself alone." placeholder:"HEX"`
}

// Help teaches what the one-liner cannot.
func (campaignVerify) Help() string {
	return `It needs nothing but the file: no database, no keyring, no network. It recomputes the
commitment from the terms and the seed, the number and the prize of every draw, whether
what was not given was used up, and the sums: the budget's with the tax that the brand
bears, where the terms count it. The formula stands in the comment of
service/campaign (doc.go), so that anybody can write a program of his own.

Whether a draw was left out only he can tell who drew: his draw's number is in his app.`
}

// Run prints what it recomputed as JSON.
func (v campaignVerify) Run() error {
	file, err := os.Open(v.File)
	if err != nil {
		return err
	}
	defer file.Close()
	found, err := campaign.VerifyArchive(file)
	if err != nil {
		return err
	}
	if v.Commitment != "" && !strings.EqualFold(v.Commitment, found.Commitment) {
		found.Differences = append(found.Differences, fmt.Sprintf("the published commitment is %s, the archive's is %s", v.Commitment, found.Commitment))
	}
	err = json.NewEncoder(os.Stdout).Encode(map[string]any{
		"campaign": found.Campaign, "commitment": found.Commitment, "draws": found.Draws, "given": found.Given,
		"spent_fen": found.SpentFen, "spent_tax_fen": found.TaxFen,
		"differences": found.Differences, "more_differences": found.More,
	})
	if err == nil && !found.Sound() {
		err = fmt.Errorf("the archive is not what was committed to: %d differences", len(found.Differences)+found.More)
	}
	return err
}
