package campaign

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"maps"
	"strconv"

	"channelrouter/model"
)

// Verification is what came of recomputing an archive.
type Verification struct {
	Campaign    string
	Commitment  string // recomputed from terms and seed
	Draws       int64
	Given       map[string]int64
	SpentFen    int64    // of the budget
	TaxFen      int64    // of that, on tax that the brand bears
	Differences []string // what is not as it has to be, at most a hundred
	More        int      // differences beyond those
}

// Sound tells that nothing differs.
func (v Verification) Sound() bool { return len(v.Differences) == 0 }

const (
	mostDifferences = 100
	longestLine     = 1 << 20
)

// VerifyArchive recomputes an archive without anything else: the commitment, the number
// and the prize of every draw, the sums and the digest. What is wrong with the archive is
// in the verification; an error says that it could not be read.
func VerifyArchive(r io.Reader) (Verification, error) {
	v := &verifier{sum: sha256.New(), total: counted{given: map[string]int64{}}, refused: map[string]string{}}
	v.Differences = []string{}
	lines := bufio.NewReaderSize(r, longestLine)
	var held []byte // the line before: the last is the tail
	for n := 1; ; n++ {
		line, err := lines.ReadSlice('\n')
		if errors.Is(err, bufio.ErrBufferFull) {
			return v.Verification, fmt.Errorf("line %d is longer than %d bytes", n, longestLine)
		}
		if err != nil && !errors.Is(err, io.EOF) {
			return v.Verification, err
		}
		if len(line) == 0 {
			v.tail(held)
			v.Draws, v.Given, v.SpentFen, v.TaxFen = v.total.draws, v.total.given, v.total.spent, v.total.tax
			return v.Verification, nil
		}
		if held != nil {
			v.line(n-1, held)
		}
		held = bytes.Clone(line)
	}
}

// verifier goes through an archive line by line.
type verifier struct {
	Verification
	sum      hash.Hash
	campaign model.CampaignID
	seed     Seed
	terms    Terms
	last     model.ItemID
	total    counted
	refused  map[string]string // prizes that were drawn and not given, and the first reason
}

func (v *verifier) differ(format string, args ...any) {
	if len(v.Differences) == mostDifferences {
		v.More++
		return
	}
	v.Differences = append(v.Differences, fmt.Sprintf(format, args...))
}

// line takes in a line that is not the last.
func (v *verifier) line(n int, line []byte) {
	v.sum.Write(line)
	if n == 1 {
		v.head(line)
		return
	}
	var d archiveDraw
	if err := strict(line, &d); err != nil {
		v.differ("line %d is no draw: %v", n, err)
		return
	}
	v.draw(n, d)
	v.total.add(v.terms, d)
}

// strict decodes a line that has nothing beside what it should have.
func strict(line []byte, into any) error {
	decoder := json.NewDecoder(bytes.NewReader(line))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(into); err != nil {
		return err
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return errors.New("more than one value")
	}
	return nil
}

func (v *verifier) head(line []byte) {
	var head archiveHead
	if err := strict(line, &head); err != nil {
		v.differ("line 1 is no head of an archive")
		return
	}
	v.Campaign = head.Campaign
	id, err := strconv.ParseInt(head.Campaign, 10, 64)
	if err != nil {
		v.differ("line 1: campaign %q is no number", head.Campaign)
	}
	v.campaign = model.CampaignID(id)
	seed, err := hex.DecodeString(head.Seed)
	if err != nil || len(seed) != len(v.seed) {
		v.differ("line 1: the seed is not 32 bytes in hexadecimal")
	}
	copy(v.seed[:], seed)
	if v.terms, err = parseTerms([]byte(head.Terms)); err != nil {
		v.differ("line 1: the terms are no JSON: %v", err)
	} else if err := v.terms.check(); err != nil {
		v.differ("line 1: %v", err)
	}
	if want := formatOf(v.terms); head.Format != want {
		v.differ("line 1: the format is %q, not %q", head.Format, want)
	}
	if v.Commitment = Commit([]byte(head.Terms), v.seed); v.Commitment != head.Commitment {
		v.differ("line 1: terms and seed give the commitment %s, not %s", v.Commitment, head.Commitment)
	}
}

// draw recomputes one draw.
func (v *verifier) draw(n int, d archiveDraw) {
	id, err := strconv.ParseInt(d.Item, 10, 64)
	item := model.ItemID(id)
	if err != nil || decimal(item) != d.Item {
		v.differ("line %d: item %q is no number", n, d.Item)
		return
	}
	if n > 2 && item <= v.last {
		v.differ("line %d: item %d does not follow item %d", n, item, v.last)
	}
	v.last = item
	if d.At.Before(v.terms.StartsAt) || !d.At.Before(v.terms.EndsAt) {
		v.differ("line %d: item %d was drawn at %s, outside of the campaign", n, item, d.At)
	}
	if number := Number(v.seed, v.campaign, item, v.terms.tickets()); number != d.Number {
		v.differ("line %d: item %d draws number %d, not %d", n, item, number, d.Number)
	}
	drawn := ""
	if p := v.terms.prizeOf(Number(v.seed, v.campaign, item, v.terms.tickets())); p != nil {
		drawn = p.Code
	}
	if drawn != d.Drawn {
		v.differ("line %d: item %d draws %q, not %q", n, item, drawn, d.Drawn)
	}
	v.given(n, drawn, d)
	most := int64(0)
	if p := v.terms.prize(d.Given); p != nil {
		most = int64(p.TaxFen)
	}
	if d.TaxFen < 0 || d.TaxFen > most {
		v.differ("line %d: item %s cost a tax of %d fen, of at most %d", n, d.Item, d.TaxFen, most)
	}
}

// given holds what was given against what was drawn.
func (v *verifier) given(n int, drawn string, d archiveDraw) {
	consolation := ""
	if v.terms.Consolation != nil {
		consolation = v.terms.Consolation.Code
	}
	switch {
	case (d.Given == "") != (d.Win == ""):
		v.differ("line %d: item %s was given %q, and has the win %q", n, d.Item, d.Given, d.Win)
	case d.Given == drawn && d.Reason == "":
	case drawn == "" || d.Reason != ReasonName(model.DrawOutOfStock) && d.Reason != ReasonName(model.DrawOutOfBudget):
		v.differ("line %d: item %s draws %q and was given %q for the reason %q", n, d.Item, drawn, d.Given, d.Reason)
	case d.Given != "" && d.Given != consolation:
		v.differ("line %d: item %s was given %q, which is not the consolation", n, d.Item, d.Given)
	default:
		v.refused[drawn+" "+d.Reason] = d.Item
		if d.Given == "" && consolation != "" {
			v.refused[consolation+" "] = d.Item
		}
	}
}

// tail holds the sums against what the terms allow, and against the last line.
func (v *verifier) tail(line []byte) {
	for code, n := range v.total.given {
		if p := v.terms.prize(code); p != nil && n > p.Stock {
			v.differ("%s was given %d times, of %d", code, n, p.Stock)
		}
	}
	if v.total.spent > int64(v.terms.BudgetFen) {
		v.differ("%d fen were spent, of %d", v.total.spent, v.terms.BudgetFen)
	}
	v.excuses()
	var tail archiveTail
	if err := strict(line, &tail); err != nil {
		v.differ("the last line is no tail of an archive: %v", err)
		return
	}
	want := v.total.tail(v.sum)
	if tail.SHA256 != want.SHA256 {
		v.differ("the lines have the digest %s, not %s", want.SHA256, tail.SHA256)
	}
	if tail.Draws != want.Draws || tail.SpentFen != want.SpentFen || tail.TaxFen != want.TaxFen || !maps.Equal(tail.Given, want.Given) {
		v.differ("the lines add up to %d draws, %v given, %d fen, %d of them tax; the last says %d, %v, %d, %d",
			want.Draws, want.Given, want.SpentFen, want.TaxFen, tail.Draws, tail.Given, tail.SpentFen, tail.TaxFen)
	}
}

// excuses makes sure that what was not given was used up: what a pot has never grows, so
// it was as empty at the end. Of the budget a draw needs what the prize costs with the
// most tax, even where less is taken of it in the end.
func (v *verifier) excuses() {
	for _, p := range v.terms.all() {
		spent := v.total.given[p.Code] == p.Stock
		broke := int64(v.terms.BudgetFen)-v.total.spent < int64(p.Cost())
		stock, byStock := v.refused[p.Code+" "+ReasonName(model.DrawOutOfStock)]
		budget, byBudget := v.refused[p.Code+" "+ReasonName(model.DrawOutOfBudget)]
		either, byEither := v.refused[p.Code+" "]
		switch {
		case byStock && !spent:
			v.differ("item %s was not given %s for want of stock, and %d of %d were given", stock, p.Code, v.total.given[p.Code], p.Stock)
		case byBudget && !broke:
			v.differ("item %s was not given %s for want of budget, and %d fen are left", budget, p.Code, int64(v.terms.BudgetFen)-v.total.spent)
		case byEither && !spent && !broke:
			v.differ("item %s was not given the consolation, and there is some left", either)
		}
	}
}
