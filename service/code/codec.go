package code

import "channelrouter/model"

// Code is a printed code taken apart.
type Code struct {
	Face  model.Face
	Epoch uint8
	Slot  uint64 // below 2^36
}

// Item is the thing the code stands on, the same for both of its faces.
func (c Code) Item() model.ItemID { return model.NewItemID(c.Epoch, c.Face.Level(), c.Slot) }

// Codec turns codes into text and back; docs/codes.md specifies how. It is
// immutable, safe for concurrent use, and unaware of what was ever issued.
type Codec struct {
	short, long [headerCount]*headerKey // by header; nil where none is allocated
	writers     map[writer]*headerKey
}

// writer is what selects the key for writing.
type writer struct {
	epoch uint8
	face  model.Face
}

// NewCodec derives the keys of all epochs. Later changes to k do not reach the
// codec. It fails with ErrKeyringDamaged when k contradicts itself.
func NewCodec(k *Keyring) (*Codec, error) {
	if err := k.validate(); err != nil {
		return nil, err
	}
	c := &Codec{writers: map[writer]*headerKey{}}
	for i := range k.Epochs {
		epoch := &k.Epochs[i]
		for face, header := range epoch.Headers {
			key, err := newHeaderKey(epoch, face)
			if err != nil {
				return nil, err
			}
			c.readers(key.symbols)[header] = key
			c.writers[writer{epoch.ID, face}] = key
		}
	}
	return c, nil
}

// readers are the keys of the codes of a length, by header; nil when no code
// has that length.
func (c *Codec) readers(symbols int) *[headerCount]*headerKey {
	switch symbols {
	case shortFormat.symbols:
		return &c.short
	case longFormat.symbols:
		return &c.long
	default:
		return nil
	}
}

// Decode reads a code as printed or typed. It fails with ErrMalformed (length
// or characters), ErrMistyped (check symbol) or ErrForged (unknown header, MAC).
// Only the last is a guess that a limiter should count.
func (c *Codec) Decode(text string) (Code, error) {
	symbols, n, ok := readSymbols(text)
	readers := c.readers(n)
	if !ok || readers == nil {
		return Code{}, ErrMalformed
	}
	if syndrome(symbols[:n]) != 0 {
		return Code{}, ErrMistyped
	}
	key := readers[symbols[0]]
	if key == nil {
		return Code{}, ErrForged
	}
	slot, ok := key.open(symbols[:n])
	if !ok {
		return Code{}, ErrForged
	}
	return Code{Face: key.face, Epoch: key.epoch, Slot: slot}, nil
}

// Encode is the printed text of code: upper case, no separators. It fails with
// ErrNoKey or ErrSlotRange.
func (c *Codec) Encode(code Code) (string, error) {
	var buffer [maxSymbols]byte
	text, err := c.Append(buffer[:0], code)
	return string(text), err
}

// Append appends what Encode returns to dst without allocating, for exports.
// On error dst comes back as it was.
func (c *Codec) Append(dst []byte, code Code) ([]byte, error) {
	key := c.writers[writer{code.Epoch, code.Face}]
	if key == nil {
		return dst, ErrNoKey.With("face %s, epoch %d", code.Face, code.Epoch)
	}
	if code.Slot > lastSlot {
		return dst, ErrSlotRange.With("slot %d", code.Slot)
	}
	var symbols [maxSymbols]byte
	key.seal(symbols[:key.symbols], code.Slot)
	for _, s := range symbols[:key.symbols] {
		dst = append(dst, alphabet[s])
	}
	return dst, nil
}
