package evaluate

import (
	"bytes"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
)

// plot is a picture of shares (0 to 1) over a logarithmic axis.
type plot struct {
	title, x string
	plain    bool // the axis counts; else it is a share, and written in per cent
	series   []series
}

type series struct {
	name   string
	points []point
}

type point struct{ x, y, half float64 }

// The picture's measures in its own units. Below the plot stand the axis and the legend.
const (
	width, height         = 720, 440
	left, right           = 60, 24
	top, bottom           = 44, 96
	plotWidth, plotHeight = width - left - right, height - top - bottom
)

// style is for light and dark pages: colours that people who see few of them tell apart, and
// dashes and marks for everybody else. It uses no variables, which some viewers do not know.
const style = `<style>
text{font:13px system-ui,sans-serif;fill:#1f2328}.title{font-size:15px;font-weight:600}
.page{fill:#fff}.grid{stroke:#d0d7de}.axis{stroke:#1f2328}.line{fill:none;stroke-width:2.2}.band{opacity:.18}
.s0{stroke:#0b62a8}.s1{stroke:#b54708;stroke-dasharray:7 4}.s2{stroke:#1a7f5a;stroke-dasharray:2 3}.s3{stroke:#8a4baf;stroke-dasharray:10 3 2 3}.s4{stroke:#6e7781;stroke-dasharray:5 2}
.f0{fill:#0b62a8}.f1{fill:#b54708}.f2{fill:#1a7f5a}.f3{fill:#8a4baf}.f4{fill:#6e7781}
@media (prefers-color-scheme:dark){
text{fill:#e6edf3}.page{fill:#0d1117}.grid{stroke:#3d444d}.axis{stroke:#e6edf3}
.s0{stroke:#6cb6ff}.s1{stroke:#f0a361}.s2{stroke:#5fd3a6}.s3{stroke:#d2a8ff}.s4{stroke:#9ea7b3}
.f0{fill:#6cb6ff}.f1{fill:#f0a361}.f2{fill:#5fd3a6}.f3{fill:#d2a8ff}.f4{fill:#9ea7b3}}
</style>
`

// colours is how many lines a plot tells apart.
const colours = 5

// svg draws the plot.
func (p *plot) svg() []byte {
	var out bytes.Buffer
	fmt.Fprintf(&out, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" role="img" aria-labelledby="t d">`+"\n", width, height)
	fmt.Fprintf(&out, `<title id="t">%s</title><desc id="d">%s</desc>`+"\n", escape(p.title), escape(p.describe()))
	out.WriteString(style)
	fmt.Fprintf(&out, `<rect class="page" width="%d" height="%d"/>`+"\n", width, height)
	fmt.Fprintf(&out, `<text class="title" x="%d" y="26">%s</text>`+"\n", left, escape(p.title))
	p.axes(&out)
	for i, s := range p.series {
		p.band(&out, i%colours, s)
	}
	for i, s := range p.series {
		p.line(&out, i%colours, s)
	}
	p.legend(&out)
	out.WriteString("</svg>\n")
	return out.Bytes()
}

// describe tells the plot in words, for who cannot see it.
func (p *plot) describe() string {
	var lines []string
	for _, s := range p.series {
		var values []string
		for _, q := range s.points {
			values = append(values, fmt.Sprintf("%s: %.2f", p.tick(q.x), q.y))
		}
		lines = append(lines, s.name+" "+strings.Join(values, ", "))
	}
	return p.x + ". " + strings.Join(lines, "; ")
}

// ticks are the values at which any line has a point.
func (p *plot) ticks() (ticks []float64) {
	for _, s := range p.series {
		for _, q := range s.points {
			ticks = append(ticks, q.x)
		}
	}
	slices.Sort(ticks)
	return slices.Compact(ticks)
}

func (p *plot) tick(x float64) string {
	if p.plain {
		return strconv.FormatFloat(x, 'f', -1, 64)
	}
	return percent(x)
}

// place is where a point is in the picture.
func (p *plot) place(x, y float64) (float64, float64) {
	ticks := p.ticks()
	first, last := math.Log(ticks[0]), math.Log(ticks[len(ticks)-1])
	share := 0.5
	if last > first {
		share = (math.Log(x) - first) / (last - first)
	}
	const inset = 20 // so that no mark is on the frame
	return left + inset + share*(plotWidth-2*inset), top + (1-min(max(y, 0), 1))*plotHeight
}

func (p *plot) axes(out *bytes.Buffer) {
	for i := range 6 {
		y := top + plotHeight*i/5
		fmt.Fprintf(out, `<line class="grid" x1="%d" y1="%d" x2="%d" y2="%d"/><text x="%d" y="%d" text-anchor="end">%.1f</text>`+"\n",
			left, y, width-right, y, left-8, y+4, 1-float64(i)/5)
	}
	for _, x := range p.ticks() {
		at, _ := p.place(x, 0)
		fmt.Fprintf(out, `<line class="axis" x1="%.1f" y1="%d" x2="%.1f" y2="%d"/><text x="%.1f" y="%d" text-anchor="middle">%s</text>`+"\n",
			at, top+plotHeight, at, top+plotHeight+5, at, top+plotHeight+20, p.tick(x))
	}
	fmt.Fprintf(out, `<line class="axis" x1="%d" y1="%d" x2="%d" y2="%d"/><line class="axis" x1="%d" y1="%d" x2="%d" y2="%d"/>`+"\n",
		left, top, left, top+plotHeight, left, top+plotHeight, width-right, top+plotHeight)
	fmt.Fprintf(out, `<text x="%d" y="%d" text-anchor="middle">%s</text>`+"\n", left+plotWidth/2, top+plotHeight+40, escape(p.x))
}

// band is a line's interval.
func (p *plot) band(out *bytes.Buffer, colour int, s series) {
	var points []string
	for _, q := range s.points {
		x, y := p.place(q.x, q.y+q.half)
		points = append(points, fmt.Sprintf("%.1f,%.1f", x, y))
	}
	for _, q := range slices.Backward(s.points) {
		x, y := p.place(q.x, q.y-q.half)
		points = append(points, fmt.Sprintf("%.1f,%.1f", x, y))
	}
	fmt.Fprintf(out, `<polygon class="band f%d" points="%s"/>`+"\n", colour, strings.Join(points, " "))
}

func (p *plot) line(out *bytes.Buffer, colour int, s series) {
	var points []string
	for _, q := range s.points {
		x, y := p.place(q.x, q.y)
		points = append(points, fmt.Sprintf("%.1f,%.1f", x, y))
		mark(out, colour, x, y)
	}
	fmt.Fprintf(out, `<polyline class="line s%d" points="%s"/>`+"\n", colour, strings.Join(points, " "))
}

// mark is a point's sign: each colour has a shape of its own.
func mark(out *bytes.Buffer, colour int, x, y float64) {
	switch colour {
	case 0:
		fmt.Fprintf(out, `<circle class="f0" cx="%.1f" cy="%.1f" r="4"/>`, x, y)
	case 1:
		fmt.Fprintf(out, `<rect class="f1" x="%.1f" y="%.1f" width="7" height="7"/>`, x-3.5, y-3.5)
	case 2:
		fmt.Fprintf(out, `<path class="f2" d="M%.1f %.1fl4.5 8h-9z"/>`, x, y-5)
	case 3:
		fmt.Fprintf(out, `<path class="f3" d="M%.1f %.1fl4.5 4.5l-4.5 4.5l-4.5-4.5z"/>`, x, y-4.5)
	default:
		fmt.Fprintf(out, `<path class="f4" d="M%.1f %.1fl-4.5-8h9z"/>`, x, y+5)
	}
}

// legend names the lines, three in a row.
func (p *plot) legend(out *bytes.Buffer) {
	const row, column, across = 20, 212, 3
	for i, s := range p.series {
		x, y := left+i%across*column, top+plotHeight+58+i/across*row
		fmt.Fprintf(out, `<line class="line s%d" x1="%d" y1="%d" x2="%d" y2="%d"/>`, i%colours, x, y, x+34, y)
		mark(out, i%colours, float64(x+17), float64(y))
		fmt.Fprintf(out, `<text x="%d" y="%d">%s</text>`+"\n", x+42, y+4, escape(s.name))
	}
}

var escape = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;").Replace
