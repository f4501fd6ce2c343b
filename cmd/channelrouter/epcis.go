package main

import (
	"bufio"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"os"

	"channelrouter/internal/epcis"
)

type epcisCommand struct {
	Validate epcisValidate `cmd:"" help:"Say whether documents are what EPCIS 2.0 says, and if not, all that is wrong."`
	Hash     epcisHash     `cmd:"" help:"Print the hash ids of a document's events."`
	Export   epcisExport   `cmd:"" help:"Write all that happened to a batch as an EPCIS document."`
}

type epcisValidate struct {
	Files   []string `arg:"" name:"file" help:"JSON, or JSON in gzip; - is standard input."`
	Reasons int      `default:"100" help:"How many reasons to print of a file (100)." placeholder:"N"`
}

// Help tells what is read and what is checked.
func (epcisValidate) Help() string {
	return `Reads capture documents (EPCISDocument), query documents (EPCISQueryDocument) and single
events, in JSON or JSON-LD. Needs no database and no configuration. One event is held at a
time, so files may be of any length.

A valid file gets one line:

    goods.json: EPCISDocument, 128 events

and the exit code is 0. Otherwise it is 1, and there is a line for each thing that is
wrong, with the number of the event and a JSON pointer to the place:

    goods.json: event 3 (/epcisBody/eventList/2/action): "CREATE" is none of ADD, OBSERVE and DELETE

Checked are the fields of each kind of event, their types, the Core Business Vocabulary's
words, EPC URIs, times with their offsets, and that your own fields have a namespace that
@context declares. docs/epcis.md says more.`
}

// Run checks each file.
func (v epcisValidate) Run() error {
	wrong := 0
	for _, name := range v.Files {
		valid, err := v.file(name)
		if err != nil {
			return err
		}
		if !valid {
			wrong++
		}
	}
	if wrong > 0 {
		return fmt.Errorf("not valid: %d of %d files", wrong, len(v.Files))
	}
	return nil
}

// file prints what is wrong with a file, or what it is. The error is about reading it.
func (v epcisValidate) file(name string) (valid bool, err error) {
	in, err := openDocument(name)
	if err != nil {
		return false, err
	}
	defer in.Close()
	printed, found := 0, 0
	r := epcis.NewReader(in, epcis.Limits{})
	for {
		_, err := r.Next()
		var invalid *epcis.Invalid
		switch {
		case errors.Is(err, io.EOF):
			if found > printed {
				fmt.Printf("%s: and %d more\n", name, found-printed)
			}
			if found == 0 {
				fmt.Printf("%s: %s\n", name, whatItIs(r))
			}
			return found == 0, nil
		case errors.As(err, &invalid):
			for _, reason := range invalid.Reasons[:min(len(invalid.Reasons), max(v.Reasons-printed, 0))] {
				fmt.Printf("%s: %s\n", name, reason)
				printed++
			}
			found += len(invalid.Reasons) + invalid.More
		case err != nil:
			fmt.Printf("%s: %s\n", name, err)
			return false, nil
		}
	}
}

// whatItIs is the kind of a document and how many events it has.
func whatItIs(r *epcis.Reader) string {
	events := "events"
	if r.Events() == 1 {
		events = "event"
	}
	kind := r.Header().Type
	if kind == "" {
		return "a single event"
	}
	return fmt.Sprintf("%s, %d %s", kind, r.Events(), events)
}

type epcisHash struct {
	File    string `arg:"" help:"JSON, or JSON in gzip; - is standard input."`
	PreHash bool   `help:"Print the texts that are hashed instead, to compare with another program's."`
}

// Help tells what a hash id is.
func (epcisHash) Help() string {
	return `A hash id names an event by what it says (Core Business Vocabulary 2.0, 8.9): however it
is written, in whatever order, with EPC URIs or Digital Link URIs, the id is the same, and
any other event has another. It is one line for each event:

    ni:///sha-256;6ae96341…?ver=CBV2.0

An event's eventID, its recordTime and its errorDeclaration take no part. Events that are
not valid have no id: the first ends the command.`
}

// Run prints a line for each event.
func (h epcisHash) Run() error {
	in, err := openDocument(h.File)
	if err != nil {
		return err
	}
	defer in.Close()
	out := bufio.NewWriter(os.Stdout)
	id := epcis.HashID
	if h.PreHash {
		id = epcis.PreHash
	}
	r := epcis.NewReader(in, epcis.Limits{})
	for {
		event, err := r.Next()
		if errors.Is(err, io.EOF) {
			return out.Flush()
		}
		if err == nil && r.Header().Context == nil && event.Context == nil {
			err = errors.New("@context stands behind the events: hash ids are made with the namespaces that it declares, so put it first")
		}
		line := ""
		if err == nil {
			line, err = id(event, r.Header().Context)
		}
		if err != nil {
			return errors.Join(err, out.Flush())
		}
		fmt.Fprintln(out, line)
	}
}

// openDocument opens a file, or standard input, and unpacks it when it is in gzip.
func openDocument(name string) (io.ReadCloser, error) {
	file := os.Stdin
	if name != "-" {
		opened, err := os.Open(name)
		if err != nil {
			return nil, err
		}
		file = opened
	}
	buffered := bufio.NewReader(file)
	if magic, _ := buffered.Peek(2); string(magic) != "\x1f\x8b" { // an error comes again when it is read
		return document{buffered, file}, nil
	}
	unpacked, err := gzip.NewReader(buffered)
	if err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return document{unpacked, file}, nil
}

// document reads from one and closes the other.
type document struct {
	io.Reader
	io.Closer
}
