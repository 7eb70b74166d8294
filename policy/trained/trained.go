// Package trained loads the classifiers that policies name: models of texts that
// "escalate train" or classify.TrainTexts made.
//
//	p, err := policy.Load("shop.yaml", policy.WithClassifiers(trained.Load))
//
// It is a package of its own because it brings the encoder along, 12 MB that a
// host without such signals does not need.
package trained

import (
	"strings"

	"github.com/go-handoff/handoff/escalate"
	"github.com/go-handoff/handoff/escalate/classify"
	"github.com/go-handoff/handoff/escalate/encoder/layers"
)

// Load is a policy.ClassifierLoader. The model has a label of the signal's name;
// other labels of it are left alone. The error is one of the model's bytes, or
// names the labels that it has instead.
func Load(kind escalate.Kind, model []byte) (escalate.Detector, error) {
	enc, err := layers.Model()
	if err != nil {
		return nil, err
	}
	m, err := classify.LoadTexts(enc, model)
	if err != nil {
		return nil, err
	}
	return m.Detector(escalate.Info{Name: name(kind), Version: 1, Kinds: []escalate.Kind{kind},
		Doc: "A trained classifier that a policy names for the signal " + string(kind) + "."})
}

// name makes a detector's name of a kind: within 64 bytes, words and hyphens.
func name(kind escalate.Kind) string {
	s := "trained-" + strings.NewReplacer(".", "-", "_", "-").Replace(string(kind))
	return strings.TrimRight(s[:min(len(s), 64)], "-")
}
