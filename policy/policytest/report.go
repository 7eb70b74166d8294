package policytest

import (
	"encoding/xml"
	"fmt"
	"io"
	"strings"
)

// WriteText writes a report for people: what failed and why, what the tests did
// not see, and the sums. verbose names the tests that passed, too.
func (r *Report) WriteText(w io.Writer, verbose bool) error {
	var b strings.Builder
	for _, x := range r.Results {
		switch x.Status {
		case Passed:
			if verbose {
				fmt.Fprintf(&b, "ok    %s\n", x.Test.Name)
			}
			continue
		case Todo:
			fmt.Fprintf(&b, "todo  %s: %s\n", x.Test.Name, x.Test.Todo)
		default:
			fmt.Fprintf(&b, "FAIL  %s\n", x.Test.Name)
		}
		for _, f := range x.Failures {
			fmt.Fprintf(&b, "      %s\n", f)
		}
	}
	for _, g := range r.Coverage.Gaps() {
		fmt.Fprintf(&b, "unseen %s\n", g)
	}
	fmt.Fprintf(&b, "%s: policy %s %s: %d passed, %d failed, %d todo; coverage: rules %s, conditions %s\n", r.Name, r.Policy.Name, r.Policy.Version,
		r.Count(Passed), r.Count(Failed), r.Count(Todo), percent(r.Coverage.RuleScore()), percent(r.Coverage.ConditionScore()))
	_, err := io.WriteString(w, b.String())
	return err
}

// percent rounds down, so that only all is 100 %.
func percent(x float64) string { return fmt.Sprintf("%.1f %%", float64(int(x*1000+1e-9))/10) }

type junitSuites struct {
	XMLName xml.Name     `xml:"testsuites"`
	Suites  []junitSuite `xml:"testsuite"`
}

type junitSuite struct {
	Name     string      `xml:"name,attr"`
	Tests    int         `xml:"tests,attr"`
	Failures int         `xml:"failures,attr"`
	Skipped  int         `xml:"skipped,attr"`
	Cases    []junitCase `xml:"testcase"`
}

type junitCase struct {
	Name    string        `xml:"name,attr"`
	Class   string        `xml:"classname,attr"`
	File    string        `xml:"file,attr"`
	Line    int           `xml:"line,attr"`
	Failure *junitFailure `xml:"failure"`
	Skipped *junitSkipped `xml:"skipped"`
}

type junitFailure struct {
	Message string `xml:"message,attr"`
	Text    string `xml:",chardata"`
}

type junitSkipped struct {
	Message string `xml:"message,attr"`
}

// WriteJUnit writes reports as JUnit XML, as CI systems read it. A todo is a
// skipped test. There are no times in it: the same run gives the same bytes.
func WriteJUnit(w io.Writer, reports ...*Report) error {
	var out junitSuites
	for _, r := range reports {
		s := junitSuite{Name: r.Name, Tests: len(r.Results), Failures: r.Count(Failed), Skipped: r.Count(Todo)}
		for _, x := range r.Results {
			c := junitCase{Name: x.Test.Name, Class: r.Policy.Name, File: x.Test.File, Line: x.Test.Line}
			switch x.Status {
			case Failed:
				c.Failure = &junitFailure{Message: x.Failures[0], Text: strings.Join(x.Failures, "\n")}
			case Todo:
				c.Skipped = &junitSkipped{Message: x.Test.Todo}
			}
			s.Cases = append(s.Cases, c)
		}
		out.Suites = append(out.Suites, s)
	}
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	enc := xml.NewEncoder(w)
	enc.Indent("", "  ")
	if err := enc.Encode(out); err != nil {
		return err
	}
	_, err := io.WriteString(w, "\n")
	return err
}
