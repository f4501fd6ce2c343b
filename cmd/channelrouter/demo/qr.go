package demo

import (
	"bytes"
	"fmt"
	"image/png"
	"os"
	"path/filepath"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"
	qr "github.com/skip2/go-qrcode"

	"channelrouter/model"
	"channelrouter/service/code"
)

// pictures prints codes as PNG files and reads them back with another library's decoder,
// so that what is scanned has been through ink.
type pictures struct {
	dir     string
	codes   *code.Service
	written int
}

const modulePixels = 4

// print writes the QR code of a face of an item and returns what a scanner reads from it.
func (p *pictures) print(face model.Face, item model.ItemID) (string, error) {
	text, err := p.codes.Print(face, item)
	if err != nil {
		return "", err
	}
	url := p.codes.URL(face, text)
	path := filepath.Join(p.dir, fmt.Sprintf("%s-%d-%d.png", face, item.Epoch(), item.Slot()))
	picture, err := draw(url)
	if err != nil {
		return "", err
	}
	if err := os.WriteFile(path, picture, 0o600); err != nil {
		return "", err
	}
	read, err := readPicture(path)
	if err != nil {
		return "", fmt.Errorf("read %s back: %w", path, err)
	}
	if read != url {
		return "", fmt.Errorf("%s says %q, not %q", path, read, url)
	}
	p.written++
	return read, nil
}

// draw makes the PNG of a QR code.
func draw(text string) ([]byte, error) { return qr.Encode(text, qr.Medium, -modulePixels) }

func readPicture(path string) (string, error) {
	content, err := os.ReadFile(path)
	if err != nil {
		return "", err
	}
	return read(content)
}

// pure says that a picture is a QR code and nothing else, which ours are: its modules are
// counted from its corner. Looked for by its three finder patterns, as in a photograph, about
// one code in seven hundred is missed, because its modules make another such pattern.
var pure = map[gozxing.DecodeHintType]any{gozxing.DecodeHintType_PURE_BARCODE: true}

// read is the text of the QR code in a PNG.
func read(content []byte) (string, error) {
	picture, err := png.Decode(bytes.NewReader(content))
	if err != nil {
		return "", err
	}
	bitmap, err := gozxing.NewBinaryBitmapFromImage(picture)
	if err != nil {
		return "", err
	}
	found, err := qrcode.NewQRCodeReader().Decode(bitmap, pure)
	if err != nil {
		return "", err
	}
	return found.GetText(), nil
}
