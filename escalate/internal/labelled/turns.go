package labelled

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// Dialogue is the batch of the messages that [Turns] returns.
const Dialogue = "dialogue"

// Turns reads labelled turns of conversations that are kept elsewhere: a file of
// lines "CONVERSATION#TURN", a tab and labels as in [Corpus], or ? for turns
// that two readers could label differently, which are left out. The words are in
// the .jsonl files of a folder, {"id","turns":[{"text"}]} a line. It is an error
// if one is not there.
func Turns(name, dir string) ([]Message, error) {
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	wanted := map[string]map[int]Message{}
	var order []string
	for i, line := range strings.Split(string(data), "\n") {
		if line == "" || line[0] == '#' {
			continue
		}
		place, labels, _ := strings.Cut(line, "\t")
		id, at, _ := strings.Cut(place, "#")
		turn, err := strconv.Atoi(at)
		if err != nil {
			return nil, fmt.Errorf("%s:%d: want CONVERSATION#TURN, a tab and labels", name, i+1)
		}
		if labels == "?" {
			continue
		}
		m, err := parse(labels + "\t?")
		if err != nil {
			return nil, fmt.Errorf("%s:%d: %w", name, i+1, err)
		}
		if wanted[id] == nil {
			wanted[id] = map[int]Message{}
			order = append(order, id)
		}
		m.Lang, m.Batch = "en", Dialogue
		wanted[id][turn] = m
	}
	if err := addWords(wanted, dir); err != nil {
		return nil, err
	}
	var out []Message
	for _, id := range order {
		for _, turn := range slices.Sorted(maps.Keys(wanted[id])) {
			m := wanted[id][turn]
			if m.Text == "?" {
				return nil, fmt.Errorf("%s: %s#%d is not in %s", name, id, turn, dir)
			}
			out = append(out, m)
		}
	}
	return out, nil
}

func addWords(wanted map[string]map[int]Message, dir string) error {
	files, err := filepath.Glob(filepath.Join(dir, "*.jsonl"))
	if err != nil {
		return err
	}
	type conversation struct {
		ID    string
		Turns []struct{ Text string }
	}
	for _, f := range files {
		err := Lines(f, func(c conversation) error {
			for turn, m := range wanted[c.ID] {
				if turn >= 0 && turn < len(c.Turns) {
					m.Text = c.Turns[turn].Text
					wanted[c.ID][turn] = m
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}
