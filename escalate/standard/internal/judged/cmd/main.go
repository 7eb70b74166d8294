// Command cmd judges folders of .chat files by the standard engine.
//
//	go run ./escalate/standard/internal/judged/cmd [-light] [-bare] [-v] [-fit] FOLDER...
package main

import (
	"context"
	"flag"
	"fmt"
	"log"
	"os"

	"github.com/go-handoff/handoff/escalate/standard"
	"github.com/go-handoff/handoff/escalate/standard/internal/judged"
	"github.com/go-handoff/handoff/escalate/standard/light"
)

func main() {
	log.SetFlags(0)
	small := flag.Bool("light", false, "the light engine")
	bare := flag.Bool("bare", false, "without the host's fields")
	verbose := flag.Bool("v", false, "print what was decided otherwise")
	fit := flag.Bool("fit", false, "fit the calibration of the score: what is to be done to the logit of the present one")
	flag.Parse()
	engine := standard.New
	if *small {
		engine = light.New
	}
	e, err := engine()
	if err != nil {
		log.Fatal(err)
	}
	for _, folder := range flag.Args() {
		chats, err := judged.Chats(os.DirFS(folder), *bare)
		if err != nil {
			log.Fatal(err)
		}
		r, err := judged.Judge(context.Background(), e, chats)
		if err != nil {
			log.Fatal(err)
		}
		if *verbose {
			for _, w := range r.Wrong {
				fmt.Println(w)
			}
		}
		fmt.Printf("%s: %s\n", folder, r)
		if *fit {
			slope, shift := r.Fit()
			fmt.Printf("the score's logit: times %.3f, plus %.3f\n", slope, shift)
		}
	}
}
