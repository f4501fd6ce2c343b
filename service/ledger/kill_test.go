package ledger_test

import (
	"bufio"
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"testing"
	"time"

	"channelrouter/internal/clock"
	"channelrouter/internal/db"
	"channelrouter/internal/dbtest"
	"channelrouter/internal/id"
	"channelrouter/model"
	"channelrouter/model/migration"
	"channelrouter/service/ledger"
)

// TestMain lets the test program be its own victim: with victimOf set it posts to that
// database until it is killed.
func TestMain(m *testing.M) {
	if url := os.Getenv(victimOf); url != "" {
		fmt.Fprintln(os.Stderr, victim(url, os.Getenv(victimRound)))
		os.Exit(1)
	}
	// A history is hundreds of statements. The command line may still ask for more.
	if err := flag.Set("rapid.checks", "25"); err != nil {
		panic(err)
	}
	os.Exit(m.Run())
}

const victimOf, victimRound = "LEDGER_TEST_VICTIM_OF", "LEDGER_TEST_VICTIM_ROUND"

// movements are what a victim posts as its n-th act.
func movements(round string, n int) []ledger.Posting {
	key := fmt.Sprintf("%s/%d", round, n)
	return []ledger.Posting{
		ledger.Move(key+"/reward", "test", monday, rewardCost, wang, int64(n)),
		ledger.Move(key+"/rebate", "test", monday, rebateCost, d1, int64(n)),
	}
}

// victim posts, reverses every third time, seals all the time, and tells what is done.
func victim(url, round string) error {
	ctx := context.Background()
	d, err := db.Open(ctx, url)
	if err != nil {
		return err
	}
	s := ledger.New(d, clock.System{}, id.NewGenerator(rand.IntN(id.Nodes)), seed)
	failed := make(chan error)
	go func() {
		for {
			if _, err := s.Seal(ctx); err != nil {
				failed <- err
			}
		}
	}()
	go func() {
		for n := 1; ; n++ {
			ids, err := s.Post(ctx, movements(round, n)...)
			if err == nil && n%3 == 0 {
				_, err = s.Reverse(ctx, ids[1], fmt.Sprintf("%s/%d/reversal", round, n), monday)
			}
			if err != nil {
				failed <- err
			}
			fmt.Println(n, int64(ids[0]), int64(ids[1]))
		}
	}()
	return <-failed
}

// A process that is killed between any two instructions leaves whole transactions and
// whole seals: what it had told is there, and may be asked for again; the rest is there
// or not; the chain holds, and the next process goes on.
func TestKilledProcess(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, e dbtest.Engine) {
		url := dbtest.URL(t, e)
		b := openBooks(t, dbtest.Dial(t, url))
		if err := migration.Up(t.Context(), b.db); err != nil {
			t.Fatal(err)
		}
		for round := range 6 {
			told := killOne(t, url, fmt.Sprint(round), time.Duration(50+rand.IntN(250))*time.Millisecond)
			report, err := b.Verify(t.Context())
			if err != nil || !report.OK() {
				t.Fatalf("round %d: %+v, %v", round, report, err)
			}
			for n, ids := range told {
				again, err := b.Post(t.Context(), movements(fmt.Sprint(round), n)...)
				if err != nil || again[0] != ids[0] || again[1] != ids[1] {
					t.Fatalf("round %d: %d was told to be %v, and is %v, %v", round, n, ids, again, err)
				}
			}
			after, err := b.Verify(t.Context())
			if err != nil || !after.OK() || after.Transactions != report.Transactions {
				t.Fatalf("round %d: asking again made %+v of %+v, %v", round, after, report, err)
			}
			t.Logf("round %d: %d acts told, %d transactions, %d seals, %d unsealed", round, len(told), report.Transactions, report.Seals, report.Unsealed)
		}
		if _, err := b.Seal(t.Context()); err != nil {
			t.Fatal(err)
		}
		if report, err := b.Verify(t.Context()); err != nil || !report.OK() || report.Unsealed != 0 {
			t.Fatalf("%+v, %v", report, err)
		}
	})
}

// killOne starts a victim, kills it some time after its first word, and returns what it
// had told.
func killOne(t *testing.T, url, round string, after time.Duration) map[int][2]model.TxnID {
	t.Helper()
	process := exec.Command(os.Args[0])
	process.Env = append(os.Environ(), victimOf+"="+url, victimRound+"="+round)
	process.Stderr = os.Stderr
	out, err := process.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := process.Start(); err != nil {
		t.Fatal(err)
	}
	told := map[int][2]model.TxnID{}
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if len(told) == 0 {
			time.AfterFunc(after, func() { _ = process.Process.Kill() })
		}
		var n int
		var reward, rebate model.TxnID
		if _, err := fmt.Sscan(lines.Text(), &n, &reward, &rebate); err != nil {
			break // cut off in the middle of a word
		}
		told[n] = [2]model.TxnID{reward, rebate}
	}
	if err := process.Wait(); err == nil || process.ProcessState.Exited() {
		t.Fatalf("the victim ended by itself: %v", err)
	}
	if len(told) == 0 {
		t.Fatal("the victim did nothing")
	}
	return told
}
