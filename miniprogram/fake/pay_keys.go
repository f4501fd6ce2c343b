package fake

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"encoding/pem"
	"strings"
	"sync"
)

// Merchant is what a merchant finds in WeChat Pay's console, and its private key: all
// that a client needs.
type Merchant struct {
	MchID       string
	SerialNo    string // of the merchant's certificate
	PrivateKey  string // PEM, PKCS #8
	APIv3Key    string
	PublicKeyID string // of WeChat Pay's public key
	PublicKey   string // PEM
}

// AddMerchant opens an account and makes its keys; a second call finds both. Within one process the same
// merchant number has the same keys in every stand-in, as WeChat Pay itself has one
// key pair: making keys is the slowest thing that this package does.
func (p *Pay) AddMerchant(mchID string) Merchant {
	key := keyOf("merchant " + mchID)
	seed := sha256.Sum256([]byte(mchID))
	m := Merchant{
		MchID:       mchID,
		SerialNo:    strings.ToUpper(hex.EncodeToString(seed[:20])),
		PrivateKey:  pemOf("PRIVATE KEY")(x509.MarshalPKCS8PrivateKey(key)),
		APIv3Key:    hex.EncodeToString(seed[16:]),
		PublicKeyID: "PUB_KEY_ID_0" + mchID + "2026000000",
		PublicKey:   pemOf("PUBLIC KEY")(x509.MarshalPKIXPublicKey(&platformKey().PublicKey)),
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if _, known := p.merchants[mchID]; !known {
		p.merchants[mchID] = &payMerchant{Merchant: m, public: &key.PublicKey}
	}
	return m
}

// platformKey is WeChat Pay's own: it signs answers and notifications and reads names.
func platformKey() *rsa.PrivateKey { return keyOf("wechat pay") }

var (
	keysMu sync.Mutex
	keys   = map[string]*rsa.PrivateKey{}
)

func keyOf(owner string) *rsa.PrivateKey {
	keysMu.Lock()
	defer keysMu.Unlock()
	key, made := keys[owner]
	if !made {
		var err error
		if key, err = rsa.GenerateKey(rand.Reader, 2048); err != nil {
			panic(err) // the random source never fails
		}
		keys[owner] = key
	}
	return key
}

func pemOf(kind string) func(der []byte, err error) string {
	return func(der []byte, err error) string {
		if err != nil {
			panic(err) // the keys are our own
		}
		return string(pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}))
	}
}
