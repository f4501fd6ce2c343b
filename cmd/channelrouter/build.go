package main

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"

	"channelrouter/configs"
	"channelrouter/internal/blob"
	"channelrouter/internal/clock"
	"channelrouter/internal/db"
	"channelrouter/internal/id"
	"channelrouter/internal/kv"
	"channelrouter/internal/lease"
	"channelrouter/internal/personal"
	"channelrouter/miniprogram/pay"
	"channelrouter/model"
	"channelrouter/model/migration"
	"channelrouter/service"
	"channelrouter/service/code"
	"channelrouter/service/intake"
)

// house is everything wired: what stands below the rooms, the rooms, and what must be
// closed again.
type house struct {
	*service.Rooms
	config configs.Config
	wechat wechat
	// official is the service account; nil when there is none.
	official *official
	pay      map[string]*pay.Client // by merchant
	node     string                 // the lease of this process's node number
}

// build wires the house by hand, from the ground up.
func build(ctx context.Context, c configs.Config) (*house, error) {
	if err := os.MkdirAll(c.Data, 0o750); err != nil {
		return nil, err
	}
	database, err := openDatabase(ctx, c)
	if err != nil {
		return nil, err
	}
	store, err := openKV(ctx, c)
	if err != nil {
		return nil, err
	}
	keyring, err := openKeyring(ctx, c, database)
	if err != nil {
		return nil, err
	}
	photos, err := openBlobs(ctx, c.Media)
	if err != nil {
		return nil, err
	}
	we, err := openWeChat(c, store)
	if err != nil {
		return nil, err
	}
	account, err := openOfficial(c, store)
	if err != nil {
		return nil, err
	}
	payer, tills, err := openPay(c)
	if err != nil {
		return nil, err
	}
	system := clock.System{}
	keeper := lease.NewKeeper(database, system, holder())
	node, err := keeper.TakeNode(ctx, "id-node", id.Nodes)
	if err != nil {
		return nil, err
	}
	rooms, err := service.New(ctx, service.Ground{
		DB: database, KV: store, Clock: system, IDs: id.NewGenerator(node), Keeper: keeper, Keyring: keyring,
		Printing: printing(c.Printing), VerifyFiles: c.WeChat.VerifyFiles, Guesses: c.HTTP.GuessesPerHour,
		WeChat: we, Apps: apps(c), Links: we, Messenger: we, MessageApps: messageApps(c), MarketCodes: openMarketCodes(c, account),
		Risk: we, Content: we, Blobs: photos, PublicURL: c.Media.PublicURL,
		Uploads: intake.Settings{Folder: filepath.Join(c.Media.Path, "uploads"), MostBytes: c.Imports.UploadBytes},
		Payer:   payer, Tills: tills, SecondFactor: secondFactorRoles(c), DueDays: c.Privacy.DueDays, MessageDays: c.Kept.MessageDays, LinkDays: c.Kept.LinkDays,
		KeptYears: map[personal.Why]int{
			personal.Tax: c.Privacy.TaxYears, personal.Evidence: c.Privacy.EvidenceYears, personal.Proof: c.Privacy.ProofYears,
		},
	})
	if err != nil {
		return nil, err
	}
	return &house{Rooms: rooms, config: c, wechat: we, official: account, pay: payer.clients, node: lease.NodeName("id-node", node)}, nil
}

func secondFactorRoles(c configs.Config) []model.UserRole {
	roles := make([]model.UserRole, len(c.Console.SecondFactor))
	for i, r := range c.Console.SecondFactor {
		roles[i] = model.UserRole(r)
	}
	return roles
}

// close lets go of everything, the node number included.
func (h *house) close() {
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
	defer cancel()
	err := errors.Join(h.Keeper.Release(ctx, h.node), h.KV.Close(), h.DB.Close())
	if err != nil {
		slog.Warn("not everything closed", "error", err)
	}
}

// openBlobs opens what keeps photos. A bucket that does not answer is told and not waited for:
// all but photos goes on without it.
func openBlobs(ctx context.Context, c configs.Media) (blob.Store, error) {
	if c.Store != "s3" {
		return blob.OpenDisk(c.Path)
	}
	bucket, err := blob.OpenS3(blob.S3Settings{
		Endpoint: c.S3.Endpoint, Bucket: c.S3.Bucket, Region: c.S3.Region, Prefix: c.S3.Prefix,
		AccessKey: string(c.S3.AccessKey), SecretKey: string(c.S3.SecretKey), Lookup: c.S3.Lookup,
	})
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	if err := bucket.Check(ctx); err != nil {
		slog.Warn("the bucket for photos cannot be reached", "endpoint", c.S3.Endpoint, "bucket", c.S3.Bucket, "error", err)
	}
	return bucket, nil
}

// openDatabase opens the configured database. The embedded one is brought up to date at
// once; a server's schema is changed by command only.
func openDatabase(ctx context.Context, c configs.Config) (*db.DB, error) {
	database, err := db.Open(ctx, string(c.DatabaseURL))
	if err != nil {
		return nil, err
	}
	if database.Engine == "sqlite" {
		return database, migration.Up(ctx, database)
	}
	missing, err := migration.Pending(ctx, database)
	if err != nil {
		return nil, err
	}
	if missing > 0 {
		return nil, fmt.Errorf("the database lacks %d migrations: run channelrouter migrate up", missing)
	}
	return database, nil
}

func openKV(ctx context.Context, c configs.Config) (kv.Store, error) {
	if c.RedisURL == "" {
		return kv.NewMemory(time.Now), nil
	}
	return kv.NewRedis(ctx, string(c.RedisURL), "channelrouter:")
}

// openKeyring unlocks the keyring. An embedded installation that has none, and whose
// database has seen none, gets a new one.
func openKeyring(ctx context.Context, c configs.Config, d *db.DB) (*code.Keyring, error) {
	if d.Engine != "sqlite" {
		keyring, _, err := loadKeyring(c)
		return keyring, err
	}
	key, err := keyringKey(c)
	if err != nil {
		return nil, err
	}
	keyring, err := code.Load(c.Keyring.Path, key)
	if !errors.Is(err, os.ErrNotExist) {
		return keyring, err
	}
	var seen int64
	if err := d.Conn(ctx).Model(&model.KeyEpoch{}).Count(&seen).Error; err != nil {
		return nil, err
	}
	if seen > 0 {
		return nil, fmt.Errorf("this database's codes need the keyring that printed them, and %s does not exist: restore it from its backup with channelrouter keyring restore", c.Keyring.Path)
	}
	keyring, err = code.NewKeyring(time.Now(), code.StandardFaces())
	if err != nil {
		return nil, err
	}
	slog.Info("made a new keyring; back it up with channelrouter keyring backup", "path", c.Keyring.Path)
	return keyring, code.Save(c.Keyring.Path, keyring, key)
}

func printing(c configs.Printing) code.Printing {
	p := code.Printing{DefaultHost: c.Host, UpperCase: c.UpperCase, Hosts: map[model.Face]string{}}
	for name, host := range c.Hosts {
		face, err := model.ParseFace(name)
		if err == nil { // checked when the configuration was loaded
			p.Hosts[face] = host
		}
	}
	return p
}

// holder names this process among those that take leases.
func holder() string {
	var random [8]byte
	_, _ = rand.Read(random[:])
	host, _ := os.Hostname()
	return fmt.Sprintf("%.40s/%s", host, hex.EncodeToString(random[:]))
}

// metrics is what Prometheus may ask for.
func metrics(h *house) *prometheus.Registry {
	r := prometheus.NewRegistry()
	r.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	for state, read := range map[string]func(pending, dead int64) int64{
		"pending": func(pending, _ int64) int64 { return pending },
		"dead":    func(_, dead int64) int64 { return dead },
	} {
		r.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{
			Name: "channelrouter_outbox_messages", Help: "Messages in the outbox by state.",
			ConstLabels: prometheus.Labels{"state": state},
		}, func() float64 {
			ctx, cancel := context.WithTimeout(context.Background(), time.Second)
			defer cancel()
			pending, dead, err := h.Outbox.Depth(ctx)
			if err != nil {
				return -1
			}
			return float64(read(pending, dead))
		}))
	}
	return r
}
