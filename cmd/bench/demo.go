package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"syscall"
	"time"
)

const (
	demoRounds  = 3
	listRounds  = 9
	demoWarmup  = 5 * time.Minute // at most, until it serves
	demoAddress = "127.0.0.1:18417"
)

var (
	demoPassword = regexp.MustCompile(`Console users: (\w+),.*password of each is (\S+)`)
	demoServing  = regexp.MustCompile(`Serving on (\S+) until`)
)

// demonstrated measures the program itself: how long `demo` takes until it serves a quarter of
// history and its story, and how long a console waits for the first rows of 50,000 terminals.
func demonstrated() ([]figure, error) {
	folder, err := os.MkdirTemp("", "channelrouter-bench-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(folder)
	program := filepath.Join(folder, "channelrouter")
	build := exec.Command("go", "build", "-o", program, "./cmd/channelrouter")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("build: %w\n%s", err, out)
	}
	made := figure{name: "demo_seconds", unit: "s", bar: 20}
	lists := figure{name: "terminals_list_ms", unit: "ms", bar: 300}
	for round := range demoRounds {
		d, err := startDemo(program)
		if err != nil {
			return nil, err
		}
		made.rounds = append(made.rounds, d.took.Seconds())
		if round == 0 {
			lists.rounds, err = d.lists()
		}
		if err = errors.Join(err, d.stop()); err != nil {
			return nil, err
		}
	}
	return []figure{made, lists}, nil
}

// demo is the program while it serves.
type demo struct {
	command         *exec.Cmd
	took            time.Duration
	base            string
	login, password string
}

func startDemo(program string) (*demo, error) {
	d := &demo{command: exec.Command(program, "demo", "--quiet", "--listen", demoAddress)}
	d.command.Stderr = os.Stderr
	out, err := d.command.StdoutPipe()
	if err != nil {
		return nil, err
	}
	began := time.Now()
	if err := d.command.Start(); err != nil {
		return nil, err
	}
	late := time.AfterFunc(demoWarmup, func() { _ = d.command.Process.Kill() })
	defer late.Stop()
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if found := demoPassword.FindSubmatch(lines.Bytes()); found != nil {
			d.login, d.password = string(found[1]), string(found[2])
		}
		if found := demoServing.FindSubmatch(lines.Bytes()); found != nil {
			d.took, d.base = time.Since(began), string(found[1])
			go func() { _, _ = io.Copy(io.Discard, out) }()
			return d, nil
		}
	}
	return nil, errors.Join(fmt.Errorf("the demo ended before it served"), d.command.Wait())
}

func (d *demo) stop() error {
	if err := d.command.Process.Signal(syscall.SIGTERM); err != nil {
		return err
	}
	return d.command.Wait()
}

// lists asks for the first rows in the ways the console does; the slowest way of a round counts.
func (d *demo) lists() ([]float64, error) {
	token, err := d.enter()
	if err != nil {
		return nil, err
	}
	var rounds []float64
	for range listRounds {
		slowest := 0.0
		for _, query := range []url.Values{
			{}, {"sort": {"name"}}, {"sort": {"-code"}}, {"q": {"T04"}}, {"q": {"超市"}, "sort": {"name"}}, {"prefix": {"33"}}, {"without_supplier": {"true"}},
		} {
			query.Set("kind", "terminal")
			query.Set("limit", "50")
			began := time.Now()
			if err := d.get("/api/v1/console/organisations?"+query.Encode(), token); err != nil {
				return nil, err
			}
			slowest = max(slowest, float64(time.Since(began).Microseconds())/1000)
		}
		rounds = append(rounds, slowest)
	}
	return rounds, nil
}

func (d *demo) enter() (token string, err error) {
	body, err := json.Marshal(map[string]string{"login": d.login, "password": d.password})
	if err != nil {
		return "", err
	}
	answer, err := http.Post(d.base+"/api/v1/console/sessions", "application/json", bytes.NewReader(body))
	if err != nil {
		return "", err
	}
	defer answer.Body.Close()
	var session struct {
		AccessToken string `json:"access_token"`
	}
	if err := json.NewDecoder(answer.Body).Decode(&session); err != nil || session.AccessToken == "" {
		return "", fmt.Errorf("log in: %s: %w", answer.Status, err)
	}
	return session.AccessToken, nil
}

func (d *demo) get(path, token string) error {
	request, err := http.NewRequest(http.MethodGet, d.base+path, nil)
	if err != nil {
		return err
	}
	request.Header.Set("Authorization", "Bearer "+token)
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return fmt.Errorf("%s: %s", path, answer.Status)
	}
	_, err = io.Copy(io.Discard, answer.Body)
	return err
}
