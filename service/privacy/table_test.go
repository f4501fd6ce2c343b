package privacy_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"channelrouter/internal/personal"
	"channelrouter/model"
	"channelrouter/service/testkit"
)

// byHand are columns that hold a person although their type does not say so.
var byHand = map[string]string{
	"SessionFamily": "SubjectID", "PersonPhone": "PhoneIndex", "Invitation": "PhoneIndex", "LedgerEntry": "Owner", "LedgerBalance": "Owner",
	"Grant": "Owner", "HandheldEvent": "ToldBy", "RefreshToken": "FamilyID", "Payout": "OpenID", "AppAccount": "OpenID", "Person": "UnionID",
}

// Whoever adds a table with a person in it has to say what becomes of it: in his room's Personal.
func TestEveryTableWithAPersonIsInAPart(t *testing.T) {
	w := testkit.New(t, testkit.SQLite)
	told := map[string]bool{}
	for _, part := range w.Privacy.Parts() {
		for _, table := range part.Tables {
			told[reflect.TypeOf(table.Model).Elem().Name()] = true
		}
	}
	known := map[string]bool{}
	for _, m := range model.Tables() {
		name := reflect.TypeOf(m).Elem().Name()
		known[name] = true
		if column := personIn(reflect.TypeOf(m).Elem()); (column != "" || byHand[name] != "") && !told[name] {
			t.Errorf("%s.%s is a person's, and no room's Personal tells what becomes of it", name, column+byHand[name])
		}
	}
	for name, column := range byHand {
		if !known[name] || !told[name] {
			t.Errorf("%s.%s: there is no such table any more, or it is in no part", name, column)
		}
	}
}

// personIn is a column of a person's id, an openid or a telephone number.
func personIn(row reflect.Type) string {
	for i := range row.NumField() {
		f := row.Field(i)
		if f.Anonymous && f.Type.Kind() == reflect.Struct {
			if inner := personIn(f.Type); inner != "" {
				return inner
			}
		}
		kind := f.Type
		if kind.Kind() == reflect.Pointer {
			kind = kind.Elem()
		}
		if kind == reflect.TypeFor[model.PersonID]() || slices.ContainsFunc([]string{"OpenID", "UnionID", "Phone"}, func(word string) bool {
			return strings.HasPrefix(f.Name, word)
		}) {
			return f.Name
		}
	}
	return ""
}

// What is kept has a reason, what is made anonymous says how, and steps are told from each other.
func TestPartsAreSound(t *testing.T) {
	w := testkit.New(t, testkit.SQLite)
	names, steps := map[string]bool{}, map[string]bool{}
	for _, part := range w.Privacy.Parts() {
		if names[part.Name] {
			t.Errorf("two parts are called %s", part.Name)
		}
		names[part.Name] = true
		for _, table := range part.Tables {
			name, err := personal.TableName(table.Model)
			if err != nil {
				t.Fatal(err)
			}
			key := part.Name + name + string(table.Fate) + string(table.Why)
			if steps[key] {
				t.Errorf("%s: %s is there twice with one fate", part.Name, name)
			}
			steps[key] = true
			if (table.Fate == personal.Erased) != (table.Why == "") {
				t.Errorf("%s: %s is %s, why %q", part.Name, name, table.Fate, table.Why)
			}
			if (table.Fate == personal.Anonymised) != (len(table.Blank) > 0) {
				t.Errorf("%s: %s is %s, and of it is blanked %v", part.Name, name, table.Fate, table.Blank)
			}
		}
	}
}
