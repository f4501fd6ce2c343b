package arch

import (
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

// compose is as much of compose.yaml as is held to something.
type compose struct {
	Services map[string]composeService
	Networks map[string]any
	Volumes  map[string]any
	Secrets  map[string]struct{ File string }
}

type composeService struct {
	Build struct {
		Context string
		Args    map[string]string
	}
	Image       string
	User        string
	Environment map[string]string
	Secrets     []string
	Networks    []string
	Volumes     []string
	Ports       []string
	Privileged  bool
	ReadOnly    bool                                  `yaml:"read_only"`
	CapDrop     []string                              `yaml:"cap_drop"`
	SecurityOpt []string                              `yaml:"security_opt"`
	DependsOn   map[string]struct{ Condition string } `yaml:"depends_on"`
	Healthcheck struct {
		Test    []string
		Disable bool
	}
}

// ours tells whether the service runs the image of the Dockerfile.
func (s composeService) ours() bool { return s.Build.Context == "." }

func readCompose(t *testing.T) (c compose) {
	t.Helper()
	content, err := os.ReadFile(root + "/compose.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if err := yaml.Unmarshal(content, &c); err != nil {
		t.Fatal(err)
	}
	if len(c.Services) < 3 {
		t.Fatalf("%d services", len(c.Services))
	}
	return c
}

// What a service names is declared, and what is declared is named by some service.
func TestComposeNames(t *testing.T) {
	c := readCompose(t)
	used := map[string]bool{"network default": true}
	declared := map[string]bool{"network default": true}
	for name := range c.Networks {
		declared["network "+name] = true
	}
	for name := range c.Volumes {
		declared["volume "+name] = true
	}
	for name := range c.Secrets {
		declared["secret "+name] = true
	}
	for _, s := range c.Services {
		for _, name := range s.Networks {
			used["network "+name] = true
		}
		for _, name := range s.Secrets {
			used["secret "+name] = true
		}
		for _, mount := range s.Volumes {
			name, _, _ := strings.Cut(mount, ":")
			used["volume "+name] = true
		}
	}
	if !maps.Equal(used, declared) {
		t.Errorf("named: %v\ndeclared: %v", slices.Sorted(maps.Keys(used)), slices.Sorted(maps.Keys(declared)))
	}
	for name, s := range c.Services {
		for other, d := range s.DependsOn {
			waited, found := c.Services[other]
			checked := len(waited.Healthcheck.Test) > 0 || (waited.ours() && !waited.Healthcheck.Disable)
			if !found || (d.Condition == "service_healthy" && !checked) {
				t.Errorf("%s waits for %s to be %s, which it never is", name, other, d.Condition)
			}
		}
	}
}

// Every secret is a file that make makes, and reaches a service only where it is given.
func TestComposeSecrets(t *testing.T) {
	c := readCompose(t)
	makefile, err := os.ReadFile(root + "/Makefile")
	if err != nil {
		t.Fatal(err)
	}
	for name, s := range c.Secrets {
		if s.File != "./secrets/"+name {
			t.Errorf("secret %s is %s", name, s.File)
		}
		if !strings.Contains(string(makefile), "secrets/"+name) {
			t.Errorf("make secrets does not make %s", name)
		}
	}
	for name, s := range c.Services {
		for variable, value := range s.Environment {
			secret, isSecret := strings.CutPrefix(value, "/run/secrets/")
			if isSecret != strings.HasSuffix(variable, "_FILE") || (isSecret && !slices.Contains(s.Secrets, secret)) {
				t.Errorf("%s: %s=%s", name, variable, value)
			}
			if upper := strings.ToUpper(variable); !isSecret && (strings.Contains(upper, "PASSWORD") || strings.HasSuffix(upper, "_KEY")) {
				t.Errorf("%s: %s stands in clear", name, variable)
			}
		}
	}
}

// What runs our image can do no more than it must, and nothing listens to the world.
func TestComposeIsClosed(t *testing.T) {
	for name, s := range readCompose(t).Services {
		if s.Privileged || s.User == "root" || s.User == "0" {
			t.Errorf("%s runs as root", name)
		}
		for _, port := range s.Ports {
			if !strings.HasPrefix(port, "127.0.0.1:") {
				t.Errorf("%s listens on %s", name, port)
			}
		}
		if !s.ours() {
			continue
		}
		if !s.ReadOnly || !slices.Equal(s.CapDrop, []string{"ALL"}) || !slices.Contains(s.SecurityOpt, "no-new-privileges:true") {
			t.Errorf("%s may do more than it must", name)
		}
		if s.Build.Args["VERSION"] == "" {
			t.Errorf("%s is built without a version", name)
		}
	}
}
