package codeorder

import (
	"channelrouter/internal/word"
	"channelrouter/model"
)

var states = map[model.CodeOrderState]string{
	model.CodeOrderAsked: "asked", model.CodeOrderRefused: "refused", model.CodeOrderIssued: "issued", model.CodeOrderExported: "exported",
}

// StateName is "asked", "refused", "issued" or "exported".
func StateName(s model.CodeOrderState) string { return states[s] }

// ParseState reads what StateName writes; 0 for anything else.
func ParseState(s string) model.CodeOrderState { return word.KeyOf(states, s) }

var formats = map[model.CodeFormat]string{
	model.CodeCSV: "csv", model.CodeCSVGzip: "csv.gz", model.CodeCSVZstd: "csv.zst", model.CodeLabels: "pdf",
}

// FormatName is "csv", "csv.gz", "csv.zst" or "pdf": what names of files of a format end in.
func FormatName(f model.CodeFormat) string { return formats[f] }

// ParseFormat reads what FormatName writes; 0 for anything else.
func ParseFormat(s string) model.CodeFormat { return word.KeyOf(formats, s) }
