package dbtest

import (
	"math/rand/v2"
	"os"
	"os/exec"
	"testing"
	"time"
)

// StartVictim starts the test program as its own victim, which its TestMain makes of it where a
// variable of the environment has a database's URL, and kills it after its first word, within a
// time from the shortest to the longest.
func StartVictim(t testing.TB, variable, url string, shortest, longest time.Duration) *exec.Cmd {
	t.Helper()
	process := exec.Command(os.Args[0])
	process.Env = append(os.Environ(), variable+"="+url)
	process.Stderr = os.Stderr
	out, err := process.StdoutPipe()
	if err == nil {
		err = process.Start()
	}
	if err == nil {
		_, err = out.Read(make([]byte, 1))
	}
	if err != nil {
		t.Fatal(err)
	}
	time.AfterFunc(shortest+rand.N(longest-shortest), func() { _ = process.Process.Kill() })
	return process
}
