package router_test

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"testing"

	"channelrouter/router"
	"channelrouter/service/testkit"
)

// The parts of an OpenAPI 3.1 document that the tests read.
type (
	document struct {
		OpenAPI string `json:"openapi"`
		Info    struct{ Title, Version string }
		Paths   map[string]map[string]operation

		Components struct {
			Schemas         map[string]any
			SecuritySchemes map[string]struct{ Type, Scheme string }
		}
	}
	operation struct {
		ID          string `json:"operationId"`
		Summary     string
		Tags        []string
		Security    []map[string][]string
		Parameters  []parameter
		RequestBody *struct {
			Required bool
			Content  map[string]struct{ Schema map[string]any }
		}
		Responses map[string]struct {
			Description string
			Content     map[string]struct{ Schema map[string]any }
		}
	}
	parameter struct {
		Name, In, Description string
		Required              bool
		Schema                map[string]any
	}
)

// The document describes each row of the table, with its guard and all it takes.
func TestOpenAPI(t *testing.T) {
	h := newHouse(t, testkit.SQLite)
	a := h.get("/openapi.json", "")
	d := read[document](h, a)
	if a.status != 200 || !strings.HasPrefix(d.OpenAPI, "3.1.") || d.Info.Title == "" || d.Info.Version != "test" {
		t.Errorf("%d, OpenAPI %q, info %v", a.status, d.OpenAPI, d.Info)
	}
	if s := d.Components.SecuritySchemes["session"]; s.Type != "http" || s.Scheme != "bearer" {
		t.Errorf("security scheme: %v", s)
	}
	ids := map[string]bool{}
	for _, r := range h.table() {
		op, ok := d.Paths["/api/v1"+r.Path][strings.ToLower(r.Method)]
		if !ok {
			t.Errorf("%s %s is not in the document", r.Method, r.Path)
			continue
		}
		if ids[op.ID] || op.ID == "" {
			t.Errorf("operationId %q is there twice, or empty", op.ID)
		}
		ids[op.ID] = true
		d.checkOperation(t, r, op)
	}
	count := 0
	for _, methods := range d.Paths {
		count += len(methods)
	}
	if count != len(ids) {
		t.Errorf("%d operations in the document, %d in the table", count, len(ids))
	}
}

func (d document) checkOperation(t *testing.T, r router.Route, op operation) {
	t.Helper()
	if op.Summary == "" || op.Summary != r.Summary || len(op.Tags) != 1 {
		t.Errorf("%s: summary %q, tags %v", op.ID, op.Summary, op.Tags)
	}
	guarded := r.Guard.App != ""
	if declared := len(op.Security) == 1 && op.Security[0]["session"] != nil; declared != guarded || (!guarded && op.Security != nil) {
		t.Errorf("%s: security %v, guard %s", op.ID, op.Security, r.Guard)
	}
	for _, p := range op.Parameters {
		if p.In == "path" && (!p.Required || p.Description == "" || !strings.Contains(r.Path, "{"+p.Name+"}")) {
			t.Errorf("%s: path parameter %+v", op.ID, p)
		}
		if p.Schema["type"] == nil {
			t.Errorf("%s: parameter %s has no type", op.ID, p.Name)
		}
	}
	for _, name := range pathParameter.FindAllStringSubmatch(r.Path, -1) {
		if !slices.ContainsFunc(op.Parameters, func(p parameter) bool { return p.In == "path" && p.Name == name[1] }) {
			t.Errorf("%s: path parameter %s is not documented", op.ID, name[1])
		}
	}
	files := op.RequestBody != nil && op.RequestBody.Content["multipart/form-data"].Schema != nil    // have no fields
	standard := op.RequestBody != nil && op.RequestBody.Content["application/ld+json"].Schema != nil // describes its own
	if op.RequestBody != nil && !files && !standard {
		body := d.resolve(op.RequestBody.Content["application/json"].Schema)
		fields, _ := body["properties"].(map[string]any)
		mayLack := op.ID == "post-console-sessions-refresh" // a browser sends a cookie instead
		if !op.RequestBody.Required && !mayLack || len(op.RequestBody.Content) != 1 || len(fields) == 0 || body["additionalProperties"] != false {
			t.Errorf("%s: body %v", op.ID, body)
		}
	}
	d.checkResponses(t, op)
}

var pathParameter = regexp.MustCompile(`\{(\w+)\}`)

// checkResponses: one answer, and everything else is a problem.
func (d document) checkResponses(t *testing.T, op operation) {
	t.Helper()
	successes := 0
	for status, r := range op.Responses {
		if r.Description == "" {
			t.Errorf("%s: answer %s is not described", op.ID, status)
		}
		if status[0] == '2' {
			successes++
			continue
		}
		problem := d.resolve(r.Content["application/problem+json"].Schema)
		if fields, _ := problem["properties"].(map[string]any); fields["code"] == nil {
			t.Errorf("%s: answer %s is no problem with a code", op.ID, status)
		}
	}
	if successes != 1 || len(op.Responses) != 2 || op.Responses["default"].Content == nil {
		t.Errorf("%s: %d successes among %d answers", op.ID, successes, len(op.Responses))
	}
}

func (d document) resolve(schema map[string]any) map[string]any {
	if ref, ok := schema["$ref"].(string); ok {
		schema, _ = d.Components.Schemas[strings.TrimPrefix(ref, "#/components/schemas/")].(map[string]any)
	}
	return schema
}

// Every schema holds together: references lead somewhere, types are JSON's, what is
// required exists, patterns compile.
func TestSchemas(t *testing.T) {
	h := newHouse(t, testkit.SQLite)
	a := h.get("/openapi.json", "")
	d, whole := read[document](h, a), read[any](h, a)
	types := []any{"null", "boolean", "object", "array", "number", "string", "integer"}
	seen := 0
	walk(whole, func(schema map[string]any) {
		if ref, ok := schema["$ref"].(string); ok && d.resolve(schema) == nil {
			t.Errorf("%s leads nowhere", ref)
		}
		kinds, isList := schema["type"].([]any)
		if kind, one := schema["type"].(string); one && kind != "http" { // of a security scheme
			kinds, isList = []any{kind}, true
		}
		for _, kind := range kinds {
			if seen++; !slices.Contains(types, kind) {
				t.Errorf("no type of JSON: %v", kind)
			}
		}
		fields, _ := schema["properties"].(map[string]any)
		required, _ := schema["required"].([]any)
		for _, name := range required {
			if isList && fields[name.(string)] == nil {
				t.Errorf("required and not there: %v of %v", name, fields)
			}
		}
		if pattern, ok := schema["pattern"].(string); ok {
			if _, err := regexp.Compile(pattern); err != nil {
				t.Error(err)
			}
		}
	})
	if seen == 0 {
		t.Error("no schema was seen")
	}
}

// walk visits every object of a JSON document. Properties are schemas by name, and one
// of them may be called "type": their map itself is no schema.
func walk(node any, visit func(map[string]any)) {
	switch n := node.(type) {
	case []any:
		for _, child := range n {
			walk(child, visit)
		}
	case map[string]any:
		visit(n)
		for name, child := range n {
			if named, ok := child.(map[string]any); ok && (name == "properties" || name == "schemas") {
				for _, schema := range named {
					walk(schema, visit)
				}
				continue
			}
			walk(child, visit)
		}
	}
}

// The older form of the document, for tools that know no 3.1, is JSON, too.
func TestOpenAPIDowngrade(t *testing.T) {
	h := newHouse(t, testkit.SQLite)
	if a := h.get("/openapi-3.0.json", ""); !json.Valid(a.body) || read[document](h, a).OpenAPI != "3.0.3" {
		t.Errorf("%d %.80s", a.status, a.body)
	}
}

// Browsers keep 53 bits of a number: ids have 63, and are strings.
func TestIDsAreStrings(t *testing.T) {
	var look func(name string, node any)
	look = func(name string, node any) {
		switch node := node.(type) {
		case map[string]any:
			properties, _ := node["properties"].(map[string]any)
			for key, p := range properties {
				p, _ := p.(map[string]any)
				items, _ := p["items"].(map[string]any)
				if (key == "id" || strings.HasSuffix(key, "_id")) && p["type"] == "integer" || strings.HasSuffix(key, "_ids") && items["type"] == "integer" {
					t.Errorf("%s.%s is a number", name, key)
				}
			}
			for _, child := range node {
				look(name, child)
			}
		case []any:
			for _, child := range node {
				look(name, child)
			}
		}
	}
	h := newHouse(t, testkit.SQLite)
	for name, schema := range read[document](h, h.get("/openapi.json", "")).Components.Schemas {
		look(name, schema)
	}
}
