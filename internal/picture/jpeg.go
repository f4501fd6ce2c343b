package picture

import (
	"bytes"
	"encoding/binary"
)

// Markers of JPEG that matter here.
const (
	markSOI, markEOI  = 0xd8, 0xd9
	markSOF0          = 0xc0 // baseline; then extended and progressive
	markSOF2          = 0xc2
	markDHT, markDQT  = 0xc4, 0xdb
	markDRI, markSOS  = 0xdd, 0xda
	markAPP0          = 0xe0
	markAPP1          = 0xe1
	markAPP14         = 0xee
	markAPP15         = 0xef
	markCOM           = 0xfe
	markRST0          = 0xd0
	markRST7          = 0xd7
	maxScans          = 100 // of a progressive picture; each costs a decoder all pixels
	jfifLength        = 14
	adobeLength       = 12
	plainOrientation  = 1
	frameHeaderLength = 6
)

// jpeg walks the segments of a file and writes those that make the picture.
type jpeg struct {
	rest          []byte
	out           bytes.Buffer
	width, height int
	scans         int
	turned        bool // the orientation has been kept
}

// cleanJPEG keeps tables, frame and scans. Of what applications add, it keeps what says
// how colours are coded and which way up the picture is.
func cleanJPEG(file []byte) (Picture, error) {
	j := &jpeg{rest: file[2:]}
	j.out.Grow(len(file))
	j.out.Write(file[:2])
	for {
		marker, payload, err := j.segment()
		if err != nil {
			return Picture{}, err
		}
		if marker == markEOI {
			break
		}
		if err := j.keep(marker, payload); err != nil {
			return Picture{}, err
		}
	}
	if j.scans == 0 {
		return Picture{}, broken("no scan")
	}
	j.out.Write([]byte{0xff, markEOI})
	return Picture{JPEG, j.width, j.height, j.out.Bytes()}, nil
}

// segment cuts the next marker with its payload off what is left.
func (j *jpeg) segment() (marker byte, payload []byte, err error) {
	if len(j.rest) < 2 || j.rest[0] != 0xff {
		return 0, nil, broken("no marker where one must be")
	}
	for len(j.rest) > 1 && j.rest[1] == 0xff { // fill
		j.rest = j.rest[1:]
	}
	if len(j.rest) < 2 {
		return 0, nil, broken("cut short")
	}
	marker, j.rest = j.rest[1], j.rest[2:]
	if marker == markEOI {
		return marker, nil, nil
	}
	if len(j.rest) < 2 {
		return 0, nil, broken("cut short")
	}
	length := int(binary.BigEndian.Uint16(j.rest))
	if length < 2 || length > len(j.rest) {
		return 0, nil, broken("a segment that is longer than the file")
	}
	payload, j.rest = j.rest[2:length], j.rest[length:]
	return marker, payload, nil
}

func (j *jpeg) keep(marker byte, payload []byte) error {
	switch {
	case marker >= markSOF0 && marker <= markSOF2:
		return j.frame(marker, payload)
	case marker == markDHT, marker == markDQT, marker == markDRI:
		j.write(marker, payload)
	case marker == markSOS:
		return j.scan(payload)
	case marker == markAPP0 && len(payload) >= jfifLength && bytes.HasPrefix(payload, []byte("JFIF\x00")):
		header := bytes.Clone(payload[:jfifLength])
		header[12], header[13] = 0, 0 // its thumbnail stays out
		j.write(marker, header)
	case marker == markAPP14 && len(payload) == adobeLength && bytes.HasPrefix(payload, []byte("Adobe")):
		j.write(marker, payload)
	case marker == markAPP1 && !j.turned:
		if o := orientation(payload); o != plainOrientation {
			j.turned = true
			j.write(marker, onlyOrientation(o))
		}
	case marker >= markAPP0 && marker <= markAPP15, marker == markCOM:
	default:
		return broken("marker %#x", marker)
	}
	return nil
}

func (j *jpeg) write(marker byte, payload []byte) {
	j.out.Write([]byte{0xff, marker})
	j.out.Write(binary.BigEndian.AppendUint16(nil, uint16(len(payload)+2)))
	j.out.Write(payload)
}

// frame holds the size in pixels against the bound.
func (j *jpeg) frame(marker byte, payload []byte) error {
	if j.width != 0 {
		return broken("a second frame")
	}
	if len(payload) < frameHeaderLength || payload[0] != 8 || len(payload) != frameHeaderLength+3*int(payload[5]) {
		return broken("frame header")
	}
	j.height, j.width = int(binary.BigEndian.Uint16(payload[1:])), int(binary.BigEndian.Uint16(payload[3:]))
	if n := payload[5]; n != 1 && n != 3 && n != 4 {
		return broken("%d colours", n)
	}
	j.write(marker, payload)
	return bounded(j.width, j.height)
}

// scan keeps a scan's header and its data, which end where a marker begins.
func (j *jpeg) scan(header []byte) error {
	if j.scans++; j.width == 0 || j.scans > maxScans {
		return broken("scan %d", j.scans)
	}
	j.write(markSOS, header)
	for at := 0; ; {
		next := bytes.IndexByte(j.rest[at:], 0xff)
		if next < 0 || at+next+1 >= len(j.rest) {
			return broken("cut short")
		}
		at += next
		if follows := j.rest[at+1]; follows == 0 || follows >= markRST0 && follows <= markRST7 {
			at += 2
			continue
		}
		if at == 0 {
			return broken("an empty scan")
		}
		j.out.Write(j.rest[:at])
		j.rest = j.rest[at:]
		return nil
	}
}
