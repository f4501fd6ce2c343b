package miniprogram_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"sync"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/internal/clock"
	"channelrouter/internal/kv"
	"channelrouter/miniprogram"
	"channelrouter/miniprogram/fake"
)

const (
	consumerApp = "wx00000000000000c0"
	guideApp    = "wx0000000000000091"
	appSecret   = "0123456789abcdef0123456789abcdef"
)

var ctx = context.Background()

// world is a stand-in for WeChat with two apps and two people, and a client that
// talks to it over loopback.
type world struct {
	clock  *clock.Manual
	store  kv.Store // shared by all clients of the world
	wechat *fake.Server
	client *miniprogram.Client
	log    *lockedBuffer
}

// newWorld needs a Convey scope; the stand-in is closed when the scope ends.
func newWorld() *world {
	hand := clock.NewManual(time.Now())
	w := &world{clock: hand, store: kv.NewMemory(hand.Now), wechat: fake.NewAt(hand.Now), log: &lockedBuffer{}}
	w.wechat.AddApp(consumerApp, appSecret)
	w.wechat.AddApp(guideApp, appSecret)
	w.wechat.AddPerson("Li", "union-li")
	w.wechat.AddPerson("Wang", "")
	So(w.wechat.Start(), ShouldBeNil)
	Reset(func() { _ = w.wechat.Close() })
	w.client = w.replica()
	return w
}

// replica is one more process of the deployment: a client on the same store.
func (w *world) replica() *miniprogram.Client {
	return w.connect(w.wechat.URL(),
		miniprogram.App{Role: miniprogram.RoleConsumer, AppID: consumerApp, Secret: miniprogram.NewSecret(appSecret)},
		miniprogram.App{Role: miniprogram.RoleGuide, AppID: guideApp, Secret: miniprogram.NewSecret(appSecret),
			OriginalID: "gh_0123456789ab", EnvVersion: miniprogram.EnvTrial})
}

// call is any call that needs a token.
func call(client *miniprogram.Client) error {
	_, err := client.URLLink(ctx, miniprogram.RoleConsumer, "pages/home", "", 1)
	return err
}

// connect makes a client of the apps that logs into the world.
func (w *world) connect(baseURL string, apps ...miniprogram.App) *miniprogram.Client {
	registry, err := miniprogram.NewRegistry(apps...)
	So(err, ShouldBeNil)
	client, err := miniprogram.NewClient(registry, w.store, miniprogram.Options{
		BaseURL: baseURL,
		Timeout: 2 * time.Second,
		Now:     w.clock.Now,
		Log:     slog.New(slog.NewTextHandler(w.log, nil)),
	})
	So(err, ShouldBeNil)
	return client
}

// login is the person logging in to the consumer app with a fresh code.
func (w *world) login(name string) (miniprogram.Identity, error) {
	return w.client.Login(ctx, miniprogram.RoleConsumer, w.wechat.IssueLoginCode(consumerApp, name))
}

// answering is the URL of a server that gives a token to whoever asks and the body to
// every other call.
func answering(body string) string {
	server := httptest.NewServer(http.HandlerFunc(func(out http.ResponseWriter, in *http.Request) {
		if in.URL.Path == "/cgi-bin/stable_token" {
			_, _ = out.Write([]byte(`{"access_token":"TOKEN","expires_in":7200}`))
			return
		}
		_, _ = out.Write([]byte(body))
	}))
	Reset(server.Close)
	return server.URL
}

type lockedBuffer struct {
	mu     sync.Mutex
	buffer bytes.Buffer
}

func (b *lockedBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buffer.Write(p)
}

func (b *lockedBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buffer.String()
}

// atOnce runs do in n goroutines that start together and joins their errors.
func atOnce(n int, do func(i int) error) error {
	start := make(chan struct{})
	failures := make([]error, n)
	var done sync.WaitGroup
	for i := range n {
		done.Go(func() {
			<-start
			failures[i] = do(i)
		})
	}
	close(start)
	done.Wait()
	return errors.Join(failures...)
}
