// Package label draws printed codes: one QR code as SVG or PNG, and sheets of labels as
// PDF, on which codes are paths and stay sharp at any size. It knows nothing of what the
// codes mean. The same labels make the same bytes.
package label

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"strings"

	qr "github.com/skip2/go-qrcode"
)

// Version changes with the bytes that this package makes; QRVersion is the library's that
// finds a code's modules.
const (
	Version   = 1
	QRVersion = "v0.0.0-20200617195104-da1b6568686e"
)

// Matrix is the modules of a QR code, rows from the top, true where it is dark, with the
// quiet zone of four modules around it.
type Matrix [][]bool

// QR is the QR code of a text, with correction level M.
func QR(text string) (Matrix, error) {
	code, err := qr.New(text, qr.Medium)
	if err != nil {
		return nil, fmt.Errorf("label: %w", err)
	}
	return code.Bitmap(), nil
}

// runs calls f for each run of dark modules in a row.
func (m Matrix) runs(f func(column, row, length int)) {
	for row, modules := range m {
		for column := 0; column < len(modules); column++ {
			length := 0
			for column+length < len(modules) && modules[column+length] {
				length++
			}
			if length > 0 {
				f(column, row, length)
				column += length
			}
		}
	}
}

// SVG draws the code as one path, without a size of its own.
func (m Matrix) SVG() []byte {
	var out bytes.Buffer
	fmt.Fprintf(&out, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" shape-rendering="crispEdges">`, len(m), len(m))
	fmt.Fprintf(&out, `<path fill="#fff" d="M0 0h%dv%[1]dH0z"/><path d="`, len(m))
	m.runs(func(column, row, length int) { fmt.Fprintf(&out, "M%d %dh%dv1h-%[3]dz", column, row, length) })
	out.WriteString("\"/></svg>\n")
	return out.Bytes()
}

// PNG draws the code with so many pixels to a module's side.
func (m Matrix) PNG(pixels int) ([]byte, error) {
	side := len(m) * pixels
	picture := image.NewPaletted(image.Rect(0, 0, side, side), color.Palette{color.White, color.Black})
	m.runs(func(column, row, length int) {
		for y := row * pixels; y < (row+1)*pixels; y++ {
			for x := column * pixels; x < (column+length)*pixels; x++ {
				picture.SetColorIndex(x, y, 1)
			}
		}
	})
	var out bytes.Buffer
	err := png.Encode(&out, picture)
	return out.Bytes(), err
}

// Grouped is a text in groups of four, as people read it.
func Grouped(text string) string {
	var groups []string
	for len(text) > 4 {
		groups, text = append(groups, text[:4]), text[4:]
	}
	return strings.Join(append(groups, text), " ")
}
