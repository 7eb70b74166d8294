package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"

	"github.com/go-handoff/handoff/langdetect"
)

// spans prints, for each text of a file, whether a change of language was
// found, and its share of the texts of each source.
func spans(weights, path string) error {
	b, err := os.ReadFile(weights)
	if err != nil {
		return err
	}
	d, err := langdetect.New(langdetect.WithWeights(b))
	if err != nil {
		return err
	}
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	found, total := map[string]int{}, map[string]int{}
	var keys []string
	sc := bufio.NewScanner(f)
	sc.Buffer(nil, 1<<20)
	for sc.Scan() {
		var in struct {
			Text, Source, Lang string
			Switch             *bool
		}
		if err := json.Unmarshal(sc.Bytes(), &in); err != nil {
			return err
		}
		key := in.Source
		if in.Switch != nil {
			key += fmt.Sprintf(" switch=%t", *in.Switch)
		} else if !isServed(label(in.Lang)) {
			continue
		}
		if total[key]++; total[key] == 1 {
			keys = append(keys, key)
		}
		if s := d.Spans(in.Text); len(s) > 1 {
			found[key]++
			if *verbose {
				fmt.Print(in.Lang, " ", langdetect.SwitchScore(s))
				for _, x := range s {
					fmt.Printf(" [%s %.1f %s]", x.Tag, x.Margin, in.Text[x.Start:x.End])
				}
				fmt.Println()
			}
		} else if *verbose && in.Switch != nil && *in.Switch {
			fmt.Println("MISSED", in.Text, s)
		}
	}
	for _, k := range keys {
		fmt.Printf("%-40s %d of %d, %.1f %%\n", k, found[k], total[k], 100*float64(found[k])/float64(total[k]))
	}
	return sc.Err()
}
