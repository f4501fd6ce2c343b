package evaluate

import (
	"errors"

	"channelrouter/internal/detect"
)

// files is a world that lies in two folders.
type files struct {
	observed     string
	channel      *Channel
	truth        *Truth
	distributors map[string]int32
	products     map[string]int32
	terminals    map[string]int32
}

// Open reads a world from the folder of what was observed and that of the truth; its scans
// are read when they are asked for. An error names the file and the line at fault.
func Open(observed, truth string) (World, error) {
	f := &files{observed: observed, channel: &Channel{}, terminals: map[string]int32{}}
	for _, read := range []func() error{
		func() (err error) {
			f.distributors, f.channel.Distributors, err = names(observed, distributorsFile)
			return err
		},
		func() (err error) {
			f.products, f.channel.Products, err = names(observed, productsFile)
			return err
		},
		func() error { return f.rows(observed, territoriesFile, f.territory) },
		func() error { return f.rows(observed, terminalsFile, f.binding) },
		func() error { return f.rows(observed, shipmentsFile, f.shipment) },
		func() error { return f.readTruth(truth) },
	} {
		if err := read(); err != nil {
			return nil, err
		}
	}
	return f, nil
}

// Channel is what the brand knows of its channel.
func (f *files) Channel() *Channel { return f.channel }

// Truth is what happened.
func (f *files) Truth() *Truth { return f.truth }

// rows reads a file row by row.
func (f *files) rows(dir, name string, take func(*table)) error {
	t, err := openTable(dir, name)
	if err != nil {
		return err
	}
	for t.next() {
		take(t)
	}
	return t.close()
}

// names reads a list of names, numbered from 1.
func names(dir, name string) (numbers map[string]int32, list []string, err error) {
	t, err := openTable(dir, name)
	if err != nil {
		return nil, nil, err
	}
	numbers = map[string]int32{}
	for t.next() {
		text := t.text(0)
		if numbers[text] != 0 {
			t.fault(0, "%q is listed twice", text)
		}
		list = append(list, text)
		numbers[text] = int32(len(list))
	}
	return numbers, list, t.close()
}

func (f *files) territory(t *table) {
	row := Territory{Distributor: t.needed(0, f.distributors, "distributor"), Product: t.known(1, f.products, "product"), Prefix: t.prefix(2)}
	row.From, row.To = t.span(3, 4)
	f.channel.Territories = append(f.channel.Territories, row)
}

func (f *files) binding(t *table) {
	name := t.text(0)
	number, ok := f.terminals[name]
	if !ok {
		f.channel.Terminals = append(f.channel.Terminals, name)
		number = int32(len(f.channel.Terminals))
		f.terminals[name] = number
	}
	row := Binding{Terminal: number, Distributor: t.needed(1, f.distributors, "distributor"), Wholesaler: t.row[2], Adcode: t.adcode(3)}
	row.From, row.To = t.span(4, 5)
	f.channel.Bindings = append(f.channel.Bindings, row)
}

func (f *files) shipment(t *table) {
	row := Shipment{
		Number: numberOf(t.text(0)), At: t.moment(1), Recorded: t.moment(2), Distributor: t.needed(3, f.distributors, "distributor"),
		Product: t.known(4, f.products, "product"), Flow: detect.Flow(t.word(5, flows)), Cases: t.whole(6),
	}
	if row.Recorded < row.At {
		t.fault(2, "it was recorded before it happened")
	}
	f.channel.Shipments = append(f.channel.Shipments, row)
}

// Scans reads them.
func (f *files) Scans(see func(*Scan) error) error {
	t, err := openTable(f.observed, scansFile)
	if err != nil {
		return err
	}
	var s Scan
	for before := int64(0); t.next(); before = s.At {
		f.scan(t, &s)
		if s.At < before {
			t.fault(0, "it is before the one of the row above: scans are in the order of time")
		}
		if t.err != nil {
			break
		}
		if err := see(&s); err != nil {
			return errors.Join(err, t.close())
		}
	}
	return t.close()
}

// scan reads one, and refuses what contradicts itself.
func (f *files) scan(t *table, s *Scan) {
	*s = Scan{
		At: t.moment(0), Kind: detect.Kind(t.word(1, kinds)), Unit: numberOf(t.row[2]), Case: numberOf(t.row[3]), Shipment: numberOf(t.row[4]),
		Origin: t.known(5, f.distributors, "distributor"), Product: t.known(6, f.products, "product"),
		Flow: detect.Flow(t.word(7, flows)), State: detect.State(t.word(8, states)), Damaged: t.flag(9),
		Terminal: t.known(10, f.terminals, "terminal"), Adcode: t.adcode(11), By: detect.Source(t.word(12, sources)), Accuracy: int32(t.whole(13)),
		Account: uint64(numberOf(t.row[14])), Device: uint64(numberOf(t.row[15])), Address: uint64(numberOf(t.row[16])),
		Staff: t.flag(17), Test: t.flag(18),
	}
	if s.Kind == detect.Open {
		t.text(3)
		if s.Unit != 0 && s.Unit != s.Case {
			t.fault(2, "a terminal opens a case, and no unit")
		}
		s.Unit = s.Case
	} else {
		t.text(2)
	}
	switch {
	case s.By == detect.ByTerminal && s.Terminal == 0:
		t.fault(10, "the place is a terminal's, and none is named")
	case (s.By == detect.ByPosition || s.By == detect.ByAddress) && s.Adcode == 0:
		t.fault(11, "it is empty, and by says how the place became known")
	case s.By == detect.NoSource && s.Adcode != 0:
		t.fault(12, "there is a place, and nothing says how it became known")
	}
}
