package demo

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"sync/atomic"
)

// caller is one session's way to the API.
type caller struct {
	base  string
	app   string
	token string
	keys  atomic.Int64
}

// refusal is a problem answered by the API.
type refusal struct {
	Status int      `json:"status"`
	Code   string   `json:"code"`
	Title  string   `json:"title"`
	Detail string   `json:"detail"`
	Errors []string `json:"errors"`
}

func (r *refusal) Error() string {
	return fmt.Sprintf("%s: %s (%s) %v", r.Code, r.Title, r.Detail, r.Errors)
}

// post sends in as JSON, with an idempotency key of its own, and reads the answer into out.
func (c *caller) post(ctx context.Context, path string, in, out any) error {
	body, err := json.Marshal(in)
	if err != nil {
		return err
	}
	return c.do(ctx, http.MethodPost, path, bytes.NewReader(body), out)
}

func (c *caller) get(ctx context.Context, path string, out any) error {
	return c.do(ctx, http.MethodGet, path, nil, out)
}

func (c *caller) do(ctx context.Context, method, path string, body io.Reader, out any) error {
	request, err := http.NewRequestWithContext(ctx, method, c.base+"/api/v1"+path, body)
	if err != nil {
		return err
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Idempotency-Key", "demo-"+strconv.FormatInt(c.keys.Add(1), 10)+"-"+runID)
	if c.token != "" {
		request.Header.Set("Authorization", "Bearer "+c.token)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if response.StatusCode >= http.StatusBadRequest {
		return readRefusal(response)
	}
	if out == nil {
		return nil
	}
	return json.NewDecoder(response.Body).Decode(out)
}

// readRefusal is the problem that an answer tells of.
func readRefusal(response *http.Response) error {
	problem := &refusal{}
	if err := json.NewDecoder(response.Body).Decode(problem); err != nil {
		return fmt.Errorf("%s %s: %s", response.Request.Method, response.Request.URL.Path, response.Status)
	}
	return problem
}

// scanAnswer is what the walk reads of an answered scan.
type scanAnswer struct {
	Face    string   `json:"face"`
	Outcome string   `json:"outcome"`
	Verdict string   `json:"verdict"`
	Reasons []string `json:"reasons"`
	Route   struct {
		App    string `json:"app"`
		Page   string `json:"page"`
		Action string `json:"action"`
	} `json:"route"`
	Won *struct {
		Asset   string `json:"asset"`
		Amount  int64  `json:"amount"`
		Waiting bool   `json:"waiting"`
	} `json:"won"`
}

// scan scans a code in this caller's app.
func (c *caller) scan(ctx context.Context, code string) (scanAnswer, error) {
	var a scanAnswer
	err := c.post(ctx, "/"+c.app+"/scans", map[string]any{"code": code}, &a)
	return a, err
}
