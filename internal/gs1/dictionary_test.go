package gs1

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// The table says what the syntax dictionary says, entry by entry.
func TestTableIsTheDictionary(t *testing.T) {
	entries := map[string]string{}
	for line := range strings.Lines(string(readVectors(t, "gs1-syntax-dictionary.txt"))) {
		if line[0] >= '0' && line[0] <= '9' {
			for ai, entry := range dictionaryEntries(t, line) {
				entries[ai] = entry
			}
		}
	}
	if len(entries) < 400 {
		t.Fatalf("%d entries", len(entries))
	}
	for n := range 10_000 {
		for length := 2; length <= 4; length++ {
			ai := fmt.Sprintf("%0*d", length, n)
			if d := find(ai); len(ai) == length && d != nil {
				if got := inDictionary(d); got != entries[ai] {
					t.Errorf("%s\nis %s\nnot %s", ai, got, entries[ai])
				}
				delete(entries, ai)
			}
		}
	}
	for ai, entry := range entries {
		t.Errorf("%s is missing: %s", ai, entry)
	}
}

// dictionaryEntries reads a line, which may be a range of AIs', with its attributes sorted.
func dictionaryEntries(t *testing.T, line string) map[string]string {
	t.Helper()
	specification, title, _ := strings.Cut(line, "#")
	words := strings.Fields(specification)
	first, last, isRange := strings.Cut(words[0], "-")
	if !isRange {
		last = first
	}
	from, err := strconv.Atoi(first)
	to, failed := strconv.Atoi(last)
	if err != nil || failed != nil {
		t.Fatal(line)
	}
	flags, words := "", words[1:]
	if strings.Trim(words[0], "*?") == "" {
		flags, words = words[0], words[1:]
	}
	attributes := slices.IndexFunc(words, func(w string) bool { return regexp.MustCompile(`^[a-z]+(=|$)`).MatchString(w) })
	if attributes >= 0 {
		slices.Sort(words[attributes:])
	}
	entries := map[string]string{}
	for n := from; n <= to; n++ {
		entries[fmt.Sprintf("%0*d", len(first), n)] = flags + " " + strings.Join(words, " ") + " # " + strings.TrimSpace(title)
	}
	return entries
}

// inDictionary writes an entry as the dictionary does.
func inDictionary(d *identifier) string {
	flags := ""
	if d.fixed {
		flags += "*"
	}
	if d.attribute {
		flags += "?"
	}
	var words, attributes []string
	for _, c := range d.components {
		words = append(words, c.inDictionary())
	}
	for _, groups := range d.needs {
		var alternatives []string
		for _, g := range groups {
			alternatives = append(alternatives, joined(g, "+"))
		}
		attributes = append(attributes, "req="+strings.Join(alternatives, ","))
	}
	if len(d.excludes) > 0 {
		attributes = append(attributes, "ex="+joined(d.excludes, ","))
	}
	if d.key {
		var sequences []string
		for _, s := range d.qualifiers {
			sequences = append(sequences, strings.Join(s, ","))
		}
		attributes = append(attributes, strings.TrimSuffix("dlpkey="+strings.Join(sequences, "|"), "="))
	}
	slices.Sort(attributes)
	return flags + " " + strings.Join(append(words, attributes...), " ") + " # " + d.title
}

func (c component) inDictionary() string {
	word := map[charset]string{numeric: "N", cset82: "X", cset39: "Y", base64url: "Z"}[c.set]
	if c.min < c.max {
		word += ".."
	}
	word += strconv.Itoa(c.max)
	if c.optional {
		word = "[" + word + "]"
	}
	for _, r := range c.rules {
		word += "," + r.name
	}
	return word
}

func joined(patterns []pattern, by string) string {
	var words []string
	for _, p := range patterns {
		words = append(words, string(p))
	}
	return strings.Join(words, by)
}
