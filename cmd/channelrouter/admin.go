package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"channelrouter/configs"
	"channelrouter/internal/db"
	"channelrouter/internal/errs"
	"channelrouter/model"
	"channelrouter/model/migration"
	"channelrouter/service/identity"
)

type migrateCommand struct {
	Up     migrateUp     `cmd:"" help:"Apply every step that is missing."`
	Status migrateStatus `cmd:"" help:"List the steps, and which are applied."`
	Down   migrateDown   `cmd:"" help:"Take the last step back. Its data are lost."`
}

type migrateUp struct{}

// Run migrates up and names the steps that it applied.
func (migrateUp) Run(ctx context.Context, c configs.Config) error {
	return withDatabase(ctx, c, func(d *db.DB) error {
		before, err := migration.Status(ctx, d)
		if err != nil {
			return err
		}
		if err := migration.Up(ctx, d); err != nil {
			return err
		}
		missing := false
		for _, s := range before {
			if !s.Applied {
				missing = true
				fmt.Printf("applied  %s\n", s.ID)
			}
		}
		if !missing {
			fmt.Println("nothing to apply: the database has every step")
		}
		return nil
	})
}

type migrateStatus struct{}

// Run lists the steps.
func (migrateStatus) Run(ctx context.Context, c configs.Config) error {
	return withDatabase(ctx, c, func(d *db.DB) error {
		steps, err := migration.Status(ctx, d)
		for _, s := range steps {
			state := "missing"
			if s.Applied {
				state = "applied"
			}
			fmt.Printf("%-8s %s\n", state, s.ID)
		}
		return err
	})
}

type migrateDown struct {
	Yes bool `help:"Really drop the step's tables."`
}

// Run migrates one step down and names it.
func (m migrateDown) Run(ctx context.Context, c configs.Config) error {
	if !m.Yes {
		return errors.New("this drops tables with all they hold; say --yes if you mean it")
	}
	return withDatabase(ctx, c, func(d *db.DB) error {
		steps, err := migration.Status(ctx, d)
		if err != nil {
			return err
		}
		last := ""
		for _, s := range steps {
			if s.Applied {
				last = s.ID
			}
		}
		if last == "" {
			fmt.Println("nothing to take back: no step is applied")
			return nil
		}
		if err := migration.Down(ctx, d); err != nil {
			return err
		}
		fmt.Printf("taken back  %s\n", last)
		return nil
	})
}

func withDatabase(ctx context.Context, c configs.Config, f func(*db.DB) error) error {
	if path, ok := strings.CutPrefix(string(c.DatabaseURL), "sqlite://"); ok {
		if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
			return err
		}
	}
	d, err := db.Open(ctx, string(c.DatabaseURL))
	if err != nil {
		return err
	}
	return errors.Join(f(d), d.Close())
}

type ledgerCommand struct {
	Verify ledgerVerify `cmd:"" help:"Recompute every sum, hash, signature and balance. Exit 1 if anything is not as it was written."`
}

type ledgerVerify struct{}

// Run prints the report as JSON.
func (ledgerVerify) Run(ctx context.Context, c configs.Config) error {
	h, err := build(ctx, c)
	if err != nil {
		return err
	}
	defer h.close()
	report, err := h.Ledger.Verify(ctx)
	if err != nil {
		return err
	}
	if err := json.NewEncoder(os.Stdout).Encode(report); err != nil {
		return err
	}
	if !report.OK() {
		return fmt.Errorf("the ledger is not sound: %s", report.Chain)
	}
	return nil
}

type userCommand struct {
	Add userAdd `cmd:"" help:"Add a console user; the password is read from standard input."`
}

type userAdd struct {
	Login string `arg:"" help:"Login name."`
	Name  string `help:"Name to show; the login when left out."`
	Role  string `enum:"owner,channel_manager,finance,auditor,operator" default:"owner" help:"${enum}."`
}

// Run adds the user.
func (u userAdd) Run(ctx context.Context, c configs.Config) error {
	h, err := build(ctx, c)
	if err != nil {
		return err
	}
	defer h.close()
	password, err := bufio.NewReader(os.Stdin).ReadString('\n')
	if err != nil && password == "" {
		return errors.New("no password on standard input")
	}
	name := u.Name
	if name == "" {
		name = u.Login
	}
	user, err := h.Identity.CreateUser(h.audited(ctx, "user add", u.Role+" "+u.Login), identity.NewUser{
		Login: u.Login, Name: name, Role: model.UserRole(u.Role), Password: strings.TrimRight(password, "\r\n"),
	})
	if err != nil {
		return err
	}
	fmt.Printf("added %s %s\n", user.Role, user.Login)
	return nil
}

type healthcheckCommand struct{}

// Run asks the server on this machine whether it is ready.
func (healthcheckCommand) Run(ctx context.Context, c configs.Config) error {
	host, port, err := net.SplitHostPort(c.Listen)
	if err != nil {
		return err
	}
	if ip := net.ParseIP(host); host == "" || (ip != nil && ip.IsUnspecified()) {
		host = "127.0.0.1"
	}
	ctx, cancel := context.WithTimeout(ctx, 3*time.Second)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+net.JoinHostPort(host, port)+"/readyz", nil)
	if err != nil {
		return err
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return fmt.Errorf("not ready: %s", response.Status)
	}
	return nil
}

// explain adds what to do next to a declared error.
func explain(err error) string {
	if declared := errs.As(err); declared != nil && declared.Hint != "" {
		return err.Error() + "\n  " + declared.Hint
	}
	return err.Error()
}
