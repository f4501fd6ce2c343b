package arch

import (
	"encoding/json"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// instruction is a line of the Dockerfile: its keyword and the rest, continuations joined.
type instruction struct{ word, rest string }

// stages reads the Dockerfile, one list of instructions a stage, each from its FROM on.
func stages(t *testing.T) (all [][]instruction) {
	t.Helper()
	content, err := os.ReadFile(root + "/Dockerfile")
	if err != nil {
		t.Fatal(err)
	}
	text := regexp.MustCompile(`(?m)^\s*#.*\n`).ReplaceAllString(string(content), "")
	text = regexp.MustCompile(`\\\n\s*`).ReplaceAllString(text, "")
	for line := range strings.Lines(text) {
		word, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
		switch {
		case word == "":
			continue
		case word == "FROM":
			all = append(all, nil)
		case len(all) == 0:
			t.Fatalf("%s stands before FROM", word)
		}
		last := len(all) - 1
		all[last] = append(all[last], instruction{word, strings.TrimSpace(rest)})
	}
	return all
}

// only is what follows the one instruction of a word in a stage.
func only(t *testing.T, stage []instruction, word string) string {
	t.Helper()
	found := slices.DeleteFunc(slices.Clone(stage), func(i instruction) bool { return i.word != word })
	if len(found) != 1 {
		t.Fatalf("%d instructions %s", len(found), word)
	}
	return found[0].rest
}

// array is a command in its JSON form: there is no shell to read any other.
func array(t *testing.T, text string) (words []string) {
	t.Helper()
	if err := json.Unmarshal([]byte(text[strings.Index(text, "["):]), &words); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return words
}

// The program is built static, with the version that was asked for, by the module's Go.
func TestImageIsBuiltStatic(t *testing.T) {
	build := stages(t)[0]
	module, err := os.ReadFile(root + "/go.mod")
	if err != nil {
		t.Fatal(err)
	}
	language := regexp.MustCompile(`(?m)^go (\d+\.\d+)`).FindStringSubmatch(string(module))[1]
	if from := build[0].rest; !strings.HasPrefix(from, "golang:"+language) {
		t.Errorf("built by %s, and the module wants Go %s", from, language)
	}
	compile := slices.IndexFunc(build, func(i instruction) bool { return strings.Contains(i.rest, "go build") })
	if compile < 0 {
		t.Fatal("nothing is built")
	}
	for _, part := range []string{"CGO_ENABLED=0", "-trimpath", `"-s -w -X main.version=$VERSION"`, "./cmd/channelrouter"} {
		if !strings.Contains(build[compile].rest, part) {
			t.Errorf("the build lacks %s", part)
		}
	}
	if !slices.Contains(build[:compile], instruction{"ARG", "VERSION=dev"}) {
		t.Error("VERSION is no argument of the build")
	}
}

// The image holds the program and nothing else, runs it as nobody in particular, and says
// whether it is well.
func TestImageRuns(t *testing.T) {
	all := stages(t)
	image := all[len(all)-1]
	if from := only(t, image, "FROM"); from != "scratch" {
		t.Errorf("made from %s", from)
	}
	user := only(t, image, "USER")
	if !regexp.MustCompile(`^[1-9]\d*:[1-9]\d*$`).MatchString(user) {
		t.Errorf("runs as %s: a number that is not root's", user)
	}
	program := array(t, only(t, image, "ENTRYPOINT"))
	if check := array(t, only(t, image, "HEALTHCHECK")); !slices.Equal(check, append(program, "healthcheck")) {
		t.Errorf("is well when %v says so", check)
	}
	if command := array(t, only(t, image, "CMD")); !slices.Equal(command, []string{"serve"}) {
		t.Errorf("does %v", command)
	}
	environment, port, data := only(t, image, "ENV"), only(t, image, "EXPOSE"), only(t, image, "VOLUME")
	if !strings.Contains(environment, "CHANNELROUTER_LISTEN=0.0.0.0:"+port) || !strings.Contains(environment, "CHANNELROUTER_DATA="+data) {
		t.Errorf("listens and keeps elsewhere than port %s and %s: %s", port, data, environment)
	}
	var copied []string
	for _, i := range image {
		if i.word == "COPY" {
			copied = append(copied, i.rest)
		}
	}
	for _, want := range []string{
		"--from=build /out/channelrouter " + program[0], "--from=build --chown=" + user + " /out/data " + data, "--from=build /out/tmp /tmp",
	} {
		if !slices.Contains(copied, want) {
			t.Errorf("COPY %s is not among %q", want, copied)
		}
	}
}
