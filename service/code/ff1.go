package code

import (
	"crypto/aes"
	"crypto/cipher"
	"encoding/binary"
)

// ff1 is the cipher FF1 of NIST SP 800-38G (2016), specialised to radix 2, an
// even length of 60 or 80 bits, AES-256 and a tweak of one byte. At these sizes
// Q fills one AES block and S is cut from one, so a round costs one block; P
// never changes and its encryption is precomputed. Names in capitals are the
// standard's.
type ff1 struct {
	block cipher.Block
	hi    uint64 // CIPH(P) ⊕ the part of Q that holds the tweak: first 8 bytes
	lo    uint64 // and last 8 bytes, without round number and NUM(B)
	mask  uint64 // 2^m−1, m = u = v = n/2 bits
	shift uint   // where the round number stands above NUM(B): 8b bits
	yEnd  int    // d: S is the first d bytes of R
}

const ff1Rounds = 10

// newFF1 takes a 32-byte key, half the block's length in bits (30 or 40) and
// the tweak.
func newFF1(key []byte, half uint, tweak byte) (*ff1, error) {
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	b := (half + 7) / 8                               // step 3: bytes of NUM(B), 4 or 5
	d := 4*((b+3)/4) + 4                              // step 4: 8 or 12
	p := [aes.BlockSize]byte{1, 2, 1, 0, 0, 2}        // step 5: [1]¹ [2]¹ [1]¹ [radix]³
	p[6], p[7] = ff1Rounds, byte(half)                // [10]¹ [u mod 256]¹
	binary.BigEndian.PutUint32(p[8:], uint32(2*half)) // [n]⁴
	binary.BigEndian.PutUint32(p[12:], 1)             // [t]⁴, the tweak's length
	block.Encrypt(p[:], p[:])
	return &ff1{
		block: block,
		hi:    binary.BigEndian.Uint64(p[:]) ^ uint64(tweak)<<56,
		lo:    binary.BigEndian.Uint64(p[8:]),
		mask:  1<<half - 1,
		shift: 8 * b,
		yEnd:  int(d),
	}, nil
}

// encrypt turns the halves A and B of a plaintext into those of its
// ciphertext. scratch is overwritten; it is the caller's because a block handed
// to an interface escapes to the heap.
func (f *ff1) encrypt(scratch *[aes.BlockSize]byte, a, b uint64) (uint64, uint64) {
	for i := range uint64(ff1Rounds) {
		a, b = b, (a+f.round(scratch, i, b))&f.mask
	}
	return a, b
}

// decrypt undoes encrypt.
func (f *ff1) decrypt(scratch *[aes.BlockSize]byte, a, b uint64) (uint64, uint64) {
	for i := uint64(ff1Rounds); i > 0; i-- {
		a, b = (b-f.round(scratch, i-1, a))&f.mask, a
	}
	return a, b
}

// round is y of step 6: the number in the first d bytes of CIPH(CIPH(P) ⊕ Q),
// Q = tweak, zeros, round number, NUM(half). It is wanted modulo 2^m only,
// m ≤ 40, so the last eight of the d bytes suffice; the caller masks.
func (f *ff1) round(scratch *[aes.BlockSize]byte, i, half uint64) uint64 {
	binary.BigEndian.PutUint64(scratch[:], f.hi)
	binary.BigEndian.PutUint64(scratch[8:], f.lo^(i<<f.shift|half))
	f.block.Encrypt(scratch[:], scratch[:])
	return binary.BigEndian.Uint64(scratch[f.yEnd-8:])
}
