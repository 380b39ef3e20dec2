"""The cases of the goldens. They need PyTorch, whichever script imports them."""
import sys

try:
    import torch
except ModuleNotFoundError:
    sys.exit(f'{sys.argv[0]}: {sys.executable} has no torch: make the virtual environment of tools/goldens/README.md.')
