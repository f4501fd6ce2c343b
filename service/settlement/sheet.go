package settlement

import (
	"context"
	"io"

	"channelrouter/internal/table"
	"channelrouter/model"
)

// writeSheet writes a statement as a workbook of one sheet.
func (p printed) writeSheet(w io.Writer) error {
	book, words := table.NewBook(w), p.words
	if err := book.Sheet(p.title, 14, 22, 24, 28, 16, 22, 10, 16, 16, 30, 30); err != nil {
		return err
	}
	rows := [][]any{{table.Bold(p.title)}}
	for _, f := range p.facts {
		rows = append(rows, []any{f[0], f[1]})
	}
	rows = append(rows, nil, heading(words.number, words.item, words.programme, words.product, words.sku, words.subject, words.units,
		words.yuan, words.answer, words.reason, words.reply), []any{nil, table.Bold(words.opening), nil, nil, nil, nil, nil, p.opening})
	for _, l := range p.lines {
		rows = append(rows, []any{l.n, l.item, l.programme, l.product, l.sku, l.subject, l.units, l.fen, l.said, l.reason, l.answer})
	}
	rows = append(rows, []any{nil, table.Bold(words.lines), nil, nil, nil, nil, nil, p.sum}, []any{nil, table.Bold(words.closing), nil, nil, nil, nil, nil, p.closing},
		nil, []any{table.Bold(words.accounts)})
	for _, s := range p.sums {
		rows = append(rows, []any{nil, s.name, nil, nil, nil, nil, nil, s.fen})
	}
	for _, row := range rows {
		if err := book.Row(row...); err != nil {
			return err
		}
	}
	return book.Close()
}

func heading(words ...string) []any {
	cells := make([]any, len(words))
	for i, w := range words {
		cells[i] = table.Bold(w)
	}
	return cells
}

// Workbook is all statements of a period, one a row, to be written.
type Workbook struct {
	service *Service
	period  model.SettlementPeriod
	words   *vocabulary
}

// OpenWorkbook makes the workbook of a period that is prepared. Errors: ErrUnknownPeriod,
// ErrPreparing.
func (s *Service) OpenWorkbook(ctx context.Context, id model.SettlementPeriodID, language Language) (*Workbook, error) {
	p, err := s.Period(ctx, id)
	if err == nil && p.State == model.SettlementPreparing {
		err = ErrPreparing.With("%d of %d organisations", p.Built, p.Orgs)
	}
	return &Workbook{service: s, period: p, words: vocabularies[language]}, err
}

// Write writes the workbook, some organisations at a time: it takes memory for those only.
func (b *Workbook) Write(ctx context.Context, w io.Writer) error {
	book, words := table.NewBook(w), b.words
	if err := book.Sheet(words.title, 16, 30, 16, 16, 16, 16, 16, 16, 16, 16, 12, 10, 16, 20, 20); err != nil {
		return err
	}
	head := []string{words.code, words.organisation, words.opening, words.lines, words.closing}
	for _, kind := range model.Settled() {
		head = append(head, words.sums[kind])
	}
	head = append(head, words.state, words.revision, words.paid, words.payment, words.paidAt)
	for _, row := range [][]any{{table.Bold(words.title + " " + periodText(words, b.period))}, heading(head...)} {
		if err := book.Row(row...); err != nil {
			return err
		}
	}
	err := b.service.eachBare(ctx, b.period, func(st Statement) error {
		row := []any{st.Org.Code, st.Org.Name, st.OpeningFen, st.ClosingFen - st.OpeningFen, st.ClosingFen}
		for _, kind := range model.Settled() {
			row = append(row, *st.Of(kind))
		}
		row = append(row, words.states[st.State], st.Revision)
		if paid := st.Payment; paid != nil {
			row = append(row, paid.Fen, words.methods[paid.Method], clockTime(&paid.PaidAt))
		}
		return book.Row(row...)
	})
	if err != nil {
		return err
	}
	return book.Close()
}

// eachBare visits a period's statements in the order of organisations, with their states and
// payments and without the names of what their lines are about.
func (s *Service) eachBare(ctx context.Context, p model.SettlementPeriod, visit func(Statement) error) error {
	for after := model.OrgID(0); ; {
		var page []Statement
		err := s.db.Snapshot(ctx, func(ctx context.Context) (err error) {
			page, err = s.barePage(ctx, p, after)
			return err
		})
		if err != nil || len(page) == 0 {
			return err
		}
		for _, st := range page {
			if err := visit(st); err != nil {
				return err
			}
		}
		after = page[len(page)-1].OrgID
	}
}

func (s *Service) barePage(ctx context.Context, p model.SettlementPeriod, after model.OrgID) ([]Statement, error) {
	rows, err := s.store.statements(ctx, p.ID, after, s.at.orgs)
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	orgs := make([]model.OrgID, len(rows))
	for i, row := range rows {
		orgs[i] = row.OrgID
	}
	lines, err := s.store.linesBetween(ctx, p.ID, after, orgs[len(orgs)-1])
	if err != nil {
		return nil, err
	}
	now, said := s.clock.Now(), map[model.OrgID][]Line{}
	for _, l := range lines {
		said[l.OrgID] = append(said[l.OrgID], lineOf(p, l, now))
	}
	payments, err := s.store.paymentsOf(ctx, []model.SettlementPeriodID{p.ID}, orgs)
	if err != nil {
		return nil, err
	}
	whose, err := s.channel.Orgs(ctx, orgs)
	page := make([]Statement, len(rows))
	for i, row := range rows {
		page[i] = Statement{SettlementStatement: row, Period: p, Org: whose[row.OrgID], State: stateOf(p, said[row.OrgID])}
		if paid, ok := payments[sheet{p.ID, row.OrgID}]; ok {
			page[i].Payment = &paid
		}
	}
	return page, err
}
