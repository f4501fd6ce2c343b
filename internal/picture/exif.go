package picture

import (
	"bytes"
	"encoding/binary"
)

const (
	exifHead       = "Exif\x00\x00"
	tagOrientation = 0x0112
	typeShort      = 3
	entryLength    = 12
	maxOrientation = 8
)

// orientation reads which way up a picture is from an application segment: 1 to 8, and 1
// where it does not say.
func orientation(payload []byte) uint16 {
	tiff, is := bytes.CutPrefix(payload, []byte(exifHead))
	if !is || len(tiff) < 8 {
		return plainOrientation
	}
	var order binary.ByteOrder = binary.BigEndian
	if string(tiff[:2]) == "II" {
		order = binary.LittleEndian
	}
	at := uint64(order.Uint32(tiff[4:]))
	if at+2 > uint64(len(tiff)) {
		return plainOrientation
	}
	entries := tiff[at:]
	for n := order.Uint16(entries); n > 0; n-- {
		if len(entries) < 2+entryLength {
			break
		}
		entry := entries[2 : 2+entryLength]
		entries = entries[entryLength:]
		if order.Uint16(entry) != tagOrientation || order.Uint16(entry[2:]) != typeShort {
			continue
		}
		if o := order.Uint16(entry[8:]); o >= plainOrientation && o <= maxOrientation {
			return o
		}
		break
	}
	return plainOrientation
}

// onlyOrientation is an application segment that says which way up, and nothing else.
func onlyOrientation(o uint16) []byte {
	b := []byte(exifHead + "MM\x00\x2a\x00\x00\x00\x08\x00\x01")
	b = binary.BigEndian.AppendUint16(b, tagOrientation)
	b = binary.BigEndian.AppendUint16(b, typeShort)
	b = binary.BigEndian.AppendUint32(b, 1)
	b = binary.BigEndian.AppendUint16(b, o)
	return append(b, 0, 0, 0, 0, 0, 0) // the rest of the value; no further directory
}
