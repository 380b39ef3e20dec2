"""Write layers/*.json and layers/mlp.safetensors. Run with: python tools/goldens/layers.py NAME..."""
from cases import frozen, initialisation, layers, saved_model, training
from named_files import write_named

for group in (layers, saved_model, initialisation, training, frozen):
    group.write()
write_named()
