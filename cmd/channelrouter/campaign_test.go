package main

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"channelrouter/model"
	"channelrouter/service/campaign"
	"channelrouter/service/code"
	"channelrouter/service/testkit"
)

// archived is the archive of a campaign with some draws, and its commitment.
func archived(t *testing.T) (text, commitment string) {
	t.Helper()
	w := testkit.New(t, testkit.SQLite)
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	name := campaign.Text{ZH: "抽奖", EN: "draw"}
	c, err := w.Campaign.Create(w.Ctx, campaign.Terms{
		Name: name, Rules: name, Requirement: campaign.RequirementClaim, StartsAt: testkit.Start, EndsAt: testkit.Start.Add(time.Hour),
		Prizes:    []campaign.Prize{{Code: "cash", Name: name, Kind: campaign.KindCash, Amount: 100, OddsPPM: 500_000, Stock: 100}},
		BudgetFen: 10_000,
	}, 1)
	must(err)
	_, err = w.Campaign.Publish(w.Ctx, c.ID, 1, 1)
	must(err)
	batch, li := w.BatchOf("B1", w.Products[0].ID, code.FiveInOne(6, 4), model.PreLinked, 1), w.Person()
	for n := range int64(20) {
		a, err := w.Scan(li, model.RoleConsumer, model.FaceUnitInner, testkit.Item(batch, model.LevelUnit, n))
		must(err)
		_, err = w.Campaign.Draw(w.Ctx, campaign.Try{Person: li, Campaign: c.ID, Scan: a.ScanID, Key: fmt.Sprint(n)})
		must(err)
	}
	w.Tick(2 * time.Hour)
	_, err = w.Campaign.EndDue(w.Ctx)
	must(err)
	c, err = w.Campaign.Archivable(w.Ctx, c.ID)
	must(err)
	var out bytes.Buffer
	must(w.Campaign.Archive(w.Ctx, &out, c))
	return out.String(), c.Commitment
}

func TestCampaignVerify(t *testing.T) {
	text, commitment := archived(t)
	s := newShell(t)
	sound := s.file("sound.jsonl", text)
	s.says(s.run("campaign", "verify", sound, "--commitment", strings.ToUpper(commitment)), commitment, `"draws":20`, `"differences":[]`)
	s.refused([]string{"campaign", "verify", sound, "--commitment", strings.Repeat("0", 64)}, "the published commitment is", "1 differences")
	tampered := s.file("tampered.jsonl", strings.Replace(text, `"number":`, `"number":1`, 1))
	s.refused([]string{"campaign", "verify", tampered}, "line 2: item", "draws number", "the lines have the digest")
	s.refused([]string{"campaign", "verify", s.file("empty.jsonl", "")}, "no tail")
	s.refused([]string{"campaign", "verify", "missing.jsonl"}, "missing.jsonl")
	if s.exists("data") {
		t.Error("verifying made a database")
	}
}
