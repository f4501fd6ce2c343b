package message

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// WeChat's keywords are called by their kind and a number: thing1, amount2. Each kind takes
// values of a form only, and refuses the whole message for another.
var keywords = regexp.MustCompile(`^([a-z_]+)[0-9]{1,2}$`)

// rule is what WeChat's keyword kind may say: a fixed text of a form, or, with signs around
// it as frame has them, one value of a kind. Kinds without takes say fixed texts only.
type rule struct {
	fixed *regexp.Regexp
	frame *regexp.Regexp // with {} for the value; nil: the value alone
	takes []kind
}

var (
	alone = regexp.MustCompile(`^\{\}$`)
	rules = map[string]rule{
		"number":           {regexp.MustCompile(`^[0-9.]{1,32}$`), alone, []kind{number, amount}},
		"letter":           {fixed: regexp.MustCompile(`^[A-Za-z]{1,32}$`)},
		"symbol":           {fixed: regexp.MustCompile(`^[^\p{L}\p{N}\p{C}\p{Z}]{1,5}$`)},
		"character_string": {regexp.MustCompile(`^[!-~]{1,32}$`), alone, []kind{code, number, amount, day}},
		"time":             {regexp.MustCompile(`^[0-9]{1,2}:[0-9]{2}(:[0-9]{2})?$`), alone, []kind{moment}},
		"date":             {regexp.MustCompile(`^[0-9]{4}[-/.][0-9]{1,2}[-/.][0-9]{1,2}$`), alone, []kind{day, moment}},
		"amount":           {regexp.MustCompile(`^[¥￥$]?[0-9]{1,10}(\.[0-9]{1,2})?元?$`), regexp.MustCompile(`^[¥￥$]?\{\}元?$`), []kind{amount}},
		"phone_number":     {fixed: regexp.MustCompile(`^[0-9+-]{1,17}$`)},
		"car_number":       {fixed: regexp.MustCompile(`^[\p{Han}A-Z][A-Z0-9]{1,6}[\p{Han}A-Z0-9]$`)},
		"name":             {fixed: regexp.MustCompile(`^(\p{Han}{1,10}|[A-Za-z .·-]{1,20})$`)},
		"phrase":           {fixed: regexp.MustCompile(`^\p{Han}{1,5}$`)},
		"enum":             {fixed: regexp.MustCompile(`^\S{1,20}$`)},
	}
)

// mostThing is how many characters a thing has, which may say anything.
const mostThing = 20

// checkKeyword says what is wrong with what a keyword is to say; "" when nothing is.
func checkKeyword(about subject, keyword, written string) (fault string) {
	parts := keywords.FindStringSubmatch(keyword)
	if parts == nil {
		return "WeChat's keywords are called like thing1"
	}
	names := placeholder.FindAllStringSubmatch(written, -1)
	kinds := make([]kind, len(names))
	for i, name := range names {
		k, known := about.kindOf(name[1])
		if own := name[1] == "title" || name[1] == "body"; own {
			k, known = text, true
		}
		if !known {
			return "this event has no value " + name[0]
		}
		kinds[i] = k
	}
	r, strict := rules[parts[1]]
	switch {
	case parts[1] == "thing":
		return checkThing(written)
	case !strict:
		return "WeChat has no such kind of keyword"
	case len(kinds) == 0 && r.fixed.MatchString(written):
		return ""
	case len(kinds) == 0:
		return "WeChat refuses this text here"
	case len(kinds) > 1 || !slices.Contains(r.takes, kinds[0]):
		return "WeChat refuses this value here"
	case !r.frame.MatchString(placeholder.ReplaceAllString(written, "{}")):
		return "WeChat refuses the text around the value"
	}
	return ""
}

func checkThing(written string) (fault string) {
	fixed := placeholder.ReplaceAllString(written, "")
	switch {
	case written == "":
		return "it says nothing"
	case len([]rune(fixed)) > mostThing:
		return "it has at most 20 characters"
	case strings.ContainsFunc(fixed, unicode.IsControl):
		return "it has no line breaks"
	}
	return ""
}

// say fills a keyword so that WeChat takes it: a thing is one line of 20 characters.
func say(keyword, written string, values map[string]string) string {
	said := fill(written, values)
	if !strings.HasPrefix(keyword, "thing") {
		return said
	}
	said = strings.Join(strings.FieldsFunc(said, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }), " ")
	if said == "" {
		return "-"
	}
	return cut(said, mostThing)
}

// takes tells whether WeChat takes what a keyword says. A sum below zero, for one, it does
// not, and would refuse the template for it.
func takes(keyword, said string) bool {
	switch kind := keywords.FindStringSubmatch(keyword)[1]; kind {
	case "number", "amount", "character_string":
		return rules[kind].fixed.MatchString(said)
	}
	return true
}
