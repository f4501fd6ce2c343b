package code

import (
	"bufio"
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"math/big"
	"os"
	"strings"
	"testing"

	oracle "github.com/capitalone/fpe/ff1"
)

const vectorFile = "testdata/vectors.jsonl"

// TestVectorsNeverChange: a difference means that printed codes would die. The
// file is never written anew; another scheme is another format.
func TestVectorsNeverChange(t *testing.T) {
	want, err := os.ReadFile(vectorFile)
	if err != nil {
		t.Fatal(err)
	}
	var got bytes.Buffer
	if err := WriteVectors(&got); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got.Bytes(), want) {
		t.Error("the vectors are not those in " + vectorFile)
	}
}

type brokenPipe struct{}

func (brokenPipe) Write([]byte) (int, error) { return 0, os.ErrClosed }

func TestWriteVectorsReportsTheWriter(t *testing.T) {
	if err := WriteVectors(brokenPipe{}); !errors.Is(err, os.ErrClosed) {
		t.Errorf("got %v", err)
	}
}

// TestVectorsFollowTheDocument computes every vector a second time from
// docs/codes.md alone, sharing nothing with the package.
func TestVectorsFollowTheDocument(t *testing.T) {
	file, err := os.Open(vectorFile)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	count := 0
	for lines := bufio.NewScanner(file); lines.Scan(); count++ {
		checkVector(t, count+1, lines.Bytes())
	}
	if count != 100 {
		t.Errorf("%d vectors", count)
	}
}

func checkVector(t *testing.T, line int, raw []byte) {
	var v vector
	decoder := json.NewDecoder(bytes.NewReader(raw))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&v); err != nil {
		t.Fatal(err)
	}
	expect := func(what, got, want string) {
		if got != want {
			t.Errorf("line %d: %s is %s, computed %s", line, what, got, want)
		}
	}
	symbols, macDigits := 14, 6
	if strings.HasSuffix(v.Face, "_inner") || v.Face == "unit_outer" {
		symbols, macDigits = 18, 11
	}
	master, _ := hex.DecodeString(v.Master)
	ff1Key := documentedKey(master, "ff1", symbols, v.Header)
	macKey := documentedKey(master, "mac", symbols, v.Header)
	expect("ff1_key", v.FF1Key, hex.EncodeToString(ff1Key))
	expect("mac_key", v.MACKey, hex.EncodeToString(macKey))
	message := fmt.Sprintf("%02x%016x", v.Header, v.Slot)
	tag := hex.EncodeToString(hmacSHA256(macKey, unhex(message)))[:macDigits]
	expect("mac", v.MAC, tag)
	expect("code", v.Code, documentedCode(t, ff1Key, v.Header, fmt.Sprintf("%09x%s", v.Slot, tag)))
}

// documentedKey is HKDF-SHA-256 of RFC 5869 written out: extract with a salt of
// 32 zero bytes, expand by one block.
func documentedKey(master []byte, use string, symbols int, header uint8) []byte {
	prk := hmacSHA256(make([]byte, 32), master)
	info := fmt.Sprintf("channelrouter/code/1/%s/%d/%d", use, symbols, header)
	return hmacSHA256(prk, append([]byte(info), 1))
}

// documentedCode encrypts the body, given in hex, and prints the code.
func documentedCode(t *testing.T, key []byte, header uint8, body string) string {
	cipher, err := oracle.NewCipher(2, 1, key, []byte{header})
	if err != nil {
		t.Fatal(err)
	}
	plain, _ := new(big.Int).SetString(body, 16)
	text, err := cipher.Encrypt(fmt.Sprintf("%0*b", 4*len(body), plain))
	if err != nil {
		t.Fatal(err)
	}
	const crockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
	values := []byte{header}
	for ; text != ""; text = text[5:] {
		group, _ := new(big.Int).SetString(text[:5], 2)
		values = append(values, byte(group.Int64()))
	}
	// The powers of α, and products by discrete logarithm.
	powers := []byte{1, 2, 4, 8, 16, 5, 10, 20, 13, 26, 17, 7, 14, 28, 29, 31, 27, 19, 3, 6, 12, 24, 21, 15, 30, 25, 23, 11, 22, 9, 18}
	var check byte
	var code strings.Builder
	for i, value := range values {
		if at := bytes.IndexByte(powers, value); at >= 0 {
			check ^= powers[(at+len(values)-i)%31]
		}
		code.WriteByte(crockford[value])
	}
	code.WriteByte(crockford[check])
	return code.String()
}

func hmacSHA256(key, message []byte) []byte {
	h := hmac.New(sha256.New, key)
	h.Write(message)
	return h.Sum(nil)
}

func unhex(s string) []byte {
	raw, _ := hex.DecodeString(s)
	return raw
}
