package model_test

import (
	"reflect"
	"testing"

	"channelrouter/model"
)

func TestTablesAreListedOnce(t *testing.T) {
	listed := map[reflect.Type]bool{}
	for _, table := range model.Tables() {
		of := reflect.TypeOf(table)
		if listed[of] {
			t.Errorf("%s is listed twice", of)
		}
		listed[of] = true
	}
}
