package demo

import (
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
	if err := qr.WriteFile(url, qr.Medium, -modulePixels, path); err != nil {
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

func readPicture(path string) (string, error) {
	file, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer file.Close()
	picture, err := png.Decode(file)
	if err != nil {
		return "", err
	}
	bitmap, err := gozxing.NewBinaryBitmapFromImage(picture)
	if err != nil {
		return "", err
	}
	found, err := qrcode.NewQRCodeReader().Decode(bitmap, nil)
	if err != nil {
		return "", err
	}
	return found.GetText(), nil
}
