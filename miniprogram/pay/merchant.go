package pay

import (
	"crypto/rsa"
	"errors"
	"fmt"
	"regexp"

	"github.com/wechatpay-apiv3/wechatpay-go/utils"
)

// Credentials are a merchant's secrets as texts, the way files and the environment
// hold them. They are for NewMerchant only: printing them shows them.
type Credentials struct {
	MchID       string // 商户号
	SerialNo    string // of the merchant's API certificate, in hex
	PrivateKey  string // of that certificate, PEM (PKCS #8): apiclient_key.pem
	APIv3Key    string // 32 bytes; decrypts notifications
	PublicKeyID string // 微信支付公钥ID, PUB_KEY_ID_…
	PublicKey   string // WeChat Pay's public key, PEM: pub_key.pem
}

// Merchant is one merchant with its keys. No printer shows the keys: they are behind
// two pointers, and fmt follows one at most (it does under a verb that does not fit).
type Merchant struct {
	MchID       string
	SerialNo    string
	PublicKeyID string
	keys        *keys
}

type keys struct {
	private  *rsa.PrivateKey
	platform *rsa.PublicKey
	apiV3    *string
}

var (
	mchID    = regexp.MustCompile(`^[0-9]{8,12}$`)
	serialNo = regexp.MustCompile(`^[0-9A-Fa-f]{1,40}$`)
	// Only public-key mode is spoken: an id of another form is a certificate's serial
	// number put into the wrong place.
	publicKeyID = regexp.MustCompile(`^PUB_KEY_ID_[0-9A-Za-z]+$`)
)

const apiV3KeySize = 32 // bytes, of AES-256

// NewMerchant reads the keys. The error names every fault at once and quotes no secret.
func NewMerchant(c Credentials) (Merchant, error) {
	var faults []error
	fault := func(wrong bool, what string) {
		if wrong {
			faults = append(faults, fmt.Errorf("merchant %q: %s", c.MchID, what))
		}
	}
	fault(!mchID.MatchString(c.MchID), "the merchant number is 8 to 12 digits")
	fault(!serialNo.MatchString(c.SerialNo), "the certificate's serial number is up to 40 hex digits")
	fault(!publicKeyID.MatchString(c.PublicKeyID), "WeChat's public key id begins with PUB_KEY_ID_")
	fault(len(c.APIv3Key) != apiV3KeySize, "the APIv3 key has 32 characters")
	// The parsers' errors are left out: they may quote what they could not parse.
	private, err := utils.LoadPrivateKey(c.PrivateKey)
	fault(err != nil, "the private key is no RSA key in PEM (PKCS #8)")
	platform, err := utils.LoadPublicKey(c.PublicKey)
	fault(err != nil, "WeChat's public key is no RSA key in PEM")
	if err := errors.Join(faults...); err != nil {
		return Merchant{}, err
	}
	return Merchant{
		MchID: c.MchID, SerialNo: c.SerialNo, PublicKeyID: c.PublicKeyID,
		keys: &keys{private: private, platform: platform, apiV3: &c.APIv3Key},
	}, nil
}
