package main

import (
	"encoding/gob"
	"errors"
	"io/fs"
	"log"
	"os"

	"github.com/go-handoff/handoff/escalate/detect"
	"github.com/go-handoff/handoff/escalate/encoder/layers"
)

// vectors encodes texts, and keeps what it encoded in a file.
type vectors struct {
	from  *detect.Vectors
	file  string
	known map[string][]float32
}

// encode makes the trainer use the encoder's vectors.
func (t *trainer) encode(depth int, file string) error {
	m, err := layers.Model()
	if err != nil {
		return err
	}
	v := &vectors{from: detect.NewVectors(m, depth), file: file, known: map[string][]float32{}}
	t.config.Scale = 20
	t.config.Dim, t.vectors = v.from.Dim(), v
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
	v.known[s] = e.Vector
	return e.Vector
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
