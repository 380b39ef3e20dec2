"""Write ops/<family>/<op>.json: values and gradients of ops, in f64. Run with: python tools/goldens/ops.py OP..."""
from importlib import import_module

from named_files import write_named

# A file in cases/, a folder in ops/, and one in packages/autograd/src/ops.
FAMILIES = ('elementwise', 'reduce', 'shape', 'indexing', 'product', 'conv', 'pool', 'normalize', 'loss', 'random')

for family in FAMILIES:
    import_module(f'cases.{family}').write()
write_named()
