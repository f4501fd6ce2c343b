package pay_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"channelrouter/miniprogram/fake"
	"channelrouter/miniprogram/pay"
)

func TestMerchantsAreChecked(t *testing.T) {
	good := pay.Credentials(fake.New().Pay().AddMerchant(mchID))
	if _, err := pay.NewMerchant(good); err != nil {
		t.Fatal(err)
	}
	for fault, change := range map[string]func(*pay.Credentials){
		"merchant number": func(c *pay.Credentials) { c.MchID = "19O0000109" },
		"serial number":   func(c *pay.Credentials) { c.SerialNo = "" },
		"APIv3 key":       func(c *pay.Credentials) { c.APIv3Key = c.APIv3Key[1:] },
		"private key":     func(c *pay.Credentials) { c.PrivateKey = "-----BEGIN PRIVATE KEY-----\nsecret" },
		"public key id":   func(c *pay.Credentials) { c.PublicKeyID = c.SerialNo },
		"public key is":   func(c *pay.Credentials) { c.PublicKey = "" },
	} {
		bad := good
		change(&bad)
		_, err := pay.NewMerchant(bad)
		if err == nil || !strings.Contains(err.Error(), fault) || strings.Count(err.Error(), "\n") != 0 {
			t.Errorf("%s: %v", fault, err)
		}
	}
	_, err := pay.NewMerchant(pay.Credentials{APIv3Key: "tooshortasecret", PrivateKey: "notakey"})
	if err == nil || strings.Count(err.Error(), "\n") != 5 || strings.Contains(err.Error(), "tooshort") || strings.Contains(err.Error(), "notakey") {
		t.Errorf("all faults at once, without secrets: %v", err)
	}
}

func TestClientsAreChecked(t *testing.T) {
	m, err := pay.NewMerchant(pay.Credentials(fake.New().Pay().AddMerchant(mchID)))
	if err != nil {
		t.Fatal(err)
	}
	for _, base := range []string{"localhost:1", "/x", "ftp://x", "http://", "://"} {
		if _, err := pay.NewClient(m, pay.Options{BaseURL: base}); err == nil {
			t.Errorf("%q was taken", base)
		}
	}
	if _, err := pay.NewClient(m, pay.Options{}); err != nil {
		t.Error(err)
	}
	if _, err := pay.NewClient(pay.Merchant{MchID: mchID}, pay.Options{}); err == nil {
		t.Error("a client without keys was made")
	}
}

// Neither keys nor persons are in what is printed, logged or returned as an error.
func TestSecrecy(t *testing.T) {
	bank, client := started(t)
	keys := bank.AddMerchant(mchID)
	m, err := pay.NewMerchant(pay.Credentials(keys))
	if err != nil {
		t.Fatal(err)
	}
	var texts []string
	for _, value := range []any{m, &m, client, *client, struct{ m pay.Merchant }{m}} {
		encoded, _ := json.Marshal(value)
		texts = append(texts, string(encoded), fmt.Sprintf("%v %+v %#v %s", value, value, value, value))
	}
	for _, fault := range []fake.PayFault{
		{Status: 400, Code: "PARAM_ERROR"}, fake.PayErrorAfter, fake.PayCutAfter, fake.PayBroken, fake.PayRateLimited,
	} {
		bank.Fail(1, fault)
		bill := prize("R1")
		bill.RealName = "李雷"
		_, err := client.Transfer(ctx, bill)
		texts = append(texts, fmt.Sprintf("%v %+v %#v", err, err, err))
	}
	var log bytes.Buffer
	receipt, err := client.Transfer(ctx, prize("R2"))
	if err != nil {
		t.Fatal(err)
	}
	slog.New(slog.NewJSONHandler(&log, nil)).Info("paid", "receipt", receipt)
	texts = append(texts, log.String())
	secrets := []string{keys.APIv3Key, strings.Split(keys.PrivateKey, "\n")[1], liID, "李雷", receipt.PackageInfo}
	for _, text := range texts {
		for _, secret := range secrets {
			if strings.Contains(text, secret) {
				t.Errorf("%q is in %q", secret, text)
			}
		}
	}
}
