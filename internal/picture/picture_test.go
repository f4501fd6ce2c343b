package picture_test

import (
	"bytes"
	"compress/zlib"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"testing"

	"channelrouter/internal/picture"
)

func drawn(w, h int) image.Image {
	m := image.NewNRGBA(image.Rect(0, 0, w, h))
	for i := range m.Pix {
		m.Pix[i] = byte(i * 7)
	}
	return m
}

func jpegFile(t testing.TB, m image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, m, nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func pngFile(t testing.TB, m image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func decoded(t testing.TB, text string) []byte {
	t.Helper()
	b, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// One pixel each, as browsers are probed with: lossy, lossless, with transparency.
const (
	lossy    = "UklGRiIAAABXRUJQVlA4IBYAAAAwAQCdASoBAAEADsD+JaQAA3AAAAAA"
	lossless = "UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA=="
	alpha    = "UklGRkoAAABXRUJQVlA4WAoAAAAQAAAAAAAAAAAAQUxQSAwAAAARBxAR/Q9ERP8DAABWUDggGAAAABQBAJ0BKgEAAQAAAP4AAA3AAP7mtQAAAA=="
)

// segment is a JPEG segment.
func segment(marker byte, payload string) []byte {
	b := binary.BigEndian.AppendUint16([]byte{0xff, marker}, uint16(len(payload)+2))
	return append(b, payload...)
}

// chunk is a PNG chunk.
func chunk(kind, payload string) []byte {
	b := binary.BigEndian.AppendUint32(nil, uint32(len(payload)))
	b = append(b, kind+payload...)
	return binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(b[4:]))
}

// riff is a WebP chunk.
func riff(kind, payload string) []byte {
	b := binary.LittleEndian.AppendUint32([]byte(kind), uint32(len(payload)))
	if b = append(b, payload...); len(payload)%2 != 0 {
		b = append(b, 0)
	}
	return b
}

func webpFile(chunks ...[]byte) []byte {
	body := bytes.Join(chunks, nil)
	return append(binary.LittleEndian.AppendUint32([]byte("RIFF"), uint32(len(body)+4)), append([]byte("WEBP"), body...)...)
}

// exif is what a telephone writes: turned, a maker, and where it was.
const exif = "Exif\x00\x00II\x2a\x00\x08\x00\x00\x00\x03\x00" +
	"\x0f\x01\x02\x00\x04\x00\x00\x00BIG\x00" + // maker
	"\x12\x01\x03\x00\x01\x00\x00\x00\x06\x00\x00\x00" + // orientation 6
	"\x25\x88\x04\x00\x01\x00\x00\x00\x32\x00\x00\x00" + // position
	"\x00\x00\x00\x00SECRET-PLACE"

func after(file []byte, at int, more ...[]byte) []byte {
	return append(append(bytes.Clone(file[:at]), bytes.Join(more, nil)...), file[at:]...)
}

func TestWhatIsNotThePictureStaysOut(t *testing.T) {
	plain, flat := jpegFile(t, drawn(40, 30)), pngFile(t, drawn(40, 30))
	const script = "<script>alert(1)</script>"
	for name, file := range map[string][]byte{
		"position in a JPEG":         after(plain, 2, segment(0xe1, exif)),
		"a second EXIF":              after(plain, 2, segment(0xe1, exif), segment(0xe1, "Exif\x00\x00SECRET-PLACE")),
		"XMP, comments, ICC":         after(plain, 2, segment(0xe1, "http://ns.adobe.com/xap/1.0/\x00SECRET-PLACE"), segment(0xfe, script), segment(0xe2, "ICC_PROFILE\x00"+script)),
		"a thumbnail":                after(plain, 2, segment(0xe0, "JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x02\x02SECRET-PLACE")),
		"an archive behind a JPEG":   append(bytes.Clone(plain), "PK\x03\x04SECRET-PLACE"+script...),
		"a script behind a PNG":      append(bytes.Clone(flat), script...),
		"text in a PNG":              after(flat, 33, chunk("tEXt", "where\x00SECRET-PLACE"), chunk("eXIf", exif), chunk("iTXt", script)),
		"frames of a moving PNG":     after(flat, 33, chunk("acTL", "\x00\x00\x00\x02\x00\x00\x00\x00"), chunk("fdAT", "SECRET-PLACE")),
		"EXIF in a WebP":             webpFile(riff("VP8X", "\x0c\x00\x00\x00\x00\x00\x00\x00\x00\x00"), decoded(t, lossy)[12:], riff("EXIF", exif), riff("XMP ", script)),
		"a script behind a WebP":     append(decoded(t, lossless), script...),
		"an unknown part of a WebP":  webpFile(riff("HTML", script), decoded(t, lossless)[12:]),
		"transparency and a profile": after(decoded(t, alpha), 30, riff("ICCP", script)),
	} {
		if picture.KindOf(file) == picture.WebP {
			binary.LittleEndian.PutUint32(file[4:], uint32(len(file)-8))
			if name == "a script behind a WebP" {
				binary.LittleEndian.PutUint32(file[4:], uint32(len(file)-8-len(script)))
			}
		}
		clean, err := picture.Clean(file)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		for _, hidden := range []string{"SECRET-PLACE", "script", "PK\x03", "BIG"} {
			if bytes.Contains(clean.Content, []byte(hidden)) {
				t.Errorf("%s: %q stayed in", name, hidden)
			}
		}
		again, err := picture.Clean(clean.Content)
		if err != nil || !bytes.Equal(again.Content, clean.Content) {
			t.Errorf("%s: a clean picture is changed once more: %v", name, err)
		}
	}
}

func TestThePictureLooksAsItDid(t *testing.T) {
	grey, palette := image.NewGray(image.Rect(0, 0, 7, 5)), image.NewPaletted(image.Rect(0, 0, 9, 3), color.Palette{color.Black, color.White})
	palette.Pix[5] = 1
	for _, file := range [][]byte{
		jpegFile(t, drawn(40, 30)), jpegFile(t, grey), pngFile(t, drawn(40, 30)), pngFile(t, grey), pngFile(t, palette), pngFile(t, image.NewRGBA64(image.Rect(0, 0, 3, 3))),
	} {
		clean, err := picture.Clean(file)
		if err != nil {
			t.Fatal(err)
		}
		before, kind, err := image.Decode(bytes.NewReader(file))
		if err != nil {
			t.Fatal(err)
		}
		now, _, err := image.Decode(bytes.NewReader(clean.Content))
		if err != nil {
			t.Fatal(err)
		}
		size := before.Bounds().Size()
		if string(clean.Kind) != kind || clean.Width != size.X || clean.Height != size.Y || now.Bounds() != before.Bounds() {
			t.Errorf("%s %v became %s %d × %d", kind, size, clean.Kind, clean.Width, clean.Height)
		}
		for x := range size.X {
			for y := range size.Y {
				if before.At(x, y) != now.At(x, y) {
					t.Fatalf("%s: another colour at %d, %d", kind, x, y)
				}
			}
		}
	}
	for _, text := range []string{lossy, lossless, alpha} {
		clean, err := picture.Clean(decoded(t, text))
		if err != nil || clean.Width != 1 || clean.Height != 1 || !bytes.Equal(clean.Content, decoded(t, text)) {
			t.Errorf("%v: %d × %d, %x", err, clean.Width, clean.Height, clean.Content)
		}
	}
}

// A photo taken upright still is.
func TestOrientationIsKept(t *testing.T) {
	clean, err := picture.Clean(after(jpegFile(t, drawn(4, 3)), 2, segment(0xe1, exif)))
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Contains(clean.Content, []byte("\x01\x12\x00\x03\x00\x00\x00\x01\x00\x06")) {
		t.Errorf("%x", clean.Content[:60])
	}
}

// bomb is a PNG that says it is small, or large, and unfolds to n bytes.
func bomb(width, height uint32, n int) []byte {
	header := binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(nil, width), height)
	var data bytes.Buffer
	z := zlib.NewWriter(&data)
	_, _ = z.Write(make([]byte, n))
	_ = z.Close()
	return bytes.Join([][]byte{
		[]byte("\x89PNG\r\n\x1a\n"), chunk("IHDR", string(header)+"\x08\x00\x00\x00\x00"), chunk("IDAT", data.String()), chunk("IEND", ""),
	}, nil)
}

func TestRefused(t *testing.T) {
	plain, flat, web := jpegFile(t, drawn(40, 30)), pngFile(t, drawn(40, 30)), decoded(t, lossy)
	frame := bytes.Index(plain, []byte{0xff, 0xc0})
	patched := func(file []byte, at int, b ...byte) []byte {
		file = bytes.Clone(file)
		copy(file[at:], b)
		return file
	}
	for name, c := range map[string]struct {
		file []byte
		want error
	}{
		"nothing":                          {nil, picture.ErrKind},
		"HTML":                             {[]byte("<html>"), picture.ErrKind},
		"SVG":                              {[]byte("<svg xmlns='http://www.w3.org/2000/svg'/>"), picture.ErrKind},
		"GIF":                              {[]byte("GIF89a\x01\x00\x01\x00"), picture.ErrKind},
		"PDF with a JPEG in it":            {append([]byte("%PDF-1.4\n"), plain...), picture.ErrKind},
		"a program before a PNG":           {append([]byte("MZ"), flat...), picture.ErrKind},
		"RIFF sound":                       {[]byte("RIFF\x04\x00\x00\x00WAVE"), picture.ErrKind},
		"a JPEG's first bytes":             {[]byte("\xff\xd8\xff"), picture.ErrBroken},
		"a JPEG of mere text":              {[]byte("\xff\xd8\xff\xe0<script>"), picture.ErrBroken},
		"a JPEG cut short":                 {plain[:len(plain)-2], picture.ErrBroken},
		"a JPEG without scans":             {append(bytes.Clone(plain[:frame]), 0xff, 0xd9), picture.ErrBroken},
		"a JPEG of 65,535 pixels a side":   {patched(plain, frame+5, 0xff, 0xff, 0xff, 0xff), picture.ErrPixels},
		"a JPEG without lines":             {patched(plain, frame+5, 0, 0), picture.ErrBroken},
		"a JPEG with two frames":           {after(plain, frame, plain[frame:frame+2], plain[frame+2:frame+19]), picture.ErrBroken},
		"a JPEG coded arithmetically":      {patched(plain, frame+1, 0xc9), picture.ErrBroken},
		"a PNG cut short":                  {flat[:len(flat)-13], picture.ErrBroken},
		"a PNG whose checksum is wrong":    {patched(flat, 20, 9), picture.ErrBroken},
		"a PNG of 4 billion pixels a side": {bomb(1<<32-1, 1<<32-1, 10), picture.ErrPixels},
		"a small PNG that unfolds to much": {bomb(10, 10, 100_000_000), picture.ErrBroken},
		"a PNG that unfolds to little":     {bomb(1000, 1000, 10), picture.ErrBroken},
		"a PNG without data":               {bytes.Join([][]byte{flat[:33], chunk("IEND", "")}, nil), picture.ErrBroken},
		"a PNG with an unknown need":       {after(flat, 33, chunk("HTML", "<script>")), picture.ErrBroken},
		"a PNG with two headers":           {after(flat, 33, flat[8:33]), picture.ErrBroken},
		"a PNG with its data apart":        {after(flat, len(flat)-12, chunk("gAMA", "\x00\x00\x00\x01"), chunk("IDAT", "x")), picture.ErrBroken},
		"a WebP cut short":                 {web[:len(web)-1], picture.ErrBroken},
		"a WebP without an image":          {webpFile(), picture.ErrBroken},
		"a WebP with two":                  {webpFile(web[12:], web[12:]), picture.ErrBroken},
		"a WebP that moves":                {webpFile(riff("VP8X", "\x02\x00\x00\x00\x00\x00\x00\x00\x00\x00"), riff("ANIM", "\x00\x00\x00\x00\x00\x00"), riff("ANMF", "x")), picture.ErrBroken},
		"a WebP whose canvas lies":         {webpFile(riff("VP8X", "\x00\x00\x00\x00\xff\xff\xff\xff\xff\xff"), web[12:]), picture.ErrBroken},
		"a WebP of 16,384 pixels a side":   {webpFile(riff("VP8L", "\x2f\xff\xff\xff\x0f\x00")), picture.ErrPixels},
	} {
		if clean, err := picture.Clean(c.file); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v; %d × %d", name, err, c.want, clean.Width, clean.Height)
		}
	}
}

func FuzzClean(f *testing.F) {
	f.Add(jpegFile(f, drawn(5, 4)))
	f.Add(after(jpegFile(f, drawn(5, 4)), 2, segment(0xe1, exif)))
	f.Add(pngFile(f, drawn(5, 4)))
	for _, text := range []string{lossy, lossless, alpha} {
		f.Add(decoded(f, text))
	}
	f.Fuzz(func(t *testing.T, file []byte) {
		clean, err := picture.Clean(file)
		if err != nil {
			return
		}
		again, err := picture.Clean(clean.Content)
		if err != nil || !bytes.Equal(again.Content, clean.Content) {
			t.Errorf("changed once more: %v", err)
		}
		if clean.Kind == picture.PNG {
			if size, err := png.DecodeConfig(bytes.NewReader(clean.Content)); err == nil && (size.Width != clean.Width || size.Height != clean.Height) {
				t.Errorf("%d × %d is %d × %d", clean.Width, clean.Height, size.Width, size.Height)
			}
		}
	})
}
