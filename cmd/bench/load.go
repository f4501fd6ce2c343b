package main

import (
	"bufio"
	"fmt"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"time"
)

// load is a bounded number of clients sending requests over kept connections. The client
// is bare, a socket and a parser of heads, so that the server is what is measured.
type load struct {
	clients int
	length  time.Duration
	// request is the n-th request of a client, as bytes on the wire; nil ends the client.
	request func(client, n int) []byte
	// status every answer must have.
	status int
}

// run serves handler on loopback, loads it, and says how many requests a second it answered.
func (l load) run(handler http.Handler) (float64, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	server := &http.Server{Handler: handler, ReadHeaderTimeout: 10 * time.Second}
	go func() { _ = server.Serve(listener) }()
	defer server.Close()

	var answered atomic.Int64
	faults := make([]error, l.clients)
	var running sync.WaitGroup
	begin := time.Now()
	deadline := begin.Add(l.length)
	for client := range l.clients {
		running.Go(func() { faults[client] = l.client(client, listener.Addr().String(), deadline, &answered) })
	}
	running.Wait()
	took := time.Since(begin).Seconds()
	for _, err := range faults {
		if err != nil {
			return 0, err
		}
	}
	return float64(answered.Load()) / took, nil
}

func (l load) client(client int, address string, deadline time.Time, answered *atomic.Int64) error {
	conn, err := net.Dial("tcp", address)
	if err != nil {
		return err
	}
	defer conn.Close()
	reader := bufio.NewReader(conn)
	for n := 0; time.Now().Before(deadline); n++ {
		request := l.request(client, n)
		if request == nil {
			break
		}
		if _, err := conn.Write(request); err != nil {
			return err
		}
		status, body, err := readAnswer(reader)
		if err != nil {
			return err
		}
		if status != l.status {
			return fmt.Errorf("answered %d: %.300s", status, body)
		}
		answered.Add(1)
	}
	return nil
}

// readAnswer reads the status and the body of an answer with a Content-Length.
func readAnswer(r *bufio.Reader) (status int, body []byte, err error) {
	line, err := r.ReadSlice('\n')
	if err != nil {
		return 0, nil, err
	}
	if _, err := fmt.Sscanf(string(line[9:12]), "%d", &status); err != nil {
		return 0, nil, err
	}
	length := 0
	for {
		if line, err = r.ReadSlice('\n'); err != nil {
			return 0, nil, err
		}
		if len(line) <= 2 {
			break
		}
		if len(line) > 16 && string(line[:16]) == "Content-Length: " {
			for _, c := range line[16 : len(line)-2] {
				length = length*10 + int(c-'0')
			}
		}
	}
	body = make([]byte, length)
	for read := 0; read < length; {
		n, err := r.Read(body[read:])
		if err != nil {
			return 0, nil, err
		}
		read += n
	}
	return status, body, nil
}

// compare runs two ways in turn and returns the ratio of each round.
func compare(count int, ours, theirs func(round int) (float64, error)) ([]float64, error) {
	ratios := make([]float64, count)
	for i := range ratios {
		a, err := ours(i)
		if err != nil {
			return nil, fmt.Errorf("ours: %w", err)
		}
		b, err := theirs(i)
		if err != nil {
			return nil, fmt.Errorf("the other: %w", err)
		}
		ratios[i] = a / b
	}
	return ratios, nil
}
