package miniprogram

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"encoding/base64"
	"encoding/binary"
	"errors"
)

// WeChat pads to 32 bytes, twice the block of AES.
const paddedTo = 32

var errUndecryptable = errors.New("the message cannot be decrypted")

// decrypt opens base64(AES-256-CBC(16 random bytes ‖ length ‖ message ‖ appid ‖
// padding)), with the key's first half as the initial vector. The caller has verified
// the signature: an answer that tells bad padding from a bad length is no oracle to
// strangers, and there is one error for both anyway.
func decrypt(key []byte, encrypted string) (message []byte, appID string, err error) {
	sealed, err := base64.StdEncoding.DecodeString(encrypted)
	if err != nil || len(sealed) == 0 || len(sealed)%paddedTo != 0 {
		return nil, "", errUndecryptable
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, "", err
	}
	plain := make([]byte, len(sealed))
	cipher.NewCBCDecrypter(block, key[:aes.BlockSize]).CryptBlocks(plain, sealed)

	pad := int(plain[len(plain)-1])
	if pad < 1 || pad > paddedTo || bytes.Count(plain[len(plain)-pad:], plain[len(plain)-1:]) != pad {
		return nil, "", errUndecryptable
	}
	plain = plain[:len(plain)-pad]
	const head = 16 + 4
	if len(plain) < head {
		return nil, "", errUndecryptable
	}
	length := uint64(binary.BigEndian.Uint32(plain[16:head]))
	rest := plain[head:]
	if length > uint64(len(rest)) {
		return nil, "", errUndecryptable
	}
	return rest[:length], string(rest[length:]), nil
}
