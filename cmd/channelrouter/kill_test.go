package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"os/exec"
	"slices"
	"sync"
	"testing"
	"time"

	"channelrouter/configs"
	"channelrouter/internal/dbtest"
	"channelrouter/miniprogram/fake"
	"channelrouter/model"
	"channelrouter/model/migration"
	"channelrouter/service/catalog"
	"channelrouter/service/code"
	"channelrouter/service/identity"
)

// childConfig carries a server's configuration into a process of its own, which the test
// can kill.
const childConfig = "CHILD_CONFIG"

func TestMain(m *testing.M) {
	if os.Getenv(childCommand) != "" {
		main()
		os.Exit(0)
	}
	if encoded := os.Getenv(childConfig); encoded != "" {
		var c configs.Config
		if err := json.Unmarshal([]byte(encoded), &c); err != nil {
			panic(err)
		}
		h, err := build(context.Background(), c)
		if err != nil {
			panic(err)
		}
		listener, err := net.Listen("tcp", c.Listen)
		if err != nil {
			panic(err)
		}
		panic(h.serve(context.Background(), listener))
	}
	os.Exit(m.Run())
}

// TestKilledServerLosesNothingAndPaysNothingTwice kills a server in the middle of claims,
// starts it again, and repeats what was not answered, as clients do.
func TestKilledServerLosesNothingAndPaysNothingTwice(t *testing.T) {
	dbtest.Each(t, killClaims)
}

func killClaims(t *testing.T, e dbtest.Engine) {
	const units, lives = 960, 4
	wechat := fake.New()
	if err := wechat.Start(); err != nil {
		t.Fatal(err)
	}
	defer wechat.Close()
	c := installation(t, e, wechat)
	codes, token := prepareClaims(t, c, wechat, units)

	answered := make([]bool, units)
	interrupted := 0
	for life := range lives {
		child := startChild(t, c)
		var killing sync.WaitGroup
		if life < lives-1 {
			killing.Go(func() {
				time.Sleep(20*time.Millisecond + rand.N(60*time.Millisecond))
				_ = child.Process.Kill()
			})
		}
		claimAll(c.Listen, token, codes, answered)
		killing.Wait()
		_ = child.Process.Kill()
		_ = child.Wait()
		if slices.Contains(answered, false) {
			interrupted++
		}
	}
	if interrupted == 0 {
		t.Error("no server was killed before its work was done")
	}
	for i, ok := range answered {
		if !ok {
			t.Errorf("unit %d was never claimed", i)
		}
	}
	checkBooks(t, c, units)
}

// installation is a server's configuration, with a migrated database and a keyring.
func installation(t *testing.T, e dbtest.Engine, wechat *fake.Server) configs.Config {
	t.Helper()
	c := (demoCommand{Once: true}).configuration(t.TempDir(), wechat)
	c.Listen, c.DatabaseURL = freeAddress(t), configs.Secret(dbtest.URL(t, e))
	if err := migration.Up(t.Context(), dbtest.Dial(t, string(c.DatabaseURL))); err != nil {
		t.Fatal(err)
	}
	key, err := keyringKey(c)
	if err != nil {
		t.Fatal(err)
	}
	keyring, err := code.NewKeyring(time.Now(), code.StandardFaces())
	if err != nil {
		t.Fatal(err)
	}
	if err := code.Save(c.Keyring.Path, keyring, key); err != nil {
		t.Fatal(err)
	}
	return c
}

func checkBooks(t *testing.T, c configs.Config, units int64) {
	t.Helper()
	ctx := context.Background()
	h, err := build(ctx, c)
	if err != nil {
		t.Fatal(err)
	}
	defer h.close()
	report, err := h.Ledger.Verify(ctx)
	if err != nil || !report.OK() || report.Transactions != units {
		t.Errorf("%d claims left %+v, %v", units, report, err)
	}
	var claims, wallet int64
	if err := h.DB.Conn(ctx).Model(&model.ScanOnce{}).Count(&claims).Error; err != nil || claims != units {
		t.Errorf("%d of %d claims are stored, %v", claims, units, err)
	}
	err = h.DB.Conn(ctx).Model(&model.LedgerBalance{}).Where("account_kind = ?", model.WalletConsumer).
		Select("SUM(amount)").Scan(&wallet).Error
	if err != nil || wallet != units*108 {
		t.Errorf("the consumer has %d points for %d units, %v", wallet, units, err)
	}
}

// prepareClaims issues units and logs a consumer in, in a house that is closed again.
func prepareClaims(t *testing.T, c configs.Config, wechat *fake.Server, units int64) (codes []string, token string) {
	t.Helper()
	ctx := context.Background()
	h, err := build(ctx, c)
	if err != nil {
		t.Fatal(err)
	}
	defer h.close()
	products, err := h.Catalog.Load(ctx, catalog.Sample())
	if err != nil {
		t.Fatal(err)
	}
	b, err := h.Code.IssueBatch(ctx, code.NewBatch{
		Ref: "K", ProductID: products[0].ID, Profile: code.FiveInOne(24, 10), Linking: model.PreLinked, Count: units / 240,
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := h.Code.Activate(ctx, b.ID, code.Interval{}); err != nil {
		t.Fatal(err)
	}
	for i := range units {
		text, err := h.Code.Print(model.FaceUnitInner, b.Level(model.LevelUnit).From+model.ItemID(i))
		if err != nil {
			t.Fatal(err)
		}
		codes = append(codes, text)
	}
	wechat.AddPerson("claimer", "union-claimer")
	session, err := h.Identity.Login(ctx, identity.AppConsumer, wechat.IssueLoginCode("wx-demo-consumer", "claimer"))
	if err != nil {
		t.Fatal(err)
	}
	return codes, session.Access
}

func freeAddress(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	return listener.Addr().String()
}

// startChild starts this test's own binary as a server and waits until it is ready.
func startChild(t *testing.T, c configs.Config) *exec.Cmd {
	t.Helper()
	encoded, err := json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	binary, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	child := exec.Command(binary)
	child.Env = append(os.Environ(), childConfig+"="+string(encoded))
	child.Stderr = os.Stderr
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	for range 500 {
		if (healthcheckCommand{}).Run(context.Background(), c) == nil {
			return child
		}
		time.Sleep(20 * time.Millisecond)
	}
	t.Fatal("the server did not become ready")
	return nil
}

// claimAll claims what has not been answered yet, several at a time, each with the key it
// had before, and notes what was answered.
func claimAll(address, token string, codes []string, answered []bool) {
	const clients = 8
	var running sync.WaitGroup
	for client := range clients {
		running.Go(func() {
			for i := client; i < len(codes); i += clients {
				if !answered[i] {
					answered[i] = claim(address, token, codes[i])
				}
			}
		})
	}
	running.Wait()
}

func claim(address, token, text string) bool {
	body := fmt.Appendf(nil, `{"code":%q}`, text)
	request, err := http.NewRequest(http.MethodPost, "http://"+address+"/api/v1/consumer/scans", bytes.NewReader(body))
	if err != nil {
		return false
	}
	request.Header.Set("Authorization", "Bearer "+token)
	request.Header.Set("Idempotency-Key", text)
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return false // killed: the next life is asked again
	}
	defer response.Body.Close()
	return response.StatusCode == http.StatusOK
}
