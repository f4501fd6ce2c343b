package testkit

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"gorm.io/gorm"

	"channelrouter/internal/blob"
	"channelrouter/internal/dbtest"
	"channelrouter/internal/lease"
	"channelrouter/model/migration"
	"channelrouter/service"
	"channelrouter/service/code"
)

// Mortal is a world in which processes of their own work, and are killed.
type Mortal struct {
	Engine                   Engine
	Database, Blobs, Keyring string
	// Of a victim: what it does, when, and after how many statements it is killed; 0: it is not.
	Job   string
	Now   time.Time
	Death int64
}

const victimEnv = "TESTKIT_VICTIM"

// victim is what this process is to do, if it is a victim.
func victim() *Mortal {
	encoded := os.Getenv(victimEnv)
	if encoded == "" {
		return nil
	}
	var m Mortal
	if err := json.Unmarshal([]byte(encoded), &m); err != nil {
		panic(err)
	}
	return &m
}

// NewMortal prepares a world; Ground makes New build it there.
func NewMortal(t testing.TB, e Engine) Mortal {
	t.Helper()
	m := Mortal{Engine: e, Database: dbtest.URL(t, e), Blobs: t.TempDir(), Keyring: filepath.Join(t.TempDir(), "keyring")}
	err := migration.Up(t.Context(), dbtest.Dial(t, m.Database))
	if err == nil {
		err = code.Save(m.Keyring, keyring, make([]byte, 32))
	}
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// Ground puts a world on the database and the files that it shares with victims.
func (m Mortal) Ground(t testing.TB) func(*service.Ground) {
	return func(g *service.Ground) {
		disk, err := blob.OpenDisk(m.Blobs)
		if err != nil {
			t.Fatal(err)
		}
		g.DB, g.Blobs = dbtest.Dial(t, m.Database), disk
		g.Keeper = lease.NewKeeper(g.DB, g.Clock, "mortal")
	}
}

// Kill has a process do a job in a world and kills it, as kill -9 does, after so many statements.
// It tells whether the process came that far; else it ended its job.
func (m Mortal) Kill(w *World, job string, after int64) (killed bool) {
	w.T.Helper()
	m.Job, m.Now, m.Death = job, w.Clock.Now(), after
	encoded, err := json.Marshal(m)
	w.must(err)
	process := exec.Command(os.Args[0], "-test.run=^TestVictim$")
	process.Env = append(os.Environ(), victimEnv+"="+string(encoded))
	out, err := process.CombinedOutput()
	if status, is := process.ProcessState.Sys().(syscall.WaitStatus); is && status.Signal() == syscall.SIGKILL && after > 0 {
		return true
	}
	if err != nil {
		w.T.Fatalf("the victim died by itself: %v\n%s", err, out)
	}
	return false
}

// Victim is the whole of a package's TestVictim: by itself it does nothing.
func Victim(t *testing.T, jobs map[string]func(*World) error) {
	m := victim()
	if m == nil {
		t.Skip("a process that others start, to be killed")
	}
	w := build(t, m.Engine, dbtest.Dial(t, m.Database), m.Ground(t))
	w.Tick(m.Now.Sub(w.Clock.Now()))
	if m.Death > 0 {
		asked := int64(0)
		for _, h := range w.allHooks(func(*gorm.DB) {
			if asked++; asked == m.Death {
				_ = syscall.Kill(os.Getpid(), syscall.SIGKILL)
				select {} // it comes at once
			}
		}) {
			w.must(h.add())
		}
	}
	job := jobs[m.Job]
	if job == nil {
		t.Fatalf("no job %q", m.Job)
	}
	w.must(job(w))
}
