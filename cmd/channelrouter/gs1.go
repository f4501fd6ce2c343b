package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"channelrouter/internal/gs1"
)

type gs1Command struct {
	Parse    gs1Parse    `cmd:"" help:"Take a GS1 Digital Link apart, or say what is wrong with it."`
	Build    gs1Build    `cmd:"" help:"Make a GS1 Digital Link of application identifiers and values."`
	Elements gs1Elements `cmd:"" help:"Take an element string apart, as scanners send it or as it stands under a bar code."`
	URN      gs1URN      `cmd:"" name:"urn" help:"Turn a GS1 Digital Link into an EPC URN, or a URN into a link."`
	Digit    gs1Digit    `cmd:"" help:"Print a key with the check digit that belongs to it."`
}

type gs1Parse struct {
	URI     string `arg:"" help:"The link. Put -- before it when it may begin with a hyphen."`
	Explain bool   `help:"Print a line for each part, with its name, instead of JSON."`
}

// Help teaches what comes out.
func (gs1Parse) Help() string {
	return `Prints one JSON object, application identifier to value, in the order of the link:

  $ channelrouter gs1 parse -- 'https://brand.example/01/09520123456788/21/a%2Fb?17=271231'
  {"01":"09520123456788","21":"a/b","17":"271231"}

Values are as GS1 means them: nothing percent-encoded, a GTIN of 14 digits. Parameters that
are no application identifiers are left out. A link that breaks a rule of the standard is
refused with the reason on standard error and exit status 1: lengths, characters, check
digits, dates, qualifiers out of order, identifiers that need or exclude each other.
Needs neither keyring nor database.`
}

// Run parses one link.
func (p gs1Parse) Run() error {
	link, err := gs1.Parse(p.URI)
	if err != nil {
		return err
	}
	if p.Explain {
		explainLink(link)
		return nil
	}
	return printElements(link.Elements)
}

// explainLink names the parts of a link.
func explainLink(link gs1.Link) {
	fmt.Printf("%-10s %s\n", "stem", link.Stem)
	listElements("key", link.Key())
	listElements("qualifier", link.Qualifiers()...)
	listElements("attribute", link.Attributes()...)
	for _, asked := range []struct{ name, value string }{{"linkType", link.LinkType}, {"context", link.Context}} {
		if asked.value != "" {
			fmt.Printf("%-10s %s=%s\n", "resolver", asked.name, asked.value)
		}
	}
}

func listElements(part string, elements ...gs1.Element) {
	for _, e := range elements {
		title, _ := gs1.Title(e.AI)
		fmt.Printf("%-10s (%s) %s: %s\n", part, e.AI, title, e.Value)
	}
}

type gs1Elements struct {
	Text    string `arg:"" help:"The element string."`
	Explain bool   `help:"Print a line for each element, with its name, instead of JSON."`
}

// Help teaches the two writings.
func (gs1Elements) Help() string {
	return `Prints one JSON object, application identifier to value. Two writings are read:

  $ channelrouter gs1 elements '(01)09520123456788(21)12345'
  $ channelrouter gs1 elements $']d2010952012345678810ABC\x1d2112345'

In brackets, as under a bar code: a bracket of a value's own has a backslash before it. Or as
scanners send it, with the symbology before it or without, and FNC1 as the byte 0x1D.`
}

// Run parses one element string.
func (e gs1Elements) Run() error {
	elements, err := gs1.ParseElements(e.Text)
	if err != nil {
		return err
	}
	if e.Explain {
		listElements("element", elements...)
		return nil
	}
	return printElements(elements)
}

// printElements writes elements in their order.
func printElements(elements []gs1.Element) error {
	var out bytes.Buffer
	out.WriteByte('{')
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	for i, e := range elements {
		if i > 0 {
			out.WriteByte(',')
		}
		fmt.Fprintf(&out, "%q:", e.AI)
		if err := encoder.Encode(e.Value); err != nil {
			return err
		}
		out.Truncate(out.Len() - 1) // the encoder's line end
	}
	out.WriteString("}\n")
	_, err := out.WriteTo(os.Stdout)
	return err
}

type gs1Build struct {
	Elements []string `arg:"" optional:"" help:"AI=value, as often as needed; without any, a JSON object on standard input." placeholder:"AI=VALUE"`
	Domain   string   `help:"What stands before the key: a host, or a URL with a path." default:"https://id.gs1.org"`
	As       string   `help:"link; canonical (on GS1's own domain, attributes sorted); bracketed (for people); or scanned (as scanners send it)." enum:"link,canonical,bracketed,scanned" default:"link"`
}

// Help teaches what goes in.
func (gs1Build) Help() string {
	return `Takes elements in any order, finds the key, and puts the qualifiers into the standard's order:

  $ channelrouter gs1 build --domain brand.example 21=a/b 17=271231 01=9520123456788
  https://brand.example/01/09520123456788/21/a%2Fb?17=271231
  $ echo '{"01":"09520123456788","10":"ABC"}' | channelrouter gs1 build
  https://id.gs1.org/01/09520123456788/10/ABC

A GTIN of 8, 12 or 13 digits gets its zeros. What parse would refuse is not built.`
}

// Run builds one link.
func (b gs1Build) Run() error {
	elements, err := b.read(os.Stdin)
	if err != nil {
		return err
	}
	for i, e := range elements {
		if e.AI == "01" && len(e.Value) < 14 {
			if elements[i].Value, err = gs1.GTIN14(e.Value); err != nil {
				return err
			}
		}
	}
	link, err := gs1.New(b.Domain, elements...)
	if err != nil {
		return err
	}
	written := link.String()
	switch b.As {
	case "canonical":
		written = link.Canonical()
	case "bracketed":
		written = gs1.Bracketed(link.Elements)
	case "scanned":
		written = gs1.Scanned(link.Elements)
	}
	fmt.Println(written)
	return nil
}

// read takes the elements from the arguments, or from a JSON object, in its order.
func (b gs1Build) read(input io.Reader) (elements []gs1.Element, err error) {
	for _, argument := range b.Elements {
		ai, value, ok := strings.Cut(argument, "=")
		if !ok {
			return nil, fmt.Errorf("%q is not AI=value, as 01=09520123456788", argument)
		}
		elements = append(elements, gs1.Element{AI: ai, Value: value})
	}
	if len(elements) > 0 {
		return elements, nil
	}
	decoder := json.NewDecoder(input)
	if begin, err := decoder.Token(); err != nil || begin != json.Delim('{') {
		return nil, errors.New(`give AI=value, or on standard input a JSON object: {"01":"09520123456788"}`)
	}
	for decoder.More() {
		var value string
		ai, err := decoder.Token()
		if err == nil {
			err = decoder.Decode(&value)
		}
		if err != nil {
			return nil, fmt.Errorf("the JSON object has a string for each AI: %w", err)
		}
		elements = append(elements, gs1.Element{AI: fmt.Sprint(ai), Value: value})
	}
	return elements, nil
}

type gs1URN struct {
	Identifier   string `arg:"" help:"A link, or a URN that begins with urn:epc:."`
	PrefixLength int    `help:"Digits of the GS1 company prefix, 6 to 12: a URN sets it apart and a link does not." placeholder:"N"`
	Raw          bool   `help:"Read and write as OpenEPCIS's translator does: nothing percent-encoded, check digits not looked at, a GRAI without the zero that pads it."`
}

// Help teaches both ways.
func (gs1URN) Help() string {
	return `A link becomes the URN of one thing, of a batch (lgtin), or the pattern of all of a kind:

  $ channelrouter gs1 urn --prefix-length 7 https://id.gs1.org/01/09520123456788/21/12345
  urn:epc:id:sgtin:9520123.045678.12345
  $ channelrouter gs1 urn urn:epc:id:sscc:9520123.0456789012
  https://id.gs1.org/00/095201234567890122`
}

// Run converts one identifier.
func (u gs1URN) Run() error {
	if strings.HasPrefix(strings.ToLower(u.Identifier), "urn:") {
		return u.toLink()
	}
	if u.PrefixLength == 0 {
		return errors.New("say by --prefix-length how many digits of the key are the company prefix")
	}
	parse, write := gs1.Parse, gs1.EPC.String
	if u.Raw {
		parse, write = gs1.ParseLoosely, gs1.EPC.Raw
	}
	link, err := parse(u.Identifier)
	if err != nil {
		return err
	}
	epc, err := link.EPC(u.PrefixLength)
	if err != nil {
		return err
	}
	fmt.Println(write(epc))
	return nil
}

func (u gs1URN) toLink() error {
	epc, err := gs1.ParseEPC(u.Identifier)
	if err != nil {
		return err
	}
	link, err := epc.Link()
	if err != nil {
		return err
	}
	if u.Raw {
		fmt.Println(link.Raw())
		return nil
	}
	fmt.Println(link)
	return nil
}

type gs1Digit struct {
	Key string `arg:"" help:"The key without its check digit, or a Global Model Number without its check pair."`
	GMN bool   `name:"gmn" help:"It is a Global Model Number, AI (8013)."`
}

// Run completes one key.
func (d gs1Digit) Run() error {
	if d.GMN {
		pair, err := gs1.CheckPair(d.Key)
		if err != nil {
			return err
		}
		fmt.Println(d.Key + pair)
		return nil
	}
	digit, err := gs1.CheckDigit(d.Key)
	if err != nil {
		return err
	}
	fmt.Printf("%s%c\n", d.Key, digit)
	return nil
}
