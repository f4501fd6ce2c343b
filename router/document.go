package router

import (
	"reflect"
	"regexp"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"channelrouter/api/httpx"
)

// document is the head of /openapi.json.
func document(version string) huma.Config {
	c := huma.DefaultConfig("channelrouter", version)
	c.OpenAPIPath, c.DocsPath, c.SchemasPath = "/openapi", "", ""
	c.CreateHooks = nil // no $schema links in answers
	c.Transformers = append(c.Transformers, httpx.KeepCode)
	c.Info.Description = "The backend of a sales channel on one code per item. Errors are application/problem+json with a stable code; ids are strings, money is integer fen, times are RFC 3339."
	c.Components.Schemas = huma.NewMapRegistry("#/components/schemas/", schemaName)
	c.Components.SecuritySchemes = map[string]*huma.SecurityScheme{
		"session": {Type: "http", Scheme: "bearer", BearerFormat: "JWT"},
	}
	return c
}

// roomType finds the rooms' own types inside a generic type's name.
var roomType = regexp.MustCompile(`channelrouter/service/(\w+)\.(\w+)`)

// schemaName names a type's schema: rooms' types carry the room, because two rooms may
// each have a Policy.
func schemaName(t reflect.Type, hint string) string {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	name := huma.DefaultSchemaNamer(t, hint)
	if room, ok := strings.CutPrefix(t.PkgPath(), "channelrouter/service/"); ok {
		return title(room) + name
	}
	if inner := roomType.FindStringSubmatch(t.Name()); inner != nil {
		outer, _, _ := strings.Cut(t.Name(), "[")
		return outer + title(inner[1]) + inner[2]
	}
	return name
}

func title(s string) string { return strings.ToUpper(s[:1]) + s[1:] }
