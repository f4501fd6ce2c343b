package evaluate

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"
)

// zone is China's, in which files write their times.
var zone = time.FixedZone("CST", 8*3600)

// Write writes a world: what was observed into one folder, the truth into another, packed as
// one of Packings. The folders are made.
func Write(w World, observed, truth, packing string) error {
	for _, dir := range []string{observed, truth} {
		if err := os.MkdirAll(dir, 0o755); err != nil {
			return err
		}
	}
	c := w.Channel()
	return errors.Join(
		write(observed, distributorsFile, packing, func(s *sheet) { s.list(c.Distributors) }),
		write(observed, productsFile, packing, func(s *sheet) { s.list(c.Products) }),
		write(observed, territoriesFile, packing, func(s *sheet) { s.territories(c) }),
		write(observed, terminalsFile, packing, func(s *sheet) { s.bindings(c) }),
		write(observed, shipmentsFile, packing, func(s *sheet) { s.shipments(c) }),
		write(observed, scansFile, packing, func(s *sheet) { s.scans(w) }),
		write(truth, lotsFile, packing, func(s *sheet) { s.lots(w) }),
		write(truth, goodsFile, packing, func(s *sheet) { s.goods(w.Truth()) }),
		write(truth, clonesFile, packing, func(s *sheet) { s.clones(w) }),
	)
}

// write makes a file of rows under its heading.
func write(dir, name, packing string, rows func(*sheet)) error {
	w, done, err := pack(dir, name, packing)
	if err != nil {
		return err
	}
	s := &sheet{w: w}
	for _, column := range columns[name] {
		s.text(column)
	}
	s.end()
	rows(s)
	if err := errors.Join(s.err, done()); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}

// sheet writes rows field by field.
type sheet struct {
	w    *bufio.Writer
	line []byte
	err  error
}

func (s *sheet) comma() {
	if len(s.line) > 0 {
		s.line = append(s.line, ',')
	}
}

// text is a field, in quotes where it needs them.
func (s *sheet) text(text string) {
	s.comma()
	if strings.ContainsAny(text, "\",\r\n") || strings.HasPrefix(text, " ") || text == "" && len(s.line) == 0 {
		text = `"` + strings.ReplaceAll(text, `"`, `""`) + `"`
	}
	s.line = append(s.line, text...)
}

// number is one; 0 is left empty.
func (s *sheet) number(n int64) {
	s.comma()
	if n != 0 {
		s.line = strconv.AppendInt(s.line, n, 10)
	}
}

// name is that of a number from 1; 0 has none.
func (s *sheet) name(n int32, names []string) {
	if n == 0 {
		s.text("")
		return
	}
	s.text(names[n-1])
}

// time is a moment; 0 is left empty.
func (s *sheet) time(at int64) {
	s.comma()
	if at != 0 {
		s.line = time.Unix(at, 0).In(zone).AppendFormat(s.line, time.RFC3339)
	}
}

func (s *sheet) flag(yes bool) {
	s.comma()
	if yes {
		s.line = append(s.line, '1')
	}
}

func (s *sheet) end() {
	s.line = append(s.line, '\n')
	if _, err := s.w.Write(s.line); err != nil && s.err == nil {
		s.err = err
	}
	s.line = s.line[:0]
}

func (s *sheet) list(names []string) {
	for _, name := range names {
		s.text(name)
		s.end()
	}
}

func (s *sheet) territories(c *Channel) {
	for _, t := range c.Territories {
		s.name(t.Distributor, c.Distributors)
		s.name(t.Product, c.Products)
		s.text(t.Prefix)
		s.time(t.From)
		s.time(t.To)
		s.end()
	}
}

func (s *sheet) bindings(c *Channel) {
	for _, b := range c.Bindings {
		s.name(b.Terminal, c.Terminals)
		s.name(b.Distributor, c.Distributors)
		s.text(b.Wholesaler)
		s.number(int64(b.Adcode))
		s.time(b.From)
		s.time(b.To)
		s.end()
	}
}

func (s *sheet) shipments(c *Channel) {
	for _, b := range c.Shipments {
		s.number(b.Number)
		s.time(b.At)
		s.time(b.Recorded)
		s.name(b.Distributor, c.Distributors)
		s.name(b.Product, c.Products)
		s.text(flows[b.Flow])
		s.number(b.Cases)
		s.end()
	}
}

func (s *sheet) scans(w World) {
	c := w.Channel()
	err := w.Scans(func(x *Scan) error {
		s.time(x.At)
		s.text(kinds[x.Kind])
		s.number(x.Unit)
		s.number(x.Case)
		s.number(x.Shipment)
		s.name(x.Origin, c.Distributors)
		s.name(x.Product, c.Products)
		s.text(flows[x.Flow])
		s.text(states[x.State])
		s.flag(x.Damaged)
		s.name(x.Terminal, c.Terminals)
		s.number(int64(x.Adcode))
		s.text(sources[x.By])
		s.number(int64(x.Accuracy))
		s.number(int64(x.Account))
		s.number(int64(x.Device))
		s.number(int64(x.Address))
		s.flag(x.Staff)
		s.flag(x.Test)
		s.end()
		return s.err
	})
	s.err = errors.Join(s.err, err)
}

func (s *sheet) lots(w World) {
	c := w.Channel()
	for _, l := range w.Truth().Lots {
		s.text(l.Name)
		s.text(l.Type)
		s.name(l.Origin, c.Distributors)
		var cities []string
		for _, city := range l.Cities {
			cities = append(cities, strconv.Itoa(int(city)))
		}
		s.text(strings.Join(cities, " "))
		s.name(l.Product, c.Products)
		s.number(l.Cases)
		s.number(l.Units)
		s.time(l.From)
		s.time(l.To)
		s.end()
	}
}

func (s *sheet) goods(t *Truth) {
	for _, r := range t.Goods {
		s.text(t.Lots[r.Lot].Name)
		s.number(r.Case)
		s.number(r.First)
		s.number(r.Last)
		s.end()
	}
}

func (s *sheet) clones(w World) {
	for _, c := range w.Truth().Clones {
		s.text(c.Name)
		s.number(c.Unit)
		s.name(c.Product, w.Channel().Products)
		s.number(c.Packs)
		s.time(c.From)
		s.time(c.To)
		s.end()
	}
}
