package backtest

import (
	"encoding/json"

	"github.com/go-handoff/handoff/escalate"
)

// kindCount is how often one kind of change happened.
type kindCount struct {
	From  escalate.Action `json:"from"`
	To    escalate.Action `json:"to"`
	Turns int             `json:"turns"`
}

// MarshalJSON writes the report with shares beside the counts; the same report
// gives the same bytes.
func (r *Report) MarshalJSON() ([]byte, error) {
	kinds := []kindCount{}
	for _, k := range r.kinds() {
		kinds = append(kinds, kindCount{k[0], k[1], r.Kinds[k]})
	}
	return json.Marshal(struct {
		A         escalate.PolicyInfo `json:"a"`
		B         escalate.PolicyInfo `json:"b"`
		Total     Rates               `json:"total"`
		Increase  float64             `json:"increase"`
		Turns     int                 `json:"turns"`
		Changed   int                 `json:"changed"`
		Share     float64             `json:"changed_share"`
		ChangedIn int                 `json:"changed_in"`
		AfterA    string              `json:"turns_until_transfer_a"`
		AfterB    string              `json:"turns_until_transfer_b"`
		Changes   []kindCount         `json:"changes"`
		Rules     []*ByRule           `json:"rules"`
		Languages map[string]*Rates   `json:"languages"`
		Verticals map[string]*Rates   `json:"verticals"`
		Examples  []Example           `json:"examples"`
	}{r.A, r.B, r.Total, r.Increase(), r.Turns, r.Changed, r.ChangedShare(), r.ChangedIn, after(r.afterA[:]), after(r.afterB[:]),
		kinds, append([]*ByRule{}, r.SortedRules()...), r.Languages, r.Verticals, append([]Example{}, r.Examples...)})
}
