package errs

import (
	_ "embed"
	"encoding/csv"
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"sync"
)

// The Chinese texts: title and hint by code, the formats of facts, and the words of values that
// stand in facts. The tests hold them against the program, so that none is missing or left over.
var (
	//go:embed chinese.csv
	chineseTexts string
	//go:embed facts.tsv
	chineseFacts string
	//go:embed words.tsv
	chineseWords string
)

// texts are the Chinese texts as read once, when the first is asked for.
type texts struct {
	codes map[string][2]string // title and hint
	facts map[string]string    // Chinese format by the English one
	words map[string]string
}

var chinese = sync.OnceValue(func() texts {
	rows, err := csv.NewReader(strings.NewReader(chineseTexts)).ReadAll()
	if err != nil {
		panic("errs: chinese.csv: " + err.Error())
	}
	t := texts{codes: make(map[string][2]string, len(rows)), facts: pairs(chineseFacts), words: pairs(chineseWords)}
	for _, row := range rows[1:] {
		t.codes[row[0]] = [2]string{row[1], row[2]}
	}
	return t
})

// pairs reads lines of two texts with a tab between them.
func pairs(file string) map[string]string {
	all := map[string]string{}
	for line := range strings.Lines(file) {
		english, text, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
		all[english] = text
	}
	return all
}

// Chinese is e with its texts in Chinese. What has none, as facts that an error of another
// library tells, stays as it is.
func (e *Error) Chinese() *Error {
	t := chinese()
	told := *e
	if text, known := t.codes[e.Code]; known {
		told.Message, told.Hint = text[0], text[1]
	}
	told.Detail = t.detail(e)
	return &told
}

// detail says the facts of an occurrence in Chinese.
func (t texts) detail(e *Error) string {
	if e.format == "" {
		return e.Detail
	}
	format, known := t.facts[e.format]
	if !known {
		format = e.format
	}
	verbs := verbsOf(e.format)
	args := make([]any, len(e.args))
	for i, arg := range e.args {
		args[i] = t.value(arg, verbs[i+1])
	}
	return fmt.Sprintf(format, args...)
}

// value is a value of facts in Chinese: an error of ours, or one of the words by which things
// are called. What stands in quotes is what somebody wrote, and stays.
func (t texts) value(arg any, verb string) any {
	if err, is := arg.(error); is {
		var ours *Error
		if !errors.As(err, &ours) {
			return arg
		}
		return ours.Chinese().Sentence()
	}
	if facts, are := arg.(Facts); are {
		return t.detail(facts.Of)
	}
	if verb != "%s" && verb != "%v" {
		return arg
	}
	english, is := arg.(string)
	if stringer, can := arg.(fmt.Stringer); !is && can {
		english = stringer.String()
	}
	if text, known := t.words[english]; known {
		return text
	}
	return arg
}

var verb = regexp.MustCompile(`%(?:\[(\d+)\])?([-+# 0]*\d*(?:\.\d+)?[a-zA-Z%])`)

// verbsOf are a format's verbs by the number of the argument that each writes, from 1 on.
func verbsOf(format string) map[int]string {
	verbs, n := map[int]string{}, 0
	for _, v := range verb.FindAllStringSubmatch(format, -1) {
		if v[2] == "%" {
			continue
		}
		n++
		if v[1] != "" {
			n, _ = strconv.Atoi(v[1])
		}
		verbs[n] = "%" + v[2]
	}
	return verbs
}
