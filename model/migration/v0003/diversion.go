// Package v0003 freezes the column that lets a decision be retried.
package v0003

// DiversionCase is what is added to the cases.
type DiversionCase struct {
	DecisionKey *string `gorm:"size:64"`
}
