package epcis

import (
	"encoding/json"
	"regexp"
)

// The kinds of documents.
const (
	Document      = "EPCISDocument"
	QueryDocument = "EPCISQueryDocument"
)

// Header is what stands in a document around its events.
type Header struct {
	Context            json.RawMessage
	ID                 string
	Type               string // Document or QueryDocument; "" of an event that stands alone
	SchemaVersion      string
	CreationDate       Time
	InstanceIdentifier string
	Sender             string
	Receiver           string
	MasterData         json.RawMessage // epcisHeader as it came
	Extensions         []Extension

	SubscriptionID string // of a query document, as is the next
	QueryName      string
}

// The paths of what holds the events.
const (
	bodyPath    = "/epcisBody"
	resultsPath = bodyPath + "/queryResults"
	queryPath   = resultsPath + "/resultsBody"
	listName    = "/eventList"
)

var holders = map[string]bool{bodyPath: true, resultsPath: true, queryPath: true}

var versionShape = regexp.MustCompile(`^\d+(\.\d+)*$`)

// take reads a field that stands beside the events. path is that of the object it
// stands in.
func (h *Header) take(d *decoder, path, name string, v value, at *place) {
	switch path + "/" + name {
	case "/@context":
		h.Context = v.raw
	case "/id":
		h.ID = d.text(v, at, uriComplaint)
	case "/type":
		h.Type = d.text(v, at, anything)
	case "/schemaVersion":
		h.SchemaVersion = d.text(v, at, versionComplaint)
	case "/creationDate":
		h.CreationDate = d.time(v, at)
	case "/instanceIdentifier":
		h.InstanceIdentifier = d.text(v, at, anything)
	case "/sender":
		h.Sender = d.text(v, at, anything)
	case "/receiver":
		h.Receiver = d.text(v, at, anything)
	case "/epcisHeader":
		h.MasterData = v.raw
		decodeObject(d, v, at, epcisHeaderShape, &epcisHeader{})
	case resultsPath + "/subscriptionID":
		h.SubscriptionID = d.text(v, at, anything)
	case resultsPath + "/queryName":
		h.QueryName = d.text(v, at, anything)
	case queryPath + "/vocabularyList":
		decodeObjects(d, v, at, 0, vocabularyShape)
	default:
		d.extensionName(name, at)
		if path == "" {
			h.Extensions = append(h.Extensions, Extension{Name: name, Value: v.raw})
		}
	}
}

func anything(string) *Fault { return nil }

func versionComplaint(version string) *Fault {
	if !versionShape.MatchString(version) {
		return faultf("%s is no version, like 2.0", quoted(version))
	}
	return nil
}

// check complains of what a document lacks. seen are the paths of its fields.
func (h *Header) check(d *decoder, seen map[string]bool) {
	top := root("")
	wanted := []string{"/@context", "/type", bodyPath}
	switch h.Type {
	case Document:
		wanted = append(wanted, "/schemaVersion", "/creationDate", bodyPath+listName)
	case QueryDocument:
		wanted = append(wanted, resultsPath, resultsPath+"/queryName", queryPath, queryPath+listName)
	case "":
	default:
		d.reasons.add(top.field("type"), "%s is neither %s nor %s, nor a kind of event", quoted(h.Type), Document, QueryDocument)
	}
	for _, path := range wanted {
		if !seen[path] {
			d.reasons.add(root(path), "is missing")
		}
	}
	misplaced := map[string]string{
		Document: resultsPath, QueryDocument: bodyPath + listName,
	}
	if path := misplaced[h.Type]; path != "" && seen[path] {
		d.reasons.add(root(path), "has no place in an %s", h.Type)
	}
	for _, name := range []string{"instanceIdentifier", "sender", "receiver", "epcisHeader"} {
		if h.Type == QueryDocument && seen["/"+name] {
			d.reasons.add(top.field(name), "has no place in an %s", h.Type)
		}
	}
}

// epcisHeader and what is below it is checked and kept as it came.
type epcisHeader struct {
	masterData *masterData
	extensions []Extension
}

type masterData struct {
	vocabularies []vocabularyData
	rest         []Extension
}

type vocabularyData struct {
	kind     string
	elements []vocabularyElement
	rest     []Extension
}

type vocabularyElement struct {
	id         string
	attributes []attribute
	children   []string
	rest       []Extension
}

type attribute struct {
	id   string
	rest []Extension
}

var epcisHeaderShape = &shapeOf[epcisHeader]{
	table: []member[epcisHeader]{
		objectMember("epcisMasterData", func(h *epcisHeader) **masterData { return &h.masterData }, masterDataShape),
	},
	extensions: func(h *epcisHeader) *[]Extension { return &h.extensions },
}

var masterDataShape = &shapeOf[masterData]{
	table: []member[masterData]{
		objectsMember("vocabularyList", "", "", func(m *masterData) *[]vocabularyData { return &m.vocabularies }, 0, vocabularyShape),
	},
	extensions: func(m *masterData) *[]Extension { return &m.rest },
}

var vocabularyShape = &shapeOf[vocabularyData]{
	table: []member[vocabularyData]{
		textMember("type", func(v *vocabularyData) *string { return &v.kind }, uriComplaint, (*hasher).trimmed),
		objectsMember("vocabularyElementList", "", "",
			func(v *vocabularyData) *[]vocabularyElement { return &v.elements }, 0, vocabularyElementShape),
	},
	required:   []string{"type"},
	extensions: func(v *vocabularyData) *[]Extension { return &v.rest },
}

var vocabularyElementShape = &shapeOf[vocabularyElement]{
	table: []member[vocabularyElement]{
		uriMember("id", func(v *vocabularyElement) *string { return &v.id }),
		objectsMember("attributes", "", "", func(v *vocabularyElement) *[]attribute { return &v.attributes }, 0, attributeShape),
		urisMember("children", func(v *vocabularyElement) *[]string { return &v.children }, listRule{}),
	},
	required:   []string{"id"},
	extensions: func(v *vocabularyElement) *[]Extension { return &v.rest },
}

var attributeShape = &shapeOf[attribute]{
	table: []member[attribute]{
		uriMember("id", func(a *attribute) *string { return &a.id }),
		{
			name: "attribute",
			read: func(d *decoder, v value, at *place, _ *attribute) {
				if v.kind != number && v.kind != text && v.kind != object {
					d.reasons.add(at, "is %s: it must be text, a number or an object", v.kind)
				}
			},
			write: func(b []byte, _ *attribute) []byte { return b },
			hash:  func(*hasher, *attribute) string { return "" },
		},
	},
	required:   []string{"id"},
	extensions: func(a *attribute) *[]Extension { return &a.rest },
}
