package policy

import (
	"embed"
	"errors"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/go-handoff/handoff/escalate"
	"go.yaml.in/yaml/v4"
)

// maxExtends is how many files a policy can be built of.
const maxExtends = 8

//go:embed presets/*.yaml
var presetFiles embed.FS

// Preset returns the file of a preset, as package presets hands them out.
func Preset(name string) ([]byte, error) {
	if strings.ContainsAny(name, "/\\") {
		return nil, fs.ErrNotExist
	}
	return presetFiles.ReadFile("presets/" + name + ".yaml")
}

// PresetNames returns the names of the presets, sorted. The slice is the caller's.
func PresetNames() []string {
	names, _ := fs.Glob(presetFiles, "presets/*.yaml") // the pattern is well formed
	for i, n := range names {
		names[i] = strings.TrimSuffix(path.Base(n), ".yaml")
	}
	slices.Sort(names)
	return names
}

// base returns what root extends: a preset by its name, or a file beside it by
// its path, which cannot leave the folder. Without extends, or after a mistake
// in it, it returns the empty policy.
func (d *decoder) base(root *yaml.Node) *file {
	empty := &file{thresholds: map[string]float64{}, facts: map[string]fact{}, signals: map[escalate.Kind]*signal{}, where: map[string]spot{}, offerEvery: 8, queue: queue{"": "general"}}
	if root.Kind != yaml.MappingNode {
		return empty
	}
	for i := 0; i+1 < len(root.Content); i += 2 {
		if root.Content[i].Value != "extends" {
			continue
		}
		n := root.Content[i+1]
		name := d.text(n, "extends")
		data, key, err := d.read(name)
		switch {
		case name == "":
			return empty
		case errors.Is(err, errLeaves):
			d.fail(n, "extends", "%q leaves the folder of the policy", clip(name))
			return empty
		case err != nil:
			d.fail(n, "extends", "%q is neither a preset nor a file beside the policy", clip(name)).Hint = didYouMean(name, PresetNames())
			return empty
		case slices.Contains(d.chain, key):
			d.fail(n, "extends", "%q extends itself (%s)", clip(name), strings.Join(append(d.chain, key), ", "))
			return empty
		case len(d.chain) >= maxExtends:
			d.fail(n, "extends", "more than %d files", maxExtends)
			return empty
		}
		below := &decoder{name: key, fsys: d.fsys, chain: append(slices.Clone(d.chain), key), sum: d.sum, sources: d.sources, classifiers: d.classifiers}
		f := below.read1(data)
		d.errs = append(d.errs, below.errs...)
		if f == nil {
			return empty
		}
		return f
	}
	return empty
}

// presetPrefix stands before a preset's name where a file's would be.
const presetPrefix = "preset "

var errLeaves = errors.New("leaves the folder")

// read returns the file that a policy extends, and its name for messages.
func (d *decoder) read(name string) (data []byte, key string, err error) {
	if data, err = Preset(name); err == nil {
		return data, presetPrefix + name, nil
	}
	if d.fsys == nil {
		return nil, "", fs.ErrNotExist
	}
	key = path.Join(path.Dir(d.name), name)
	if path.IsAbs(name) || !fs.ValidPath(path.Clean(name)) || !fs.ValidPath(key) || strings.Contains(name, "\\") {
		return nil, "", errLeaves
	}
	data, err = fs.ReadFile(d.fsys, key)
	return data, key, err
}

// remove takes rules of the base out.
func (d *decoder) remove(f *file, n *yaml.Node) {
	if n.Kind != yaml.SequenceNode {
		d.fail(n, "remove", "want a list of rule ids, got %s", shape(n))
		return
	}
	for _, c := range n.Content {
		id := d.text(c, "remove")
		i := slices.IndexFunc(f.rules, func(r *ruleSource) bool { return r.id == id })
		if i < 0 {
			var ids []string
			for _, r := range f.rules {
				ids = append(ids, r.id)
			}
			d.fail(c, "remove", "no rule %q in what the policy extends", clip(id)).Hint = didYouMean(id, ids)
			continue
		}
		f.rules = slices.Delete(f.rules, i, i+1)
	}
}
