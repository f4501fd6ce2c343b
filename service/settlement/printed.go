package settlement

import (
	"fmt"
	"strings"

	"channelrouter/internal/money"
	"channelrouter/model"
)

// printed is a statement in the words of a language, as its files show it.
type printed struct {
	words   *vocabulary
	title   string
	facts   [][2]string // what it is about: a word, and what is so called
	opening money.Fen
	lines   []printedLine
	sum     money.Fen // of the lines
	closing money.Fen
	sums    []printedSum
}

// printedLine is a line of it.
type printedLine struct {
	n                                            int
	item, programme, product, sku, subject, said string
	reason, answer                               string // which people write at length: not on paper
	units                                        int64
	fen                                          money.Fen
}

// printedSum is what is owed by one account in the end.
type printedSum struct {
	name string
	fen  money.Fen
}

// print puts a statement in words. Pure.
func (st Statement) print(brand model.Org, language Language) printed {
	w := vocabularies[language]
	p := printed{words: w, title: w.title, opening: st.OpeningFen, closing: st.ClosingFen}
	p.facts = [][2]string{
		{w.brand, brand.Name}, {w.organisation, st.Org.Name + " (" + st.Org.Code + ")"}, {w.period, periodText(w, st.Period)},
		{w.state, w.states[st.State]}, {w.revision, fmt.Sprint(st.Revision)},
	}
	if st.ClosedAt != nil {
		p.facts = append(p.facts, [2]string{w.closedAt, clockTime(st.ClosedAt)})
	} else if st.Period.ConfirmBy != nil {
		p.facts = append(p.facts, [2]string{w.confirmBy, clockTime(st.Period.ConfirmBy)})
	}
	if paid := st.Payment; paid != nil {
		p.facts = append(p.facts, [2]string{w.payment, fmt.Sprintf("%s %s, %s", w.methods[paid.Method], paid.Fen, clockTime(&paid.PaidAt))})
	}
	for _, l := range st.Lines {
		p.lines = append(p.lines, w.line(l))
		p.sum += l.Fen
	}
	for _, kind := range model.Settled() {
		p.sums = append(p.sums, printedSum{w.sums[kind], *st.Of(kind)})
	}
	return p
}

// periodText is a period's number, its month where it has one, and its bounds.
func periodText(w *vocabulary, p model.SettlementPeriod) string {
	text := fmt.Sprint(p.ID)
	if p.Month != 0 {
		text += " (" + w.month(p.Month) + ")"
	}
	return text + ": " + strings.TrimSpace(clockTime(p.FromAt)+" "+w.until+" "+clockTime(&p.ToAt))
}

// line puts a line in words.
func (w *vocabulary) line(l Line) printedLine {
	p := printedLine{
		n: l.N, item: w.kinds[l.Kind], programme: l.Programme.Name, product: l.Product.Name, sku: l.Product.SKU,
		said: w.answers[l.State], reason: l.Reason, answer: l.Answer, units: l.Units, fen: l.Fen,
	}
	if l.Silent {
		p.said = w.silent
	}
	if l.ProgrammeID == 0 && (l.Kind == model.LineRebate || l.Kind == model.LineClawBack) {
		p.programme = w.basic
	}
	switch {
	case l.CaseID != 0:
		p.subject = fmt.Sprintf(w.theCase, l.CaseID)
	case l.AdjustmentID != 0:
		p.subject = fmt.Sprintf(w.adjusted, l.AdjustmentID)
	case l.Kind == model.LineOther:
		p.subject = l.LedgerKind
	}
	return p
}
