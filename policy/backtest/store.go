package backtest

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime/debug"

	"github.com/go-handoff/handoff/escalate"
)

// Store keeps readings in a file, JSON Lines, in the order of the
// conversations. The file holds words of customers and is readable by its owner
// alone. It belongs to the detectors that made it: with others, or with another
// version of the library, the readings are made anew; a build without version
// control says no version, so delete the file where you work on detectors. It
// holds the conversations of the latest run, no others.
//
// A store is for one goroutine. For each conversation, in order, Next finds
// what is kept, and Put keeps it for the next time; Close puts the new file in
// the place of the old one.
type Store struct {
	path    string
	head    []byte
	old     *bufio.Reader
	oldFile *os.File
	ahead   [][]byte // lines read from old and not asked for yet
	out     *bufio.Writer
	outFile *os.File
	// Found and Made count the conversations that were kept and those that were not.
	Found, Made int
}

// maxAhead is how many lines are looked through for a conversation, for files
// from which conversations were taken out.
const maxAhead = 64

// header is the first line of the file.
type header struct {
	Readings  int        `json:"readings"` // version of the layout
	Library   string     `json:"library,omitempty"`
	Detectors []detector `json:"detectors"`
}

type detector struct {
	Name    string `json:"name"`
	Version int    `json:"version"`
}

// kept is a line of the file. The key comes first, where Next looks for it.
type kept struct {
	Key      string             `json:"key"`
	Readings []escalate.Reading `json:"readings"`
}

// OpenStore opens or starts the store at path for the readings of detectors.
func OpenStore(path string, detectors []escalate.Info) (*Store, error) {
	h := header{Readings: 1, Library: library()}
	for _, d := range detectors {
		h.Detectors = append(h.Detectors, detector{d.Name, d.Version})
	}
	head, err := json.Marshal(h)
	if err != nil {
		return nil, err
	}
	s := &Store{path: path, head: head}
	if s.outFile, err = os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".*"); err != nil {
		return nil, err
	}
	s.out = bufio.NewWriterSize(s.outFile, 1<<16)
	if _, err := fmt.Fprintf(s.out, "%s\n", head); err != nil {
		return nil, errors.Join(err, s.Discard())
	}
	s.oldFile, err = os.Open(path)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return s, nil
	case err != nil:
		return nil, errors.Join(err, s.Discard())
	}
	s.old = bufio.NewReaderSize(s.oldFile, 1<<16)
	first, err := s.old.ReadBytes('\n')
	if err != nil && err != io.EOF {
		return nil, errors.Join(err, s.Discard())
	}
	if !bytes.Equal(bytes.TrimSpace(first), head) {
		if !bytes.HasPrefix(first, []byte(`{"readings":`)) && len(first) > 0 {
			return nil, errors.Join(fmt.Errorf("backtest: %s is no file of readings", path), s.Discard())
		}
		s.old = nil // of other detectors
	}
	return s, nil
}

// library says which build made the readings: detectors learn, and a score of
// yesterday's model is none of today's.
func library() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return ""
	}
	out := info.Main.Version
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" || s.Key == "vcs.modified" {
			out += " " + s.Value
		}
	}
	return out
}

// Key identifies a conversation by the bytes of its transcript.
func Key(transcript []byte) string {
	sum := sha256.Sum256(transcript)
	return hex.EncodeToString(sum[:16])
}

// Next returns the line kept for the conversation of that key, for [Readings];
// nil where there is none.
func (s *Store) Next(key string) ([]byte, error) {
	prefix := []byte(`{"key":"` + key + `"`)
	for i := 0; i < maxAhead; i++ {
		if i == len(s.ahead) {
			line, err := s.line()
			if err != nil {
				return nil, err
			}
			if line == nil {
				return nil, nil
			}
			s.ahead = append(s.ahead, line)
		}
		if bytes.HasPrefix(s.ahead[i], prefix) {
			line := s.ahead[i]
			s.ahead = append([][]byte(nil), s.ahead[i+1:]...)
			return line, nil
		}
	}
	return nil, nil
}

func (s *Store) line() ([]byte, error) {
	if s.old == nil {
		return nil, nil
	}
	line, err := s.old.ReadBytes('\n')
	if err == io.EOF { // a line without an end was not written whole
		s.old = nil
		return nil, nil
	}
	return line, err
}

// Readings decodes a line that Next returned. It is safe for concurrent use.
func Readings(line []byte) ([]escalate.Reading, error) {
	var k kept
	if err := json.Unmarshal(line, &k); err != nil {
		return nil, fmt.Errorf("backtest: readings: %w", err)
	}
	return k.Readings, nil
}

// Line encodes readings for Put. It is safe for concurrent use.
func Line(key string, readings []escalate.Reading) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(kept{key, readings}); err != nil {
		return nil, fmt.Errorf("backtest: readings: %w", err)
	}
	return b.Bytes(), nil
}

// Put keeps a line: one that Next returned, or one of [Line].
func (s *Store) Put(line []byte, found bool) error {
	if found {
		s.Found++
	} else {
		s.Made++
	}
	_, err := s.out.Write(line)
	return err
}

// Close puts the new file in the place of the old one.
func (s *Store) Close() error {
	if err := s.out.Flush(); err != nil {
		return errors.Join(err, s.Discard())
	}
	if err := s.outFile.Close(); err != nil {
		return errors.Join(err, os.Remove(s.outFile.Name()))
	}
	if s.oldFile != nil {
		s.oldFile.Close()
	}
	return os.Rename(s.outFile.Name(), s.path)
}

// Discard leaves the old file as it is.
func (s *Store) Discard() error {
	if s.oldFile != nil {
		s.oldFile.Close()
	}
	return errors.Join(s.outFile.Close(), os.Remove(s.outFile.Name()))
}
