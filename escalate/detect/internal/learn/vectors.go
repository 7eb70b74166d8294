package main

import (
	"encoding/gob"
	"errors"
	"io/fs"
	"log"
	"os"
	"path/filepath"

	"github.com/go-handoff/handoff/escalate/detect"
	"github.com/go-handoff/handoff/escalate/encoder/layers"
	"github.com/go-handoff/handoff/escalate/internal/labelled"
)

// vectors encodes texts, and keeps what it encoded in a file.
type vectors struct {
	from  *detect.Vectors
	dim   int
	file  string
	known map[string][]float32
}

// encode makes the trainer use the encoder's vectors.
func (t *trainer) encode(depth int, tuned, file string) error {
	m, err := layers.Model()
	if err != nil {
		return err
	}
	v := &vectors{from: detect.NewVectors(m, depth), file: file, known: map[string][]float32{}}
	t.config.Scale = 20
	if tuned != "" {
		stack, err := os.ReadFile(filepath.Join(tuned, "tuned.stack"))
		if err != nil {
			return err
		}
		head, err := os.ReadFile(filepath.Join(tuned, "tuned.head"))
		if err != nil {
			return err
		}
		if v.from, err = detect.NewTuned(m, string(stack), string(head)); err != nil {
			return err
		}
		t.config.Scale, t.config.Ridge = 1, 3
	}
	t.config.Dim, t.vectors = v.from.Dim(), v
	if tuned != "" {
		t.config.Dim = len(labelled.Kinds) // the moves come after
	}
	v.dim = t.config.Dim
	if file == "" {
		return nil
	}
	f, err := os.Open(file)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	} else if err != nil {
		return err
	}
	defer f.Close()
	return gob.NewDecoder(f).Decode(&v.known)
}

func (v *vectors) of(s string) []float32 {
	if x := v.known[s]; x != nil {
		return x
	}
	e, err := v.from.Embed(s)
	if err != nil {
		log.Fatal("learn: ", err)
	}
	v.known[s] = e.Vector[:min(len(e.Vector), v.dim)]
	return v.known[s]
}

func (v *vectors) keep() {
	if v.file == "" {
		return
	}
	f, err := os.Create(v.file)
	if err == nil {
		err = errors.Join(gob.NewEncoder(f).Encode(v.known), f.Close())
	}
	if err != nil {
		log.Print("learn: ", err)
	}
}
