package settlement

import (
	_ "embed"
	"html/template"
	"io"

	"channelrouter/internal/money"
)

//go:embed page.html
var pageSource string

var pageTemplate = template.Must(template.New("page").Parse(pageSource))

// page is what the template shows.
type page struct {
	Lang            Language
	Title, Subtitle string
	Facts           [][2]string
	Words           struct{ Number, Item, Programme, About, Units, Yuan, Answer, Reason, Reply string }
	Opening         pageTotal
	Lines           []pageLine
	Totals          []pageTotal
}

// pageLine is a line of the statement.
type pageLine struct {
	N                                            int
	Item, Programme, About, Said, Reason, Answer string
	Units                                        int64
	Fen                                          money.Fen
}

// pageTotal is a row with a name and an amount.
type pageTotal struct {
	Name    string
	Fen     money.Fen
	Heading bool // no amount of its own
	Part    bool // of the heading above it
}

// writePage writes a statement as a page that stands by itself: nothing in it is fetched.
func (p printed) writePage(w io.Writer, language Language) error {
	words := p.words
	shown := page{Lang: language, Title: p.title, Subtitle: p.facts[1][1], Facts: p.facts, Opening: pageTotal{Name: words.opening, Fen: p.opening}}
	shown.Words.Number, shown.Words.Item, shown.Words.Programme, shown.Words.About = words.number, words.item, words.programme, p.aboutHeading()
	shown.Words.Units, shown.Words.Yuan, shown.Words.Answer, shown.Words.Reason, shown.Words.Reply = words.units, words.yuan, words.answer, words.reason, words.reply
	for _, l := range p.lines {
		shown.Lines = append(shown.Lines, pageLine{
			N: l.n, Item: l.item, Programme: l.programme, About: l.about(), Said: l.said, Reason: l.reason, Answer: l.answer, Units: l.units, Fen: l.fen,
		})
	}
	shown.Totals = []pageTotal{{Name: words.lines, Fen: p.sum}, {Name: words.closing, Fen: p.closing}, {Name: words.accounts, Heading: true}}
	for _, s := range p.sums {
		shown.Totals = append(shown.Totals, pageTotal{Name: s.name, Fen: s.fen, Part: true})
	}
	return pageTemplate.Execute(w, shown)
}
